"""How a time is taken, how two answers are held against each other, how a row is told."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib.metadata import version
from math import inf
from time import perf_counter
from typing import Any


class Sense(StrEnum):
    """On which side of its target a figure has to lie."""

    AT_LEAST = ">="
    AT_MOST = "<="


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One row. The ratio is judged; where there is none, our own figure is."""

    name: str
    ours: float
    unit: str = "s"
    peer: str | None = None
    peer_value: float | None = None
    ratio: float | None = None
    sense: Sense = Sense.AT_MOST
    target: float | None = None

    @property
    def ok(self) -> bool:
        """Tell whether the target is reached; what has none is only told."""
        if self.target is None:
            return True
        judged = self.ours if self.ratio is None else self.ratio
        if self.sense is Sense.AT_LEAST:
            return judged >= self.target
        return judged <= self.target

    def line(self) -> str:
        """Return the row as one line of JSON, its figures to four digits."""
        figures = {
            key: float(f"{value:.4g}") if isinstance(value, float) else value
            for key, value in asdict(self).items()
        }
        return json.dumps({**figures, "ok": self.ok})


@dataclass(frozen=True, slots=True)
class Side:
    """One runner of a race: a call, made for each input, `times` times over."""

    call: Callable[[Any], object]
    inputs: Sequence[Any]
    times: int = 1

    def run(self) -> None:
        """Make all the calls."""
        call, inputs = self.call, self.inputs
        for _ in range(self.times):
            for one in inputs:
                call(one)

    @property
    def calls(self) -> int:
        """How many calls a run makes."""
        return self.times * len(self.inputs)


def race(*sides: Side, turns: int) -> tuple[float, ...]:
    """Return the shortest time of a call of each side, in seconds.

    The sides take turns, and each turn is short: whatever else the machine does falls
    on all of them alike, and the best of many turns is one that nothing disturbed.
    """
    best = [inf] * len(sides)
    for _ in range(turns):
        for number, side in enumerate(sides):
            began = perf_counter()
            side.run()
            best[number] = min(best[number], (perf_counter() - began) / side.calls)
    return tuple(best)


def faster(
    name: str, ours: float, peer: str, peer_value: float, *, target: float
) -> Measurement:
    """Return a row of which the ratio says how many times faster than the peer we are."""
    return Measurement(
        name=name,
        ours=ours,
        peer=peer,
        peer_value=peer_value,
        ratio=peer_value / ours,
        sense=Sense.AT_LEAST,
        target=target,
    )


class DisagreementError(Exception):
    """Two sides answer one question differently: their times compare nothing."""


def agree(name: str, ours: Sequence[object], theirs: Sequence[object]) -> None:
    """Refuse to time what does not give the same answers.

    Raises:
        DisagreementError: naming the first answer that differs.
    """
    for number, (one, other) in enumerate(zip(ours, theirs, strict=True)):
        if one != other:
            text = f"{name}: answer {number} is {one!r} here and {other!r} there"
            raise DisagreementError(text)


def label(package: str, what: str) -> str:
    """Return what a row calls a peer: the installed version, and what was called."""
    return f"{package} {version(package)} {what}"


def short(number: int) -> str:
    """Return a number as the names of rows write it: 1M, 100k."""
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return f"{number / size:g}{letter}"
    return str(number)

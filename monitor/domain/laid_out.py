"""Files laid out for an office to edit, and what a newer program does about them.

A file is known by three marks (SHA-256): what the program laid or offered last, what lies
there now, and what the program carries today. From these follows whether somebody has
edited it, and whether it has changed underneath.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

OFFER = ".new"  # what the program carries, laid beside what the office has edited


class Kind(StrEnum):
    """What becomes of a file after it was laid."""

    FOLLOWED = "followed"  # brought to each new version; once taken away it stays away
    NEEDED = "needed"  # the same, but nothing runs without it: laid again when missing
    STARTING = "starting"  # something to begin with: the office's own from then on
    SAMPLE = "sample"  # the same, but of no use before the office's own takes its place


class Move(StrEnum):
    """What is done about one file."""

    LAY = "lay"  # it was never here, or nothing runs without it
    UPDATE = "update"  # nobody edited it, and the program carries a newer one
    OFFER = "offer"  # edited and changed underneath: the newer one is laid beside it
    LAGS = "lags"  # what was offered earlier still lies beside it
    MISSING = "missing"  # somebody took it away; it is not laid again
    DROPPED = "dropped"  # the program carries it no more; it stays where it is
    UNTOUCHED = "untouched"  # a sample that nobody has edited yet
    NOTHING = "nothing"


OWN = {Kind.STARTING, Kind.SAMPLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A file as the program carries it; `mark` is the SHA-256 of its bytes."""

    mark: str
    kind: Kind = Kind.FOLLOWED


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Step:
    """One file, by its path below the office's folder, and what is done about it."""

    path: str
    move: Move


def plan(
    *, carried: Mapping[str, Carried], laid: Mapping[str, str], found: Mapping[str, str]
) -> tuple[Step, ...]:
    """Return what to do about every file, sorted by path.

    Args:
        carried: What the program carries, by path.
        laid: The marks of what it laid or offered last, by path; empty the first time.
        found: The marks of what lies there, offers among them, by path.
    """
    steps = [
        Step(path=path, move=_move(path, one, laid.get(path), found))
        for path, one in carried.items()
    ]
    dropped = (path for path in laid.keys() - carried.keys() if path in found)
    return tuple(sorted([*steps, *(Step(path=one, move=Move.DROPPED) for one in dropped)]))


def _move(path: str, one: Carried, laid: str | None, found: Mapping[str, str]) -> Move:
    here = found.get(path)
    if here is None:
        return _absent(one, laid)
    if here == one.mark:
        return Move.UNTOUCHED if one.kind is Kind.SAMPLE else Move.NOTHING
    if one.kind in OWN:
        return Move.NOTHING
    if here == laid:
        return Move.UPDATE
    if laid != one.mark:
        return Move.OFFER
    return Move.LAGS if path + OFFER in found else Move.NOTHING


def _absent(one: Carried, laid: str | None) -> Move:
    if laid is None or one.kind is Kind.NEEDED:
        return Move.LAY
    return Move.NOTHING if one.kind in OWN else Move.MISSING

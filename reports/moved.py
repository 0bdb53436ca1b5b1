"""What moved between two sets of figures of one unit and period, and what may have moved it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from reports.sections import SECTIONS

Value = str | int | None  # true and false among them

AGE_OF_DATA = {("freshness", "sources"), ("freshness", "stale")}  # moves with every export
NAMES = ("code", "dossier", "name")  # what a row is known by, the best first
BETWEEN = " / "


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One figure that is not what it was.

    `figure` is its name in the section, with dots where it lies in another; `row` says whose
    it is, empty where the section has it once. Where a row came or went, `figure` names
    its table, and one of `before` and `after` the row; the other is None.
    """

    section: str
    row: str
    figure: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What is no longer as it was when the earlier figures were made.

    `imports` counts the files merged since, the newest at `imported_at`. `program` is the
    version that made the earlier figures, None where it is the same.
    """

    imports: int = 0
    imported_at: datetime | None = None
    has_other_settings: bool = False
    has_other_directory: bool = False
    has_other_calendar: bool = False
    program: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """That a report stands in the place of an earlier one: which, what moved, and why.

    `number` is the report's own, from 2; the one before it was made at `replaced_at`.
    """

    number: int
    replaced_at: datetime
    why: Why
    moved: tuple[Moved, ...] = field(repr=False)


def moved(before: bytes, after: bytes) -> tuple[Moved, ...]:
    """Compare two reports in canonical JSON, section by section in reading order.

    Rows are known again by their code or their name, in whatever order they stand. A figure
    that only one of the two programs knew has not moved; nor has the age of the data.
    """
    was, now = (json.loads(content)["sections"] for content in (before, after))
    order = {one.code: place for place, one in enumerate(SECTIONS)}
    return tuple(
        move
        for code in sorted(now, key=lambda code: order.get(code, len(order)))
        if code in was
        for move in _Section(code).compare(was[code], now[code], (), ())
    )


def revised_of(content: bytes) -> Revised | None:
    """Return what a report in canonical JSON says that it replaces."""
    told = json.loads(content).get("revised")
    if told is None:
        return None
    why = told["why"]
    imported_at = why["imported_at"]
    return Revised(
        number=told["number"],
        replaced_at=datetime.fromisoformat(told["replaced_at"]),
        why=Why(
            **{
                **why,
                "imported_at": datetime.fromisoformat(imported_at) if imported_at else None,
            }
        ),
        moved=tuple(Moved(**one) for one in told["moved"]),
    )


@dataclass(frozen=True, slots=True)
class _Section:
    """Compares the figures of one section; `row` and `path` lead to what is compared."""

    code: str

    def compare(
        self, was: Any, now: Any, row: tuple[str, ...], path: tuple[str, ...]
    ) -> Iterator[Moved]:
        if (self.code, *path) in AGE_OF_DATA or was == now:
            return
        if isinstance(was, dict) or isinstance(now, dict):
            yield from self._objects(was or {}, now or {}, row, path)
        elif _is_table(was) or _is_table(now):
            yield from self._tables(was or (), now or (), row, path)
        else:
            yield self._moved(row, path, _value(was), _value(now))

    def _objects(
        self,
        was: Mapping[str, Any],
        now: Mapping[str, Any],
        row: tuple[str, ...],
        path: tuple[str, ...],
    ) -> Iterator[Moved]:
        both = was.keys() & now.keys() if was and now else was.keys() | now.keys()
        for name in sorted(both):
            yield from self.compare(was.get(name), now.get(name), row, (*path, name))

    def _tables(
        self,
        was: Sequence[Mapping[str, Any]],
        now: Sequence[Mapping[str, Any]],
        row: tuple[str, ...],
        path: tuple[str, ...],
    ) -> Iterator[Moved]:
        before, after = _rows(was), _rows(now)
        for key in (*after, *(one for one in before if one not in after)):
            one, other = before.get(key), after.get(key)
            if one is not None and other is not None:
                yield from self.compare(one, other, (*row, _shown(other, key)), path)
            else:
                came = None if other is None else _shown(other, key)
                went = None if one is None else _shown(one, key)
                yield self._moved(row, path, went, came)

    def _moved(
        self, row: tuple[str, ...], path: tuple[str, ...], before: Value, after: Value
    ) -> Moved:
        return Moved(
            section=self.code,
            row=BETWEEN.join(row),
            figure=".".join(path),
            before=before,
            after=after,
        )


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


def _value(value: Any) -> Value:
    """Return a figure, a list of texts as one text."""
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    found: Value = value
    return found


def _rows(table: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return the rows of a table by what they are known by; those alike are numbered."""
    met: Counter[str] = Counter()
    rows = {}
    for one in table:
        name = _key(one)
        met[name] += 1
        rows[name if met[name] == 1 else f"{name} ({met[name]})"] = one
    return rows


def _key(row: Mapping[str, Any]) -> str:
    for name in NAMES:
        if row.get(name):
            return str(row[name])
    return BETWEEN.join(filter(None, _texts(row)))


def _shown(row: Mapping[str, Any], key: str) -> str:
    """Return how people know a row."""
    return str(row.get("name") or key)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)

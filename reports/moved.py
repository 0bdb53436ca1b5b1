"""What moved between two sets of figures of one unit and period, and what may have moved it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from monitor.domain.figures import RateDefinition, Share
from monitor.domain.since import Since
from reports.identities import Identity
from reports.sections import SECTIONS
from reports.table import Row

Value = str | int | Share | None  # true and false among them

# What is not compared: what moves with every export, and what only repeats, orders or adds up
# figures that are compared elsewhere.
REPEATED = frozenset(
    {
        "summary",
        "channels.to_process",
        "channels.received",
        "channels.carried",
        "channels.known",
        "trend.now",
        "trend.points_before",
        "trend.points_year_before",
        "units.total",
        "units.checks",
        "returned.months",
        "causes.natures",
        "causes.by_agency.natures",
        "online.total",
        "upkeep.looked_at",
        "lateness_of_data.stated",
        "lateness_of_data.if_in_time",
        "estimates.lines",
        "freshness.sources",
        "freshness.stale",
    }
)
# The keys of rows, what they are measured in, how they are shown, and settings.
KEYS = frozenset(
    {
        *("block", "cause", "code", "column", "definition", "hint", "identity", "index"),
        *("measure", "name", "nature", "place", "row", "rule", "share_of", "unit", "why"),
        *("channel", "dossiers", "procedure", "unit_name", "entered_at", "period", "quarter"),
        *("is_by_minute", "is_few", "is_of_unit", "is_outside", "is_partly_known"),
        *("is_rounded", "is_withheld", "rank", "verdict"),
        *("full_from", "least", "least_due", "limit", "limit_days", "risk_percent"),
        *("until", "past_first", "past_last", "before_first", "before_last"),
    }
)
SHARE = {"numerator", "denominator"}
NAMES = ("code", "name", "cause")  # what a row is known by, the best first
LABELS = ("name", "cause_text")  # what people call it
BETWEEN = " / "
COLUMNS = tuple(one.name for one in fields(Row))


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

    `since` counts what was recorded after them. `program` is the version that made the
    earlier figures, None where it is the same.
    """

    since: Since = field(default_factory=Since)
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
    """Compare two reports in canonical JSON: the headline, the totals, then by section.

    Rows are known again by their code or their name, in whatever order they stand. A figure
    that only one of the two programs knew has not moved; nor has the age of the data. What
    repeats another figure is not told again.
    """
    told = [json.loads(content) for content in (before, after)]
    was, now = (one["sections"] for one in told)
    order = {one.code: place for place, one in enumerate(SECTIONS)}
    periods = tuple(_periods(told[1]))
    found = (
        move
        for code in sorted(now, key=lambda code: order.get(code, len(order)))
        if code in was and code not in REPEATED
        for move in _Section(code, periods).compare(was[code], now[code], (), ())
    )
    return tuple(sorted(found, key=_place))


def _periods(told: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the periods whose figures stand elsewhere than among the months."""
    yield told.get("period")
    trend = told["sections"].get("trend", {})
    yield from (trend[name]["period"] for name in ("before", "year_before") if trend.get(name))


def _column(name: str) -> tuple[int, str]:
    """Return where a figure stands in its row: the columns of table 06a in their order."""
    return (COLUMNS.index(name) if name in COLUMNS else len(COLUMNS)), name


def _place(move: Moved) -> int:
    """Return where a figure is told: the headline first, then the totals, then the others."""
    if move.section == "rates" and move.row == RateDefinition.DUE:
        return 0
    is_total = move.section == "table06a" and move.figure.startswith("total.")
    return 1 if is_total else 2


def revised_of(content: bytes) -> Revised | None:
    """Return what a report in canonical JSON says that it replaces."""
    told = json.loads(content).get("revised")
    if told is None:
        return None
    why, since = told["why"], told["why"]["since"]
    imported_at = since["imported_at"]
    if imported_at is not None:
        imported_at = datetime.fromisoformat(imported_at)
    return Revised(
        number=told["number"],
        replaced_at=datetime.fromisoformat(told["replaced_at"]),
        why=Why(**{**why, "since": Since(**{**since, "imported_at": imported_at})}),
        moved=tuple(
            Moved(**{**one, "before": _value(one["before"]), "after": _value(one["after"])})
            for one in told["moved"]
        ),
    )


@dataclass(frozen=True, slots=True)
class _Section:
    """Compares the figures of one section; `row` and `path` lead to what is compared."""

    code: str
    periods: tuple[Any, ...]  # of which the months repeat the figures

    def compare(
        self, was: Any, now: Any, row: tuple[str, ...], path: tuple[str, ...]
    ) -> Iterator[Moved]:
        if was == now or self._is_left_out(path):
            return
        if _is_share(was) or _is_share(now):
            yield self._moved(row, path, _value(was), _value(now))
        elif isinstance(was, dict) or isinstance(now, dict):
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
        for name in sorted(both, key=_column):
            yield from self.compare(was.get(name), now.get(name), row, (*path, name))

    def _tables(
        self,
        was: Sequence[Mapping[str, Any]],
        now: Sequence[Mapping[str, Any]],
        row: tuple[str, ...],
        path: tuple[str, ...],
    ) -> Iterator[Moved]:
        before, after = (_rows(list(filter(self._is_told, rows))) for rows in (was, now))
        for key in (*after, *(one for one in before if one not in after)):
            one, other = before.get(key), after.get(key)
            if one is not None and other is not None:
                yield from self.compare(one, other, (*row, _shown(other, key)), path)
            else:
                came = None if other is None else _shown(other, key)
                went = None if one is None else _shown(one, key)
                yield self._moved(row, path, went, came)

    def _is_left_out(self, path: tuple[str, ...]) -> bool:
        whole = ".".join((self.code, *path))
        return whole in REPEATED or bool(path and path[-1] in KEYS)

    def _is_told(self, row: Mapping[str, Any]) -> bool:
        """Leave out the identities of a table, and months that are told of elsewhere."""
        if "identity" in row:
            return bool(row["identity"] == Identity.OPENING)
        return "period" not in row or row["period"] not in self.periods

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


def _is_share(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() >= SHARE


def _value(value: Any) -> Value:
    """Return a figure, a list of texts as one text."""
    if _is_share(value):
        return Share(numerator=value["numerator"], denominator=value["denominator"])
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
    if "codes" in row:  # what a unit was asked to verify
        return BETWEEN.join((row["rule"], row["unit_name"], *row["codes"]))
    for name in NAMES:
        if row.get(name):
            return str(row[name])
    return BETWEEN.join(filter(None, _texts(row.get("period", row))))


def _shown(row: Mapping[str, Any], key: str) -> str:
    """Return how people know a row."""
    return next((str(row[name]) for name in LABELS if row.get(name)), key)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)

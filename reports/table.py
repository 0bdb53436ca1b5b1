"""Rows of table 06a: what each column counts, each on its own."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from monitor.domain.dossier import Channel
from monitor.domain.figures import EndKind
from monitor.domain.reckoning import Outcome, Reckoning, Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Columns (3) to (13) of one field, unit or total; empty code and name: not known.

    From `post` on, parts of the columns before: `post` and `no_channel` of `direct`,
    `given_up`, `given_up_late` and `unsure_resolved` of `on_time`, `withdrawn` and
    `sent_back` of `given_up`, `paused` and `unsure_pending` of `within`.
    """

    code: str
    name: str
    total: int  # (3)
    online: int  # (4)
    direct: int  # (5)
    carried: int  # (6)
    resolved: int  # (7)
    early: int  # (8)
    on_time: int  # (9)
    late: int  # (10)
    pending: int  # (11)
    within: int  # (12)
    overdue: int  # (13)
    post: int
    no_channel: int
    given_up: int
    withdrawn: int  # by the citizen
    sent_back: int  # by the office
    given_up_late: int  # after the first deadline
    unsure_resolved: int
    paused: int
    unsure_pending: int

    def column(self, name: str) -> int:
        """Return one column's figure, by its name."""
        figure: int = getattr(self, name)
        return figure

    @property
    def received(self) -> int:
        """All that came in the period."""
        return self.online + self.direct


COLUMNS = (  # (3) to (13)
    "total",
    "online",
    "direct",
    "carried",
    "resolved",
    "early",
    "on_time",
    "late",
    "pending",
    "within",
    "overdue",
)

Test = Callable[[Channel | None, Reckoning], bool]


def _came_by(*channels: Channel | None) -> Test:
    return lambda channel, one: one.is_received and channel in channels


def _resolved(*outcomes: Outcome) -> Test:
    return lambda _, one: one.is_resolved and one.outcome in outcomes


def _pending(*outcomes: Outcome) -> Test:
    return lambda _, one: one.is_pending and one.outcome in outcomes


def _gave_up(*kinds: EndKind) -> Test:
    return lambda _, one: one.is_resolved and one.given_up in kinds


TESTS: Mapping[str, Test] = MappingProxyType(
    {
        "total": lambda _, one: one.is_counted,
        "online": _came_by(Channel.ONLINE),
        "direct": _came_by(Channel.IN_PERSON, Channel.POST, None),
        "carried": lambda _, one: one.is_carried,
        "resolved": lambda _, one: one.is_resolved,
        "early": _resolved(Outcome.EARLY),
        "on_time": _resolved(
            Outcome.ON_TIME, Outcome.GIVEN_UP, Outcome.NO_DEADLINE, Outcome.UNKNOWN
        ),
        "late": _resolved(Outcome.LATE),
        "pending": lambda _, one: one.is_pending,
        "within": _pending(
            Outcome.WITHIN, Outcome.PAUSED, Outcome.NO_DEADLINE, Outcome.UNKNOWN
        ),
        "overdue": _pending(Outcome.OVERDUE),
        "post": _came_by(Channel.POST),
        "no_channel": _came_by(None),
        "given_up": _resolved(Outcome.GIVEN_UP),
        "withdrawn": _gave_up(EndKind.WITHDRAWN),
        "sent_back": _gave_up(EndKind.SENT_BACK),
        "given_up_late": lambda _, one: one.is_resolved and one.is_given_up_late,
        "unsure_resolved": _resolved(Outcome.NO_DEADLINE, Outcome.UNKNOWN),
        "paused": _pending(Outcome.PAUSED),
        "unsure_pending": _pending(Outcome.NO_DEADLINE, Outcome.UNKNOWN),
    }
)


def count_rows(
    tallies: Iterable[Tally], group: Callable[[Tally], tuple[str, str]]
) -> list[Row]:
    """Count every column of each group, by code and name, each apart from the others.

    Source:
        docs/law.md#table-06a
    """
    counts: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(TESTS))
    places: dict[tuple[Channel | None, int], tuple[int, ...]] = {}
    for one in tallies:
        kind = (one.channel, id(one.reckoning))  # many tallies share one; it is slow to hash
        if kind not in places:
            places[kind] = _columns_of(one.channel, one.reckoning)
        row = counts[group(one)]
        for place in places[kind]:
            row[place] += one.count
    return [
        Row(code=code, name=name, **dict(zip(TESTS, row, strict=True)))
        for (code, name), row in counts.items()
    ]


def count_row(tallies: Iterable[Tally], *, code: str = "", name: str = "") -> Row:
    """Count every column of one row."""
    rows = count_rows(tallies, lambda _: (code, name))
    return rows[0] if rows else Row(code=code, name=name, **dict.fromkeys(TESTS, 0))


def add_rows(rows: Sequence[Row]) -> Row:
    """Return what rows have together, in a row without a name."""
    return Row(
        code="", name="", **{name: sum(row.column(name) for row in rows) for name in TESTS}
    )


def _columns_of(channel: Channel | None, reckoning: Reckoning) -> tuple[int, ...]:
    """Return the places of the columns that count dossiers of a kind."""
    answers = (test(channel, reckoning) for test in TESTS.values())
    return tuple(place for place, is_counted in enumerate(answers) if is_counted)

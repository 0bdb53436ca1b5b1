"""One row of table 06a: what each column counts, each on its own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from monitor.domain.dossier import Channel
from monitor.domain.instants import vietnam_day
from reports.judged import Judged, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Columns (3) to (13) of one field, unit or total; empty code and name: not known.

    From `post` on, parts of the columns before: `post` and `no_channel` of `direct`,
    `given_up`, `given_up_late` and `unsure_resolved` of `on_time`, `paused` and
    `unsure_pending` of `within`.
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
    given_up_late: int  # after the first deadline
    unsure_resolved: int
    paused: int
    unsure_pending: int

    def column(self, name: str) -> int:
        """Return one column's figure, by its name."""
        figure: int = getattr(self, name)
        return figure


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

Test = Callable[[Judged], bool]


def _came_by(*channels: Channel | None) -> Test:
    return lambda case: case.is_received and case.snapshot.channel in channels


def _resolved(*outcomes: Outcome) -> Test:
    return lambda case: case.is_resolved and case.outcome in outcomes


def _pending(*outcomes: Outcome) -> Test:
    return lambda case: case.is_pending and case.outcome in outcomes


def _given_up_late(case: Judged) -> bool:
    end, due_at = case.snapshot.end, case.snapshot.first_due_at
    if end is None or due_at is None or not _resolved(Outcome.GIVEN_UP)(case):
        return False
    return vietnam_day(end.at) > vietnam_day(due_at)


TESTS: Mapping[str, Test] = MappingProxyType(
    {
        "total": lambda case: case.is_counted,
        "online": _came_by(Channel.ONLINE),
        "direct": _came_by(Channel.IN_PERSON, Channel.POST, None),
        "carried": lambda case: case.is_carried,
        "resolved": lambda case: case.is_resolved,
        "early": _resolved(Outcome.EARLY),
        "on_time": _resolved(
            Outcome.ON_TIME, Outcome.GIVEN_UP, Outcome.NO_DEADLINE, Outcome.UNKNOWN
        ),
        "late": _resolved(Outcome.LATE),
        "pending": lambda case: case.is_pending,
        "within": _pending(
            Outcome.WITHIN, Outcome.PAUSED, Outcome.NO_DEADLINE, Outcome.UNKNOWN
        ),
        "overdue": _pending(Outcome.OVERDUE),
        "post": _came_by(Channel.POST),
        "no_channel": _came_by(None),
        "given_up": _resolved(Outcome.GIVEN_UP),
        "given_up_late": _given_up_late,
        "unsure_resolved": _resolved(Outcome.NO_DEADLINE, Outcome.UNKNOWN),
        "paused": _pending(Outcome.PAUSED),
        "unsure_pending": _pending(Outcome.NO_DEADLINE, Outcome.UNKNOWN),
    }
)


def count_row(cases: Iterable[Judged], *, code: str = "", name: str = "") -> Row:
    """Count every column of one row, each apart from the others.

    Source:
        docs/law.md#table-06a
    """
    counted = tuple(cases)
    columns = {column: sum(map(test, counted)) for column, test in TESTS.items()}
    return Row(code=code, name=name, **columns)

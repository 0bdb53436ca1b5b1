"""What is late, or to be verified, in the units of a leader: one mail a day at most."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from monitor.domain.instants import vietnam_day
from monitor.domain.notice import Notice, NoticeKind
from monitor.notices.desk import Desk, Opened, by_units, place_of
from monitor.notices.heard import Group, group_of
from monitor.notices.item import Item
from monitor.notices.late import (
    LateRow,
    Moved,
    MovedRow,
    Request,
    late_rows,
    moved_rows,
    numbered,
    requests,
)
from monitor.notices.occasion import Contact, Matter, Occasion, SourceState, UnitMatter
from monitor.notices.reported import ReportedRow, reported_from, reported_rows
from monitor.notices.route import Instead
from monitor.notices.spans import Spans, spans
from monitor.notices.unit_line import UnitLine, of_leader, unit_lines
from monitor.notices.verify import VerifyRow, numbered_from, verify_rows

LISTED = 30  # a longer list is for the one-stop unit
UNITS_LISTED = 10
BULK_EDIT = "bulk_edit"


@dataclass(frozen=True, slots=True, kw_only=True)
class LateBefore:
    """How many dossiers were late, as the leader was told on the working day before."""

    on: date
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderFacts:
    """What a leader's mail says: `late` counts all, `rows` lists the first of them.

    `before` is None where nothing was told on the working day before. `doubted` counts
    what the system shows late though its unit says that the result exists: no lateness.
    """

    today: date
    yesterday: date
    scope: str
    sources: tuple[SourceState, ...]
    not_covered: tuple[str, ...]
    open: int
    late: int
    before: LateBefore | None
    due_today: int
    unconfirmed: int
    doubted: int
    without_letter: int
    by_unit: tuple[tuple[str, int], ...]
    any_new: bool
    rows: tuple[LateRow, ...]
    moved: tuple[MovedRow, ...]
    verified: int
    unexplained: int
    verify: tuple[VerifyRow, ...]
    verify_spans: Spans
    reported: tuple[ReportedRow, ...]
    reported_total: int
    reported_spans: Spans
    units: tuple[UnitLine, ...]
    more_units: int
    requests: tuple[Request, ...]
    contact: Contact | None
    instead: tuple[Instead, ...]


def leader_notices(  # noqa: PLR0913 - all that a leader may read of
    matters: Sequence[Matter],
    moved: Sequence[Moved],
    opened: Opened,
    occasion: Occasion,
    *,
    before: Mapping[str, LateBefore] = MappingProxyType({}),
    units: Sequence[UnitMatter] = (),
) -> Iterator[Notice]:
    """Yield the mails of the leaders under whom something is late.

    An edit that is to be verified, or a letter or a new date that came otherwise than due,
    brings one as well, on the day on which it is new to the leader; later it is listed
    where a mail goes out, and never among what is late.

    Args:
        matters: All that stands.
        moved: Open dossiers promised again.
        opened: The desks, with the number of open dossiers of each.
        occasion: The slot.
        before: What was told on the working day before, by the leader's code.
        units: What stands about whole units; alone no reason for a mail but
            for what is to be verified.
    """
    directory = occasion.office.directory
    matters_of = by_units(matters, lambda one: place_of(one.dossier, directory))
    moved_of = by_units(moved, lambda one: place_of(one.dossier, directory))
    units_of = by_units(units, lambda one: one.unit.code)
    for desk, open_count in opened.items():
        mine, of_units = matters_of(desk.units), units_of(desk.units)
        late = late_rows(mine, occasion, person=desk.recipient.person)
        verify = verify_rows(mine, occasion, person=desk.recipient.person)
        reported = reported_rows(mine, occasion, person=desk.recipient.person)
        is_told = any(row.is_new for row in reported) or _has_come(verify, of_units, desk)
        if late or is_told:
            listed = numbered(late[:LISTED])
            again = _still_in_time(moved_of(desk.units), late)
            shown = numbered_from(len(listed) + len(again) + 1, verify[:LISTED])
            told_of = reported_from(
                len(listed) + len(again) + len(shown) + 1, reported[:LISTED]
            )
            under = of_leader(of_units, desk.units)
            told = under[:UNITS_LISTED]
            yield Notice(
                kind=NoticeKind.LEADER,
                key=f"leader/{desk.recipient.person}/{occasion.today}",
                recipient=desk.recipient,
                facts=LeaderFacts(
                    today=occasion.today,
                    yesterday=occasion.today - timedelta(days=1),
                    scope=desk.scope,
                    sources=occasion.sources(frozenset(occasion.exported)),
                    not_covered=occasion.telling.not_covered,
                    open=open_count,
                    late=len(late),
                    before=before.get(desk.recipient.person),
                    due_today=_count_due_on(occasion.today, mine),
                    unconfirmed=_count(Group.UNCONFIRMED, mine),
                    doubted=_count(Group.DATA, mine),
                    without_letter=sum(_lacks_letter(row.item) for row in late),
                    by_unit=tuple(sorted(Counter(row.item.unit for row in late).items())),
                    any_new=any(row.is_new for row in listed),
                    rows=listed,
                    moved=moved_rows(again, occasion.office, first=len(listed) + 1),
                    verified=len(verify),
                    unexplained=sum(not row.is_explained for row in verify),
                    verify=shown,
                    verify_spans=spans(row.item.number for row in shown),
                    reported=told_of,
                    reported_total=len(reported),
                    reported_spans=spans(row.item.number for row in told_of),
                    units=unit_lines(told, occasion),
                    more_units=len(under) - len(told),
                    requests=requests(listed),
                    contact=occasion.contact(desk.recipient.unit_code),
                    instead=desk.instead,
                ),
                lists=(
                    *(finding for row in listed for finding in row.findings),
                    *(finding for row in shown for finding in row.findings),
                    *(finding for row in told_of for finding in row.findings),
                    *(one.id for one in told),
                ),
                counts=tuple(one.id for one in mine),
            )


def _has_come(verify: Iterable[VerifyRow], units: Iterable[UnitMatter], desk: Desk) -> bool:
    """Tell whether an edit has come to the leader that no mail has told him of."""
    return any(row.is_new for row in verify) or any(
        one.finding.rule == BULK_EDIT and one.is_news_to(desk.recipient.person)
        for one in of_leader(units, desk.units)
    )


def _still_in_time(moved: Iterable[Moved], late: Iterable[LateRow]) -> list[Moved]:
    """Return the dossiers that were promised again and are not late again."""
    late_again = {row.item.code for row in late}
    return [one for one in moved if one.dossier.code not in late_again]


def _lacks_letter(item: Item) -> bool:
    return not item.letter.is_sent and not item.agency


def _count(group: Group, matters: Iterable[Matter]) -> int:
    """Count the dossiers under a heading."""
    return len({one.dossier.code for one in matters if group_of(one.finding) is group})


def _count_due_on(today: date, matters: Iterable[Matter]) -> int:
    """Count the dossiers warned of that are due today."""
    return len(
        {
            one.dossier.code
            for one in matters
            if group_of(one.finding) in {Group.TODAY, Group.SOON}
            and one.finding.deadline is not None
            and vietnam_day(one.finding.deadline) == today
        }
    )

"""What is late in the units of a leader: one mail a day, none when nothing is late."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.domain.instants import vietnam_day
from monitor.domain.notice import Notice, NoticeKind
from monitor.notices.desk import Desk, Opened, place_of
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
from monitor.notices.occasion import Contact, Matter, Occasion, SourceState
from monitor.notices.route import Instead

LISTED = 30  # a longer list is for the one-stop unit


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderFacts:
    """What a leader's mail says: `late` counts all, `rows` lists the first of them."""

    today: date
    scope: str
    sources: tuple[SourceState, ...]
    not_covered: tuple[str, ...]
    open: int
    late: int
    due_today: int
    unconfirmed: int
    without_letter: int
    by_unit: tuple[tuple[str, int], ...]
    any_new: bool
    rows: tuple[LateRow, ...]
    moved: tuple[MovedRow, ...]
    requests: tuple[Request, ...]
    contact: Contact | None
    instead: tuple[Instead, ...]


def leader_notices(
    matters: Sequence[Matter], moved: Sequence[Moved], opened: Opened, occasion: Occasion
) -> Iterator[Notice]:
    """Yield the mails of the leaders under whom something is late.

    Args:
        matters: All that stands.
        moved: Open dossiers promised again.
        opened: The desks, with the number of open dossiers of each.
        occasion: The slot.
    """
    directory = occasion.office.directory
    for desk, open_count in opened.items():
        mine = [one for one in matters if place_of(one.dossier, directory) in desk.units]
        late = late_rows(mine, occasion, person=desk.recipient.person)
        if late:
            listed = numbered(late[:LISTED])
            again = _still_in_time(moved, late, desk, occasion)
            yield Notice(
                kind=NoticeKind.LEADER,
                key=f"leader/{desk.recipient.person}/{occasion.today}",
                recipient=desk.recipient,
                facts=LeaderFacts(
                    today=occasion.today,
                    scope=desk.scope,
                    sources=occasion.sources(frozenset(occasion.exported)),
                    not_covered=occasion.telling.not_covered,
                    open=open_count,
                    late=len(late),
                    due_today=_count_due_on(occasion.today, mine),
                    unconfirmed=_count_unconfirmed(mine),
                    without_letter=sum(_lacks_letter(row.item) for row in late),
                    by_unit=tuple(sorted(Counter(row.item.unit for row in late).items())),
                    any_new=any(row.is_new for row in listed),
                    rows=listed,
                    moved=moved_rows(again, occasion.office, first=len(listed) + 1),
                    requests=requests(listed),
                    contact=occasion.contact(desk.recipient.unit_code),
                    instead=desk.instead,
                ),
                lists=tuple(finding for row in listed for finding in row.findings),
            )


def _still_in_time(
    moved: Iterable[Moved], late: Iterable[LateRow], desk: Desk, occasion: Occasion
) -> list[Moved]:
    """Return the dossiers of a desk that were promised again and are not late again."""
    late_again = {row.item.code for row in late}
    return [
        one
        for one in moved
        if place_of(one.dossier, occasion.office.directory) in desk.units
        and one.dossier.code not in late_again
    ]


def _lacks_letter(item: Item) -> bool:
    return not item.letter.is_sent and not item.agency


def _count_unconfirmed(matters: Iterable[Matter]) -> int:
    return len(
        {
            one.dossier.code
            for one in matters
            if group_of({one.finding.rule}) is Group.UNCONFIRMED
        }
    )


def _count_due_on(today: date, matters: Iterable[Matter]) -> int:
    """Count the dossiers warned of that are due today."""
    return len(
        {
            one.dossier.code
            for one in matters
            if group_of({one.finding.rule}) in {Group.TODAY, Group.SOON}
            and one.finding.deadline is not None
            and vietnam_day(one.finding.deadline) == today
        }
    )

"""What a leader hears of beside lateness: letters and new dates not as they should be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from monitor.domain.directory import Role
from monitor.notices.desk import unit_name
from monitor.notices.heard import Heard
from monitor.notices.item import Item, make_item
from monitor.notices.occasion import Matter, Occasion
from monitor.notices.point import POINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedRow:
    """One dossier whose letter or new date the leader is told of."""

    item: Item
    is_new: bool
    findings: tuple[int, ...]


def reported_rows(
    matters: Iterable[Matter], occasion: Occasion, *, person: str
) -> tuple[ReportedRow, ...]:
    """Return what is reported to the leader: first what is new to him, then by code."""
    by_code: dict[str, list[Matter]] = {}
    for matter in matters:
        if matter.finding.rule in POINTS and Role.LEADER in matter.finding.tells:
            by_code.setdefault(matter.dossier.code, []).append(matter)
    rows = [_row(about, occasion, person) for _, about in sorted(by_code.items())]
    return tuple(sorted(rows, key=lambda row: not row.is_new))


def reported_from(first: int, rows: Iterable[ReportedRow]) -> tuple[ReportedRow, ...]:
    """Number the rows through, from `first`."""
    return tuple(
        replace(row, item=replace(row.item, number=number))
        for number, row in enumerate(rows, start=first)
    )


def _row(about: Sequence[Matter], occasion: Occasion, person: str) -> ReportedRow:
    heard = Heard(matters=tuple(about), roles=frozenset({Role.LEADER}))
    item = make_item(heard, occasion, reader=person)
    return ReportedRow(
        item=replace(item, unit=unit_name(heard.dossier, occasion.office.directory)),
        is_new=any(one.is_news_to(person) for one in about),
        findings=tuple(one.id for one in about),
    )

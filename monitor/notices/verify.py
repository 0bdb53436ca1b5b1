"""What a leader is to have verified: edits laid before him with what the units say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from monitor.domain.directory import Role
from monitor.domain.rule_sets import VERIFIED
from monitor.notices.desk import unit_name
from monitor.notices.heard import Heard
from monitor.notices.item import Item, make_item
from monitor.notices.occasion import Matter, Occasion


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyRow:
    """One dossier whose data were changed in a way that is to be explained.

    `is_explained`: the unit has said why.
    """

    item: Item
    is_explained: bool
    is_new: bool
    findings: tuple[int, ...]


def verify_rows(
    matters: Iterable[Matter], occasion: Occasion, *, person: str
) -> tuple[VerifyRow, ...]:
    """Return what has come to the leader: first what is new to him, then by code."""
    by_code: dict[str, list[Matter]] = {}
    for matter in matters:
        if matter.finding.rule in VERIFIED and Role.LEADER in matter.finding.tells:
            by_code.setdefault(matter.dossier.code, []).append(matter)
    rows = [_row(about, occasion, person) for _, about in sorted(by_code.items())]
    return tuple(sorted(rows, key=lambda row: not row.is_new))


def numbered_from(first: int, rows: Iterable[VerifyRow]) -> tuple[VerifyRow, ...]:
    """Number the rows through, from `first`."""
    return tuple(
        replace(row, item=replace(row.item, number=number))
        for number, row in enumerate(rows, start=first)
    )


def _row(about: Sequence[Matter], occasion: Occasion, person: str) -> VerifyRow:
    heard = Heard(matters=tuple(about), roles=frozenset({Role.LEADER}))
    item = make_item(heard, occasion, reader=person)
    return VerifyRow(
        item=replace(item, unit=unit_name(heard.dossier, occasion.office.directory)),
        is_explained=any(remark.is_explanation for remark in item.remarks),
        is_new=any(one.is_news_to(person) for one in about),
        findings=tuple(one.id for one in about),
    )

"""What an official must look at: one mail a slot, and only when something is new."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from monitor.domain.notice import Notice, NoticeKind
from monitor.notices.date_basis import DateBasis
from monitor.notices.heard import Ear, Group, listen
from monitor.notices.item import Item, make_item, unreached
from monitor.notices.occasion import Contact, Matter, Occasion, SourceState, UnitMatter
from monitor.notices.slots import Slot
from monitor.notices.spans import Spans, spans
from monitor.notices.to_do import NOT_ABOUT_TIME
from monitor.notices.unit_line import UnitLine, unit_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One heading and what stands under it; never empty."""

    group: Group
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedBasis:
    """The items, by number, whose date rests on the same."""

    spans: Spans
    basis: DateBasis


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestFacts:
    """What a digest says.

    `unreached` names those in whose place the reader hears, as they have no mailbox;
    `is_own` where every dossier is the reader's to handle; `has_deadlines` unless all
    of it is the counter's.
    """

    today: date
    slot: Slot
    sources: tuple[SourceState, ...]
    not_covered: tuple[str, ...]
    total: int
    is_own: bool
    unreached: tuple[str, ...]
    has_deadlines: bool
    headings: tuple[Heading, ...]
    bases: tuple[SharedBasis, ...]
    units: tuple[UnitLine, ...]
    contact: Contact | None


def digests(
    matters: Iterable[Matter], occasion: Occasion, units: Iterable[UnitMatter] = ()
) -> Iterator[Notice]:
    """Yield a digest, of all that stands for them, to everybody for whom something is new."""
    for ear in listen(matters, units, occasion.routing):
        if ear.has_news:
            yield _digest(ear, occasion)


def _digest(ear: Ear, occasion: Occasion) -> Notice:
    person, heard = ear.recipient.person, ear.heard()
    items = _numbered(make_item(one, occasion, reader=person) for one in heard)
    read = frozenset(occasion.exported) if ear.units else frozenset[str]()
    systems = read | {one.dossier.system for one in heard}
    facts = DigestFacts(
        today=occasion.today,
        slot=occasion.slot,
        sources=occasion.sources(systems),
        not_covered=occasion.telling.not_covered,
        total=len(items),
        is_own=all(one.dossier.handler == person for one in heard),
        unreached=unreached(items),
        has_deadlines=any(item.group not in NOT_ABOUT_TIME for item in items),
        headings=tuple(
            Heading(group=group, items=tuple(under))
            for group, under in groupby(items, key=lambda item: item.group)
        ),
        bases=_shared(items),
        units=unit_lines(ear.units, occasion),
        contact=occasion.contact(ear.recipient.unit_code),
    )
    return Notice(
        kind=NoticeKind.DIGEST,
        key=f"digest/{person}/{occasion.today}/{occasion.slot}",
        recipient=ear.recipient,
        facts=facts,
        lists=(
            *(matter.id for one in heard for matter in one.matters),
            *(matter.id for matter in ear.units),
        ),
    )


def _numbered(items: Iterable[Item]) -> tuple[Item, ...]:
    """Order items by heading, due date and code, and number them through."""
    in_order = sorted(items, key=_place)
    return tuple(replace(item, number=n) for n, item in enumerate(in_order, start=1))


def _place(item: Item) -> tuple[int, bool, datetime | None, str]:
    at = item.due.at if item.due else None
    return GROUPS.index(item.group), at is None, at, item.code


GROUPS = tuple(Group)
NOT_DUE = NOT_ABOUT_TIME - {Group.UNDATED, Group.TOO_LATE, Group.OTHER}
"""Headings under which no date is counted."""


def _shared(items: Sequence[Item]) -> tuple[SharedBasis, ...]:
    numbers: dict[DateBasis, list[int]] = {}
    for item in items:
        if item.basis and item.group not in NOT_DUE:
            numbers.setdefault(item.basis, []).append(item.number)
    return tuple(
        SharedBasis(spans=spans(of_these), basis=basis) for basis, of_these in numbers.items()
    )

"""What cannot wait for a slot: working hours are left, and somebody can still use them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from monitor.domain.notice import Notice, NoticeKind, thread_of
from monitor.domain.thresholds import fresh_until
from monitor.notices.heard import Ear, listen
from monitor.notices.item import Item, make_item, unreached
from monitor.notices.occasion import Contact, Matter, Occasion, SourceState
from monitor.notices.slots import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentFacts:
    """What an urgent mail says; `items` stand in the order in which they are due.

    `most_minutes` is the working time left to the last of them, None where one is not
    counted by working hours; `unreached` names those in whose place the reader hears, as
    they have no mailbox.
    """

    today: date
    slot: Slot
    sources: tuple[SourceState, ...]
    not_covered: tuple[str, ...]
    total: int
    is_own: bool
    unreached: tuple[str, ...]
    items: tuple[Item, ...]
    most_minutes: int | None
    contact: Contact | None


def urgent_notices(matters: Iterable[Matter], occasion: Occasion) -> Iterator[Notice]:
    """Yield one mail a person with all that is urgent and new to them.

    What has ended meanwhile, or is not known well enough any more, is left out.

    Args:
        matters: Warnings by the hour that stand.
        occasion: The present; its slot says which half of the day it is.
    """
    pressing = [one for one in matters if _is_pressing(one, occasion)]
    for ear in listen(pressing, (), occasion.routing):
        if ear.has_news:
            yield _urgent(ear, occasion)


def _is_pressing(matter: Matter, occasion: Occasion) -> bool:
    dossier = matter.dossier
    policy = occasion.office.policy_of(dossier.unit, dossier.procedure)
    until = fresh_until(dossier.as_of, policy)
    return dossier.is_open and until is not None and occasion.at < until


def _urgent(ear: Ear, occasion: Occasion) -> Notice:
    person, heard = ear.recipient.person, ear.heard()
    in_order = sorted(
        (make_item(one, occasion, reader=person) for one in heard),
        key=lambda item: (item.due is None, item.due and item.due.at, item.code),
    )
    items = tuple(replace(item, number=n) for n, item in enumerate(in_order, start=1))
    lists = tuple(matter.id for one in heard for matter in one.matters)
    left = [item.due.minutes_left if item.due else None for item in items]
    known = [minutes for minutes in left if minutes is not None]
    facts = UrgentFacts(
        today=occasion.today,
        slot=occasion.slot,
        sources=occasion.sources(frozenset(one.dossier.system for one in heard)),
        not_covered=occasion.telling.not_covered,
        total=len(items),
        is_own=all(one.dossier.handler == person for one in heard),
        unreached=unreached(items),
        items=items,
        most_minutes=max(known) if len(known) == len(left) else None,
        contact=occasion.contact(ear.recipient.unit_code),
    )
    return Notice(
        kind=NoticeKind.URGENT,
        key=f"urgent/{person}/{min(lists)}",  # a finding is told a person once
        recipient=ear.recipient,
        facts=facts,
        thread=thread_of(items[0].code) if len(items) == 1 else None,
        lists=lists,
    )

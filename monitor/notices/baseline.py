"""What the first import of a system found: one mail a person, in counts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from monitor.domain.directory import Role
from monitor.domain.finding import Finding
from monitor.domain.notice import Notice, NoticeKind, Recipient
from monitor.notices.heard import Group, group_of
from monitor.notices.occasion import Contact, Matter, Occasion, SourceState


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many dossiers stand under one heading."""

    group: Group
    dossiers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineFacts:
    """What a summary says: each dossier is counted once, under its first heading."""

    today: date
    source: SourceState
    not_covered: tuple[str, ...]
    total: int
    counts: tuple[Count, ...]
    contact: Contact | None


def baselines(
    systems: Iterable[str], matters: Iterable[Matter], occasion: Occasion
) -> Iterator[Notice]:
    """Yield, for each system read for the first time, a summary to every head.

    The counter's own findings go to the one-stop unit.
    """
    by_system: dict[str, list[Matter]] = {}
    for matter in matters:
        by_system.setdefault(matter.dossier.system, []).append(matter)
    for system in sorted(systems):
        yield from _of_system(system, by_system.get(system, ()), occasion)


def _of_system(system: str, matters: Iterable[Matter], occasion: Occasion) -> Iterator[Notice]:
    readers: dict[str, Recipient] = {}
    heard: dict[str, dict[str, list[Finding]]] = {}
    for matter in matters:
        place = Role.ONE_STOP if Role.ONE_STOP in matter.finding.tells else Role.HEAD
        for route in occasion.routing.find(place, matter.dossier):
            person = route.recipient.person
            readers[person] = route.recipient
            about = heard.setdefault(person, {}).setdefault(matter.dossier.code, [])
            about.append(matter.finding)
    for person, recipient in sorted(readers.items()):
        facts = BaselineFacts(
            today=occasion.today,
            source=occasion.source(system),
            not_covered=occasion.telling.not_covered,
            total=len(heard[person]),
            counts=_counts(heard[person]),
            contact=occasion.contact(recipient.unit_code),
        )
        yield Notice(
            kind=NoticeKind.BASELINE,
            key=f"baseline/{system}/{person}",
            recipient=recipient,
            facts=facts,
        )


def _counts(heard: Mapping[str, list[Finding]]) -> tuple[Count, ...]:
    groups = [group_of(*of_one) for of_one in heard.values()]
    return tuple(
        Count(group=group, dossiers=groups.count(group)) for group in Group if group in groups
    )

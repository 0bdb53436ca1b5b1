"""Which leader answers for which units."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from monitor.domain.directory import Directory, Role
from monitor.domain.dossier import Dossier
from monitor.domain.notice import Recipient
from monitor.notices.heard import Group, group_of
from monitor.notices.occasion import Matter
from monitor.notices.recipients import Routing
from monitor.notices.route import Gap, Instead, Lack

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One leader's mail: who reads it, and the units it is about.

    `scope` names the unit he leads; `instead` the absent leaders whose units are
    among these.
    """

    recipient: Recipient
    scope: str
    units: frozenset[str]
    instead: tuple[Instead, ...] = ()
    lacks: tuple[Lack, ...] = ()


def desks(directory: Directory, routing: Routing) -> tuple[Desk, ...]:
    """Return the mails that leaders may get, one a person: a deputy's joins his own."""
    found: dict[str, Desk] = {}
    for _, leader in sorted(directory.officials.items()):
        if leader.role is not Role.LEADER:
            continue
        route = routing.to_official(leader)
        unit = directory.units.get(leader.unit)
        fresh = Desk(
            recipient=route.recipient, scope=unit.name if unit else "", units=frozenset()
        )
        desk = found.get(route.recipient.person, fresh)
        found[desk.recipient.person] = replace(
            desk,
            units=desk.units | directory.subtree(leader.unit),
            instead=(*desk.instead, route.instead) if route.instead else desk.instead,
            lacks=(*desk.lacks, *route.lacks),
        )
    return tuple(found.values())


def place_of(dossier: Dossier, directory: Directory) -> str | None:
    """Return the unit a dossier lies with: its handler's, else its own."""
    handler = directory.officials.get(dossier.handler or "")
    return handler.unit if handler else dossier.unit


def unit_name(dossier: Dossier, directory: Directory) -> str:
    """Name the unit a dossier lies with; empty where it is not known."""
    return directory.name_of(place_of(dossier, directory))


def leaderless(
    matters: Iterable[Matter], places: Sequence[Desk], directory: Directory
) -> frozenset[Lack]:
    """Return the units in which something is late and above which no leader stands."""
    unled = directory.units.keys() - frozenset[str]().union(*(desk.units for desk in places))
    return frozenset(
        Lack(gap=Gap.LEADER, where=unit_name(one.dossier, directory))
        for one in matters
        if group_of(one.finding) is Group.OVERDUE and place_of(one.dossier, directory) in unled
    )


def by_units(
    things: Iterable[T], unit_of: Callable[[T], str | None]
) -> Callable[[Collection[str]], list[T]]:
    """Return what gives the things of some units, in order, without a look at the others."""
    listed = list(things)
    numbers: defaultdict[str | None, list[int]] = defaultdict(list)
    for number, one in enumerate(listed):
        numbers[unit_of(one)].append(number)

    def of(units: Collection[str]) -> list[T]:
        return [listed[n] for n in sorted(n for unit in units for n in numbers.get(unit, ()))]

    return of


Opened = Mapping[Desk, int]
"""How many dossiers are open in the units of each desk."""

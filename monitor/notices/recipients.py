"""Who hears of it: from a place in the office to a mailbox somebody reads.

Every question has an answer: where the directory is silent the next higher
mailbox hears of it, last of all the operator, and what is missing is told.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from monitor.domain.directory import Directory, Level, Official, Role, Unit
from monitor.domain.dossier import Dossier
from monitor.domain.errors import MailboxError
from monitor.domain.message import checked_mailbox
from monitor.domain.notice import Recipient
from monitor.notices.route import Gap, Instead, Lack, Route, Why

OPERATOR = "operator"


class Routing:
    """Finds recipients on one day.

    Args:
        directory: Units and officials.
        on: The day, for absences.
        operator: The mailbox of last resort; may be empty.
    """

    def __init__(self, directory: Directory, *, on: date, operator: str) -> None:
        self.operator = Recipient(person=OPERATOR, name="", mailbox=operator, is_person=False)
        self._directory = directory
        self._on = on
        self._known: dict[tuple[Role, str | None, str | None], tuple[Route, ...]] = {}

    def find(self, role: Role, dossier: Dossier) -> tuple[Route, ...]:
        """Return the ways to those who stand in `role` for a dossier: at least one."""
        key = role, dossier.unit, dossier.handler
        if role is Role.STEP_HANDLER:
            key = Role.HANDLER, dossier.unit, self._of_step(dossier)
        if key not in self._known:
            self._known[key] = tuple(self._find(*key))
        return self._known[key]

    def _of_step(self, dossier: Dossier) -> str | None:
        """Return who has the step in which a dossier stands; else the dossier's handler."""
        named = dossier.steps[-1].handler if dossier.steps else ""
        return named if named in self._directory.officials else dossier.handler

    def find_of_unit(self, role: Role, unit: str) -> tuple[Route, ...]:
        """Return the ways to those who stand in `role` for a whole unit: at least one.

        A unit that leaders lead has no head beside them: its own mailbox hears of it.
        """
        is_led = role is Role.HEAD and self._directory.in_role(unit, Role.LEADER)
        if is_led and not self._directory.heads(unit):
            return (self.to_unit(unit),)
        key = role, unit, None
        if key not in self._known:
            self._known[key] = tuple(self._find(*key))
        return self._known[key]

    @property
    def lacks(self) -> frozenset[Lack]:
        """What was missing on the ways found so far."""
        return frozenset(
            lack for routes in self._known.values() for route in routes for lack in route.lacks
        )

    def _find(self, role: Role, unit: str | None, handler: str | None) -> Iterator[Route]:
        owner = self._directory.officials.get(handler or "")
        place = owner.unit if owner else unit
        if role is Role.OPERATOR:
            yield Route(recipient=self.operator)
        elif role is Role.ONE_STOP or self._decides_for_itself(place):
            yield self._one_stop(place)
        elif role is Role.HANDLER and owner:
            yield self.to_official(owner)
        elif role in {Role.HANDLER, Role.HEAD}:
            yield from self._heads(place)
        else:
            yield from self._upward(role, place)

    def to_official(self, official: Official) -> Route:
        """Return the way to an official: himself, his deputy, his head, his unit."""
        route = self._seat(official)
        if route.recipient.mailbox:
            return route
        lacks = list(route.lacks)
        for head in self._directory.heads(official.unit):
            seat = self._seat(head)
            lacks.extend(seat.lacks)
            if seat.recipient.mailbox:
                return replace(seat, instead=route.instead, lacks=_once(lacks))
        last = self.to_unit(official.unit)
        return replace(last, instead=route.instead, lacks=_once([*lacks, *last.lacks]))

    def _seat(self, official: Official) -> Route:
        """Follow deputies to the first who is there; the mailbox is empty where none is."""
        lacks: list[Lack] = []
        seen: set[str] = set()
        one, instead = official, None
        while one.is_absent_on(self._on):
            instead = Instead(
                why=Why.ABSENT, name=official.source_name, until=official.absent_to
            )
            seen.add(one.code)
            deputy = self._directory.officials.get(one.deputy or "")
            if deputy is None or deputy.code in seen:
                lacks.append(Lack(gap=Gap.DEPUTY, where=one.source_name))
                return Route(recipient=_nobody(), instead=instead, lacks=tuple(lacks))
            one = deputy
        if not can_receive(one.mailbox):
            lacks.append(Lack(gap=Gap.MAILBOX, where=one.source_name))
            instead = instead or Instead(why=Why.NO_MAILBOX, name=one.source_name)
            return Route(recipient=_nobody(), instead=instead, lacks=tuple(lacks))
        return Route(recipient=self._person(one), instead=instead, lacks=tuple(lacks))

    def _person(self, official: Official) -> Recipient:
        unit = self._directory.units.get(official.unit)
        return Recipient(
            person=official.code,
            name=official.source_name,
            mailbox=official.mailbox,
            title=official.title,
            unit=unit.name if unit else "",
            unit_code=official.unit,
        )

    def _heads(self, unit: str | None) -> Iterator[Route]:
        heads = self._directory.heads(unit)
        yield from (self.to_official(head) for head in heads)
        if not heads:
            known = self._directory.units.get(unit or "")
            last = self.to_unit(unit)
            lack = (Lack(gap=Gap.HEAD, where=known.name),) if known else ()
            yield replace(last, lacks=_once([*lack, *last.lacks]))

    def _upward(self, role: Role, unit: str | None) -> Iterator[Route]:
        """Yield leaders or signers: without a signer the leaders, without leaders the heads."""
        holders = self._directory.nearest(unit, role)
        if holders:
            yield from (self.to_official(one) for one in holders)
            return
        above = None if role is Role.LEADER else Role.LEADER
        others = self._upward(above, unit) if above else self._heads(unit)
        lack = Lack(gap=Gap(role.value), where=self._name_of(unit))
        for route in others:
            yield replace(route, lacks=_once([lack, *route.lacks]))

    def to_unit(self, unit: str | None) -> Route:
        """Return the way to a unit's mailbox, or to the nearest above that has one."""
        units = list(self._directory.upward(unit))
        if not units:
            lack = Lack(gap=Gap.UNIT, where=unit or "")
            return Route(recipient=self.operator, lacks=(lack,))
        lack = Lack(gap=Gap.UNIT_MAILBOX, where=units[0].name)
        for above in units:
            if above.level is not Level.OUTSIDE and can_receive(above.mailbox):
                lacks = () if above is units[0] else (lack,)
                return Route(recipient=_mailbox_of(above), lacks=lacks)
        return Route(recipient=self.operator, lacks=(lack,))

    def _one_stop(self, unit: str | None) -> Route:
        serving = self._directory.one_stop(unit)
        if serving is not None:
            return self.to_unit(serving.code)
        lack = Lack(gap=Gap.ONE_STOP, where=self._name_of(unit))
        last = self.to_unit(unit)
        return replace(last, lacks=_once([lack, *last.lacks]))

    def _decides_for_itself(self, unit: str | None) -> bool:
        known = self._directory.units.get(unit or "")
        return known is not None and known.level is Level.OUTSIDE

    def _name_of(self, unit: str | None) -> str:
        known = self._directory.units.get(unit or "")
        return known.name if known else unit or ""


def can_receive(mailbox: str) -> bool:
    """Tell whether mail can go to an address."""
    try:
        return bool(checked_mailbox(mailbox))
    except MailboxError:
        return False


def _nobody() -> Recipient:
    return Recipient(person="", name="", mailbox="")


def _mailbox_of(unit: Unit) -> Recipient:
    return Recipient(
        person=f"unit:{unit.code}",
        name=unit.name,
        mailbox=unit.mailbox,
        unit=unit.name,
        unit_code=unit.code,
        is_person=False,
    )


def _once(lacks: list[Lack]) -> tuple[Lack, ...]:
    return tuple(dict.fromkeys(lacks))

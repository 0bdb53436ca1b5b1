"""What one person hears about one dossier, and under which heading."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from monitor.domain.directory import Role
from monitor.domain.dossier import Dossier
from monitor.domain.finding import DATA, Finding
from monitor.domain.notice import Recipient
from monitor.domain.rule_sets import ASKING, VERIFIED
from monitor.notices.occasion import Matter, UnitMatter
from monitor.notices.recipients import Routing
from monitor.notices.route import Instead


class Group(StrEnum):
    """Under which heading a dossier stands, in reading order."""

    OVERDUE = "overdue"
    UNCONFIRMED = "unconfirmed"  # past its deadline, and no newer export to tell
    DATA = "data"  # the system shows it late, its unit says that the result exists
    TODAY = "today"
    SOON = "soon"
    ANSWER = "answer"  # will it be in time or not?
    LETTER = "letter"  # a letter is under way and must be out in time
    STEP = "step"  # one step is late, the dossier is not
    VERIFY = "verify"  # data that were changed, to be explained
    UNRECEIVED = "unreceived"  # online, and not received in time
    PUT_OFF = "put_off"  # promised again more than once
    LETTER_LATE = "letter_late"  # the letter went out after the deadline
    MOVED = "moved"  # the date moved, and no letter says so
    ENTERING = "entering"  # the letter's date is not in the system yet
    PAUSED = "paused"  # waits for the citizen for very long
    ASKED = "asked"  # papers asked for late, or again
    UNDATED = "undated"  # the slip bears no date
    TOO_LATE = "too_late"  # promised later than the law allows
    WAITING = "waiting"  # a result nobody has collected
    CONTRADICTED = "contradicted"  # dates that cannot all be right
    OTHER = "other"


GROUP_OF = MappingProxyType(
    {
        "overdue": Group.OVERDUE,
        "apology_missing": Group.OVERDUE,
        "due_unconfirmed": Group.UNCONFIRMED,
        "due_today": Group.TODAY,
        "due_soon": Group.SOON,
        **dict.fromkeys(ASKING, Group.ANSWER),
        **dict.fromkeys(VERIFIED, Group.VERIFY),
        "step_overdue": Group.STEP,
        "slow_receipt": Group.UNRECEIVED,
        "second_reappointment": Group.PUT_OFF,
        "apology_late": Group.LETTER_LATE,
        "moved_without_letter": Group.MOVED,
        "new_date_not_entered": Group.ENTERING,
        "paused_long": Group.PAUSED,
        "asked_late": Group.ASKED,
        "asked_again": Group.ASKED,
        "promise_missing": Group.UNDATED,
        "promise_too_late": Group.TOO_LATE,
        "result_waiting": Group.WAITING,
        "dates_contradict": Group.CONTRADICTED,
    }
)


def group_of(*findings: Finding) -> Group:
    """Return the first heading that any of these stands under; OTHER for unknown rules."""
    groups = {
        Group.DATA if one.stage == DATA else GROUP_OF.get(one.rule, Group.OTHER)
        for one in findings
    }
    return next((group for group in Group if group in groups), Group.OTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """All that stands about one dossier for one person, and the places he hears of it in.

    `instead` is set where he hears of it only in another's place.
    """

    matters: tuple[Matter, ...]
    roles: frozenset[Role]
    instead: Instead | None = None

    @property
    def dossier(self) -> Dossier:
        """The dossier that all of it is about."""
        return self.matters[0].dossier

    @property
    def rules(self) -> frozenset[str]:
        """The rules that speak."""
        return frozenset(matter.finding.rule for matter in self.matters)


class Ear:
    """Collects what one person hears."""

    def __init__(self, recipient: Recipient) -> None:
        self.recipient = recipient
        self.has_news = False
        self._matters: dict[str, dict[int, Matter]] = {}
        self._ways: dict[str, dict[Role, Instead | None]] = {}
        self._units: dict[int, UnitMatter] = {}

    def hear_of_unit(self, matter: UnitMatter) -> None:
        """Take in one finding about a unit."""
        self._units[matter.id] = matter
        self.has_news = self.has_news or matter.is_news_to(self.recipient.person)

    @property
    def units(self) -> tuple[UnitMatter, ...]:
        """What was heard of whole units."""
        return tuple(self._units.values())

    def hear(self, matter: Matter, role: Role, instead: Instead | None) -> None:
        """Take in one finding, heard in one place."""
        code = matter.dossier.code
        self._matters.setdefault(code, {})[matter.id] = matter
        self._ways.setdefault(code, {})[role] = instead
        self.has_news = self.has_news or matter.is_news_to(self.recipient.person)

    def heard(self) -> tuple[Heard, ...]:
        """Return what was heard, by dossier."""
        return tuple(
            Heard(
                matters=tuple(self._matters[code].values()),
                roles=frozenset(ways),
                instead=None if None in ways.values() else next(iter(ways.values())),
            )
            for code, ways in sorted(self._ways.items())
        )


APART = frozenset({Role.LEADER, Role.OPERATOR})  # a mail of their own tells them


def listen(
    matters: Iterable[Matter], units: Iterable[UnitMatter], routing: Routing
) -> tuple[Ear, ...]:
    """Let everybody hear what is theirs, by person; leaders have a mail of their own.

    What somebody has acknowledged is left out: the leaders alone hear of it still.
    """
    ears: dict[str, Ear] = {}
    for matter in matters:
        if matter.is_acknowledged:
            continue
        for role in matter.finding.tells:
            if role is Role.LEADER:
                continue
            for route in routing.find(role, matter.dossier):
                ear = ears.setdefault(route.recipient.person, Ear(route.recipient))
                ear.hear(matter, role, route.instead)
    for one in units:
        if one.is_acknowledged:
            continue
        for recipient in _recipients(one, routing):
            ears.setdefault(recipient.person, Ear(recipient)).hear_of_unit(one)
    return tuple(ear for _, ear in sorted(ears.items()))


def _recipients(matter: UnitMatter, routing: Routing) -> Iterator[Recipient]:
    """Yield who hears of a unit's finding in a digest; the operator has a daily line."""
    tells = matter.finding.tells
    for role in tells:
        if role in APART:
            continue
        for route in routing.find_of_unit(role, matter.unit.code):
            is_operator = route.recipient == routing.operator
            if not (is_operator and Role.OPERATOR in tells):
                yield route.recipient

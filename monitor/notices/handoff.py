"""What people pass on by hand: texts for work groups, and what citizens are to be told.

A group text holds counts and no personal data. What citizens are told is for the
counter alone: it names them, with their telephone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from monitor.domain.directory import Directory, Level
from monitor.domain.dossier import Applicant, Dossier
from monitor.domain.handed import Subject
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import Letter
from monitor.domain.sms import mobile_number
from monitor.notices.desk import Desk, place_of
from monitor.notices.heard import Group, group_of
from monitor.notices.occasion import Matter, Occasion

Counts = tuple[tuple[str, int], ...]
RESULT = "result"
TELEPHONE = re.compile(r"\d[\d .]{6,}\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFacts:
    """What a text for the work group of one agency says: counts by unit, in short names."""

    unit_code: str
    scope: str
    at: datetime
    exported_at: datetime | None
    late: Counts
    today: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenFacts:
    """What one citizen is to be told of one dossier.

    `unit` and `counter` are the codes of the dossier's unit and of the one-stop unit that
    serves it, empty where not known; `reach` is the counter's telephone where its contact
    names one. The last three of the others speak of a letter.
    """

    dossier: str
    subject: Subject
    about: str
    procedure: str
    applicant: Applicant
    issuer: str
    reach: str
    number: str = ""
    due_on: date | None = None
    new_due_on: date | None = None
    unit: str = ""
    counter: str = ""

    @property
    def mobile(self) -> str:
        """The number a text message goes to; empty where there is none."""
        return mobile_number(self.applicant.phone)


def group_texts(
    matters: Sequence[Matter],
    due_today: Sequence[Dossier],
    places: Iterable[Desk],
    occasion: Occasion,
) -> Iterator[GroupFacts]:
    """Yield a text for each agency that is led, where something is late or due today."""
    directory = occasion.office.directory
    late = _late(matters)
    newest = max(occasion.exported.values(), default=None)
    for code, units in sorted(_led(places, directory).items()):
        facts = GroupFacts(
            unit_code=code,
            scope=directory.units[code].name,
            at=occasion.at,
            exported_at=newest,
            late=_by_unit(late, units, directory),
            today=_by_unit(due_today, units, directory),
        )
        if facts.late or facts.today:
            yield facts


def _led(places: Iterable[Desk], directory: Directory) -> dict[str, frozenset[str]]:
    """Return the agencies that have a group, each with all its units.

    They are those above which no other is led, and the communes.
    """
    led = frozenset[str]().union(*(desk.units for desk in places))
    units = (directory.units[code] for code in led)
    found = (one for one in units if one.parent not in led or one.level is Level.COMMUNE)
    return {one.code: directory.subtree(one.code) & led for one in found}


def _late(matters: Iterable[Matter]) -> list[Dossier]:
    late = (one for one in matters if group_of(one.finding) is Group.OVERDUE)
    return list({one.dossier.code: one.dossier for one in late}.values())


def _by_unit(
    dossiers: Iterable[Dossier], units: frozenset[str], directory: Directory
) -> Counts:
    places = (place_of(one, directory) for one in dossiers)
    counted = Counter(place for place in places if place in units)
    return tuple((_short(place, directory), n) for place, n in sorted(counted.items()))


def _short(unit: str, directory: Directory) -> str:
    return directory.units[unit].symbol or directory.units[unit].name


def citizen_facts(
    dossier: Dossier, applicant: Applicant, occasion: Occasion, *, letter: Letter | None
) -> CitizenFacts:
    """Return what the citizen is told: of an issued letter, else of a result that waits."""
    directory = occasion.office.directory
    issuer = directory.issuer(dossier.unit)
    contact = occasion.contact(dossier.unit or "")
    counter = directory.one_stop(dossier.unit)
    procedure = directory.procedures.get(dossier.procedure or "")
    return CitizenFacts(
        dossier=dossier.code,
        subject=Subject.LETTER if letter else Subject.RESULT,
        about=matter_of(letter),
        procedure=procedure.name if procedure else dossier.procedure_name,
        applicant=applicant,
        issuer=issuer.name if issuer else "",
        reach=_telephone(contact.reach) if contact else "",
        number=letter.shown_number if letter else "",
        due_on=vietnam_day(letter.deadline) if letter else None,
        new_due_on=vietnam_day(letter.new_due_at or letter.deadline) if letter else None,
        unit=dossier.unit or "",
        counter=counter.code if counter else "",
    )


def _telephone(reach: str) -> str:
    found = TELEPHONE.search(reach)
    return found[0] if found else reach


def matter_of(letter: Letter | None) -> str:
    """Name what is told within a dossier: a second letter is another matter."""
    return f"letter/{vietnam_day(letter.deadline)}" if letter else RESULT

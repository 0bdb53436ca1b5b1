"""Mails on dossiers shown late of which the unit says that the result exists."""

from dataclasses import replace

from monitor.domain.dossier import Dossier
from monitor.domain.letter import UNCLOSED, Letter, LetterState
from monitor.domain.notice import Notice
from monitor.notices.desk import desks
from monitor.notices.digest import digests
from monitor.notices.leader import leader_notices
from monitor.settings import load_causes
from tests.builders import a_dossier, a_letter, vn
from tests.notices.office import EXPORTED, OFFICE, an_occasion, filed, late_burial, matters

DUE = "2026-11-10 17:00"


def unentered(code: str) -> Dossier:
    """Return a dossier shown late whose result, as its unit says, is yet to be entered."""
    dossier = a_dossier(received="2026-10-27 08:00", promised=DUE, as_of=EXPORTED)
    return filed(code, "tro-cap", dossier)


def that_says_so(dossier: Dossier, *, at: str = "2026-11-11 09:00") -> Letter:
    """Return the answer about it."""
    asked = a_letter(LetterState.IN_TIME, deadline=DUE, dossier=dossier.code)
    return replace(asked, cause=UNCLOSED, answered_at=vn(at), answered_by="hoa")


def of_results_to_enter(person: str) -> Notice:
    """Return one on two of them, beside a dossier that is late."""
    occasion = an_occasion()
    two = unentered("261027-0401"), unentered("261027-0402")
    letters = tuple(that_says_so(one) for one in two)
    found = matters(occasion, *two, late_burial(), letters=letters)
    return next(one for one in digests(found, occasion) if one.recipient.person == person)


def of_a_leader_with_results_to_enter() -> Notice:
    """Return one in which they are a count, beside one that nobody can see yet."""
    occasion = an_occasion()
    two = unentered("261027-0401"), unentered("261027-0402")
    unsure = replace(unentered("261027-0403"), as_of=vn("2026-11-10 16:00"))
    letters = tuple(that_says_so(one) for one in two)
    found = matters(occasion, *two, unsure, late_burial(), letters=letters)
    places = desks(occasion.office.directory, occasion.routing)
    (notice,) = leader_notices(found, (), dict.fromkeys(places, 221), occasion)
    return notice


def of_a_leader_of_results_never_entered() -> Notice:
    """Return one on a result that the days to enter it have not brought."""
    occasion = an_occasion(office=replace(OFFICE, causes=load_causes()))
    dossier = unentered("261027-0404")
    letter = that_says_so(dossier, at="2026-11-09 09:00")
    found = matters(occasion, dossier, letters=(letter,))
    places = desks(occasion.office.directory, occasion.routing)
    (notice,) = leader_notices(found, (), dict.fromkeys(places, 221), occasion)
    return notice

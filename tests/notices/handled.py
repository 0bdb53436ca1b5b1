"""Mails on how dossiers were handled: letters, new dates, requests for papers, long waits."""

from dataclasses import replace
from datetime import date

from monitor.domain.change import Change, Shown
from monitor.domain.dossier import Dossier, PauseKind, Promise, PromiseKind, Status
from monitor.domain.letter import Letter, LetterState
from monitor.domain.notice import Notice
from monitor.domain.rule import judge
from monitor.flows.cases import make_case
from monitor.notices.desk import desks
from monitor.notices.digest import digests
from monitor.notices.leader import leader_notices
from monitor.notices.occasion import Matter, Occasion
from monitor.rules import RULES
from tests.builders import a_dossier, a_letter, a_move, a_pause, vn
from tests.notices.office import EXPORTED, an_occasion, filed


def an_issued_letter(dossier: Dossier, deadline: str, new_due: str, *, day: int) -> Letter:
    """Return a letter of November, issued on its own day."""
    at = vn(f"2026-11-{day:02} 09:00")
    return replace(
        a_letter(LetterState.ISSUED, deadline=deadline, dossier=dossier.code),
        answered_at=at,
        approved_at=at,
        issued_at=at,
        dated_on=date(2026, 11, day),
        cause="B2",
        new_due_at=vn(new_due),
    )


def held(code: str, *promises: Promise, promised: str, shown: str) -> Dossier:
    """Return a dossier of the surveyor's, with the date that exports show now."""
    dossier = a_dossier(
        received="2026-10-19 08:00",
        promised=promised,
        promises=promises,
        unit="KT",
        handler="dung",
        as_of=EXPORTED,
    )
    return replace(filed(code, "khac", dossier), shown_promised_at=vn(shown))


def ours(new_due: str, made: str) -> Promise:
    return Promise(promised_at=vn(new_due), made_at=vn(made), kind=PromiseKind.REAPPOINTMENT)


def was_shown(dossier: Dossier, before: str, after: str) -> tuple[Change, ...]:
    """Return that exports showed one promised date, and then another."""
    by = Shown(import_id=2, source="list", exported_at=dossier.as_of, imported_at=dossier.as_of)
    ends = (vn(before).isoformat(), vn(after).isoformat())
    return (Change(field="promised_at", before=ends[0], after=ends[1], shown_by=by),)


UNENTERED = held(
    "261019-0301",
    ours("2026-11-20 17:00", "2026-11-06 09:00"),
    promised="2026-11-10 17:00",
    shown="2026-11-10 17:00",
)
UNENTERED_LETTER = an_issued_letter(UNENTERED, "2026-11-10 17:00", "2026-11-20 17:00", day=6)
DATELESS = replace(
    held(
        "261019-0302",
        ours("2026-11-20 17:00", "2026-11-06 09:00"),
        promised="2026-11-10 17:00",
        shown="2026-11-10 17:00",
    ),
    shown_promised_at=None,
)
DATELESS_LETTER = an_issued_letter(DATELESS, "2026-11-10 17:00", "2026-11-20 17:00", day=6)
MOVED = held(
    "261019-0303",
    a_move("2026-11-24 17:00", shown="2026-11-10 07:10", seen="2026-11-11 07:10"),
    promised="2026-11-18 17:00",
    shown="2026-11-24 17:00",
)
MOVED_LATE = held(
    "261019-0304",
    a_move("2026-11-24 17:00", shown="2026-11-10 07:10", seen="2026-11-11 07:10"),
    promised="2026-11-09 17:00",
    shown="2026-11-24 17:00",
)
PUT_OFF = held(
    "261019-0305",
    ours("2026-11-18 17:00", "2026-11-04 09:00"),
    a_move("2026-11-27 17:00", shown="2026-11-10 07:10", seen="2026-11-11 07:10"),
    promised="2026-11-06 17:00",
    shown="2026-11-27 17:00",
)
PUT_OFF_LETTER = an_issued_letter(PUT_OFF, "2026-11-06 17:00", "2026-11-18 17:00", day=4)
LETTER_LATE = held(
    "261019-0306",
    ours("2026-11-20 17:00", "2026-11-10 09:00"),
    promised="2026-11-06 17:00",
    shown="2026-11-20 17:00",
)
LATE_LETTER = an_issued_letter(LETTER_LATE, "2026-11-06 17:00", "2026-11-20 17:00", day=10)
ASKED = replace(
    held("261019-0307", promised="2026-11-27 17:00", shown="2026-11-27 17:00"),
    pauses=(
        a_pause("2026-10-26 08:00", "2026-10-28 08:00"),
        a_pause("2026-11-04 08:00", "2026-11-05 08:00"),
    ),
)
WAITING = replace(
    held("261019-0308", promised="2026-11-27 17:00", shown="2026-11-27 17:00"),
    pauses=(a_pause("2026-10-21 08:00"),),
    status=Status.PAUSED_SUPPLEMENT,
)
OWING = replace(
    held("261019-0309", promised="2026-11-27 17:00", shown="2026-11-27 17:00"),
    pauses=(a_pause("2026-10-22 08:00", kind=PauseKind.FINANCE),),
    status=Status.PAUSED_FINANCE,
)
LETTERS = {
    one.dossier: one for one in (UNENTERED_LETTER, DATELESS_LETTER, PUT_OFF_LETTER, LATE_LETTER)
}


def said_of(occasion: Occasion, *dossiers: Dossier) -> tuple[Matter, ...]:
    """Return what the rules find of these dossiers, as their exports changed."""
    shown = {PUT_OFF.code: was_shown(PUT_OFF, "2026-11-18 17:00", "2026-11-27 17:00")}
    found = [
        (dossier, finding)
        for dossier in dossiers
        for finding in judge(
            make_case(
                dossier,
                LETTERS.get(dossier.code),
                occasion.office,
                at=occasion.at,
                changes=shown.get(dossier.code, ()),
            ),
            RULES,
        ).findings
    ]
    return tuple(
        Matter(id=number, finding=finding, dossier=dossier, letter=LETTERS.get(dossier.code))
        for number, (dossier, finding) in enumerate(found, start=1)
    )


def to(person: str, notices: tuple[Notice, ...]) -> Notice:
    return next(one for one in notices if one.recipient.person == person)


def of_dates_to_enter() -> Notice:
    """Return one to the counter on letters and dates that do not go together."""
    occasion = an_occasion()
    found = said_of(occasion, UNENTERED, DATELESS, MOVED, MOVED_LATE)
    return to("unit:TT", tuple(digests(found, occasion)))


def of_a_head_on_the_ways_of_the_office() -> Notice:
    occasion = an_occasion()
    found = said_of(occasion, MOVED_LATE, PUT_OFF, LETTER_LATE, ASKED, WAITING, OWING)
    return to("kien", tuple(digests(found, occasion)))


def of_a_leader_on_letters() -> Notice:
    """Return one in which nothing is late, but a letter was, and a date put off twice."""
    return _to_the_leader(PUT_OFF, LETTER_LATE, UNENTERED)


def of_a_leader_on_letters_and_late_ones() -> Notice:
    return _to_the_leader(MOVED_LATE, LETTER_LATE)


def _to_the_leader(*dossiers: Dossier) -> Notice:
    occasion = an_occasion()
    opened = dict.fromkeys(desks(occasion.office.directory, occasion.routing), 221)
    found = said_of(occasion, *dossiers)
    return to("thanh", tuple(leader_notices(found, (), opened, occasion)))

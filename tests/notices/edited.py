"""Dossiers of the invented office that an import altered, and the mails about them."""

from dataclasses import replace

from monitor.domain.change import PAUSE, Change, Shown, pause_changes
from monitor.domain.dossier import Dossier, Promise, PromiseKind, Status
from monitor.domain.note import Note, NoteKind
from monitor.domain.notice import Notice
from monitor.domain.rule import judge
from monitor.domain.rule_sets import VERIFIED
from monitor.flows.cases import make_case
from monitor.notices.desk import desks
from monitor.notices.digest import digests
from monitor.notices.leader import leader_notices
from monitor.notices.occasion import Matter, Occasion
from monitor.rules import RULES
from tests.builders import a_dossier, a_pause, vn
from tests.notices.office import an_occasion, filed, late_burial, matters

DUE = "2026-11-06 17:00"  # a Friday
SHOWN = Shown(
    import_id=41,
    source="list",
    exported_at=vn("2026-11-09 07:00"),
    imported_at=vn("2026-11-09 07:10"),
)
READ = Shown(
    import_id=44,
    source="list",
    exported_at=vn("2026-11-12 07:00"),
    imported_at=vn("2026-11-12 07:10"),
)
Edited = tuple[Dossier, tuple[Change, ...]]


def altered(field: str, before: str | None, after: str | None) -> Change:
    return Change(field=field, before=before, after=after, shown_by=READ, shown_before=SHOWN)


def an_instant(at: str) -> str:
    return vn(at).isoformat()


def an_old_dossier(
    number: int, *, status: Status = Status.IN_PROGRESS, finished: str | None = None
) -> Dossier:
    dossier = a_dossier(
        received="2026-10-30 08:00:21",
        promised=DUE,
        status=status,
        finished=finished,
        as_of="2026-11-12 07:10",
    )
    return filed(f"261030-02{number:02}", "mai-tang", dossier)


CLOSED = altered("status", "in_progress", "finished")


def backdated(number: int = 1, finish: str = "2026-11-06 16:30") -> Edited:
    dossier = an_old_dossier(number, status=Status.FINISHED, finished=finish)
    return dossier, (CLOSED, altered("finished_at", None, an_instant(finish)))


def put_off() -> Edited:
    again = Promise(
        promised_at=vn("2026-11-20 17:00"),
        made_at=READ.exported_at,
        kind=PromiseKind.REAPPOINTMENT,
    )
    dossier = an_old_dossier(3)
    change = altered("promised_at", an_instant(DUE), an_instant("2026-11-20 17:00"))
    return replace(dossier, promises=(*dossier.promises, again)), (change,)


def withdrawn() -> Edited:
    dossier = an_old_dossier(4, status=Status.WITHDRAWN)
    return dossier, (altered("status", "in_progress", "withdrawn"),)


def reopened() -> Edited:
    dossier = replace(
        an_old_dossier(5),
        promises=(Promise(promised_at=vn("2026-11-30 17:00"), made_at=vn("2026-10-30 08:00")),),
    )
    return dossier, (altered("status", "finished", "in_progress"),)


def unfinished() -> Edited:
    """Return one that ended, and whose finish has vanished."""
    dossier = an_old_dossier(6, status=Status.RETURNED)
    return dossier, (altered("finished_at", an_instant("2026-11-05"), None),)


def paused(resumed: str | None = "2026-11-11 09:00") -> Edited:
    pause = a_pause("2026-11-05 09:00", resumed)
    status = Status.IN_PROGRESS if resumed else Status.PAUSED_SUPPLEMENT
    dossier = replace(an_old_dossier(7, status=status), pauses=(pause,))
    (_, before, after), *_ = pause_changes((), (pause,))
    changes = () if resumed is None else (altered(PAUSE, before, after),)
    return dossier, changes


def found_in(
    occasion: Occasion, *edited: Edited, notes: tuple[Note, ...] = (), first: int = 1
) -> tuple[Matter, ...]:
    """Return what the rules on edits find; `notes` are said of the first."""
    findings = [
        (dossier, finding)
        for dossier, changes in edited
        for finding in judge(
            make_case(dossier, None, occasion.office, at=occasion.at, changes=changes), RULES
        ).findings
        if finding.rule in VERIFIED
    ]
    return tuple(
        Matter(
            id=number,
            finding=finding,
            dossier=dossier,
            notes=notes if number == first else (),
        )
        for number, (dossier, finding) in enumerate(findings, start=first)
    )


EXPLAINED = Note(
    kind=NoteKind.EXPLAINED,
    by="ha",
    at=vn("2026-11-13 15:00"),
    text="Kết quả đã ký ngày 06/11, nhập muộn vì mất mạng từ ngày 06 đến ngày 10/11",
)


def to(person: str, notices: tuple[Notice, ...]) -> Notice:
    return next(one for one in notices if one.recipient.person == person)


def of_edits_asked() -> Notice:
    """Return a head's mail on every kind of edit, one of them explained."""
    occasion = an_occasion()
    waiting, _ = paused(resumed=None)
    told = found_in(
        occasion,
        backdated(),
        backdated(2, "2026-11-06 17:00"),
        put_off(),
        withdrawn(),
        reopened(),
        unfinished(),
        paused(),
        (replace(waiting, code="H99.10.27-261030-0208"), ()),
        notes=(EXPLAINED,),
    )
    return to("ha", tuple(digests(told, occasion)))


def leaders(occasion: Occasion, found: tuple[Matter, ...]) -> tuple[Notice, ...]:
    opened = dict.fromkeys(desks(occasion.office.directory, occasion.routing), 221)
    return tuple(leader_notices(found, (), opened, occasion))


def of_a_leader_on_edits_alone() -> Notice:
    """Return a leader's mail on the third working day: nothing is late."""
    occasion = an_occasion("2026-11-17 07:40")
    told = found_in(occasion, backdated(), withdrawn(), notes=(EXPLAINED,))
    return to("thanh", leaders(occasion, told))


def of_a_leader_on_edits_and_late_ones() -> Notice:
    """Return one with a late dossier, and more edits than a mail can list."""
    occasion = an_occasion("2026-11-17 07:40")
    late = matters(occasion, replace(late_burial(), as_of=vn("2026-11-17 07:10")))
    many = tuple(backdated(number) for number in range(10, 42))
    told = found_in(occasion, *many, first=100)
    return to("thanh", leaders(occasion, (*late, *told)))


def of_a_head_after_the_leader_was_told() -> Notice:
    occasion = an_occasion("2026-11-17 07:40")
    told = found_in(occasion, backdated(), withdrawn(), notes=(EXPLAINED,))
    return to("ha", tuple(digests(told, occasion)))

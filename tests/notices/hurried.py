"""What cannot wait, and what other clocks than the deadline tell: mails for the scenes."""

from dataclasses import replace

from monitor.domain.directory import Unit
from monitor.domain.dossier import Channel, Dossier, Status, Step
from monitor.domain.note import Note, NoteKind
from monitor.domain.notice import Notice
from monitor.notices.digest import digests
from monitor.notices.occasion import Matter, Occasion
from monitor.notices.slots import Slot
from monitor.notices.urgent import urgent_notices
from tests.builders import a_dossier, vn
from tests.notices.office import COUNTER, EXPORTED, an_occasion, filed, matters

AT, SEEN = "2026-11-12 14:00", "2026-11-12 13:50"


def certified(code: str, promised: str, *, as_of: str = SEEN, handler: str = "hoa") -> Dossier:
    """Return a dossier of eight working hours that was received the day before."""
    dossier = a_dossier(
        received="2026-11-11 14:00", promised=promised, as_of=as_of, handler=handler
    )
    return replace(filed(code, "chung-thuc", dossier), step="Trình ký")


def by_the_hour(occasion: Occasion, *dossiers: Dossier) -> tuple[Matter, ...]:
    """Return the warnings by the hour that stand about dossiers."""
    found = matters(occasion, *dossiers)
    return tuple(one for one in found if one.finding.rule == "due_soon")


def an_afternoon(at: str = AT) -> Occasion:
    return an_occasion(at, slot=Slot.AFTERNOON, exported={"test": SEEN})


def one_is_urgent() -> Notice:
    occasion = an_afternoon()
    found = by_the_hour(occasion, certified("261111-0301", "2026-11-12 17:00"))
    (notice,) = urgent_notices(found, occasion)
    return notice


def one_is_explained() -> Notice:
    """Return an urgent mail on a dossier that the head has explained."""
    occasion = an_afternoon()
    said = Note(
        kind=NoteKind.EXPLAINED,
        by="ha",
        at=vn("2026-11-12 11:20"),
        text="Lãnh đạo đi họp, đã hẹn ký lúc 15 giờ",
    )
    found = by_the_hour(occasion, certified("261111-0301", "2026-11-12 17:00"))
    (notice,) = urgent_notices((replace(one, notes=(said,)) for one in found), occasion)
    return notice


def several_are_urgent() -> Notice:
    """Return one to a head: nobody knows whose two dossiers are."""
    occasion = an_afternoon()
    dossiers = (
        certified("261111-0301", "2026-11-12 17:00", handler=""),
        certified("261111-0302", "2026-11-12 14:45", handler=""),
    )
    (notice,) = urgent_notices(by_the_hour(occasion, *dossiers), occasion)
    return notice


def of_a_late_step() -> Notice:
    dossier = filed(
        "261102-0311",
        "tro-cap",
        a_dossier(received="2026-11-09 08:00", promised="2026-11-23 17:00", as_of=EXPORTED),
    )
    step = Step(
        name="Thẩm định hồ sơ",
        unit="VHXH",
        handler="hoa",
        began_at=vn("2026-11-10 08:00"),
        due_at=vn("2026-11-11 17:00"),
    )
    late = replace(dossier, step=step.name, steps=(step,), steps_as_of=vn(EXPORTED))
    occasion = an_occasion()
    told = tuple(digests(matters(occasion, late), occasion))
    return next(one for one in told if one.recipient.person == "hoa")


def of_late_receptions(counter: Unit = COUNTER) -> Notice:
    hour = replace(
        filed("261110-0321", "tro-cap", a_dossier(received=None, as_of=EXPORTED)),
        status=Status.SUBMITTED,
        channel=Channel.ONLINE,
        submitted_at=vn("2026-11-10 14:20"),
    )
    day = replace(hour, code="H99.10.27-261109-0322", submitted_at=vn("2026-11-09"))
    occasion = an_occasion()
    told = tuple(digests(matters(occasion, hour, day), occasion))
    return next(one for one in told if one.recipient.person == f"unit:{counter.code}")

"""A dossier waits for the first export that could let a rule say more."""

from dataclasses import replace

from monitor.domain.awaited import awaited_at
from monitor.domain.dossier import Channel, PromiseKind, Status
from monitor.domain.letter import LetterState
from tests.builders import a_case, a_dossier, a_letter, a_promise, vn

OLD, NEW = "2026-11-16 17:00", "2026-11-27 17:00"
AT = "2026-11-13 10:00"
LETTER = replace(
    a_letter(LetterState.ISSUED, deadline=OLD),
    new_due_at=vn(NEW),
    issued_at=vn("2026-11-13 09:00"),
)
OURS = a_promise(NEW, made="2026-11-13 09:00", kind=PromiseKind.REAPPOINTMENT)
MOVED = replace(a_dossier(promised=OLD, promises=(OURS,)), shown_promised_at=vn(OLD))


def test_one_made_after_the_deadline_is_awaited() -> None:
    assert awaited_at(a_case(a_dossier(promised=OLD), at=AT)) == vn("2026-11-17")


def test_a_deadline_already_seen_to_pass_is_still_told() -> None:
    case = a_case(a_dossier(promised=OLD), at="2026-11-20 10:00")

    assert awaited_at(case) == vn("2026-11-17")


def test_a_dossier_that_waits_for_the_citizen_awaits_none() -> None:
    case = a_case(a_dossier(promised=OLD, status=Status.PAUSED_FINANCE), at=AT)

    assert awaited_at(case) is None


def test_the_day_by_which_a_letter_s_date_should_be_entered_comes_first() -> None:
    before = a_case(MOVED, at=AT, letter=LETTER)
    after = a_case(MOVED, at="2026-11-18 10:00", letter=LETTER)

    assert awaited_at(before) == vn("2026-11-18")
    assert awaited_at(after) == vn("2026-11-28")


def test_an_online_dossier_awaits_its_reception() -> None:
    dossier = replace(
        a_dossier(received=None, status=Status.SUBMITTED),
        channel=Channel.ONLINE,
        submitted_at=vn("2026-11-13 07:00"),
    )

    assert awaited_at(a_case(dossier, at=AT)) == vn("2026-11-16 07:00:01")

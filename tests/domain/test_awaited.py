"""A dossier waits for the first export that could let a rule say more."""

from dataclasses import replace

from monitor.domain.awaited import awaited_at
from monitor.domain.dossier import Carried, Channel, PromiseKind, Status
from monitor.domain.letter import UNCLOSED, LetterState
from tests.builders import a_case, a_dossier, a_letter, a_pause, a_promise, vn

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
    case = a_case(a_dossier(promised=OLD), at="2026-12-24 10:00")

    assert awaited_at(case) == vn("2026-11-17")


def test_once_the_deadline_has_passed_each_repeat_is_awaited() -> None:
    late = a_case(a_dossier(promised=OLD), at="2026-11-17 07:10")
    later = a_case(a_dossier(promised=OLD), at="2026-11-20 07:10")

    assert awaited_at(late) == vn("2026-11-18")
    assert awaited_at(later) == vn("2026-11-24")


def test_a_dossier_that_waits_for_the_citizen_awaits_none() -> None:
    case = a_case(a_dossier(promised=OLD, status=Status.PAUSED_FINANCE), at=AT)

    assert awaited_at(case) is None


def test_the_day_by_which_a_letter_s_date_should_be_entered_comes_first() -> None:
    before = a_case(MOVED, at=AT, letter=LETTER)
    after = a_case(MOVED, at="2026-11-18 10:00", letter=LETTER)

    assert awaited_at(before) == vn("2026-11-18")
    assert awaited_at(after) == vn("2026-11-28")


def test_what_came_since_and_cannot_show_a_date_leaves_it_awaited() -> None:
    status = frozenset({Carried.STATUS}), vn("2026-11-18 09:00")
    dates = frozenset({Carried.PROMISED}), vn("2026-11-16 07:00")
    case = a_case(replace(MOVED, shown=(status, dates)), at="2026-11-18 09:00", letter=LETTER)

    assert awaited_at(case) == vn("2026-11-18 09:00:01")


def test_a_result_awaits_the_end_of_the_days_to_come_for_it() -> None:
    dossier = a_dossier(finished="2026-11-10 15:00", status=Status.FINISHED)
    unknown = replace(dossier, carries=frozenset(Carried) - {Carried.COLLECTED})

    assert awaited_at(a_case(dossier, at="2026-11-17 07:10")) == vn("2026-11-18")
    assert awaited_at(a_case(unknown, at="2026-11-17 07:10")) == vn("2026-11-17")


def test_a_wait_awaits_each_of_its_stages() -> None:
    dossier = a_dossier(pauses=(a_pause("2026-11-03 09:00"),))

    assert awaited_at(a_case(dossier, at=AT)) == vn("2026-11-18")
    assert awaited_at(a_case(dossier, at="2026-11-18 07:00")) == vn("2026-12-03")


def test_where_the_unit_says_the_result_exists_one_made_after_its_days_is_awaited() -> None:
    letter = replace(
        a_letter(LetterState.IN_TIME, deadline=OLD),
        cause=UNCLOSED,
        answered_at=vn("2026-11-17 10:00"),
    )
    case = a_case(a_dossier(promised=OLD), at="2026-11-18 10:00", letter=letter)

    assert awaited_at(case) == vn("2026-11-20")


def test_an_online_dossier_awaits_its_reception() -> None:
    dossier = replace(
        a_dossier(received=None, status=Status.SUBMITTED),
        channel=Channel.ONLINE,
        submitted_at=vn("2026-11-13 07:00"),
    )

    assert awaited_at(a_case(dossier, at=AT)) == vn("2026-11-16 07:00:01")

"""due_moved asks about a date put off after it had passed, and about no lawful move."""

from dataclasses import replace

import pytest

from monitor.domain.change import Change
from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Dossier, Promise, PromiseKind, Status
from monitor.domain.letter import Letter, LetterState
from monitor.domain.rule import Case, judge
from monitor.rules.due_moved import RULE, check, moments
from tests.builders import a_case, a_dossier, a_letter, a_promise, vn
from tests.rules.edits import ASKED_AT, a_change, shown

OLD, NEW = "2026-11-13 17:00", "2026-11-20 17:00"  # Fridays; the Saturday's export showed OLD
MOVED = a_change("promised_at", OLD, NEW)


def promised_again(
    *, made: str = "2026-11-16 07:00", kind: PromiseKind = PromiseKind.REAPPOINTMENT
) -> Dossier:
    again = a_promise(NEW, made=made, kind=kind)
    return a_dossier(
        received="2026-10-30 08:00", promised=OLD, promises=(again,), as_of=ASKED_AT
    )


def a_story(dossier: Dossier, *changes: Change, letter: Letter | None = None) -> Case:
    return replace(a_case(dossier, at=ASKED_AT, letter=letter), changes=changes)


def a_letter_for(new: str, state: LetterState = LetterState.ISSUED) -> Letter:
    return replace(a_letter(state, deadline=OLD), new_due_at=vn(new))


def test_a_move_after_the_fact_is_asked_of_the_head() -> None:
    (found,) = check(a_story(promised_again(), MOVED))

    assert (found.stage, found.tells) == ("asked@2", (Role.HEAD,))
    assert (found.facts["before"], found.facts["after"]) == (vn(OLD), vn(NEW))
    assert found.facts["due_at"] == vn(OLD)


def test_its_moments_are_those_of_asking_telling_and_resting() -> None:
    assert list(moments(a_story(promised_again(), MOVED))) == [
        vn(ASKED_AT),
        vn("2026-11-19"),
        vn("2026-12-04"),
    ]
    assert list(moments(a_story(promised_again()))) == []


@pytest.mark.parametrize(
    ("dossier", "change"),
    [
        pytest.param(
            promised_again(),
            a_change("promised_at", OLD, NEW, shown_before=shown("2026-11-13 16:00")),
            id="perhaps moved before it passed",
        ),
        pytest.param(
            promised_again(),
            a_change("promised_at", OLD, NEW, shown_before=shown("2026-11-14 01:00")),
            id="the export may lag",
        ),
        pytest.param(
            promised_again(),
            a_change(
                "promised_at", OLD, NEW, shown_before=shown("2026-11-14 07:00", source="ledger")
            ),
            id="another source",
        ),
        pytest.param(promised_again(), replace(MOVED, shown_before=None), id="a new column"),
        pytest.param(
            promised_again(),
            a_change("promised_at", OLD, "2026-11-13 11:00"),
            id="another hour of the day",
        ),
        pytest.param(promised_again(), a_change("promised_at", None, NEW), id="none before"),
        pytest.param(promised_again(), a_change("promised_at", OLD, None), id="none after"),
        pytest.param(promised_again(), a_change("received_at", OLD, NEW), id="another field"),
        pytest.param(promised_again(), a_change("status", "received", "x"), id="no instant"),
        pytest.param(
            a_dossier(received="2026-10-30 08:00", promised=OLD, as_of=ASKED_AT),
            MOVED,
            id="taken back since",
        ),
        pytest.param(
            promised_again(kind=PromiseKind.SUPPLEMENT), MOVED, id="after a supplement"
        ),
        pytest.param(
            promised_again(made="2026-11-13 10:00"), MOVED, id="promised before it passed"
        ),
        pytest.param(
            replace(
                promised_again(),
                finished_at=vn("2026-11-13 16:00"),
                status=Status.FINISHED,
            ),
            MOVED,
            id="finished by the old date",
        ),
        pytest.param(
            replace(promised_again(), received_at=None, promises=(a_promise(NEW),)),
            a_change("first_promised_at", OLD, NEW),
            id="a first date that nobody states now",
        ),
    ],
)
def test_what_explains_itself_is_not_asked_about(dossier: Dossier, change: Change) -> None:
    assert list(check(a_story(dossier, change))) == []


@pytest.mark.parametrize(
    ("letter", "count"),
    [
        pytest.param(a_letter_for(NEW), 0, id="the letter of the move, issued late"),
        pytest.param(a_letter_for(NEW, LetterState.DRAFT), 1, id="a mere draft"),
        pytest.param(a_letter_for("2026-11-25 17:00"), 1, id="a letter with another date"),
        pytest.param(a_letter(LetterState.ISSUED, deadline=OLD), 1, id="no new date"),
        pytest.param(None, 1, id="none"),
    ],
)
def test_a_letter_explains_the_date_it_names(letter: Letter | None, count: int) -> None:
    assert len(list(check(a_story(promised_again(), MOVED, letter=letter)))) == count


def test_a_dossier_finished_late_is_asked_about() -> None:
    late = replace(promised_again(), finished_at=vn("2026-11-16 10:00"), status=Status.FINISHED)

    assert len(list(check(a_story(late, MOVED)))) == 1


def test_a_first_promise_that_is_told_otherwise_is_asked_about() -> None:
    dossier = replace(promised_again(), first_promised_at=vn(NEW), promises=())

    (found,) = check(a_story(dossier, a_change("first_promised_at", OLD, NEW)))

    assert found.facts["field"] == "first_promised_at"


def test_a_date_nobody_can_place_in_the_calendar_is_left_alone() -> None:
    told = Promise(promised_at=vn("2027-01-08"), made_at=vn("2026-11-16 07:00"))
    dossier = replace(promised_again(), promises=(told,), received_at=None)

    assert (
        list(check(a_story(dossier, a_change("promised_at", "2025-11-13", "2027-01-08")))) == []
    )


def test_a_source_without_dates_cannot_know() -> None:
    dossier = replace(promised_again(), carries=frozenset(Carried) - {Carried.STATUS})

    judged = judge(a_story(dossier, MOVED), [RULE])

    assert (judged.findings, judged.unknown) == ((), ("due_moved",))

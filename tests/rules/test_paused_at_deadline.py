"""paused_at_deadline looks at pauses begun when a dossier was about to be late."""

from dataclasses import replace

import pytest

from monitor.domain.change import Change, Shown, pause_changes
from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Dossier, Pause, Status
from monitor.domain.finding import Severity
from monitor.domain.procedure import OnSupplement, Procedure
from monitor.domain.rule import Case, judge
from monitor.rules.paused_at_deadline import RULE, check, moments
from tests.builders import a_case, a_dossier, a_pause, a_procedure, hours_term, vn
from tests.rules.edits import ASKED_AT, BEFORE, BY, a_change, shown

DUE = "2026-11-13 17:00"  # a Friday


def waiting(*pauses: Pause, status: Status = Status.PAUSED_SUPPLEMENT) -> Dossier:
    return a_dossier(
        received="2026-10-30 08:00", promised=DUE, pauses=pauses, status=status, as_of=ASKED_AT
    )


def added(pause: Pause, *, before: Pause | None = None) -> Change:
    """Return the change of an import that states a pause."""
    (altered,) = pause_changes((before,) if before else (), (pause,))
    return Change(
        field=altered[0],
        before=altered[1],
        after=altered[2],
        shown_by=BY,
        shown_before=BEFORE,
    )


def a_story(dossier: Dossier, *changes: Change, procedure: Procedure | None = None) -> Case:
    return replace(a_case(dossier, at=ASKED_AT, procedure=procedure), changes=changes)


@pytest.mark.parametrize(
    ("begun", "count"),
    [
        pytest.param("2026-11-11 16:59", 0, id="two working days before"),
        pytest.param("2026-11-12 07:00", 1, id="the working day before"),
        pytest.param("2026-11-12", 1, id="a date only"),
        pytest.param("2026-11-13 17:00", 1, id="at the deadline"),
        pytest.param("2026-11-14 08:00", 0, id="after it: late before the pause"),
    ],
)
def test_an_open_pause_begun_at_the_deadline_is_looked_at(begun: str, count: int) -> None:
    case = a_story(waiting(a_pause(begun)))

    found = list(check(case))

    assert [(one.stage, one.severity) for one in found] == [
        (f"begun@{begun[:10]}", Severity.NOTICE)
    ] * count
    assert all(one.tells == (Role.HANDLER, Role.HEAD) for one in found)
    assert list(moments(case)) == []


@pytest.mark.parametrize(
    ("dossier", "procedure"),
    [
        pytest.param(
            waiting(a_pause("2026-11-12 09:00", "2026-11-13 09:00")), a_procedure(), id="ended"
        ),
        pytest.param(
            waiting(a_pause("2026-11-12 09:00"), status=Status.FINISHED),
            a_procedure(),
            id="done",
        ),
        pytest.param(
            waiting(a_pause("2026-11-12 09:00")),
            a_procedure(on_supplement=OnSupplement.RUN),
            id="a pause that stops nothing",
        ),
        pytest.param(
            waiting(a_pause("2026-11-12 09:00")),
            a_procedure(hours_term(8)),
            id="a term within the day",
        ),
        pytest.param(
            replace(waiting(a_pause("2026-11-12 09:00")), promises=(), received_at=None),
            a_procedure(),
            id="no deadline is known",
        ),
    ],
)
def test_other_pauses_are_left_alone(dossier: Dossier, procedure: Procedure) -> None:
    assert list(check(a_story(dossier, procedure=procedure))) == []


@pytest.mark.parametrize(
    ("shown_before", "count"),
    [
        pytest.param(shown("2026-11-13 07:00"), 1, id="running on the day before"),
        pytest.param(shown("2026-11-10 07:00"), 0, id="nobody knows when it began"),
        pytest.param(None, 0, id="nothing was shown before"),
        pytest.param(shown("2026-11-13 07:00", source="ledger"), 0, id="another source"),
    ],
)
def test_of_a_status_alone_two_exports_must_leave_no_doubt(
    shown_before: Shown | None, count: int
) -> None:
    seen = "2026-11-13 16:00"
    dossier = replace(waiting(a_pause(seen)), carries=frozenset(Carried) - {Carried.PAUSES})
    stopped = a_change("status", "in_progress", "paused_supplement", by=shown(seen, number=2))
    other = a_change("step", "x", "y", by=shown(seen, number=2))
    case = a_story(dossier, other, replace(stopped, shown_before=shown_before))

    assert len(list(check(case))) == count


def test_a_calendar_that_does_not_reach_is_no_finding() -> None:
    dossier = replace(waiting(a_pause("2026-11-12 09:00")), promises=())
    far = a_dossier(
        received="2026-12-31 08:00",
        promised="2027-01-04 00:00",
        pauses=(a_pause("2026-12-31"),),
    )

    assert list(check(a_story(replace(far, status=Status.PAUSED_SUPPLEMENT)))) == []
    assert list(check(a_story(dossier))) == list(check(a_story(dossier)))


EARLY = a_pause("2026-11-12 09:00", "2026-11-16 09:00")


def test_a_pause_added_after_the_deadline_is_to_be_explained() -> None:
    (found,) = check(a_story(waiting(EARLY, status=Status.IN_PROGRESS), added(EARLY)))

    assert (found.stage, found.severity) == ("asked@2", Severity.WARNING)
    assert found.tells == (Role.HANDLER, Role.HEAD)
    assert found.facts["after"] == vn("2026-11-12 09:00")
    assert found.facts["resumed_at"] == vn("2026-11-16 09:00")
    assert found.facts["due_at"] == vn(DUE)


def test_an_added_pause_goes_on_to_the_leader() -> None:
    case = a_story(waiting(EARLY, status=Status.IN_PROGRESS), added(EARLY))

    (found,) = check(replace(case, at=vn("2026-11-19 08:00")))

    assert found.tells == (Role.HANDLER, Role.HEAD, Role.LEADER)
    assert vn("2026-11-19") in list(moments(case))


def test_an_open_pause_that_was_added_is_asked_about_once() -> None:
    pause = a_pause("2026-11-12 09:00")

    stopped = a_change("status", "in_progress", "paused_supplement")

    found = list(check(a_story(waiting(pause), stopped, added(pause))))

    assert [one.stage for one in found] == ["asked@2"]


def test_an_added_pause_is_asked_about_when_it_has_ended_as_well() -> None:
    open_one = a_pause("2026-11-12 09:00")
    stopped = a_change("status", "in_progress", "paused_supplement")

    found = list(check(a_story(waiting(EARLY), stopped, added(open_one))))

    assert [one.stage for one in found] == ["asked@2"]


@pytest.mark.parametrize(
    ("dossier", "change"),
    [
        pytest.param(
            waiting(EARLY), replace(added(EARLY), shown_before=None), id="a new column"
        ),
        pytest.param(
            waiting(EARLY),
            replace(added(EARLY), shown_before=shown("2026-11-14 07:00", source="ledger")),
            id="another source",
        ),
        pytest.param(
            waiting(EARLY),
            replace(added(EARLY), shown_before=shown("2026-11-13 07:00")),
            id="in time when last shown",
        ),
        pytest.param(
            waiting(EARLY),
            added(EARLY, before=a_pause("2026-11-12 09:00")),
            id="a pause that ended",
        ),
        pytest.param(
            waiting(a_pause("2026-11-14 08:00", "2026-11-16 08:00")),
            added(a_pause("2026-11-14 08:00", "2026-11-16 08:00")),
            id="begun after the deadline: it excuses nothing",
        ),
        pytest.param(waiting(), added(EARLY), id="taken back since"),
        pytest.param(
            replace(waiting(EARLY, status=Status.FINISHED), finished_at=vn("2026-11-13 10:00")),
            added(EARLY),
            id="finished in time without it",
        ),
        pytest.param(
            replace(waiting(EARLY), promises=(), received_at=None),
            added(EARLY),
            id="no deadline is known",
        ),
    ],
)
def test_a_pause_that_changes_nothing_is_not_asked_about(
    dossier: Dossier, change: Change
) -> None:
    running = Status.IN_PROGRESS if dossier.finished_at is None else Status.FINISHED

    assert list(check(a_story(replace(dossier, status=running), change))) == []


def test_a_pause_that_a_status_had_shown_is_no_addition() -> None:
    told = a_change("status", "paused_supplement", "in_progress")
    case = a_story(waiting(EARLY, status=Status.IN_PROGRESS), told, added(EARLY))

    assert list(check(case)) == []


def test_a_pause_taken_back_or_that_stops_nothing_is_not_asked_about() -> None:
    (altered,) = pause_changes((EARLY,), ())
    gone = replace(added(EARLY), before=None, after=None)
    runs = a_procedure(on_supplement=OnSupplement.RUN)

    assert altered[2] is None
    assert list(check(a_story(waiting(EARLY), gone))) == []
    assert list(check(a_story(waiting(EARLY), added(EARLY), procedure=runs))) == []


def test_an_instant_beyond_the_calendar_is_not_held_against_anything() -> None:
    dossier = replace(
        waiting(EARLY, status=Status.IN_PROGRESS),
        promises=(),
        received_at=vn("2026-12-29 08:00"),
    )

    assert list(check(a_story(dossier, added(EARLY)))) == []


def test_a_source_without_a_status_cannot_know() -> None:
    dossier = replace(waiting(EARLY), carries=frozenset(Carried) - {Carried.STATUS})

    judged = judge(a_story(dossier), [RULE])

    assert (judged.findings, judged.unknown) == ((), ("paused_at_deadline",))

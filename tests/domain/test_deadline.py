"""A promise decides before the count, and lateness is judged by date or by the minute."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from monitor.domain.calendar_spec import RowStatus
from monitor.domain.deadline import (
    Basis,
    Deadline,
    Missing,
    Running,
    Standing,
    Stopped,
    Undated,
    assess,
    find_deadline,
    is_past,
    next_day,
)
from monitor.domain.dossier import Carried, Dossier, Pause, Promise, PromiseKind, Status
from monitor.domain.errors import CalendarGapError, NaiveTimeError
from monitor.domain.policy import LateBy, Policy
from monitor.domain.procedure import OnSupplement, Procedure
from monitor.domain.term import Term
from monitor.domain.thresholds import opens_before
from tests.builders import (
    CALENDAR_2026,
    POLICY_2026,
    a_calendar,
    a_day_off,
    a_dossier,
    a_pause,
    a_procedure,
    a_promise,
    days_term,
    hours_term,
    vn,
)

BY_MINUTE = replace(POLICY_2026, late_by=LateBy.MINUTE)


def deadline_of(
    dossier: Dossier, procedure: Procedure | None = None, policy: Policy = POLICY_2026
) -> Deadline:
    found = find_deadline(dossier, procedure or a_procedure(), policy)
    assert found is not None
    return found


def running(standing: Standing) -> Running:
    assert isinstance(standing, Running)
    return standing


# Promised or computed


def test_without_a_promise_the_computed_date_decides() -> None:
    deadline = deadline_of(a_dossier(received="2026-11-02 08:00"))

    assert deadline == Deadline(
        due_at=vn("2026-11-16 17:00"),
        basis=Basis.COMPUTED,
        by_minute=False,
        first_due_at=vn("2026-11-16 17:00"),
        statutory_at=vn("2026-11-16 17:00"),
    )
    assert deadline.due_on == date(2026, 11, 16)


def test_a_promise_decides_and_the_computed_date_stands_beside_it() -> None:
    deadline = deadline_of(a_dossier(received="2026-11-02 08:00", promised="2026-11-13 10:00"))

    assert deadline.due_at == vn("2026-11-13 10:00")
    assert deadline.basis is Basis.PROMISED
    assert deadline.statutory_at == vn("2026-11-16 17:00")


@pytest.mark.parametrize(
    ("promised", "due"),
    [
        pytest.param("2026-11-13 10:00", "2026-11-13 10:00", id="an instant is that instant"),
        pytest.param("2026-11-13", "2026-11-13 17:00", id="a date is its closing"),
        pytest.param("2026-11-24", "2026-11-24 17:00", id="a day off stays that day"),
        pytest.param("2026-11-14", "2026-11-14 17:00", id="a Saturday stays that day"),
        pytest.param(
            "2026-11-15 10:00", "2026-11-15 10:00", id="an instant on a rest day stays"
        ),
    ],
)
def test_what_a_promised_date_means(promised: str, due: str) -> None:
    assert deadline_of(a_dossier(promised=promised)).due_at == vn(due)


def test_a_promise_needs_neither_receipt_nor_term() -> None:
    dossier = a_dossier(received=None, promised="2026-11-13")

    deadline = find_deadline(dossier, None, POLICY_2026)

    assert deadline is not None
    assert deadline.due_at == vn("2026-11-13 17:00")
    assert deadline.statutory_at is None


@pytest.mark.parametrize(
    ("received", "procedure"),
    [
        pytest.param(None, a_procedure(), id="no receipt"),
        pytest.param("2026-11-02 08:00", None, id="no procedure"),
        pytest.param("2026-11-02 08:00", Procedure(code="1", name="A"), id="no term"),
    ],
)
def test_without_promise_or_count_there_is_no_deadline(
    received: str | None, procedure: Procedure | None
) -> None:
    dossier = a_dossier(received=received)

    assert find_deadline(dossier, procedure, POLICY_2026) is None
    assert assess(dossier, procedure, POLICY_2026, at=vn("2026-11-20 08:00")) == Undated(
        Missing.NO_DATES
    )


def test_a_re_appointment_moves_the_date_and_leaves_the_first_one() -> None:
    again = a_promise("2026-11-27", made="2026-11-12 09:00", kind=PromiseKind.REAPPOINTMENT)

    deadline = deadline_of(a_dossier(promised="2026-11-13", promises=(again,)))

    assert deadline.due_at == vn("2026-11-27 17:00")
    assert deadline.first_due_at == vn("2026-11-13 17:00")


def test_only_a_re_appointment_known_leaves_the_computed_date_as_the_first() -> None:
    again = a_promise("2026-11-27", made="2026-11-12 09:00", kind=PromiseKind.REAPPOINTMENT)

    deadline = deadline_of(a_dossier(received="2026-11-02 08:00", promises=(again,)))
    unknown = deadline_of(a_dossier(received=None, promises=(again,)))

    assert deadline.first_due_at == vn("2026-11-16 17:00")
    assert unknown.first_due_at == vn("2026-11-27 17:00")


def test_a_date_that_rests_on_an_estimated_day_is_marked() -> None:
    estimated = a_calendar(a_day_off("2026-11-10", status=RowStatus.ESTIMATED))
    policy = Policy(calendar=estimated)

    assert deadline_of(a_dossier(received="2026-11-02 08:00"), policy=policy).is_estimated
    assert not deadline_of(a_dossier(received="2026-11-10 08:00"), policy=policy).is_estimated


def test_a_slip_rests_on_no_estimate_though_the_lawful_date_beside_it_does() -> None:
    estimated = a_calendar(a_day_off("2026-11-10", status=RowStatus.ESTIMATED))
    policy = Policy(calendar=estimated)
    slip = a_dossier(received="2026-11-02 08:00", promised="2026-11-16 17:00")
    short = replace(slip, promises=(a_promise("2026-11-09 17:00", made="2026-11-02 08:00"),))
    moved = replace(short, pauses=(a_pause("2026-11-05 10:00", "2026-11-09 09:00"),))

    deadline = deadline_of(slip, policy=policy)

    assert (deadline.is_estimated, deadline.is_statutory_estimated) == (False, True)
    assert deadline_of(moved, policy=policy).is_estimated  # moved over the day
    assert not deadline_of(slip, a_procedure(days_term(5)), policy).is_statutory_estimated


def test_without_a_term_or_a_receipt_nothing_is_estimated() -> None:
    promised = a_dossier(received=None, promised="2026-11-16 17:00")

    assert not deadline_of(promised).is_statutory_estimated


# Promises and pauses


@pytest.mark.parametrize(
    ("wait", "due"),
    [
        pytest.param(
            a_pause("2026-11-05 10:00", "2026-11-09 09:00"),
            "2026-11-17 10:00",
            id="moved by the working days between, at the promised clock",
        ),
        pytest.param(
            a_pause("2026-11-05 08:00", "2026-11-05 16:00"),
            "2026-11-13 10:00",
            id="a pause within a day moves nothing",
        ),
        pytest.param(
            a_pause("2026-11-13 09:00", "2026-11-14 20:00"),
            "2026-11-16 17:00",
            id="an answer on a Saturday leaves the Monday",
        ),
        pytest.param(
            a_pause("2026-11-13 17:30", "2026-11-17 09:00"),
            "2026-11-17 10:00",
            id="a pause from the due day's evening counts: that day it was not late",
        ),
        pytest.param(
            a_pause("2026-11-14 00:00", "2026-11-17 09:00"),
            "2026-11-13 10:00",
            id="a pause from the day after moves nothing",
        ),
        pytest.param(
            a_pause("2026-10-26 10:00", "2026-10-30 09:00"),
            "2026-11-13 10:00",
            id="nor one that ended before the promise was made",
        ),
        pytest.param(
            a_pause("2026-10-26 10:00", "2026-11-03 09:00"),
            "2026-11-16 10:00",
            id="one that ran when it was made gives back what came after",
        ),
    ],
)
def test_a_pause_moves_a_promise_made_before_it(wait: Pause, due: str) -> None:
    dossier = a_dossier(
        received="2026-11-02 08:00", promised="2026-11-13 10:00", pauses=(wait,)
    )

    assert deadline_of(dossier).due_at == vn(due)


def test_a_pause_that_the_one_before_made_possible_moves_it_further() -> None:
    first = a_pause("2026-11-12 10:00", "2026-11-16 09:00")
    second = a_pause("2026-11-16 14:00", "2026-11-18 09:00")

    dossier = a_dossier(promised="2026-11-13", pauses=(first, second))

    assert deadline_of(dossier).due_at == vn("2026-11-19 17:00")


def test_a_promise_made_after_a_pause_is_not_moved_by_it() -> None:
    wait = a_pause("2026-11-05 10:00", "2026-11-09 09:00")
    newer = a_promise("2026-11-20", made="2026-11-09 09:00", kind=PromiseKind.SUPPLEMENT)

    deadline = deadline_of(a_dossier(promised="2026-11-13", promises=(newer,), pauses=(wait,)))

    assert deadline.due_at == vn("2026-11-20 17:00")
    assert deadline.first_due_at == vn("2026-11-20 17:00")


def test_a_promise_judged_by_the_minute_moves_by_working_time() -> None:
    dossier = a_dossier(
        received="2026-11-02 08:00",
        promised="2026-11-02 10:00",
        pauses=(a_pause("2026-11-02 09:00", "2026-11-02 14:30"),),
    )

    deadline = deadline_of(dossier, a_procedure(hours_term(2)))

    assert deadline.by_minute
    assert deadline.due_at == vn("2026-11-02 15:30")


@pytest.mark.parametrize(
    ("wait", "due"),
    [
        pytest.param(
            a_pause("2026-11-02 10:00", "2026-11-02 14:30"), "2026-11-02 14:30", id="counts"
        ),
        pytest.param(
            a_pause("2026-11-02 10:01", "2026-11-02 14:30"), "2026-11-02 10:00", id="too late"
        ),
    ],
)
def test_by_the_minute_a_pause_counts_from_the_promised_minute(wait: Pause, due: str) -> None:
    dossier = a_dossier(
        received="2026-11-02 08:00", promised="2026-11-02 10:00", pauses=(wait,)
    )

    assert deadline_of(dossier, a_procedure(hours_term(2))).due_at == vn(due)


def test_a_pause_without_working_time_leaves_a_promised_day_of_rest() -> None:
    dossier = a_dossier(
        promised="2026-11-14", pauses=(a_pause("2026-11-14 08:00", "2026-11-14 09:00"),)
    )

    for term in (hours_term(40), days_term(10)):
        assert deadline_of(dossier, a_procedure(term)).due_at == vn("2026-11-14 17:00")


def test_after_a_reset_the_promised_time_runs_once_more() -> None:
    procedure = a_procedure(days_term(10), on_supplement=OnSupplement.RESET)
    waits = (
        a_pause("2026-11-13 10:00", "2026-11-18 09:00"),
        a_pause("2026-11-20 10:00", "2026-11-26 09:00"),
    )

    once = a_dossier(received="2026-11-02 08:00", promised="2026-11-16", pauses=waits[:1])
    twice = a_dossier(received="2026-11-02 08:00", promised="2026-11-16", pauses=waits)

    assert deadline_of(once, procedure).due_at == vn("2026-12-03 17:00")
    assert deadline_of(once, procedure).statutory_at == vn("2026-12-03 17:00")
    assert deadline_of(twice, procedure).due_at == vn("2026-12-10 17:00")
    assert deadline_of(twice, procedure).statutory_at == vn("2026-12-10 17:00")


def test_a_clock_that_runs_on_leaves_the_promise_where_it_is() -> None:
    procedure = a_procedure(on_supplement=OnSupplement.RUN)
    dossier = a_dossier(
        promised="2026-11-13", pauses=(a_pause("2026-11-05 10:00", "2026-11-09 09:00"),)
    )

    assert deadline_of(dossier, procedure).due_at == vn("2026-11-13 17:00")


# Stopped


def stopped_from(paused: str, *, carries: frozenset[Carried] = frozenset(Carried)) -> Standing:
    dossier = a_dossier(
        received="2026-11-02 08:00",
        promised="2026-11-16 17:00",
        status=Status.PAUSED_SUPPLEMENT,
        pauses=(a_pause(paused),),
        carries=carries,
    )
    return assess(dossier, a_procedure(), POLICY_2026, at=vn("2026-11-20 08:00"))


def test_a_pause_begun_on_the_due_day_stops_the_clock() -> None:
    assert stopped_from("2026-11-16 18:00") == Stopped(vn("2026-11-16 18:00"))


def test_a_pause_begun_after_the_deadline_hides_no_lateness() -> None:
    assert running(stopped_from("2026-11-17 07:00")).is_late


def test_where_nobody_states_when_a_pause_began_nobody_is_accused() -> None:
    by_status = frozenset(Carried) - {Carried.PAUSES}

    assert isinstance(stopped_from("2026-11-17 07:00", carries=by_status), Stopped)


def test_a_stop_of_a_dossier_without_dates_is_a_stop() -> None:
    dossier = a_dossier(
        received=None, status=Status.PAUSED_SUPPLEMENT, pauses=(a_pause("2026-11-05 10:00"),)
    )

    assert assess(dossier, None, POLICY_2026, at=vn("2026-11-20 08:00")) == (
        Stopped(vn("2026-11-05 10:00"))
    )


def test_a_stop_beyond_the_calendar_is_a_stop() -> None:
    dossier = a_dossier(
        received="2026-12-28 08:00",
        status=Status.PAUSED_SUPPLEMENT,
        pauses=(a_pause("2026-12-29 10:00"),),
    )

    assert isinstance(
        assess(dossier, a_procedure(), POLICY_2026, at=vn("2026-12-30 08:00")), Stopped
    )


def test_an_open_pause_stops_the_clock() -> None:
    dossier = a_dossier(promised="2026-11-13", pauses=(a_pause("2026-11-05 10:00"),))

    standing = assess(dossier, a_procedure(), POLICY_2026, at=vn("2026-11-20 08:00"))

    assert standing == Stopped(vn("2026-11-05 10:00"))


def test_a_status_of_waiting_alone_stops_it_as_well() -> None:
    dossier = a_dossier(
        promised="2026-11-13", status=Status.PAUSED_FINANCE, as_of="2026-11-10 07:00"
    )

    standing = assess(dossier, None, POLICY_2026, at=vn("2026-11-20 08:00"))

    assert standing == Stopped(vn("2026-11-10 07:00"))


def test_no_pause_stops_a_clock_that_runs_on() -> None:
    dossier = a_dossier(promised="2026-11-13", pauses=(a_pause("2026-11-05 10:00"),))
    procedure = a_procedure(on_supplement=OnSupplement.RUN)

    standing = assess(dossier, procedure, POLICY_2026, at=vn("2026-11-20 08:00"))

    assert running(standing).is_late


def test_an_open_pause_of_a_finished_dossier_stops_nothing() -> None:
    dossier = a_dossier(
        promised="2026-11-13",
        pauses=(a_pause("2026-11-05 10:00"),),
        status=Status.FINISHED,
        finished="2026-11-12 10:00",
    )

    standing = assess(dossier, a_procedure(), POLICY_2026, at=vn("2026-11-20 08:00"))

    assert not running(standing).is_late


# Late


@pytest.mark.parametrize(
    ("term", "policy", "at", "is_late"),
    [
        pytest.param(
            days_term(1), POLICY_2026, "2026-11-13 23:59", False, id="day term, that day"
        ),
        pytest.param(
            days_term(1), POLICY_2026, "2026-11-14 00:00", True, id="day term, the next"
        ),
        pytest.param(hours_term(1), POLICY_2026, "2026-11-13 10:00", False, id="to the minute"),
        pytest.param(hours_term(1), POLICY_2026, "2026-11-13 10:01", True, id="a minute later"),
        pytest.param(
            days_term(1), BY_MINUTE, "2026-11-13 10:01", True, id="days by the minute"
        ),
        pytest.param(
            hours_term(1),
            replace(POLICY_2026, late_by=LateBy.DATE),
            "2026-11-13 16:00",
            False,
            id="hours by date",
        ),
        pytest.param(
            hours_term(1), POLICY_2026, "2026-11-13 00:00", False, id="a date: that day"
        ),
        pytest.param(
            hours_term(1), POLICY_2026, "2026-11-14 00:00", True, id="a date: the next"
        ),
    ],
)
def test_lateness_against_a_promise_at_ten(
    term: Term, policy: Policy, at: str, *, is_late: bool
) -> None:
    dossier = a_dossier(received="2026-11-12 08:00", promised="2026-11-13 10:00")

    standing = assess(dossier, a_procedure(term), policy, at=vn(at))

    assert running(standing).is_late is is_late


@pytest.mark.parametrize(
    ("promised", "at", "is_late"),
    [
        pytest.param("2026-11-14", "2026-11-14 09:00", False, id="that Saturday"),
        pytest.param("2026-11-14", "2026-11-15 00:00", True, id="the day after it"),
        pytest.param("2026-11-24", "2026-11-24 00:00", False, id="that day off"),
        pytest.param("2026-11-24", "2026-11-25 09:00", True, id="the working day after it"),
    ],
)
def test_a_slip_that_names_a_day_of_rest_is_kept_on_it(
    promised: str, at: str, *, is_late: bool
) -> None:
    standing = assess(a_dossier(promised=promised), a_procedure(), POLICY_2026, at=vn(at))

    assert running(standing).is_late is is_late


@pytest.mark.parametrize(
    ("at", "days_left", "days_late"),
    [
        pytest.param("2026-11-12 08:00", 1, 0, id="the last working day but one"),
        pytest.param("2026-11-13 08:00", 0, 0, id="the last working day before it"),
        pytest.param("2026-11-14 08:00", 0, 0, id="the day itself"),
        pytest.param("2026-11-16 08:00", -1, 0, id="the working day after"),
        pytest.param("2026-11-17 08:00", -2, 1, id="the second"),
    ],
)
def test_days_around_a_promised_day_of_rest(at: str, days_left: int, days_late: int) -> None:
    standing = assess(a_dossier(promised="2026-11-14"), None, POLICY_2026, at=vn(at))

    assert (running(standing).days_left, running(standing).days_late) == (days_left, days_late)


@pytest.mark.parametrize(
    ("received", "promised", "policy", "at", "is_late"),
    [
        pytest.param(
            "2026-11-10", None, POLICY_2026, "2026-11-10 16:00", False, id="a date: that day"
        ),
        pytest.param(
            "2026-11-10", None, BY_MINUTE, "2026-11-10 16:00", False, id="whatever the office"
        ),
        pytest.param(
            "2026-11-10", None, POLICY_2026, "2026-11-11 07:01", True, id="a date: the next"
        ),
        pytest.param(
            "2026-11-10 07:00", None, POLICY_2026, "2026-11-10 11:01", True, id="with its hour"
        ),
        pytest.param(
            "2026-11-10",
            "2026-11-10 11:00",
            POLICY_2026,
            "2026-11-10 11:01",
            True,
            id="a promise with its hour",
        ),
    ],
)
def test_hours_from_a_receipt_without_its_hour_are_judged_by_date(
    received: str, promised: str | None, policy: Policy, at: str, *, is_late: bool
) -> None:
    dossier = a_dossier(received=received, promised=promised)

    standing = assess(dossier, a_procedure(hours_term(4)), policy, at=vn(at))

    assert running(standing).deadline.due_at == vn("2026-11-10 11:00")
    assert running(standing).is_late is is_late


def test_no_working_time_between_two_instants_makes_them_equal() -> None:
    deadline = replace(deadline_of(a_dossier(promised="2026-11-13")), by_minute=True)

    assert not is_past(deadline, CALENDAR_2026, at=vn("2026-11-16 07:00"))
    assert is_past(deadline, CALENDAR_2026, at=vn("2026-11-16 07:01"))


def test_the_instant_is_read_as_the_day_in_vietnam() -> None:
    dossier = a_dossier(promised="2026-11-13")
    evening = datetime(2026, 11, 13, 17, 30, tzinfo=UTC)  # half past midnight in Vietnam

    standing = assess(dossier, a_procedure(), POLICY_2026, at=evening)

    assert running(standing).is_late


@pytest.mark.parametrize(
    ("at", "days_left", "days_late"),
    [
        pytest.param("2026-11-10 08:00", 3, 0, id="three days before"),
        pytest.param("2026-11-13 08:00", 0, 0, id="on the day"),
        pytest.param(
            "2026-11-14 08:00", 0, 0, id="a Saturday after: late, no working day gone"
        ),
        pytest.param("2026-11-16 08:00", -1, 0, id="the first working day after has not ended"),
        pytest.param("2026-11-17 08:00", -2, 1, id="the second"),
        pytest.param("2026-11-24 08:00", -6, 6, id="a day off: all six before it have ended"),
    ],
)
def test_days_left_and_late_are_working_days(at: str, days_left: int, days_late: int) -> None:
    standing = assess(a_dossier(promised="2026-11-13"), None, POLICY_2026, at=vn(at))

    assert (running(standing).days_left, running(standing).days_late) == (days_left, days_late)


def test_a_dossier_with_an_end_is_judged_as_of_its_end() -> None:
    dossier = a_dossier(
        promised="2026-11-13", status=Status.FINISHED, finished="2026-11-12 10:00"
    )

    standing = assess(dossier, None, POLICY_2026, at=vn("2026-12-20 08:00"))

    assert running(standing).days_left == 1
    assert not running(standing).is_late


# What is not known


@pytest.mark.parametrize(
    "promised",
    [
        pytest.param("2027-03-01", id="a date beyond the calendar"),
        pytest.param("2027-03-01 10:00", id="an instant beyond it"),
        pytest.param("2025-03-01 10:00", id="an instant before it"),
    ],
)
def test_a_date_outside_the_loaded_years_leaves_the_dossier_undated(promised: str) -> None:
    dossier = a_dossier(received=None, promises=(a_promise(promised),))

    standing = assess(dossier, None, POLICY_2026, at=vn("2026-11-20 08:00"))

    assert standing == Undated(Missing.CALENDAR_GAP)


def test_a_promise_within_the_calendar_decides_though_the_count_leaves_it() -> None:
    dossier = a_dossier(received="2026-12-21 08:00", promised="2026-12-28")

    standing = assess(
        dossier, a_procedure(days_term(30)), POLICY_2026, at=vn("2026-12-29 08:00")
    )

    assert running(standing).is_late
    assert running(standing).deadline.statutory_at is None


def test_a_count_that_leaves_the_calendar_is_told_where_it_alone_decides() -> None:
    dossier = a_dossier(received="2026-12-21 08:00")

    with pytest.raises(CalendarGapError):
        find_deadline(dossier, a_procedure(days_term(30)), POLICY_2026)
    assert assess(
        dossier, a_procedure(days_term(30)), POLICY_2026, at=vn("2026-12-29 08:00")
    ) == Undated(Missing.CALENDAR_GAP)


def test_the_first_days_of_the_calendar_can_be_judged() -> None:
    dossier = a_dossier(received=None, promised="2026-01-05")

    standing = assess(dossier, None, POLICY_2026, at=vn("2026-01-01 08:00"))

    assert running(standing).days_left == 1
    assert running(standing).days_late == 0


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveTimeError):
        assess(
            a_dossier(promised="2026-11-13"),
            None,
            POLICY_2026,
            at=datetime(2026, 11, 2, 8),  # noqa: DTZ001 - what is refused
        )


# Openings around the due day


@pytest.mark.parametrize(
    ("promised", "days", "opening"),
    [
        pytest.param("2026-11-13", 0, "2026-11-13 07:00", id="the due day"),
        pytest.param("2026-11-13", 3, "2026-11-10 07:00", id="three days before"),
        pytest.param("2026-11-25", 1, "2026-11-23 07:00", id="over a day off"),
        pytest.param("2026-11-15 10:00", 0, "2026-11-13 07:00", id="a due instant on a Sunday"),
        pytest.param("2026-11-14", 0, "2026-11-13 07:00", id="a due day that is a Saturday"),
        pytest.param("2026-11-24", 1, "2026-11-20 07:00", id="a due day that is a day off"),
    ],
)
def test_openings_before_the_due_day(promised: str, days: int, opening: str) -> None:
    deadline = deadline_of(a_dossier(promised=promised))

    assert opens_before(deadline, CALENDAR_2026, days=days) == vn(opening)


def test_the_next_day_begins_at_midnight_in_vietnam() -> None:
    assert next_day(date(2026, 11, 13)) == vn("2026-11-14 00:00")


def test_promises_are_told_apart_by_what_made_them() -> None:
    slip, again = (
        a_promise("2026-11-13"),
        a_promise("2026-11-27", kind=PromiseKind.REAPPOINTMENT),
    )

    assert first_of(slip, again) == slip
    assert first_of(again) is None


def first_of(*promises: Promise) -> Promise | None:
    return a_dossier(promises=promises).first_promise

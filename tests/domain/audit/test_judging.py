"""What is compared with what, and which dossiers cannot be judged."""

from dataclasses import replace

import pytest

from monitor.domain.audit.audited import Audited, Compared, Lateness, Unjudged
from monitor.domain.audit.contradictions import Oddity
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import RowStatus
from monitor.domain.dossier import Carried, Dossier, Promise, PromiseKind, Status
from monitor.domain.office import Office
from monitor.domain.procedure import OnSupplement
from tests.builders import a_day_off, a_dossier, a_pause, a_promise, a_spec, vn
from tests.domain.audit.asking import an_office, audited, days, differences, hours

WAIT = a_pause("2026-11-05 09:00", "2026-11-10 10:00")  # three working days
OPEN_WAIT = a_pause("2026-11-05 09:00")
SLIP = a_promise("2026-11-16 17:00", made="2026-11-02 08:00")
MOVED = a_promise("2026-11-23 17:00", made="2026-11-13 08:00", kind=PromiseKind.REAPPOINTMENT)
SUPPLEMENT = a_promise("2026-11-19", made="2026-11-10 10:00", kind=PromiseKind.SUPPLEMENT)


def told(one: Audited) -> list[tuple[Compared, str, str, int | None, tuple[str, ...]]]:
    return [
        (
            each.compared,
            f"{each.promised_at:%d/%m}",
            f"{each.lawful_at:%d/%m}",
            each.days,
            each.why.codes,
        )
        for each in one.differences
    ]


# The lawful date never shows up


@pytest.mark.parametrize(
    "dossier",
    [
        pytest.param(a_dossier(promised="2026-11-16"), id="a slip"),
        pytest.param(a_dossier(promised="2026-11-16 09:00"), id="at another hour"),
        pytest.param(
            a_dossier(promises=(SLIP, SUPPLEMENT), pauses=(WAIT,)),
            id="a slip, then a supplement",
        ),
        pytest.param(a_dossier(promises=(SLIP,), pauses=(OPEN_WAIT,)), id="stopped"),
        pytest.param(
            a_dossier(promised="2026-11-19", pauses=(WAIT,)), id="moved, the first not kept"
        ),
    ],
)
def test_lawful_dates_differ_in_nothing(dossier: Dossier) -> None:
    one = audited(dossier)

    assert (one.unjudged, one.differences) == (None, ())


@pytest.mark.parametrize(
    ("received", "promised"),
    [
        pytest.param("2026-11-02 09:12:33", "2026-11-02 15:12", id="without the seconds"),
        pytest.param("2026-11-02 09:12", "2026-11-02", id="without the hour"),
        pytest.param("2026-11-02", "2026-11-02 17:00", id="received without its hour"),
        pytest.param("2026-11-02 07:30", "2026-11-02 13:30", id="after the break of the noon"),
    ],
)
def test_hours_are_compared_as_finely_as_both_sides_tell(received: str, promised: str) -> None:
    assert differences(received, promised, hours(4)) == ()


# Which date is compared


def test_one_date_that_nothing_moved_is_compared_once() -> None:
    one = audited(a_dossier(promised="2026-12-01"))

    assert told(one) == [(Compared.BOTH, "01/12", "16/11", 10, ("later",))]


def test_a_slip_is_judged_by_what_was_known_when_it_was_made() -> None:
    one = audited(a_dossier(promises=(SLIP,), pauses=(WAIT,)))

    assert told(one) == [(Compared.PRESENT, "16/11", "19/11", -3, ("pause_ignored",))]


@pytest.mark.parametrize(
    ("promised", "compared", "codes"),
    [
        pytest.param("2026-11-12", Compared.SLIP, ("calendar_days",), id="as the first"),
        pytest.param("2026-11-19", Compared.PRESENT, ("holiday_ignored",), id="as the present"),
        pytest.param("2026-12-28", Compared.PRESENT, ("later",), id="as neither"),
    ],
)
def test_one_date_is_told_as_what_explains_it_best(
    promised: str, compared: Compared, codes: tuple[str, ...]
) -> None:
    calendar = WorkingCalendar(a_spec(days=(a_day_off("2026-11-17"),)))
    dossier = a_dossier(promised=promised, pauses=(WAIT,))

    (one,) = audited(dossier, an_office(calendar=calendar)).differences

    assert (one.compared, one.why.codes) == (compared, codes)


@pytest.mark.parametrize(
    ("promises", "told_as"),
    [
        pytest.param(
            (replace(SLIP, promised_at=SUPPLEMENT.promised_at),),
            [(Compared.SLIP, "19/11", "16/11", 3, ("pause_included",))],
            id="as the one date",
        ),
        pytest.param(
            (a_promise("2026-11-20", made="2026-11-12"),),
            [
                (Compared.SLIP, "19/11", "16/11", 3, ("pause_included",)),
                (Compared.PRESENT, "20/11", "19/11", 1, ("pause_day_too_many",)),
            ],
            id="beside another, seen first",
        ),
    ],
)
def test_a_later_pause_does_not_clear_a_slip_that_the_source_states(
    promises: tuple[Promise, ...], told_as: list[object]
) -> None:
    stated = a_dossier(promises=promises, pauses=(WAIT,))

    one = audited(replace(stated, first_promised_at=vn("2026-11-19 17:00")))

    assert told(one) == told_as


def test_a_slip_made_after_a_wait_counts_it() -> None:
    late_slip = a_promise("2026-11-19", made="2026-11-10 10:00")

    one = audited(a_dossier(promises=(late_slip,), pauses=(WAIT,)))

    assert one.differences == ()


def test_a_first_and_a_present_date_may_both_be_wrong() -> None:
    wrong_slip = a_promise("2026-11-12", made="2026-11-02 08:00")
    wrong = replace(SUPPLEMENT, promised_at=MOVED.promised_at)

    one = audited(a_dossier(promises=(wrong_slip, wrong), pauses=(WAIT,)))

    assert told(one) == [
        (Compared.SLIP, "12/11", "16/11", -2, ("calendar_days",)),
        (Compared.PRESENT, "23/11", "19/11", 2, ("pause_in_calendar_days",)),
    ]


def test_a_date_that_the_office_moved_is_called_so() -> None:
    one = audited(a_dossier(promises=(SLIP, MOVED)))

    assert told(one) == [(Compared.PRESENT, "23/11", "16/11", 5, ("reappointed",))]


def test_a_re_appointment_alone_is_no_slip() -> None:
    one = audited(a_dossier(promises=(MOVED,)))

    assert [each.compared for each in one.differences] == [Compared.PRESENT]


# While the clock stands still


@pytest.mark.parametrize(
    "dossier",
    [
        pytest.param(a_dossier(promises=(SLIP, MOVED), pauses=(OPEN_WAIT,)), id="in a pause"),
        pytest.param(
            a_dossier(promises=(SLIP, MOVED), status=Status.PAUSED_SUPPLEMENT),
            id="by its status",
        ),
    ],
)
def test_a_stopped_dossier_has_but_its_slip_judged(dossier: Dossier) -> None:
    one = audited(dossier)

    assert (one.is_stopped, one.differences, one.lateness) == (True, (), None)


@pytest.mark.parametrize(
    ("finished", "is_late"),
    [
        pytest.param("2026-11-16 09:00", False, id="in time"),
        pytest.param("2026-11-18 09:00", True, id="late"),
    ],
)
def test_an_ended_dossier_is_judged_by_its_end_though_its_pause_never_ended(
    finished: str, *, is_late: bool
) -> None:
    dossier = a_dossier(
        promises=(SLIP,), pauses=(OPEN_WAIT,), finished=finished, status=Status.FINISHED
    )

    one = audited(dossier)

    assert (one.is_stopped, one.differences) == (False, ())
    assert one.lateness == Lateness(by_source=is_late, by_law=is_late, is_open=False)
    assert one.contradictions == (Oddity.PAUSE_NEVER_ENDED,)


def test_a_clock_that_never_stops_is_judged_on() -> None:
    dossier = a_dossier(promises=(SLIP, MOVED), pauses=(OPEN_WAIT,))

    one = audited(dossier, an_office(rule=OnSupplement.RUN))

    assert (one.is_stopped, len(one.differences)) == (False, 1)


# What cannot be judged


@pytest.mark.parametrize(
    ("dossier", "office", "why"),
    [
        pytest.param(
            a_dossier(received=None, promised="2026-11-16"),
            an_office(),
            Unjudged.NO_RECEIPT,
            id="no receipt",
        ),
        pytest.param(
            replace(a_dossier(promised="2026-11-16"), procedure="9"),
            an_office(),
            Unjudged.NO_PROCEDURE,
            id="a procedure that the directory lacks",
        ),
        pytest.param(
            replace(a_dossier(promised="2026-11-16"), procedure=None),
            an_office(),
            Unjudged.NO_PROCEDURE,
            id="no procedure",
        ),
        pytest.param(
            a_dossier(promised="2026-11-16"), an_office(None), Unjudged.NO_TERM, id="no term"
        ),
        pytest.param(a_dossier(), an_office(), Unjudged.NO_PROMISE, id="no promise"),
        pytest.param(
            a_dossier(promises=(MOVED,), pauses=(OPEN_WAIT,)),
            an_office(),
            Unjudged.STOPPED,
            id="stopped, its slip not known",
        ),
        pytest.param(
            a_dossier(received="2026-12-28", promised="2027-01-08"),
            an_office(),
            Unjudged.CALENDAR_GAP,
            id="a count that leaves the loaded years",
        ),
    ],
)
def test_what_cannot_be_judged_says_why(
    dossier: Dossier, office: Office, why: Unjudged
) -> None:
    one = audited(dossier, office)

    assert (one.unjudged, one.differences, one.lateness) == (why, (), None)


def test_a_unit_that_the_directory_lacks_is_not_named() -> None:
    known = audited(a_dossier(promised="2026-11-16"))
    unknown = audited(
        replace(a_dossier(), unit="Phong la", procedure="9", procedure_name="As written")
    )

    assert (known.unit, known.unit_name, known.procedure_name) == (
        "VHXH",
        "Culture",
        "A procedure",
    )
    assert (unknown.unit, unknown.unit_name, unknown.is_unit_unknown) == ("", "", True)
    assert not known.is_unit_unknown
    assert (unknown.procedure, unknown.procedure_name, unknown.term) == (
        "9",
        "As written",
        None,
    )


# How a difference is told


def test_a_promise_beyond_the_calendar_is_a_difference_that_cannot_be_measured() -> None:
    (one,) = differences("2026-11-02", "2062-11-20", days(10))

    assert (one.is_later, one.days, one.promised_days, one.is_on_rest_day) == (
        True,
        None,
        None,
        False,
    )


def test_a_promise_in_hours_beyond_the_calendar_is_one_too() -> None:
    (one,) = differences("2026-11-02 08:00", "2062-11-05 13:00", hours(4))

    assert (one.is_later, one.minutes, one.why.codes) == (True, None, ("later",))


def test_hours_are_measured_in_working_minutes() -> None:
    (later,) = differences("2026-11-02 08:00", "2026-11-03 08:07", hours(4))
    (earlier,) = differences("2026-11-02 08:00", "2026-11-02 10:20", hours(4))

    assert (later.is_later, later.minutes, later.days) == (True, 247, 1)
    assert (earlier.is_later, earlier.minutes, earlier.days) == (False, -100, 0)


def test_a_promise_on_a_rest_day_says_so() -> None:
    (one,) = differences("2026-11-02", "2026-11-14", days(9))

    assert (one.is_on_rest_day, one.is_later, one.days) == (True, True, 0)


def test_the_working_days_that_were_promised_are_told() -> None:
    (one,) = differences("2026-11-02", "2026-11-20", days(10))

    assert (one.promised_days, one.days) == (14, 4)


def test_a_lawful_date_that_rests_on_an_estimated_day_says_so() -> None:
    estimated = a_day_off("2026-11-10", status=RowStatus.ESTIMATED)
    calendar = WorkingCalendar(a_spec(days=(estimated,)))

    (one,) = differences("2026-11-02", "2026-11-16", days(10), calendar=calendar)

    assert one.is_estimated
    assert [row.status for row in one.why.days] == [RowStatus.ESTIMATED]


def test_a_dossier_is_promised_late_where_one_of_its_dates_is() -> None:
    late = audited(a_dossier(promises=(SLIP, MOVED)))
    early = audited(a_dossier(promised="2026-11-12"))

    assert (late.is_promised_late, early.is_promised_late) == (True, False)


# Late or in time, by two dates


@pytest.mark.parametrize(
    ("promised", "finished", "by_source", "by_law"),
    [
        pytest.param("2026-11-16", "2026-11-16 16:00", False, False, id="in time by both"),
        pytest.param("2026-11-16", "2026-11-17 08:00", True, True, id="late by both"),
        pytest.param("2026-11-18", "2026-11-18 08:00", False, True, id="late by the law alone"),
        pytest.param(
            "2026-11-12", "2026-11-13 08:00", True, False, id="late by the source alone"
        ),
    ],
)
def test_an_end_is_held_against_both_dates(
    promised: str, finished: str, by_source: bool, by_law: bool
) -> None:
    one = audited(a_dossier(promised=promised, finished=finished, status=Status.FINISHED))

    assert one.lateness == Lateness(by_source=by_source, by_law=by_law, is_open=False)


def test_the_source_is_held_to_its_own_date_without_a_pause() -> None:
    dossier = a_dossier(
        promises=(SLIP,), pauses=(WAIT,), finished="2026-11-18 08:00", status=Status.FINISHED
    )

    assert audited(dossier).lateness == Lateness(by_source=True, by_law=False, is_open=False)


def test_a_date_that_the_office_moved_is_told_apart() -> None:
    dossier = a_dossier(promises=(SLIP, MOVED), finished="2026-11-20 08:00")

    assert audited(dossier).lateness == Lateness(
        by_source=False, by_law=True, is_open=False, is_moved=True
    )


def test_an_open_dossier_is_judged_as_of_its_newest_export() -> None:
    dossier = a_dossier(promised="2026-11-18", as_of="2026-11-17 07:00")

    assert audited(dossier).lateness == Lateness(by_source=False, by_law=True, is_open=True)


@pytest.mark.parametrize(
    "dossier",
    [
        pytest.param(
            a_dossier(
                promised="2026-11-16",
                as_of="2026-11-20 07:00",
                carries=frozenset({Carried.RECEIVED, Carried.PROMISED}),
            ),
            id="open, and no source could show an end",
        ),
        pytest.param(
            a_dossier(
                promised="2026-11-16", collected="2026-11-20 09:00", status=Status.RETURNED
            ),
            id="collected late, nobody says since when it was there",
        ),
        pytest.param(a_dossier(promised="2026-11-16", status=Status.WITHDRAWN), id="given up"),
        pytest.param(
            a_dossier(promised="2026-11-16", status=Status.FINISHED),
            id="ended, nobody says when",
        ),
        pytest.param(
            a_dossier(promised="2062-11-16", finished="2026-11-16 08:00"),
            id="promised beyond the calendar",
        ),
    ],
)
def test_nobody_is_called_late_where_nobody_can_know(dossier: Dossier) -> None:
    assert audited(dossier).lateness is None


# What the source itself says


@pytest.mark.parametrize(
    ("promised", "as_of", "said_late", "by_law", "is_misjudged"),
    [
        pytest.param("2026-11-16", "2026-11-16 07:00", True, False, True, id="said late"),
        pytest.param("2026-11-16", "2026-11-17 07:00", False, True, True, id="said in time"),
        pytest.param("2026-11-16", "2026-11-17 07:00", True, True, False, id="late by both"),
        pytest.param("2026-11-12", "2026-11-16 07:00", False, False, False, id="in time"),
        pytest.param("2026-11-12", "2026-11-16 07:00", None, False, False, id="nothing said"),
    ],
)
def test_the_words_of_the_source_are_held_against_the_law_as_of_its_export(
    promised: str, as_of: str, *, said_late: bool | None, by_law: bool, is_misjudged: bool
) -> None:
    one = audited(replace(a_dossier(promised=promised, as_of=as_of), said_late=said_late))

    assert one.lateness is not None
    assert (one.lateness.said_late, one.lateness.by_law) == (said_late, by_law)
    assert one.lateness.is_misjudged is is_misjudged
    assert f"{one.lawful_at:%H:%M %d/%m}" == "17:00 16/11"


def test_words_that_go_by_a_date_moved_by_the_office_are_not_wrong() -> None:
    dossier = a_dossier(promises=(SLIP, MOVED), as_of="2026-11-18 07:00")

    in_time = audited(replace(dossier, said_late=False)).lateness
    early = audited(replace(dossier, as_of=vn("2026-11-16 07:00"), said_late=True)).lateness

    assert in_time is not None
    assert (in_time.by_law, in_time.is_misjudged) == (True, False)
    assert early is not None
    assert early.is_misjudged


@pytest.mark.parametrize(
    ("status", "said", "counted"),
    [
        pytest.param(Status.FINISHED, False, False, id="they know that it ended"),
        pytest.param(Status.IN_PROGRESS, False, None, id="it was in time while it was open"),
        pytest.param(None, False, None, id="no status"),
        pytest.param(Status.IN_PROGRESS, True, True, id="late, and nothing undoes that"),
    ],
)
def test_of_an_ended_dossier_in_time_is_believed_where_the_end_is_known(
    status: Status | None, *, said: bool, counted: bool | None
) -> None:
    dossier = a_dossier(promised="2026-11-16", finished="2026-11-16 09:00", status=status)

    one = audited(replace(dossier, said_late=said))

    assert one.lateness is not None
    assert one.lateness.said_late is counted


def test_who_is_late_by_the_law_may_have_waited_where_no_source_tells_of_pauses() -> None:
    carries = frozenset(Carried) - {Carried.PAUSES}
    late = a_dossier(promised="2026-11-16", as_of="2026-11-17 07:00", carries=carries)
    early = replace(late, as_of=vn("2026-11-16 07:00"))

    told_late, told_early = audited(late).lateness, audited(early).lateness

    assert told_late is not None
    assert told_early is not None
    assert (told_late.are_pauses_unknown, told_early.are_pauses_unknown) == (True, False)


def test_a_collection_in_time_tells_that_the_result_was_in_time() -> None:
    dossier = a_dossier(
        promised="2026-11-16", collected="2026-11-16 09:00", status=Status.RETURNED
    )

    assert audited(dossier).lateness == Lateness(by_source=False, by_law=False, is_open=False)

"""Every mistake that the audit knows, once, on days of 2026 counted by hand."""

from datetime import time
from typing import Any

import pytest

from monitor.domain.audit.audited import Compared, Difference
from monitor.domain.audit.hypotheses import HYPOTHESES
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import DayKind, Session
from monitor.domain.dossier import Carried, Pause, PromiseKind
from monitor.domain.procedure import OnSupplement
from monitor.domain.term import Term, TermUnit
from tests.builders import (
    DAYS_2026,
    a_closure,
    a_day_off,
    a_dossier,
    a_pause,
    a_promise,
    a_season,
    a_spec,
)
from tests.domain.audit.asking import (
    a_proposal,
    an_office,
    audited,
    calendar_days,
    days,
    differences,
    hours,
    months,
)

WAIT = (a_pause("2026-11-05 09:00", "2026-11-10 10:00"),)  # three working days, five days
TWO_WAITS = (*WAIT, a_pause("2026-11-12 09:00", "2026-11-13 09:00"))
RESET, RUN = OnSupplement.RESET, OnSupplement.RUN
SAME_DAY = Term(1, TermUnit.SAME_DAY)
IN_SEASONS = WorkingCalendar(a_spec(seasons=(a_season(),)))
SHUT = WorkingCalendar(a_spec(closures=(a_closure("2026-11-04", "2026-11-05"),)))
SUSPENDED = WorkingCalendar(
    a_spec(closures=(a_closure("2026-11-04", "2026-11-05", suspends_terms=True),))
)
PROPOSED = WorkingCalendar(a_spec(days=(*DAYS_2026, a_proposal("2026-11-28", DayKind.MAKE_UP))))


def the_only(found: tuple[Difference, ...]) -> Difference:
    assert len(found) == 1
    return found[0]


CASES = (
    pytest.param(
        "holiday_ignored", "2026-08-26", "2026-09-09", days(10), {}, id="three days off"
    ),
    pytest.param("holiday_ignored", "2026-11-19", "2026-11-26", days(5), {}, id="24 November"),
    pytest.param("make_up_ignored", "2026-08-19", "2026-08-26", days(5), {}, id="22 August"),
    pytest.param(
        "proposal_counted", "2026-11-19", "2026-11-30", days(5), {}, id="23 November off"
    ),
    pytest.param(
        "proposal_counted",
        "2026-11-19",
        "2026-11-28",
        days(5),
        {"calendar": PROPOSED},
        id="23 November off, 28 November worked",
    ),
    pytest.param(
        "on_rest_day", "2026-11-02", "2026-11-14", calendar_days(12), {}, id="not rolled over"
    ),
    pytest.param("on_rest_day", "2026-11-02", "2026-11-14", days(9), {}, id="the day after"),
    pytest.param("calendar_days", "2026-11-02", "2026-11-12", days(10), {}, id="calendar days"),
    pytest.param("calendar_days", "2026-11-19", "2026-11-29", days(10), {}, id="to a Sunday"),
    pytest.param(
        "working_days", "2026-11-02", "2026-11-18", calendar_days(12), {}, id="working days"
    ),
    pytest.param("months_of_30_days", "2026-08-05", "2026-11-03", months(3), {}, id="90 days"),
    pytest.param("receipt_day_counted", "2026-11-02", "2026-11-06", days(5), {}, id="day 1"),
    pytest.param(
        "receipt_day_counted", "2026-08-05", "2026-11-04", months(3), {}, id="day 1 of a month"
    ),
    pytest.param("from_next_day", "2026-11-02 15:30", "2026-11-10", days(5), {}, id="next day"),
    pytest.param(
        "from_next_day",
        "2026-11-06 15:30",
        "2026-11-19",
        calendar_days(10),
        {},
        id="the working day after a Friday",
    ),
    pytest.param(
        "from_submission",
        "2026-11-02 08:00",
        "2026-11-04",
        days(5),
        {"submitted": "2026-10-28 20:00"},
        id="as of the submission",
    ),
    pytest.param(
        "cutoff_ignored", "2026-11-02 15:30", "2026-11-02 17:00", SAME_DAY, {}, id="after three"
    ),
    pytest.param(
        "hours_rounded", "2026-11-02 08:10", "2026-11-02 15:00", hours(4), {}, id="to the hour"
    ),
    pytest.param(
        "hours_rounded", "2026-11-02 08:10", "2026-11-02 14:00", hours(4), {}, id="down"
    ),
    pytest.param(
        "hours_rounded", "2026-11-02 08:10", "2026-11-02 17:00", hours(4), {}, id="to closing"
    ),
    pytest.param(
        "hours_rounded", "2026-11-02 08:10", "2026-11-02 11:30", hours(2), {}, id="to the noon"
    ),
    pytest.param(
        "eight_hour_days",
        "2026-11-02 09:00",
        "2026-11-04 17:00",
        hours(12),
        {},
        id="hours as days",
    ),
    pytest.param("saturdays_worked", "2026-11-02", "2026-11-19", days(15), {}, id="Saturdays"),
    pytest.param("weekends_worked", "2026-11-18", "2026-11-26", days(7), {}, id="weekends"),
    pytest.param(
        "season_ignored",
        "2026-11-02 09:10",
        "2026-11-02 15:10",
        hours(4),
        {"calendar": IN_SEASONS},
        id="summer hours in winter",
    ),
    pytest.param(
        "suspension_ignored",
        "2026-11-02",
        "2026-11-05",
        days(3),
        {"calendar": SUSPENDED},
        id="counted on while suspended",
    ),
    pytest.param(
        "closure_suspending",
        "2026-11-02",
        "2026-11-11",
        days(5),
        {"calendar": SHUT},
        id="stopped while shut",
    ),
    pytest.param("other_year", "2026-11-02", "2027-11-16", days(10), {}, id="another year"),
    pytest.param(
        "day_and_month_swapped",
        "2026-04-01",
        "2026-09-04",
        days(6),
        {},
        id="4 September for 9 April",
    ),
    pytest.param("later", "2026-11-02", "2026-12-30", days(10), {}, id="much too late"),
    pytest.param("earlier", "2026-11-02", "2026-11-04", days(20), {}, id="much too early"),
)


PRESENT_CASES = (
    pytest.param("pause_ignored", "2026-11-16", WAIT, {}, id="a pause not given back"),
    pytest.param("pause_ignored", "2026-11-19", TWO_WAITS, {}, id="the last not given back"),
    pytest.param("pause_ignored", "2026-11-17", TWO_WAITS, {}, id="the first not given back"),
    pytest.param("reset_for_resume", "2026-11-25", WAIT, {}, id="started anew"),
    pytest.param("resume_for_reset", "2026-11-19", WAIT, {"rule": RESET}, id="given back only"),
    pytest.param("stopped_for_run", "2026-11-19", WAIT, {"rule": RUN}, id="stopped the clock"),
    pytest.param("stopped_for_run", "2026-11-25", WAIT, {"rule": RUN}, id="and started anew"),
    pytest.param(
        "pause_in_calendar_days", "2026-11-21", WAIT, {}, id="five days, to a Saturday"
    ),
    pytest.param("pause_in_calendar_days", "2026-11-23", WAIT, {}, id="and on to the Monday"),
)


@pytest.mark.parametrize(("code", "received", "promised", "term", "more"), CASES)
def test_a_mistake_is_named(
    code: str, received: str, promised: str, term: Term, more: dict[str, Any]
) -> None:
    found = differences(received, promised, term, **more)

    assert the_only(found).why.codes == (code,)


@pytest.mark.parametrize(("code", "promised", "pauses", "more"), PRESENT_CASES)
def test_a_mistake_with_a_pause_is_named(
    code: str, promised: str, pauses: tuple[Pause, ...], more: dict[str, Any]
) -> None:
    slip, present = (
        a_promise("2026-11-16", made="2026-11-02"),
        a_promise(promised, made="2026-11-13 10:00", kind=PromiseKind.SUPPLEMENT),
    )
    dossier = a_dossier(received="2026-11-02", promises=(slip, present), pauses=pauses)

    found = audited(dossier, an_office(days(10), **more)).differences

    assert the_only(found).why.codes == (code,)
    assert the_only(found).compared is Compared.PRESENT


SHORT_WAIT = (a_pause("2026-11-04 09:00", "2026-11-06 09:00"),)  # two days
WEEKEND = (a_pause("2026-11-06 09:00", "2026-11-09 09:00"),)  # one working day, three days
AN_HOUR = (a_pause("2026-11-02 08:30", "2026-11-02 09:30"),)
GIVEN_BACK_CASES = (
    pytest.param(
        "pause_given_twice",
        "2026-11-02",
        "2026-11-20",
        days(10),
        (a_pause("2026-11-03 09:00", "2026-11-05 09:00"),),
        id="two days once more",
    ),
    pytest.param(
        "pause_given_twice", "2026-11-02", "2026-11-27", days(10), TWO_WAITS, id="both waits"
    ),
    pytest.param(
        "pause_given_twice",
        "2026-11-02",
        "2026-11-20",
        calendar_days(12),
        (a_pause("2026-11-03 09:00", "2026-11-06 09:00"),),
        id="calendar days",
    ),
    pytest.param(
        "pause_given_twice",
        "2026-11-02 08:00",
        "2026-11-02 16:00",
        hours(4),
        AN_HOUR,
        id="hour",
    ),
    pytest.param(
        "pause_days_as_working",
        "2026-10-30",
        "2026-11-18",
        days(10),
        WEEKEND,
        id="three days for one",
    ),
    pytest.param(
        "pause_day_too_many",
        "2026-11-02",
        "2026-11-19",
        days(10),
        SHORT_WAIT,
        id="three of two",
    ),
    pytest.param(
        "pause_day_too_many",
        "2026-11-02",
        "2026-11-17",
        calendar_days(12),
        SHORT_WAIT,
        id="three of two calendar days",
    ),
)


@pytest.mark.parametrize(("code", "received", "promised", "term", "pauses"), GIVEN_BACK_CASES)
def test_a_pause_given_back_too_generously_is_named(
    code: str, received: str, promised: str, term: Term, pauses: tuple[Pause, ...]
) -> None:
    slip, present = (
        a_promise("2026-11-30", made=received),
        a_promise(promised, made="2026-11-13 10:00", kind=PromiseKind.SUPPLEMENT),
    )
    dossier = a_dossier(received=received, promises=(slip, present), pauses=pauses)

    *_, found = audited(dossier, an_office(term)).differences

    assert (found.compared, found.why.codes) == (Compared.PRESENT, (code,))


def test_every_mistake_is_tried_here() -> None:
    tried = {str(case.values[0]) for case in (*CASES, *PRESENT_CASES, *GIVEN_BACK_CASES)}
    known = {one.code for one in HYPOTHESES}

    assert known - tried == {"saturday_worked", "pause_included"}  # tried below
    assert tried - known == {"later", "earlier"}


def test_a_first_date_may_know_of_a_pause_that_came_later() -> None:
    first, second = (
        a_promise("2026-11-19", made="2026-11-02"),
        a_promise("2026-11-23", made="2026-11-10 10:00", kind=PromiseKind.SUPPLEMENT),
    )
    dossier = a_dossier(received="2026-11-02", promises=(first, second), pauses=WAIT)

    slip, _ = audited(dossier).differences

    assert (slip.compared, slip.why.codes) == (Compared.SLIP, ("pause_included",))


def test_half_days_may_be_rounded_to_days() -> None:
    term = Term(3, TermUnit.HALF_DAYS)

    found = differences("2026-11-02 09:00", "2026-11-04 17:00", term)

    assert the_only(found).why.codes == ("eight_hour_days",)
    assert f"{the_only(found).lawful_at:%H:%M %d/%m}" == "15:00 03/11"


def test_working_days_may_be_counted_as_hours() -> None:
    short = (Session(time(8), time(12)), Session(time(13), time(16)))
    calendar = WorkingCalendar(a_spec(week=dict.fromkeys(range(5), short)))

    found = differences("2026-11-02 08:00", "2026-11-17 10:00", days(10), calendar=calendar)

    assert the_only(found).why.codes[0] == "from_next_day"
    assert ("eight_hour_days",) in the_only(found).why.others


def test_a_saturday_taken_for_a_make_up_day_is_another_way_to_be_early() -> None:
    found = differences("2026-11-02", "2026-11-06", days(5))

    assert the_only(found).why.others == (("saturday_worked",),)


# Which days


@pytest.mark.parametrize(
    ("received", "promised", "term", "ignored", "any_of"),
    [
        pytest.param("2026-08-26", "2026-09-09", 10, ["08-31", "09-01", "09-02"], 0, id="all"),
        pytest.param("2026-08-26", "2026-09-10", 10, ["08-31", "09-01", "09-02"], 2, id="two"),
        pytest.param("2026-08-26", "2026-09-11", 10, ["08-31", "09-01", "09-02"], 1, id="one"),
        pytest.param("2026-04-20", "2026-04-30", 8, ["04-27", "04-30"], 0, id="two holidays"),
        pytest.param(
            "2026-02-12",
            "2026-05-28",
            75,
            ["02-16", "02-17", "02-18", "02-19", "02-20", "04-27", "04-30", "05-01"],
            0,
            id="all of a spring",
        ),
    ],
)
def test_the_days_ignored_are_named(
    received: str, promised: str, term: int, ignored: list[str], any_of: int
) -> None:
    found = the_only(differences(received, promised, days(term))).why

    assert found.codes == ("holiday_ignored",)
    assert [f"{row.day:%m-%d}" for row in found.days] == ignored
    assert found.any_of == any_of
    assert {row.source for row in found.days} == {"a notice"}


def test_a_day_off_at_the_weekend_is_never_blamed() -> None:
    calendar = WorkingCalendar(a_spec(days=(*DAYS_2026, a_day_off("2026-11-21"))))

    found = differences("2026-11-19", "2026-11-26", days(5), calendar=calendar)

    assert [f"{row.day}" for row in the_only(found).why.days] == ["2026-11-24"]


# Two at once


@pytest.mark.parametrize(
    ("received", "promised", "term", "codes"),
    [
        pytest.param(
            "2026-08-19",
            "2026-08-27",
            days(5),
            ("make_up_ignored", "from_next_day"),
            id="a make-up day and the next day",
        ),
        pytest.param(
            "2026-11-23",
            "2026-11-25",
            days(3),
            ("holiday_ignored", "receipt_day_counted"),
            id="a holiday and the day of receipt",
        ),
    ],
)
def test_two_mistakes_are_named_where_one_does_not_do(
    received: str, promised: str, term: Term, codes: tuple[str, str]
) -> None:
    found = the_only(differences(received, promised, term))

    assert found.why.codes == codes
    assert all(len(others) == 2 for others in found.why.others)


@pytest.mark.parametrize(
    ("promised", "code", "is_marked"),
    [
        pytest.param("2026-12-30", "later", True, id="later, not explained"),
        pytest.param("2026-11-17", "from_next_day", True, id="later, explained"),
        pytest.param("2026-11-12", "calendar_days", False, id="earlier"),
    ],
)
def test_without_data_on_pauses_every_later_date_says_so(
    promised: str, code: str, *, is_marked: bool
) -> None:
    carries = frozenset(Carried) - {Carried.PAUSES}
    unknown = a_dossier(received="2026-11-02", promised=promised, carries=carries)
    known = a_dossier(received="2026-11-02", promised=promised)

    found, plain = (the_only(audited(one).differences) for one in (unknown, known))

    assert found.why.codes == plain.why.codes == (code,)
    assert (found.are_pauses_unknown, plain.are_pauses_unknown) == (is_marked, False)


# Dates that nobody can have promised


@pytest.mark.parametrize(
    ("promised", "code", "is_impossible"),
    [
        pytest.param("2026-10-29", "before_receipt", True, id="before the receipt"),
        pytest.param("2025-11-16", "other_year", True, id="of the year before"),
        pytest.param("2027-11-16", "other_year", True, id="of the next year"),
        pytest.param("2026-12-30", "later", False, id="late, but possible"),
    ],
)
def test_a_date_that_nobody_can_have_promised_is_called_so(
    promised: str, code: str, *, is_impossible: bool
) -> None:
    found = the_only(differences("2026-11-02", promised, days(10)))

    assert (found.why.codes, found.is_impossible) == ((code,), is_impossible)

"""The formulas of the national index, dossier by dossier."""

import pytest

from monitor.domain.index_facts import (
    Asked,
    Handling,
    InTime,
    Measure,
    Special,
    count_special,
    is_in_time,
)
from monitor.domain.term import Term, TermUnit
from tests.builders import vn


def a_special(
    *asks: tuple[str, str | None],
    promised: str | None = "2026-11-12 17:00",
    due: str | None = None,
    until: str,
) -> Special:
    return Special(
        promised_at=vn(promised) if promised else None,
        due_at=vn(due) if due else None,
        until=vn(until),
        asks=tuple(
            Asked(asked_at=vn(asked), done_at=vn(done) if done else None)
            for asked, done in asks
        ),
    )


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(a_special(until="2026-11-12 17:00"), True, id="the instant promised"),
        pytest.param(a_special(until="2026-11-12 17:01"), False, id="a minute after"),
        pytest.param(
            a_special(promised="2026-11-12", until="2026-11-12 18:30"), True, id="a whole day"
        ),
        pytest.param(a_special(promised="2026-11-12", until="2026-11-13"), False, id="over"),
        pytest.param(
            a_special(("2026-11-05 08:00", "2026-11-10 08:00"), until="2026-11-17 17:00"),
            True,
            id="the time of a supplement is taken off",
        ),
        pytest.param(
            a_special(("2026-11-05 08:00", "2026-11-10 08:00"), until="2026-11-17 17:01"),
            False,
            id="and no more",
        ),
        pytest.param(
            a_special(("2026-11-12 08:00", None), until="2026-12-01"), True, id="not back"
        ),
        pytest.param(
            a_special(("2026-11-13 08:00", None), until="2026-12-01"), False, id="asked late"
        ),
        pytest.param(
            a_special(("2026-11-12 08:00", "2026-12-02 08:00"), until="2026-12-01"),
            True,
            id="back after the period",
        ),
        pytest.param(
            a_special(
                ("2026-11-03 08:00", "2026-11-04 08:00"),
                ("2026-11-05 08:00", "2026-11-06 08:00"),
                until="2026-11-10 08:00",
            ),
            False,
            id="asked twice is late",
        ),
        pytest.param(
            a_special(promised=None, due="2026-11-12 17:00", until="2026-11-12 18:00"),
            True,
            id="without a promise, the days of the term",
        ),
        pytest.param(
            a_special(
                ("2026-11-03 08:00", "2026-11-06 08:00"),
                promised=None,
                due="2026-11-12 17:00",
                until="2026-11-13 08:00",
            ),
            False,
            id="which hold the supplement",
        ),
        pytest.param(a_special(promised=None, until="2026-11-12"), None, id="neither"),
    ],
)
def test_in_time_by_the_index(one: Special, expected: bool | None) -> None:
    assert is_in_time(one) is expected


def test_dossiers_judged_one_by_one_are_counted() -> None:
    some = [
        a_special(until="2026-11-12 08:00"),
        a_special(until="2026-11-13 08:00"),
        a_special(promised=None, until="2026-11-12 08:00"),
    ]

    assert count_special(some) + InTime(kept=2, judged=3) == InTime(kept=3, judged=5, unknown=1)


@pytest.mark.parametrize(
    ("term", "measure"),
    [
        (None, Measure.WORKING_DAYS),
        (Term(5, TermUnit.WORKING_DAYS), Measure.WORKING_DAYS),
        (Term(1, TermUnit.SAME_DAY), Measure.WORKING_DAYS),
        (Term(5, TermUnit.CALENDAR_DAYS), Measure.CALENDAR_DAYS),
        (Term(2, TermUnit.MONTHS), Measure.CALENDAR_DAYS),
        (Term(4, TermUnit.WORKING_HOURS), Measure.WORKING_HOURS),
        (Term(1, TermUnit.HALF_DAYS), Measure.WORKING_HOURS),
    ],
)
def test_a_procedure_is_measured_in_its_own_unit(term: Term | None, measure: Measure) -> None:
    assert Measure.of(term) is measure


def test_averages_are_rounded_half_up() -> None:
    days = Handling(procedure="p", measure=Measure.WORKING_DAYS, dossiers=8, amount=25)
    hours = Handling(procedure="q", measure=Measure.WORKING_HOURS, dossiers=2, amount=9_000)

    assert (days.hundredths, hours.hundredths) == (313, 125)

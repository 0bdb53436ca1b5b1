"""The short count says what the date rests on: days, documents, pauses, the slip."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.calendar_spec import DatedDay, DayKind, RowStatus
from monitor.domain.deadline import find_deadline
from monitor.domain.dossier import Dossier
from monitor.domain.policy import Policy
from monitor.domain.procedure import OnSupplement, Procedure
from monitor.domain.term import Term, TermUnit
from monitor.notices.date_basis import Agreement, DateBasis, NamedDay, date_basis
from tests.builders import (
    DAYS_2026,
    a_calendar,
    a_dossier,
    a_pause,
    a_procedure,
    days_term,
    hours_term,
    vn,
)
from tests.notices.scenes import moved_survey

PROPOSED = DatedDay(
    day=date(2026, 11, 28),
    kind=DayKind.MAKE_UP,
    title="proposed",
    source="",
    status=RowStatus.PROPOSED,
)
ESTIMATED = DatedDay(
    day=date(2026, 11, 25),
    kind=DayKind.OFF,
    title="estimated",
    source="a draft",
    status=RowStatus.ESTIMATED,
)
POLICY = Policy(calendar=a_calendar(*DAYS_2026, PROPOSED, ESTIMATED))


def basis_of(dossier: Dossier, procedure: Procedure | None) -> DateBasis:
    deadline = find_deadline(dossier, procedure, POLICY)
    assert deadline is not None
    return date_basis(dossier, procedure, POLICY, deadline)


def days(*numbers: int) -> tuple[date, ...]:
    return tuple(date(2026, 11, number) for number in numbers)


def test_a_plain_count_names_its_days() -> None:
    dossier = a_dossier(received="2026-11-05 09:00", promised="2026-11-12 17:00")

    basis = basis_of(dossier, a_procedure(days_term(5)))

    assert basis.agreement is Agreement.AGREES
    assert basis.count is not None
    assert (basis.count.counts_from, basis.count.ends_on) == (
        date(2026, 11, 6),
        date(2026, 11, 12),
    )
    assert basis.count.rest_days == days(7, 8)
    assert basis.count.days_off == ()
    assert not basis.is_estimated


def test_a_day_off_is_named_with_its_document() -> None:
    dossier = a_dossier(received="2026-11-20 09:00", promised="2026-11-26 17:00")

    basis = basis_of(dossier, a_procedure(days_term(2)))

    assert basis.count is not None
    assert basis.count.days_off == (
        NamedDay(
            day=date(2026, 11, 24),
            title="off 2026-11-24",
            source="a notice",
            is_estimated=False,
        ),
        NamedDay(
            day=date(2026, 11, 25), title="estimated", source="a draft", is_estimated=True
        ),
    )
    assert basis.is_estimated


def test_a_day_worked_in_exchange_is_named_and_a_proposed_one_is_not() -> None:
    august = a_dossier(received="2026-08-20 09:00", promised="2026-08-24 17:00")
    november = a_dossier(received="2026-11-26 09:00", promised="2026-12-02 17:00")

    worked = basis_of(august, a_procedure(days_term(3))).count
    proposed = basis_of(november, a_procedure(days_term(4))).count

    assert worked is not None
    assert [one.day for one in worked.made_up] == [date(2026, 8, 22)]
    assert proposed is not None
    assert proposed.made_up == ()


def test_a_pause_is_told_and_so_is_a_new_start() -> None:
    dossier = a_dossier(
        received="2026-11-02 08:00",
        promised="2026-11-09 17:00",
        pauses=(a_pause("2026-11-04 09:00", "2026-11-09 09:00"),),
    )
    resumed = basis_of(dossier, a_procedure(days_term(5))).count
    anew = basis_of(dossier, a_procedure(days_term(5), on_supplement=OnSupplement.RESET)).count

    assert resumed is not None
    assert anew is not None
    assert [wait.starts_again for wait in resumed.waits] == [False]
    assert [wait.starts_again for wait in anew.waits] == [True]
    assert anew.counts_from == date(2026, 11, 10)


def test_a_last_day_of_rest_rolls_on() -> None:
    dossier = a_dossier(received="2026-11-07 08:00", promised="2026-11-16 17:00")

    count = basis_of(dossier, a_procedure(Term(7, TermUnit.CALENDAR_DAYS))).count

    assert count is not None
    assert (count.ends_on, count.rolls_to) == (date(2026, 11, 14), date(2026, 11, 16))


def test_a_term_of_the_same_day_is_known_as_one() -> None:
    dossier = a_dossier(received="2026-11-12 08:00", promised="2026-11-12 17:00")

    count = basis_of(dossier, a_procedure(Term(1, TermUnit.SAME_DAY))).count

    assert count is not None
    assert count.is_same_day
    assert (count.counts_from, count.ends_on) == (date(2026, 11, 12), date(2026, 11, 12))


@pytest.mark.parametrize(
    ("dossier", "procedure", "expected"),
    [
        pytest.param(
            a_dossier(received="2026-11-05 09:00", promised="2026-11-16 17:00"),
            a_procedure(days_term(5)),
            Agreement.DIFFERS,
            id="another day on the slip",
        ),
        pytest.param(
            a_dossier(received="2026-11-05 09:00", promised="2026-11-12 11:00"),
            a_procedure(days_term(5)),
            Agreement.AGREES,
            id="terms of days agree by the day",
        ),
        pytest.param(
            a_dossier(received="2026-11-12 08:00", promised="2026-11-12 10:00"),
            a_procedure(hours_term(2)),
            Agreement.AGREES,
            id="terms of hours agree by the minute",
        ),
        pytest.param(
            a_dossier(received="2026-11-12 08:00", promised="2026-11-12 10:30"),
            a_procedure(hours_term(2)),
            Agreement.DIFFERS,
            id="half an hour apart",
        ),
        pytest.param(
            a_dossier(received="2026-11-05 09:00"),
            a_procedure(days_term(5)),
            Agreement.NOT_PROMISED,
            id="no date on the slip",
        ),
        pytest.param(
            a_dossier(received="2026-11-05 09:00", promised="2026-11-12 17:00"),
            None,
            Agreement.NOT_COUNTED,
            id="no procedure to count by",
        ),
        pytest.param(
            a_dossier(received="2026-11-05 09:00", promised="2026-11-12 17:00"),
            replace(a_procedure(), term=None),
            Agreement.NOT_COUNTED,
            id="no term to count",
        ),
        pytest.param(
            replace(
                a_dossier(received="2026-11-05 09:00", promised="2026-11-12 17:00"),
                received_at=None,
            ),
            a_procedure(days_term(5)),
            Agreement.NOT_COUNTED,
            id="no receipt to count from",
        ),
    ],
)
def test_the_slip_is_held_against_the_count(
    dossier: Dossier, procedure: Procedure | None, expected: Agreement
) -> None:
    basis = basis_of(dossier, procedure)

    assert basis.agreement is expected
    assert (basis.count is None) is (expected is Agreement.NOT_COUNTED)
    assert (basis.lawful_at is None) is (expected is Agreement.NOT_COUNTED)


def test_a_date_the_office_has_moved_shows_where_it_was() -> None:
    basis = basis_of(moved_survey(), None)

    assert basis.first_due_on == date(2026, 11, 9)
    assert basis.due_on == date(2026, 11, 27)


def test_two_dossiers_counted_alike_rest_on_the_same() -> None:
    one = a_dossier(code="one", received="2026-11-05 09:00", promised="2026-11-12 17:00")
    two = replace(
        one, code="two", promises=(replace(one.promises[0], made_at=vn("2026-11-05")),)
    )

    assert basis_of(one, a_procedure(days_term(5))) == basis_of(two, a_procedure(days_term(5)))

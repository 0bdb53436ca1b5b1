"""What a count rests on: days, term and choices."""

from dataclasses import replace
from datetime import date, time

import pytest

from monitor.domain.counted import Counted, Recount, Redated, count_basis, counted
from monitor.domain.deadline import assess
from monitor.domain.dossier import Dossier, Status
from monitor.domain.policy import Policy
from monitor.domain.procedure import OnSupplement, Procedure
from monitor.domain.term import Term, TermUnit
from tests.builders import (
    CALENDAR_2026,
    POLICY_2026,
    a_case,
    a_dossier,
    a_pause,
    a_procedure,
    a_promise,
    days_term,
    vn,
)

AT = "2026-11-05 08:00"
MADE = a_promise("2026-11-10 17:00", made="2026-10-30 08:00")


def basis_of(
    dossier: Dossier, procedure: Procedure | None = None, policy: Policy = POLICY_2026
) -> Counted | None:
    standing = assess(dossier, procedure, policy, at=vn(AT))
    case = a_case(dossier, policy=policy, at=AT)
    return counted(replace(case, procedure=procedure, standing=standing))


def test_a_count_rests_on_the_days_from_receipt_to_the_later_date() -> None:
    dossier = a_dossier(received="2026-11-02 08:00", promised="2026-11-10 17:00")

    assert basis_of(dossier, a_procedure(days_term(10))) == Counted(
        calendar="test",
        first_on=date(2026, 11, 2),
        last_on=date(2026, 11, 16),
        by="10 working_days resume closing term 15:00",
        due_at=vn("2026-11-10 17:00"),
        statutory_at=vn("2026-11-16 17:00"),
    )


def test_a_promise_alone_rests_on_the_days_since_it_was_made() -> None:
    dossier = a_dossier(received=None, promises=(MADE,))

    told = basis_of(dossier)

    assert told is not None
    assert (told.first_on, told.last_on) == (date(2026, 10, 30), date(2026, 11, 10))
    assert told.by == "closing term 15:00"


@pytest.mark.parametrize("promised", [None, "2026-11-10 17:00"])
def test_a_count_beyond_the_calendar_rests_on_days_that_are_not_loaded(
    promised: str | None,
) -> None:
    dossier = a_dossier(received="2026-11-02 08:00", promised=promised)

    told = basis_of(dossier, a_procedure(days_term(100)))

    assert told is not None
    assert told.last_on == date.max
    assert told.dates == (vn(promised) if promised else None, None)


@pytest.mark.parametrize(
    "dossier",
    [
        pytest.param(a_dossier(received=None), id="nothing to count from"),
        pytest.param(
            a_dossier(promised="2026-11-10 17:00", finished="2026-11-04 08:00"), id="ended"
        ),
    ],
)
def test_where_no_date_can_be_counted_nothing_is_kept(dossier: Dossier) -> None:
    assert basis_of(dossier) is None


@pytest.mark.parametrize(
    "dossier",
    [
        pytest.param(a_dossier(), id="no term and no promise"),
        pytest.param(
            a_dossier(
                promised="2026-11-10 17:00",
                status=Status.PAUSED_SUPPLEMENT,
                pauses=(a_pause("2026-11-04 08:00"),),
            ),
            id="waiting for the citizen",
        ),
    ],
)
def test_without_a_date_it_rests_on_the_choices_alone(dossier: Dossier) -> None:
    told = basis_of(dossier)

    assert told is not None
    assert (told.last_on, told.dates, told.by) == (date.min, (None, None), "closing term 15:00")


def test_the_basis_names_the_term_and_every_choice() -> None:
    half = a_procedure(Term(1, TermUnit.HALF_DAYS), on_supplement=OnSupplement.RESET)
    policy = Policy(calendar=CALENDAR_2026, same_day_cutoff=time(14, 30))

    assert count_basis(half, policy) == "1 half_days reset closing term 14:30 28800"
    assert count_basis(Procedure(code="1", name="x"), policy) == "- resume closing term 14:30"


def test_a_date_that_moved_is_told_apart_from_another_basis() -> None:
    before = basis_of(a_dossier(promised="2026-11-10 17:00"))
    after = basis_of(a_dossier(promised="2026-11-11 17:00"))
    assert before is not None
    assert after is not None

    move = Recount(dossier="H1", unit="U", before=before, after=after)
    still = Recount(dossier="H1", unit="U", before=before, after=before)

    assert still.moved is None
    assert move.moved == Redated(
        dossier="H1",
        unit="U",
        before=(vn("2026-11-10 17:00"), None),
        after=(vn("2026-11-11 17:00"), None),
    )

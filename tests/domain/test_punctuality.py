"""Whether a dossier kept its first date is judged once, where the sources can tell."""

from dataclasses import replace

import pytest

from monitor.domain.dossier import Carried, Dossier, PromiseKind, Status
from monitor.domain.policy import LateBy
from monitor.domain.punctuality import NOTHING_DUE, Punctuality, punctuality
from tests.builders import POLICY_2026, a_case, a_dossier, a_pause, a_promise, vn

DUE, PASSES = vn("2026-11-16 17:00"), vn("2026-11-17")  # due on Monday 16 November
AT = "2026-11-20 09:00"


@pytest.mark.parametrize(
    ("dossier", "is_kept"),
    [
        pytest.param(a_dossier(finished="2026-11-16 17:00"), True, id="on the due day"),
        pytest.param(a_dossier(finished="2026-11-17 08:00"), False, id="the day after"),
        pytest.param(
            a_dossier(finished="2026-11-20 08:00", pauses=(a_pause("2026-11-17 08:00"),)),
            False,
            id="it was late before it waited",
        ),
        pytest.param(a_dossier(), None, id="open"),
        pytest.param(
            a_dossier(finished="2026-11-17 08:00", status=Status.WITHDRAWN), None, id="given up"
        ),
        pytest.param(
            a_dossier(collected="2026-11-16 08:00", status=Status.RETURNED),
            True,
            id="collected in time",
        ),
        pytest.param(
            a_dossier(collected="2026-11-18 08:00", status=Status.RETURNED),
            None,
            id="collected late: nobody says when the result was there",
        ),
        pytest.param(a_dossier(status=Status.FINISHED), None, id="ended, nobody says when"),
        pytest.param(
            replace(a_dossier(status=Status.FINISHED), end_seen_at=vn("2026-11-13 07:10")),
            True,
            id="seen ended in time",
        ),
        pytest.param(
            replace(a_dossier(status=Status.FINISHED), end_seen_at=vn("2026-11-18 07:10")),
            None,
            id="seen ended after the deadline",
        ),
    ],
)
def test_an_end_meets_the_deadline_or_not(dossier: Dossier, *, is_kept: bool | None) -> None:
    found = punctuality(a_case(dossier, at=AT))

    assert (found.first_due_at, found.passes_at) == (DUE, PASSES)
    assert (found.is_kept, found.shows_end) == (is_kept, True)


def test_a_date_put_off_does_not_count() -> None:
    again = a_promise("2026-11-27 17:00", kind=PromiseKind.REAPPOINTMENT)
    dossier = a_dossier(
        promised="2026-11-16 17:00", promises=(again,), finished="2026-11-20 08:00"
    )

    assert punctuality(a_case(dossier, at=AT)) == Punctuality(
        first_due_at=DUE,
        due_at=vn("2026-11-27 17:00"),
        passes_at=PASSES,
        is_kept=False,
        shows_end=True,
    )


@pytest.mark.parametrize(
    "dossier",
    [
        pytest.param(a_dossier(received=None), id="no date to count from"),
        pytest.param(a_dossier(pauses=(a_pause("2026-11-05 08:00"),)), id="the clock stands"),
    ],
)
def test_where_no_deadline_can_be_named_nothing_is_due(dossier: Dossier) -> None:
    assert punctuality(a_case(dossier, at=AT)) == NOTHING_DUE


@pytest.mark.parametrize(
    "ended",
    [
        pytest.param(a_dossier(finished="2026-11-20 08:00"), id="finished"),
        pytest.param(
            replace(a_dossier(status=Status.FINISHED), end_seen_at=vn("2026-11-20 07:10")),
            id="seen ended",
        ),
    ],
)
def test_a_wait_that_nobody_closed_lasted_until_the_end(ended: Dossier) -> None:
    waited = replace(ended, pauses=(a_pause("2026-11-10 08:00"),))

    found = punctuality(a_case(waited, at=AT))

    assert (found.passes_at, found.is_kept) == (vn("2026-11-28"), True)


def test_what_no_export_can_show_is_said() -> None:
    collected = a_dossier(carries=frozenset({Carried.COLLECTED}))

    assert not punctuality(a_case(collected, at=AT)).shows_end


def test_an_end_beyond_the_loaded_calendar_tells_nothing() -> None:
    policy = replace(POLICY_2026, late_by=LateBy.MINUTE)
    dossier = a_dossier(promised="2026-11-16 17:00", finished="2026-11-20 08:00")
    case = a_case(dossier, at=AT, policy=policy)
    later = replace(case, dossier=replace(dossier, finished_at=vn("2027-01-04 08:00")))

    assert punctuality(later).is_kept is None

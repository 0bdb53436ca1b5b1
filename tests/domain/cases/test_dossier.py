"""A dossier that an auditor writes down is dated as any of the office's."""

import pytest

from monitor.domain.calendar_spec import RowStatus
from monitor.domain.cases.dossier import CountedDue, DossierCase, date_case
from monitor.domain.dossier import Pause
from monitor.domain.errors import OpenPauseError
from monitor.domain.policy import Policy
from monitor.domain.procedure import OnSupplement
from monitor.domain.term import Term, TermUnit
from tests.builders import POLICY_2026, a_calendar, a_day_off, vn

TEN_DAYS = Term(10, TermUnit.WORKING_DAYS)
WAIT = Pause(paused_at=vn("2026-11-04 09:00"), resumed_at=vn("2026-11-09 09:00"))


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        pytest.param(
            OnSupplement.RESUME, "2026-11-19 17:00", id="the time waited is given back"
        ),
        pytest.param(OnSupplement.RESET, "2026-11-23 17:00", id="the term starts again"),
        pytest.param(OnSupplement.RUN, "2026-11-16 17:00", id="the clock does not stop"),
    ],
)
def test_a_pause_counts_by_the_rule(rule: OnSupplement, due: str) -> None:
    case = DossierCase(received_at=vn("2026-11-02 08:00"), term=TEN_DAYS, pauses=(WAIT,))

    found = date_case(case, POLICY_2026, rule=rule)

    assert found == CountedDue(due_at=vn(due), is_estimated=False)


def test_what_stands_still_has_no_due_date_unless_the_clock_runs_on() -> None:
    case = DossierCase(
        received_at=vn("2026-11-02 08:00"),
        term=TEN_DAYS,
        pauses=(Pause(paused_at=vn("2026-11-04 09:00")),),
    )

    with pytest.raises(OpenPauseError):
        date_case(case, POLICY_2026, rule=OnSupplement.RESUME)

    assert date_case(case, POLICY_2026, rule=OnSupplement.RUN).due_at == vn("2026-11-16 17:00")


def test_a_date_behind_an_estimated_day_is_marked() -> None:
    day = a_day_off("2026-11-10", status=RowStatus.ESTIMATED)
    policy = Policy(calendar=a_calendar(day))
    case = DossierCase(received_at=vn("2026-11-02 08:00"), term=TEN_DAYS)

    assert date_case(case, policy, rule=OnSupplement.RESUME) == CountedDue(
        due_at=vn("2026-11-17 17:00"), is_estimated=True
    )

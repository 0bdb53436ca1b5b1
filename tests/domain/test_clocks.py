"""The clock of the reception, and each step by its own limit."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import CalendarSpec
from monitor.domain.clocks import reception, reception_due, schedule
from monitor.domain.dossier import Channel, Status
from monitor.domain.policy import Policy
from monitor.domain.procedure import StepLimit
from monitor.domain.term import Term, TermUnit
from tests.builders import POLICY_2026, a_dossier, a_pause, days_term, hours_term, vn
from tests.domain.strategies import amounts, calendar_specs, instants, thoroughly
from tests.domain.test_counting import count_or_pass

AT = vn("2026-11-10 09:00")


@pytest.mark.parametrize(
    ("submitted", "due"),
    [
        pytest.param("2026-11-02 07:00", "2026-11-02 17:00", id="a day"),
        pytest.param("2026-11-02 10:00", "2026-11-03 10:00", id="over a night"),
        pytest.param("2026-11-06 20:00", "2026-11-09 17:00", id="on a Friday evening"),
        pytest.param("2026-11-23 16:00", "2026-11-25 16:00", id="over a day off"),
    ],
)
def test_a_dossier_is_received_within_eight_working_hours(submitted: str, due: str) -> None:
    assert reception_due(vn(submitted), POLICY_2026) == vn(due)


def test_the_hours_are_the_offices_choice() -> None:
    policy = replace(POLICY_2026, reception_hours=4)

    assert reception_due(vn("2026-11-02 07:00"), policy) == vn("2026-11-02 11:00")


@pytest.mark.parametrize(
    ("submitted", "received", "is_late"),
    [
        pytest.param("2026-11-02 10:00", "2026-11-03 10:00", False, id="to the minute"),
        pytest.param("2026-11-02 10:00", "2026-11-03 10:01", True, id="a minute late"),
        pytest.param("2026-11-02 07:00", "2026-11-03 06:59", False, id="before opening"),
        pytest.param("2026-11-02 00:00", "2026-11-02 19:00", False, id="a date without hour"),
        pytest.param("2026-11-02 10:00", "2026-11-03 00:00", False, id="received that day"),
        pytest.param("2026-11-02 10:00", "2026-11-04 00:00", True, id="received the day after"),
        pytest.param("2026-11-09 15:00", None, False, id="not yet, and there is time"),
        pytest.param("2026-11-02 10:00", None, True, id="still not"),
    ],
)
def test_it_is_late_once_the_hours_have_passed(
    submitted: str, received: str | None, *, is_late: bool
) -> None:
    dossier = replace(
        a_dossier(received=received), channel=Channel.ONLINE, submitted_at=vn(submitted)
    )

    told = reception(dossier, POLICY_2026, at=AT)

    assert told is not None
    assert told.is_late is is_late
    assert told.received_at == (vn(received) if received else None)
    assert not told.is_over


@pytest.mark.parametrize(
    ("ended", "seen", "is_late"),
    [
        pytest.param("2026-11-03 09:00", None, False, id="ended in time"),
        pytest.param("2026-11-03 11:00", None, True, id="ended late"),
        pytest.param(None, "2026-11-03 07:10", False, id="seen ended in time"),
        pytest.param(None, None, True, id="nobody knows when"),
    ],
)
def test_one_that_ended_without_being_received_is_judged_by_its_end(
    ended: str | None, seen: str | None, *, is_late: bool
) -> None:
    dossier = replace(
        a_dossier(received=None, status=Status.REFUSED, finished=ended),
        channel=Channel.ONLINE,
        submitted_at=vn("2026-11-02 10:00"),
        end_seen_at=vn(seen) if seen else None,
    )

    told = reception(dossier, POLICY_2026, at=AT)

    assert told is not None
    assert (told.is_over, told.is_late) == (True, is_late)


@pytest.mark.parametrize("channel", [Channel.IN_PERSON, Channel.POST, None])
def test_who_is_not_said_to_come_online_has_no_such_clock(channel: Channel | None) -> None:
    dossier = replace(a_dossier(), channel=channel, submitted_at=vn("2026-11-02 07:00"))

    assert reception(dossier, POLICY_2026, at=AT) is None


def test_without_an_instant_of_submission_nothing_is_known() -> None:
    assert reception(replace(a_dossier(), channel=Channel.ONLINE), POLICY_2026, at=AT) is None


STEPS = (
    StepLimit("receive", hours_term(4)),
    StepLimit("examine", days_term(3)),
    StepLimit("sign", Term(1, TermUnit.HALF_DAYS)),
)


def test_each_step_starts_where_the_one_before_ends() -> None:
    told = schedule(vn("2026-11-02 08:00"), STEPS, POLICY_2026)

    assert [one.name for one in told] == ["receive", "examine", "sign"]
    assert [f"{one.starts_at:%d %H:%M}" for one in told] == ["02 08:00", "02 14:00", "05 17:00"]
    assert [f"{one.due_at:%d %H:%M}" for one in told] == ["02 14:00", "05 17:00", "06 11:00"]


def test_a_pause_moves_the_step_it_falls_in_and_those_after() -> None:
    wait = a_pause("2026-11-03 10:00", "2026-11-05 10:00")

    told = schedule(vn("2026-11-02 08:00"), STEPS, POLICY_2026, pauses=(wait,))

    assert [f"{one.due_at:%d %H:%M}" for one in told] == ["02 14:00", "09 17:00", "10 11:00"]


@pytest.mark.parametrize(
    ("held", "names"),
    [
        pytest.param("2026-11-02 10:00", [], id="within the first"),
        pytest.param("2026-11-02 14:01", ["receive"], id="within the second"),
        pytest.param("2026-11-05 18:00", ["receive"], id="on the last day of the second"),
        pytest.param("2026-11-06 08:00", ["receive", "examine"], id="within the third"),
        pytest.param("2026-11-09 08:00", ["receive", "examine", "sign"], id="after all"),
    ],
)
def test_while_a_dossier_waits_only_the_steps_before_are_counted(
    held: str, names: list[str]
) -> None:
    told = schedule(vn("2026-11-02 08:00"), STEPS, POLICY_2026, held_at=vn(held))

    assert [one.name for one in told] == names


@thoroughly
@given(
    spec=calendar_specs(),
    received_at=instants,
    limits=st.lists(amounts, min_size=1, max_size=4),
)
def test_steps_of_working_days_end_where_their_sum_ends(
    spec: CalendarSpec, received_at: datetime, limits: list[int]
) -> None:
    policy = Policy(calendar=WorkingCalendar(spec))
    whole = count_or_pass(received_at, days_term(sum(limits)), policy)

    told = schedule(received_at, [StepLimit("x", days_term(one)) for one in limits], policy)

    assert told[-1].due_at == whole

"""slow_receipt speaks of online dossiers that nobody has received in time."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Channel, Dossier, Status
from monitor.domain.finding import Severity
from monitor.domain.rule import judge
from monitor.rules.slow_receipt import RULE, check, moments
from tests.builders import POLICY_2026, a_case, a_dossier, vn

# Tuesday 10 November 2026, at the opening: eight working hours end at the closing
DOSSIER = replace(
    a_dossier(received=None, status=Status.SUBMITTED, handler=None),
    channel=Channel.ONLINE,
    submitted_at=vn("2026-11-10 07:00"),
)
DUE = vn("2026-11-10 17:00")
LATER = "2026-11-11 07:10"


@pytest.mark.parametrize(
    ("at", "count"),
    [
        pytest.param("2026-11-10 17:00", 0, id="the eighth hour ends"),
        pytest.param("2026-11-10 22:00", 0, id="an evening counts for nothing"),
        pytest.param("2026-11-11 07:00", 0, id="the opening is no hour yet"),
        pytest.param("2026-11-11 07:01", 1, id="a minute later"),
    ],
)
def test_speaks_after_eight_working_hours(at: str, count: int) -> None:
    assert len(list(check(a_case(DOSSIER, at=at)))) == count


def test_an_export_of_before_cannot_know() -> None:
    seen_before = replace(DOSSIER, as_of=vn("2026-11-10 16:50"))

    assert list(check(a_case(seen_before, at=LATER))) == []


@pytest.mark.parametrize(
    ("dossier", "count"),
    [
        pytest.param(replace(DOSSIER, channel=None), 0, id="nobody says how it came"),
        pytest.param(replace(DOSSIER, status=None), 1, id="its status not known"),
        pytest.param(replace(DOSSIER, channel=Channel.POST), 0, id="by post"),
        pytest.param(replace(DOSSIER, submitted_at=None), 0, id="submitted, not known when"),
        pytest.param(replace(DOSSIER, received_at=vn("2026-11-11")), 0, id="received, late"),
        pytest.param(replace(DOSSIER, status=Status.RECEIVED), 0, id="received, not said when"),
        pytest.param(replace(DOSSIER, status=Status.PAUSED_SUPPLEMENT), 0, id="sent back"),
        pytest.param(replace(DOSSIER, status=Status.REFUSED), 0, id="refused"),
        pytest.param(
            replace(DOSSIER, submitted_at=vn("2026-12-31 16:00")), 0, id="beyond the calendar"
        ),
    ],
)
def test_speaks_of_online_dossiers_that_wait_for_the_office(
    dossier: Dossier, count: int
) -> None:
    assert len(list(check(a_case(dossier, at=LATER)))) == count


def test_a_submission_without_its_hour_counts_from_the_end_of_its_day() -> None:
    by_day = replace(DOSSIER, submitted_at=vn("2026-11-10"))
    in_time, late = "2026-11-11 17:00", "2026-11-12 07:01"

    assert list(check(a_case(by_day, at=in_time))) == []
    assert len(list(check(a_case(by_day, at=late)))) == 1
    assert list(moments(a_case(by_day, at=in_time))) == [vn("2026-11-12 07:00:01")]


def test_the_one_stop_unit_hears_since_when_and_as_of_when() -> None:
    (finding,) = check(a_case(DOSSIER, at=LATER))

    assert finding.key == (DOSSIER.code, "slow_receipt", "once", DUE)
    assert finding.tells == (Role.ONE_STOP,)
    assert finding.severity is Severity.WARNING
    assert finding.facts == {
        "submitted_at": vn("2026-11-10 07:00"),
        "receive_by": DUE,
        "as_of": vn(LATER),
    }


def test_the_hours_are_the_offices_choice() -> None:
    policy = replace(POLICY_2026, reception_hours=5)

    assert len(list(check(a_case(DOSSIER, at="2026-11-10 15:00", policy=policy)))) == 1


def test_its_moment_is_the_second_after() -> None:
    assert list(moments(a_case(DOSSIER, at="2026-11-10 09:00"))) == [
        vn("2026-11-11 07:00").replace(second=1)
    ]
    assert list(moments(a_case(a_dossier(), at="2026-11-10 09:00"))) == []


@pytest.mark.parametrize(
    "absent", [Carried.SUBMITTED, Carried.RECEIVED, Carried.STATUS, Carried.CHANNEL]
)
def test_a_source_without_the_column_cannot_know(absent: Carried) -> None:
    dossier = replace(DOSSIER, carries=frozenset(Carried) - {absent})

    judged = judge(a_case(dossier, at=LATER), [RULE])

    assert (judged.findings, judged.unknown) == ((), ("slow_receipt",))

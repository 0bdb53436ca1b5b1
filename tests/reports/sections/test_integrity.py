"""What was asked to be verified, by rule and by unit, and what was said of it in time."""

from datetime import date

import pytest

from monitor.domain.month_findings import Said, Verification
from reports.sections.integrity import AnswerCounts, Integrity
from tests.builders import vn
from tests.reports.snapshots import CULTURE, ECONOMY, a_report

ASKED = Verification(
    rule="due_moved",
    unit=CULTURE[0],
    codes=("d1",),
    found_at=vn("2026-11-05 08:00"),
    explain_by=date(2026, 11, 9),
)


def explained(at: str, **told: object) -> Verification:
    facts = {
        "rule": "due_moved",
        "unit": CULTURE[0],
        "codes": ("d2",),
        "found_at": vn("2026-11-04 08:00"),
        "explain_by": date(2026, 11, 6),
        "said": Said.EXPLAINED,
        "said_at": vn(at),
        "said_by": "Trưởng phòng",
        **told,
    }
    return Verification(**facts)  # type: ignore[arg-type]


def test_it_is_counted_by_rule_and_by_unit_and_listed_unanswered_first() -> None:
    late = explained("2026-11-07 08:00", codes=("d2", "d3", "d1"), rule="bulk_edit")
    seen = Verification(
        rule="dates_contradict",
        unit=ECONOMY[0],
        codes=("d4",),
        found_at=vn("2026-11-02 08:00"),
        said=Said.ACKNOWLEDGED,
        said_at=vn("2026-11-03 08:00"),
    )
    gone = Verification(
        rule="dates_contradict",
        unit="",
        codes=("d5",),
        found_at=seen.found_at,
        said=Said.SETTLED,
    )

    told = a_report(verified=(late, seen, gone, ASKED)).part(Integrity)

    assert told.counts == AnswerCounts(
        explained=1, acknowledged=1, settled=1, open=1, termed=2, in_time=0
    )
    assert told.counts.total == 4
    assert told.dossiers == 5
    assert [(one.code, one.counts.total) for one in told.by_rule] == [
        ("dates_contradict", 2),
        ("bulk_edit", 1),
        ("due_moved", 1),
    ]
    assert [(one.name, one.counts.open) for one in told.by_unit] == [
        (CULTURE[1], 1),
        ("", 0),
        (ECONOMY[1], 0),
    ]
    assert [one.codes for one in told.lines] == [("d1",), ("d4",), ("d5",), late.codes]


@pytest.mark.parametrize(
    ("one", "is_in_time"),
    [
        pytest.param(explained("2026-11-06 23:59"), True, id="on the last day"),
        pytest.param(explained("2026-11-07 00:00"), False, id="the day after"),
        pytest.param(explained("2026-11-07 00:00", explain_by=None), None, id="no term runs"),
        pytest.param(
            explained("2026-11-06 08:00", said=Said.ACKNOWLEDGED), None, id="merely seen"
        ),
        pytest.param(ASKED, None, id="nothing is said"),
    ],
)
def test_an_explanation_is_in_time_by_the_day(
    one: Verification, is_in_time: bool | None
) -> None:
    told = a_report(verified=(one,)).part(Integrity)

    assert told.lines[0].is_in_time is is_in_time
    assert told.counts.in_time == (is_in_time is True)

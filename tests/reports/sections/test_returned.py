"""A month against the quarter before: by the month, and only where both are known."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.period import Period
from monitor.domain.supplements import Asked
from reports.sections.returned import Returned, Verdict
from tests.reports.past import ASKED, QUARTER, a_past
from tests.reports.snapshots import OFFICE_NOVEMBER, a_report

WHOLE = a_past(since="2026-07-01 00:00")


def told(returned: Returned) -> dict[str, tuple[int | None, int | None, Verdict]]:
    return {one.code: (one.now, one.before, one.verdict) for one in returned.lines}


def test_the_office_in_november() -> None:
    returned = a_report(*OFFICE_NOVEMBER, past=WHOLE, asked=ASKED).part(Returned)

    assert (returned.months, returned.quarter) == (1, QUARTER)
    assert told(returned) == {
        "requests": (13, 79, Verdict.REACHED),
        "asked": (13, 79, Verdict.NONE),
        "withdrawn": (0, 9, Verdict.REACHED),
        "sent_back": (2, 4, Verdict.MISSED),
        "refused": (0, 1, Verdict.NONE),
        "stopped": (0, 0, Verdict.NONE),
        "given_up": (2, 14, Verdict.NONE),
    }
    assert (returned.again, returned.others) == (1, 2)
    assert (returned.share.numerator, returned.share.denominator) == (2, 11)
    assert [(one.code, one.requests, one.given_up.numerator) for one in returned.by_unit] == [
        ("VHXH", 2, 2),
        ("KT", 10, 0),
        ("", 1, 0),
        ("VP", 0, 0),
    ]
    assert [(one.name, one.requests) for one in returned.procedures[:2]] == [
        ("Đăng ký lại khai sinh", 2),
        ("", 1),
    ]


@pytest.mark.parametrize(("before", "verdict"), [(78, "reached"), (77, "missed")])
def test_half_of_a_month_of_the_quarter_is_enough(before: int, verdict: str) -> None:
    quarter = ASKED.quarter_before or ()
    asked = replace(ASKED, quarter_before=(replace(quarter[0], requests=before),))

    returned = a_report(past=WHOLE, asked=asked).part(Returned)

    assert told(returned)["requests"] == (13, before, Verdict(verdict))


def test_a_quarter_is_held_against_the_quarter_before() -> None:
    fourth = Period(first=date(2026, 10, 1), last=date(2026, 12, 31))

    returned = a_report(*OFFICE_NOVEMBER, period=fourth, past=WHOLE).part(Returned)

    assert returned.months == 3
    assert told(returned)["sent_back"] == (2, 4, Verdict.REACHED)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"past": a_past(since="2026-07-01 00:01")}, id="quarter begun unknown"),
        pytest.param({}, id="no quarter"),
        pytest.param(
            {"past": WHOLE, "period": Period(first=date(2026, 1, 1), last=date(2026, 6, 8))},
            id="a span",
        ),
    ],
)
def test_what_cannot_be_compared_is_not_judged(changes: dict[str, object]) -> None:
    returned = a_report(*OFFICE_NOVEMBER, **changes).part(Returned)  # type: ignore[arg-type]

    verdicts = {verdict for _, _, verdict in told(returned).values()}
    assert verdicts == {Verdict.UNJUDGED, Verdict.NONE}


def test_what_no_source_carries_is_not_none_asked() -> None:
    returned = a_report(*OFFICE_NOVEMBER, past=a_past(), asked=Asked()).part(Returned)

    assert told(returned)["requests"] == (None, None, Verdict.UNJUDGED)
    assert (returned.again, returned.procedures) == (None, ())
    assert {one.requests for one in returned.by_unit} == {None}

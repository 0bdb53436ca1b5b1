"""A figure of the report that is not what the lives say is noticed."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from monitor.demo.checks import report_figures
from monitor.demo.expected import OTHER_AGENCY, Expected, expect
from monitor.demo.lives import Life
from monitor.domain.supplied import FIGURES

IN_RATES = {"portal_on_time", "portal_reason"}


@pytest.fixture(scope="module")
def expected(lives: tuple[Life, ...]) -> Expected:
    return expect(lives)


@pytest.fixture
def sections(expected: Expected) -> Any:
    """The sections of a report as they must come out, of what is compared."""
    shown = {
        "rates": {
            "lines": [
                _rate("resolved", 1, 2),
                _rate("due", expected.due_kept, expected.due_all),
            ],
            "portal": {
                "hundredths": expected.typed["portal_on_time"],
                "reason": expected.typed["portal_reason"],
            },
        },
        "letters": expected.late_letters,
        "agencies": {
            "bars": [
                {
                    "name": name or "agency",
                    "is_outside": name == OTHER_AGENCY,
                    "resolved_late": count - 1,
                    "overdue": 1,
                }
                for name, count in expected.late_by.items()
            ]
        },
        "channels": {
            "lines": [
                {"channel": channel, "received": count}
                for channel, count in sorted(expected.received.items())
            ]
        },
        "outlook": {"total": {"ahead": expected.due_next}},
        "digital": {
            "lines": [
                {"name": name, "measure": "count", "amount": {"value": expected.typed[name]}}
                for name in FIGURES.keys() - IN_RATES
            ]
        },
    }
    return json.loads(json.dumps(shown))


def _rate(definition: str, numerator: int, denominator: int) -> dict[str, Any]:
    rate = {"definition": definition, "numerator": numerator, "denominator": denominator}
    return {"rate": rate}


def _differing(sections: Any, expected: Expected) -> set[str]:
    return {what for what, must, found in report_figures(sections, expected) if must != found}


def test_a_report_as_it_must_be_agrees(sections: Any, expected: Expected) -> None:
    assert _differing(sections, expected) == set()


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        pytest.param(
            lambda shown: shown["rates"]["lines"][1]["rate"].update(numerator=1),
            "due_kept",
            id="the headline",
        ),
        pytest.param(lambda shown: shown["rates"].update(portal=None), "typed", id="portal"),
        pytest.param(
            lambda shown: shown["digital"]["lines"][0].update(amount=None),
            "typed",
            id="a figure typed in",
        ),
        pytest.param(
            lambda shown: shown["letters"].update(missing=0), "letters_missing", id="letters"
        ),
        pytest.param(
            lambda shown: shown["agencies"]["bars"][0].update(overdue=0),
            "late_by",
            id="an agency with too few",
        ),
        pytest.param(
            lambda shown: shown["agencies"]["bars"].append(
                {"name": "one more", "is_outside": False, "resolved_late": 1, "overdue": 0}
            ),
            "late_by",
            id="an agency too many",
        ),
        pytest.param(
            lambda shown: shown["channels"]["lines"][0].update(received=0),
            "received_in_person",
            id="a channel",
        ),
        pytest.param(
            lambda shown: shown["outlook"]["total"].update(ahead=0), "due_next", id="outlook"
        ),
    ],
)
def test_a_wrong_figure_is_noticed(
    sections: Any, expected: Expected, spoil: Callable[[Any], None], what: str
) -> None:
    spoil(sections)

    assert _differing(sections, expected) == {what}

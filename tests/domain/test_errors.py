"""An error is a code and its facts."""

import inspect

from monitor.domain import errors
from monitor.domain.errors import CalendarGapError, DungHanError


def test_an_error_tells_its_code_and_facts() -> None:
    error = CalendarGapError(calendar="hanh_chinh", year=2028)

    assert str(error) == "calendar_gap: calendar='hanh_chinh', year=2028"
    assert error.facts == {"calendar": "hanh_chinh", "year": 2028}


def test_every_error_has_a_code_of_its_own() -> None:
    ours = [
        found
        for _, found in inspect.getmembers(errors, inspect.isclass)
        if issubclass(found, DungHanError)
    ]

    assert len({error.code for error in ours}) == len(ours)

"""Choices of single units and procedures: read, held against the directory, told whole."""

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.domain.errors import SettingsError
from monitor.domain.office import Exceptions
from monitor.settings import check_exceptions, load, to_exceptions
from monitor.settings.rules import Choices
from tests.notices.office import OFFICE
from tests.settings.test_loading import NOTHING, SMALLEST, refused, sentence, written


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def told_of(**exceptions: dict[str, dict[str, object]]) -> dict[str, str]:
    """Return reason by place of what is wrong with exceptions in the office; empty: nothing."""
    office = replace(OFFICE, exceptions=Exceptions(**exceptions))
    try:
        check_exceptions(office, Path("settings.toml"))
    except SettingsError as error:
        return dict(error.facts["problems"])  # type: ignore[call-overload, no-any-return]
    return {}


def test_only_the_keys_that_are_written_differ(folder: Path) -> None:
    text = f"""{SMALLEST}
    [rules.units.VHXH]
    warn_days = [2, 5]
    [rules.procedures."1.004884"]
    supplement_days = 5
    late_by = "date"
    """

    exceptions = to_exceptions(load(written(folder, text), NOTHING))

    assert exceptions == Exceptions(
        units={"VHXH": {"warn_days": (5, 2)}},
        procedures={"1.004884": {"supplement_days": 5, "late_by": "date"}},
    )


def test_wrong_keys_and_values_are_told_with_their_table(folder: Path) -> None:
    text = f"""{SMALLEST}
    [rules.units.VHXH]
    warn_day = [2, 5]
    calendar = "other"
    [rules.procedures."1.004884"]
    supplement_days = 0
    """

    assert refused(written(folder, text)) == {
        "rules.units.VHXH.warn_day": sentence("unknown_near", near="warn_days"),
        "rules.units.VHXH.calendar": sentence("unknown", known=", ".join(Choices.model_fields)),
        'rules.procedures."1.004884".supplement_days': sentence("greater_than_equal", ge=1),
    }


def test_a_code_with_a_dot_outside_quotation_marks_is_told(folder: Path) -> None:
    text = f"{SMALLEST}\n[rules.procedures.1.004884]\nsupplement_days = 5"

    told = refused(written(folder, text))

    assert told == {"rules.procedures": sentence("quotes", whole="1.004884")}


@pytest.mark.parametrize("text", ["[rules]\nunits = 1", "[rules.units]\nVHXH = 1"])
def test_a_value_in_the_place_of_a_table_is_told(folder: Path, text: str) -> None:
    (told,) = refused(written(folder, f"{SMALLEST}\n{text}")).values()

    assert told in {sentence("dict_type"), sentence("model_type")}


def test_choices_for_whoever_nobody_knows_are_told_at_once() -> None:
    told = told_of(
        units={"VHX": {"warn_days": (5,)}, "ZZZ": {"warn_days": (5,)}},
        procedures={"mai-tan": {"supplement_days": 5}, "9.9": {"supplement_days": 5}},
    )

    assert told == {
        "rules.units.VHX": sentence("no_units_near", near="VHXH"),
        "rules.units.ZZZ": sentence("no_units"),
        "rules.procedures.mai-tan": sentence("no_procedures_near", near="mai-tang"),
        'rules.procedures."9.9"': sentence("no_procedures"),
    }


def test_choices_that_contradict_the_rest_are_told_with_the_table_that_does() -> None:
    told = told_of(
        units={"XA": {"apology_ask_days": 2}, "VHXH": {"apology_silence_days": 1}},
        procedures={"mai-tang": {"apology_silence_days": 3}},
    )

    assert told == {
        "rules.units.XA": sentence("silence_over_ask", silence_days=2, ask_days=2),
        "rules.procedures.mai-tang": sentence("silence_over_ask", silence_days=3, ask_days=3),
    }


def test_choices_that_contradict_each_other_only_together_name_both() -> None:
    told = told_of(
        units={"XA": {"apology_ask_days": 4}, "VHXH": {"apology_ask_days": 5}},
        procedures={"mai-tang": {"apology_ask_days": 5, "apology_silence_days": 4}},
    )
    together = told_of(
        units={"XA": {"apology_ask_days": 2, "apology_silence_days": 1}},
        procedures={"mai-tang": {"apology_silence_days": 2}},
    )

    why = sentence("silence_over_ask", silence_days=2, ask_days=2)
    assert told == {}
    assert together == {
        "rules.procedures.mai-tang": sentence("with_unit", place="rules.units.XA", why=why)
    }


def test_an_office_without_exceptions_is_well() -> None:
    assert told_of() == {}

"""A rule is a file, a line of the catalogue, a test and a heading in docs/law.md."""

import re
from pathlib import Path

import pytest

from monitor.domain.rule import Rule
from monitor.domain.rule_sets import ASKING, EXPLAINED, LATE, VERIFIED
from monitor.domain.unit_case import UnitRule
from monitor.rules import EVERY_RULE, RULES

ROOT = Path(__file__).resolve().parents[2]
CODES = [rule.code for rule in EVERY_RULE]


def anchors(page: str) -> set[str]:
    """Return the anchors of a page's headings, as the web page of the repository names them."""
    headings = re.findall(r"^#+ +(.+?)\s*$", page, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_file_is_in_the_catalogue_and_every_line_has_its_file() -> None:
    files = {path.stem for path in (ROOT / "monitor/rules").glob("*.py")} - {"__init__"}

    assert files == set(CODES)


def test_no_rule_stands_twice() -> None:
    assert len(set(CODES)) == len(CODES)


@pytest.mark.parametrize("rule", EVERY_RULE, ids=CODES)
def test_every_rule_has_its_test(rule: Rule | UnitRule) -> None:
    assert (ROOT / f"tests/rules/test_{rule.code}.py").is_file()


@pytest.mark.parametrize("rule", EVERY_RULE, ids=CODES)
def test_every_rule_stands_on_a_heading_of_the_law(rule: Rule | UnitRule) -> None:
    page, _, anchor = rule.source.partition("#")

    assert anchor in anchors((ROOT / page).read_text(encoding="utf-8"))


def test_every_set_of_rules_names_rules_that_exist() -> None:
    assert {rule.code for rule in RULES} >= VERIFIED | ASKING | LATE
    assert set(CODES) >= EXPLAINED


def test_every_rule_on_edits_is_asked_to_be_explained() -> None:
    on_edits = {one.code for one in EVERY_RULE if one.source.endswith("#edits-to-explain")}

    assert on_edits
    assert on_edits <= EXPLAINED


def test_anchors_are_those_of_the_web_page() -> None:
    page = (
        "# The law\n\n## Warning before due date\n\ntext # no heading\n### Late (by day), 1.1\n"
    )

    assert anchors(page) == {"the-law", "warning-before-due-date", "late-by-day-11"}

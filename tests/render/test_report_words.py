"""Every section has its page and its sheet, and every code its words."""

from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import pytest

from monitor.catalogues import load_catalogue
from monitor.domain.directory import Level
from monitor.domain.dossier import Channel
from monitor.domain.figures import RateDefinition
from monitor.domain.letter import LetterState
from monitor.domain.month_warned import Warned
from monitor.domain.reckoning import Outcome
from monitor.domain.rule_sets import TO_VERIFY
from monitor.render.dossier_sheet import dossier_sheet
from monitor.render.sections import SHOWN
from monitor.render.sheet import Sheet
from monitor.render.sheets import sheets
from reports.identities import Block, Identity
from reports.letter_timing import LetterTiming
from reports.sections import SECTIONS
from reports.sections.lateness_of_data import Doubt
from reports.sections.summary import Hint
from reports.table import Row
from tests.render.conftest import TEMPLATES
from tests.reports.snapshots import DIRECTORY, OFFICE_NOVEMBER, a_report

LABELS = load_catalogue("report")
CODES = {section.code for section in SECTIONS}
DOSSIERS = dossier_sheet((), DIRECTORY, LABELS, days_late={}, procedure_names={})
SHEETS = tuple(sheets(a_report(*OFFICE_NOVEMBER), LABELS))


def test_every_section_has_a_template_sheets_and_a_title_and_no_other_does() -> None:
    pages = {path.stem for path in Path(TEMPLATES / "reports" / "sections").glob("*.html")}
    titles = [LABELS[code]["title"] for code in CODES]

    assert pages == CODES
    assert set(SHOWN) == CODES
    assert len(set(titles)) == len(titles)


def test_every_name_of_a_sheet_is_used() -> None:
    names = {sheet.name for sheet in (*SHEETS, DOSSIERS)}

    assert set(LABELS["sheet"].values()) <= names


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        pytest.param("rate", RateDefinition, id="rates"),
        pytest.param("outcome", Outcome, id="outcomes"),
        pytest.param("channel", Channel, id="channels"),
        pytest.param("letter", LetterTiming, id="letters"),
        pytest.param("letter_state", LetterState, id="states of letters"),
        pytest.param("identity", Identity, id="identities"),
        pytest.param("block", Block, id="blocks"),
        pytest.param("verify", TO_VERIFY, id="things to verify"),
        pytest.param("not_warned", set(Warned) - {Warned.TOLD}, id="why nobody was warned"),
        pytest.param("doubt", Doubt, id="doubts"),
        pytest.param("suggestion", Hint, id="suggestions"),
        pytest.param("level", ["", Level.PROVINCE, Level.COMMUNE], id="levels"),
        pytest.param("table", [one.name for one in fields(Row)[2:]], id="columns of table 06a"),
    ],
)
def test_every_code_has_words_and_no_word_is_left_over(
    table: str, codes: Iterable[str]
) -> None:
    assert set(LABELS[table]) == set(codes)


@pytest.mark.parametrize("sheet", [pytest.param(one, id=one.name) for one in SHEETS])
def test_each_row_fits_its_headings(sheet: Sheet) -> None:
    assert sheet.rows
    assert len(set(sheet.headings)) == len(sheet.headings)
    assert all(len(row) <= len(sheet.headings) for row in sheet.rows)


def test_sheets_carry_names_that_a_workbook_allows() -> None:
    names = [sheet.name for sheet in (*SHEETS, DOSSIERS)]

    assert len(set(names)) == len(names)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_every_heading_is_used() -> None:
    used = {heading for sheet in (*SHEETS, DOSSIERS) for heading in sheet.headings}

    assert set(LABELS["column"].values()) <= used

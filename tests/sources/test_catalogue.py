"""Every kind of source is a line of the catalogue; every code has its words."""

from importlib import import_module
from pathlib import Path

import pytest

from monitor import sources
from monitor.catalogues import load_catalogue
from monitor.catalogues.told import reject_line, reject_sentence, term_sentence
from monitor.domain.dossier import ApplicantKind, Channel, Status
from monitor.domain.record import Reject
from monitor.domain.term import TermUnit
from monitor.domain.terms.reading import WhyNot
from monitor.sources import SOURCES
from monitor.sources.catalogue import plain
from monitor.sources.headers import Field, known_headers
from monitor.sources.options import (
    known_applicant_kinds,
    known_channels,
    known_statuses,
    known_verdicts,
)
from monitor.sources.reasons import Note, Reason
from monitor.sources.source import Source

FOLDER = Path(sources.__file__).parent


def test_each_file_with_a_source_is_in_the_catalogue() -> None:
    modules = [
        import_module(f"monitor.sources.{path.stem}") for path in FOLDER.glob("[!_]*.py")
    ]

    found = {module.SOURCE for module in modules if hasattr(module, "SOURCE")}

    assert found == set(SOURCES)
    assert len({source.code for source in SOURCES}) == len(SOURCES)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: str(source.code))
def test_each_source_has_a_test_of_its_own(source: Source) -> None:
    module = source.read.__module__.rpartition(".")[2]

    assert (Path(__file__).parent / f"test_{module}.py").exists()


def test_each_text_that_judges_is_a_status_too() -> None:
    assert known_verdicts().keys() <= known_statuses().keys()


@pytest.mark.parametrize("reason", Reason)
def test_each_reason_is_one_plain_sentence(reason: Reason) -> None:
    text = reject_sentence(reason, column="Mã hồ sơ")

    assert text[0].isupper()
    assert text.endswith(".")
    assert "; đề nghị" in text


def test_each_reason_against_a_term_is_one_plain_sentence() -> None:
    texts = load_catalogue("operator_sources")["term"]

    assert set(texts) == set(WhyNot)
    for why in WhyNot:
        text = term_sentence(why)
        assert text[0].isupper()
        assert text.endswith(".")
        assert "; đề nghị" in text


def test_each_unit_of_a_term_has_words() -> None:
    assert set(load_catalogue("statuses")["term_unit"]) == set(TermUnit)


def test_each_note_has_its_words() -> None:
    texts = load_catalogue("operator_sources")["note"]

    assert set(texts) == set(Note)
    assert all(text.format(count=3).endswith(".") for text in texts.values())


def test_a_reject_is_told_in_one_line() -> None:
    reject = Reject(row=7, column="Ngày hẹn trả", value="31/02/2026", reason=Reason.BAD_DATE)

    line = reject_line(reject, file="so.xlsx")

    assert line.startswith("so.xlsx, dòng 7, cột “Ngày hẹn trả”: Không đọc được ngày;")
    assert line.endswith("Giá trị: “31/02/2026”.")


def test_each_field_has_headers_and_each_header_one_field() -> None:
    headers = known_headers("dossiers")
    names = [plain(name) for known in headers.values() for name in known]

    assert set(headers) == set(Field)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", ["units", "officials", "procedures"])
def test_a_directory_file_names_each_column_once(kind: str) -> None:
    names = [plain(name) for known in known_headers(kind).values() for name in known]

    assert len(names) == len(set(names))


def test_each_value_has_words_and_each_word_one_value() -> None:
    assert set(known_statuses().values()) == set(Status)
    assert set(known_channels().values()) == set(Channel)
    assert set(known_applicant_kinds().values()) == set(ApplicantKind) - {ApplicantKind.UNKNOWN}
    for name, table in load_catalogue("statuses").items():
        words = [plain(word) for known in table.values() for word in known]
        assert name == "money" or len(words) == len(set(words)), name

"""Every error that the program can raise has its sentence, and every sentence its error.

The errors are read off the source: which class is raised where, with which facts.
"""

import ast
import inspect
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from monitor.catalogues import load_catalogue
from monitor.catalogues.told import sentence
from monitor.domain import errors
from monitor.domain.errors import (
    AmbiguousSourceError,
    DungHanError,
    LetterError,
    SettingsError,
    SourceFileError,
    TermConflictError,
    TermError,
    UndatedDossierError,
)
from monitor.domain.term import Term, TermUnit
from monitor.ports.workbooks import NotRead
from monitor.sources.reasons import Note, Reason
from monitor.store.server import REASONS
from tests.offices import ROOT

WORDS = load_catalogue("operator")
SOURCE_WORDS = load_catalogue("operator_sources")
CLASSES = {
    name: one
    for name, one in inspect.getmembers(errors, inspect.isclass)
    if issubclass(one, DungHanError) and one is not DungHanError
}
MADE_UP: Mapping[str, object] = {
    "problems": (("mail.host", "chưa khai"), "một dòng"),
    "kinds": ("ledger", "list"),
    "day": date(2026, 11, 2),
    "ends_on": date(2026, 11, 30),
    "state": "draft",
    "to": "issued",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """One place where an error is made."""

    name: str
    place: str
    facts: frozenset[str]
    reason: str | None  # None where it is not written there


@cache
def raised() -> tuple[Raised, ...]:
    return tuple(
        found
        for folder in ("monitor", "reports")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for found in _raised_in(path)
    )


def _raised_in(path: Path) -> Iterator[Raised]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id
            if name in CLASSES:
                keywords = {one.arg: one.value for one in node.keywords if one.arg}
                yield Raised(
                    name=name,
                    place=f"{path.relative_to(ROOT)}:{node.lineno}",
                    facts=frozenset(keywords),
                    reason=_constant(keywords.get("reason")),
                )


def _constant(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and type(node.value) is str else None


def places_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def handed_on(path: str) -> set[str]:
    """Return the reasons that one module hands on by `_found(value, reason, letter)`."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {
        str(node.args[1].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "_found"
        and isinstance(node.args[1], ast.Constant)
    }


def test_every_class_is_raised_somewhere() -> None:
    assert {one.name for one in raised()} == set(CLASSES)


def test_every_class_has_its_sentence_and_every_sentence_its_class() -> None:
    codes = {one.code for name, one in CLASSES.items() if one is not LetterError}

    assert set(WORDS["errors"]) == {*codes, "ambiguous_source_none"}


@pytest.mark.parametrize("one", raised(), ids=lambda one: f"{one.place} {one.name}")
def test_a_sentence_names_only_facts_that_its_error_has(one: Raised) -> None:
    if one.name == "LetterError":
        sentences = [WORDS["letter"][one.reason]] if one.reason else []
    else:
        sentences = [WORDS["errors"][CLASSES[one.name].code]]

    for text in sentences:
        assert places_in(text) <= {*one.facts, "sentence"}


def test_every_reason_about_a_letter_has_its_sentence_and_every_sentence_its_reason() -> None:
    stated = {one.reason for one in raised() if one.name == "LetterError" and one.reason}
    handed = handed_on("monitor/notices/papers.py")

    assert stated | handed == set(WORDS["letter"])
    assert all(places_in(WORDS["letter"][reason]) <= {"dossier"} for reason in handed)


def test_every_reason_about_a_file_or_a_row_has_its_sentence() -> None:
    stated = {one.reason for one in raised() if one.name == "SourceFileError" and one.reason}

    assert stated | set(Reason) <= set(SOURCE_WORDS["reason"])
    assert set(Note) == set(SOURCE_WORDS["note"])
    assert all(places_in(text) <= {"column"} for text in SOURCE_WORDS["reason"].values())
    assert all(places_in(text) <= {"count"} for text in SOURCE_WORDS["note"].values())


def test_every_reason_why_a_date_is_missing_has_its_sentence() -> None:
    stated = {one.reason for one in raised() if one.name == "UndatedDossierError"}

    assert stated == set(WORDS["undated"])


@pytest.mark.parametrize("one", raised(), ids=lambda one: f"{one.place} {one.name}")
def test_every_error_can_be_told(one: Raised) -> None:
    kind = CLASSES[one.name]
    facts = {name: MADE_UP.get(name, f"<{name}>") for name in one.facts}
    for reason in reasons_of(one):
        told = sentence(kind(**{**facts, "reason": reason}))

        assert told
        assert "{" not in told


def reasons_of(one: Raised) -> tuple[str, ...]:
    if one.reason:
        return (one.reason,)
    tables: dict[str, Mapping[str, Any]] = {
        "LetterError": {"no_issuer": ""},
        "ServerError": dict.fromkeys(REASONS.values()),
        "SourceFileError": SOURCE_WORDS["reason"],
        "MailServerError": WORDS["mail_server"],
        "PingError": WORDS["ping"],
        "OutboxError": WORDS["outgoing"],
        "BackupError": WORDS["backup"],
        "RestoreError": WORDS["restore"],
        "LostDatabaseError": WORDS["remedy"],
        "BrokenDatabaseError": WORDS["remedy"],
        "WorkbookError": {
            why.value: ""
            for why in NotRead
            if why is not NotRead.ANOTHER_UNIT or "unit" in one.facts
        },
    }
    return tuple(tables.get(one.name, {"crash": ""}))


def test_problems_gathered_in_one_error_follow_it_one_a_line() -> None:
    error = SettingsError(
        file="settings.toml", problems=(("mail.host", "chưa khai."), ("run.x", "lạ."))
    )

    lines = sentence(error).splitlines()

    assert lines[0].startswith("Tệp settings.toml có chỗ chưa đúng")
    assert lines[1:] == ["  - mail.host: chưa khai.", "  - run.x: lạ."]


def test_a_file_of_no_known_kind_is_told_from_one_of_several() -> None:
    none = sentence(AmbiguousSourceError(file="a.csv", kinds=()))
    several = sentence(AmbiguousSourceError(file="a.csv", kinds=("ledger", "list")))

    assert "không nhận ra" in none
    assert "(ledger, list)" in several


def test_facts_are_written_as_officials_write_them() -> None:
    error = LetterError(reason="rest_day", dossier="H99", day=date(2026, 11, 21))

    assert "Ngày hẹn mới 21/11/2026 của hồ sơ H99 là ngày nghỉ" in sentence(error)


@pytest.mark.parametrize(
    ("term", "written"),
    [
        pytest.param(Term(5, TermUnit.WORKING_DAYS), "05 ngày làm việc", id="working days"),
        pytest.param(Term(60, TermUnit.CALENDAR_DAYS), "60 ngày", id="days"),
        pytest.param(Term(4, TermUnit.WORKING_HOURS), "04 giờ làm việc", id="hours"),
        pytest.param(Term(2, TermUnit.MONTHS), "02 tháng", id="months"),
        pytest.param(Term(1, TermUnit.SAME_DAY), "trong ngày làm việc", id="the same day"),
        pytest.param(Term(1, TermUnit.HALF_DAYS), "½ ngày làm việc", id="half a day"),
        pytest.param(Term(2, TermUnit.HALF_DAYS), "01 ngày làm việc", id="two halves"),
        pytest.param(Term(3, TermUnit.HALF_DAYS), "1½ ngày làm việc", id="one and a half"),
    ],
)
def test_a_term_is_written_as_a_clerk_writes_it(term: Term, written: str) -> None:
    error = TermConflictError(text="05 ngày", term=term)

    assert f"ghi riêng là {written}; đề nghị" in sentence(error)


def test_a_text_that_is_no_term_is_told_why() -> None:
    error = TermError(text="10-25 ngày", why="range")

    assert sentence(error).startswith(
        "Không dùng được thời hạn “10-25 ngày”. Thời hạn là một khoảng, không rõ lấy số nào;"
    )


def test_what_steers_a_terminal_is_not_repeated() -> None:
    error = SourceFileError(file="a\r\nb\x1b[31m\u202e.csv", reason="no_file")

    assert sentence(error).startswith("a  b [31m .csv: ")


def test_a_moment_of_midnight_is_told_as_a_day() -> None:
    error = LetterError(
        reason="dated", dossier="H99", day=datetime(2026, 11, 1, 17, tzinfo=UTC)
    )

    assert "Ngày văn bản 02/11/2026" in sentence(error)


def test_a_dossier_without_a_date_is_told_why() -> None:
    error = UndatedDossierError(dossier="H99", reason="no_dates")

    assert "giấy hẹn không ghi ngày" in sentence(error)

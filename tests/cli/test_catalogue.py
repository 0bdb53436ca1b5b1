"""The operator's words are all used, and all that is used is there."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from monitor.catalogues import load_catalogue
from monitor.domain.bounce import Action
from monitor.domain.calendar_spec import DayKind, RowStatus
from monitor.domain.cases.fields import Fault
from monitor.domain.contradiction import ContradictionKind
from monitor.domain.finding import Ending, Severity
from monitor.domain.letter import LetterState
from monitor.domain.message import MessageState
from monitor.domain.note import NoteKind, Way
from monitor.domain.notice import NoticeKind
from monitor.domain.stated import Verdict
from monitor.domain.term import TermUnit
from monitor.ports.store import FindingState
from monitor.rules import RULES, UNIT_RULES
from tests.offices import ROOT

WORDS = load_catalogue("operator")
ANYTHING = r"[a-z_]+"


@cache
def nodes() -> tuple[ast.AST, ...]:
    """Return every node of the command line's source."""
    paths = sorted((ROOT / "monitor" / "cli").glob("*.py"))
    texts = (path.read_text(encoding="utf-8") for path in paths)
    return tuple(node for text in texts for node in ast.walk(ast.parse(text)))


def called(function: str) -> Iterator[str]:
    """Yield what the command line asks a function of words for, as patterns."""
    for node in nodes():
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == function:
            yield from patterns(node.args[0])


def patterns(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield re.escape(str(node.value))
    elif isinstance(node, ast.JoinedStr):
        parts = (
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else ANYTHING
            for part in node.values
        )
        yield "".join(parts)
    elif isinstance(node, ast.IfExp):
        yield from (*patterns(node.body), *patterns(node.orelse))


def keys_in_use(function: str) -> set[str]:
    names = {
        node.value
        for node in nodes()
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {*called(function), *(re.escape(name) for name in names)}


@pytest.mark.parametrize(
    ("function", "table"),
    [
        pytest.param("say", WORDS["say"], id="what commands print"),
        pytest.param("help_of", WORDS["help"], id="help"),
        pytest.param("wrong", WORDS["parser"]["wrong"], id="wrong use"),
    ],
)
def test_words_and_code_agree(function: str, table: dict[str, str]) -> None:
    used = keys_in_use(function)
    any_used = re.compile("|".join(sorted(used)))
    unused = [key for key in table if not any_used.fullmatch(key)]
    missing = [
        one for one in called(function) if not any(re.fullmatch(one, key) for key in table)
    ]

    assert unused == []
    assert missing == []


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        pytest.param("letter_state", set(LetterState), id="letters"),
        pytest.param("message_state", set(MessageState), id="messages"),
        pytest.param("message_kind", set(NoticeKind), id="kinds of mail"),
        pytest.param("bounce_action", set(Action), id="what is reported of mail"),
        pytest.param("severity", set(Severity), id="severities"),
        pytest.param("ending", set(Ending), id="endings"),
        pytest.param("finding_state", set(FindingState), id="what became of findings"),
        pytest.param("finding_mark", set(FindingState), id="marks of findings"),
        pytest.param("finding_mark_meant", set(FindingState), id="what the marks mean"),
        pytest.param("note_kind", set(NoteKind), id="kinds of note"),
        pytest.param("note_way", set(Way), id="ways of notes"),
        pytest.param("verdict", set(Verdict), id="stated figures"),
        pytest.param("row_status", set(RowStatus), id="days of the calendar"),
        pytest.param("contradiction", set(ContradictionKind), id="dates to check"),
        pytest.param("case", set(Fault), id="lines of cases"),
        pytest.param("day_kind", set(DayKind), id="kinds of day"),
        pytest.param("term", set(TermUnit), id="terms"),
        pytest.param(
            "rule",
            {"calendar"} | {one.code for one in RULES} | {one.code for one in UNIT_RULES},
            id="rules",
        ),
        pytest.param("weekday", {str(day) for day in range(1, 8)}, id="weekdays"),
        pytest.param(
            "import_state",
            {"merged", "unchanged", "older", "refused", "merging"},
            id="imports",
        ),
    ],
)
def test_every_code_has_its_word(table: str, codes: set[str]) -> None:
    assert set(WORDS[table]) == codes


def test_words_are_one_line_each() -> None:
    def texts(table: dict[str, object]) -> Iterator[str]:
        for value in table.values():
            if isinstance(value, dict):
                yield from texts(value)
            else:
                yield str(value)

    assert [text for text in texts(dict(WORDS)) if "\n" in text] == []

"""What is told of an error, of a refused row, of a code: sentences with the facts set in."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from monitor.catalogues import load_catalogue
from monitor.domain.errors import (
    AmbiguousSourceError,
    DungHanError,
    LetterError,
    SourceFileError,
    UndatedDossierError,
)
from monitor.domain.instants import is_date_only, local
from monitor.domain.record import Reject


def word(table: str, code: str) -> str:
    """Return the word for a code, or the code where there is none."""
    text: str = load_catalogue("operator")[table].get(code, code)
    return text


def reject_sentence(reason: str, *, column: str = "") -> str:
    """Return why a row was refused."""
    text: str = load_catalogue("operator_sources")["reason"].get(reason, reason)
    return text.format(column=column)


def reject_line(reject: Reject, *, file: str) -> str:
    """Return which row of a file was refused and why; with its value, if it has one."""
    frame = load_catalogue("operator_sources")["line"]
    text: str = frame["with_value" if reject.value else "without_value"]
    return text.format(
        file=file,
        row=reject.row,
        column=reject.column,
        value=reject.value,
        sentence=reject_sentence(reject.reason, column=reject.column),
    )


def file_line(reason: str, *, file: str, column: str = "") -> str:
    """Return why a file fails as a whole."""
    text: str = load_catalogue("operator_sources")["line"]["file"]
    return text.format(file=file, sentence=reject_sentence(reason, column=column))


def note_sentence(note: str) -> str:
    """Return what an export says beside its rows, from a note such as `unknown_channel=1`."""
    code, _, count = note.partition("=")
    text: str = load_catalogue("operator_sources")["note"].get(code, note)
    return text.format(count=count)


def sentence(error: DungHanError) -> str:
    """Return one sentence on an error: what is wrong, where, and what to do.

    Problems gathered in one error follow it, one a line.
    """
    words = load_catalogue("operator")
    facts = as_shown(error.facts)
    if isinstance(error, LetterError):
        states = {name: word("letter_state", str(facts.get(name))) for name in ("state", "to")}
        text: str = words["letter"][str(error.facts["reason"])]
        return text.format(**{**facts, **states})
    if isinstance(error, SourceFileError):
        column = str(facts.get("column", ""))
        facts["sentence"] = reject_sentence(str(error.facts["reason"]), column=column)
    if isinstance(error, UndatedDossierError):
        facts["sentence"] = words["undated"][str(error.facts["reason"])]
    key = error.code
    if isinstance(error, AmbiguousSourceError):
        kinds = error.facts["kinds"]
        facts["kinds"] = ", ".join(map(str, kinds)) if isinstance(kinds, tuple) else kinds
        key = key if kinds else f"{key}_none"
    told: str = words["errors"][key]
    problems = error.facts.get("problems", ())
    lines = [told.format(**facts), *(f"  - {_problem(one)}" for one in _each(problems))]
    return "\n".join(lines)


def _each(problems: object) -> tuple[object, ...]:
    return tuple(problems) if isinstance(problems, (list, tuple)) else ()


def _problem(problem: object) -> str:
    if isinstance(problem, tuple):
        return ": ".join(str(part) for part in problem)
    return str(problem)


def as_shown(facts: Mapping[str, object]) -> dict[str, object]:
    """Return facts as officials write them."""
    return {name: shown(fact) for name, fact in facts.items()}


def shown(value: object) -> object:
    """Return a date or an instant as officials write it, and text on one line.

    What cannot be seen in a text, or would steer a terminal, becomes a blank.
    """
    if isinstance(value, datetime):
        clock = local(value)
        return f"{clock:%d/%m/%Y}" if is_date_only(clock) else f"{clock:%H:%M %d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, (str, Path)):
        return "".join(letter if letter.isprintable() else " " for letter in str(value))
    return value

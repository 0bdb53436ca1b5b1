"""What is told of an error, of a refused row, of a code: sentences with the facts set in."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from monitor.catalogues import load_catalogue
from monitor.domain.errors import (
    AmbiguousSourceError,
    BackupError,
    BrokenDatabaseError,
    CaseError,
    CopyError,
    DungHanError,
    LetterError,
    LostDatabaseError,
    MailServerError,
    NothingToTellError,
    OutboxError,
    PingError,
    RenderError,
    RestoreError,
    ServerError,
    SourceFileError,
    TermError,
    UndatedDossierError,
    WorkbookError,
)
from monitor.domain.instants import is_date_only, local
from monitor.domain.record import Reject
from monitor.domain.term import Term
from monitor.domain.terms.reading import in_days

REASONS: dict[type[DungHanError], str] = {
    BackupError: "backup",
    CopyError: "copy",
    ServerError: "server",
    BrokenDatabaseError: "remedy",
    LostDatabaseError: "remedy",
    RestoreError: "restore",
    MailServerError: "mail_server",
    PingError: "ping",
    NothingToTellError: "nothing_to_tell",
    OutboxError: "outgoing",
    UndatedDossierError: "undated",
}


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
    told = reject_sentence(reject.reason, column=reject.column)
    return row_line(told, file=file, row=reject.row, column=reject.column, value=reject.value)


def row_line(told: str, *, file: str, row: int, column: str, value: str = "") -> str:
    """Return a sentence with its place before it and the value, if there is one, after it."""
    frame = load_catalogue("operator_sources")["line"]
    text: str = frame["with_value" if value else "without_value"]
    return text.format(file=file, row=row, column=column, value=value, sentence=told)


def term_sentence(why: str) -> str:
    """Return why a time-limit text is no term, from a code of `WhyNot`."""
    text: str = load_catalogue("operator_sources")["term"].get(why, why)
    return text


def term_text(term: Term) -> str:
    """Return a term as a clerk writes it: below ten with a leading zero, halves with a sign."""
    amount, _ = in_days(term)
    whole = int(amount)
    written = f"{whole:02d}" if amount == whole else f"{whole or ''}½"
    return word("term", term.unit.value).format(amount=written)


def file_line(reason: str, *, file: str, column: str = "") -> str:
    """Return why a file fails as a whole."""
    text: str = load_catalogue("operator_sources")["line"]["file"]
    return text.format(file=file, sentence=reject_sentence(reason, column=column))


def span_text(span: timedelta) -> str:
    """Return how long something lasts, in whole minutes, hours or days."""
    units = {"days": timedelta(days=1), "hours": timedelta(hours=1)}
    unit = next((name for name, one in units.items() if span >= 2 * one), "minutes")
    count = span // units.get(unit, timedelta(minutes=1))
    return word("span", unit).format(count=count)


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
        if "missing" in facts:
            facts["missing"] = particulars(error.facts["missing"])
        text: str = words["letter"][str(error.facts["reason"])]
        return text.format(**{**facts, **states})
    if isinstance(error, SourceFileError):
        column = str(facts.get("column", ""))
        facts["sentence"] = reject_sentence(str(error.facts["reason"]), column=column)
    if isinstance(error, TermError):
        facts["sentence"] = term_sentence(str(error.facts["why"]))
    if isinstance(error, CaseError):
        reason = str(error.facts["reason"])
        facts["sentence"] = words["case"].get(reason, reason).format(**facts)
    if isinstance(error, WorkbookError):
        facts["sentence"] = words["workbook"][str(error.facts["reason"])].format(**facts)
    if isinstance(error, RenderError):
        facts["reason"] = word("render", str(error.facts["reason"]))
    if table := REASONS.get(type(error)):
        facts["sentence"] = words[table][str(error.facts["reason"])].format(**facts)
    key = error.code
    if isinstance(error, AmbiguousSourceError):
        kinds = error.facts["kinds"]
        facts["kinds"] = ", ".join(map(str, kinds)) if isinstance(kinds, tuple) else kinds
        key = key if kinds else f"{key}_none"
    told: str = words["errors"][key]
    problems = error.facts.get("problems", ())
    lines = [told.format(**facts), *(f"  - {_problem(one)}" for one in _each(problems))]
    return "\n".join(lines)


def merger_sentence(why: str, codes: Sequence[str], *, row: int = 0) -> str:
    """Return what is wrong with a list of merged units, or with an answer about a split one.

    Args:
        why: A code of the table `merger`.
        codes: The units; of an answer the dossier, then the unit.
        row: Where an answer stands in its file.
    """
    facts = {"codes": " → ".join(codes), "first": codes[0], "last": codes[-1], "row": row}
    text: str = load_catalogue("operator")["merger"][why]
    return text.format(**as_shown(facts))


def particulars(missing: object) -> str:
    """Return what a reason lacks, as one list."""
    return ", ".join(word("particular", str(one)) for one in _each(missing))


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
    """Return a date, an instant, a span or a term as officials write it; text on one line.

    What cannot be seen in a text, or would steer a terminal, becomes a blank.
    """
    if isinstance(value, datetime):
        clock = local(value)
        return f"{clock:%d/%m/%Y}" if is_date_only(clock) else f"{clock:%H:%M %d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, timedelta):
        return span_text(value)
    if isinstance(value, Term):
        return term_text(value)
    if isinstance(value, (str, Path)):
        return "".join(letter if letter.isprintable() else " " for letter in str(value))
    return value

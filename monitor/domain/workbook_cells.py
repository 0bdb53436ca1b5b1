"""What people wrote into the cells of a workbook: an answer, nothing, or what is wrong."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from monitor.domain.supplied import NOTHING, Measure
from monitor.domain.term import fold
from monitor.domain.workbook import OFFERS, Part

MOST_LETTERS = 2_000  # of a text
YEARS = range(2000, 2100)
MOST = 10**15
HUNDRED_PERCENT = 10_000
CENTURY = 100
LEAST_RATE = 200  # below 2 % somebody wrote a share of one
GROUNDS = ("secret", "force_majeure", "applicant", "other")  # why no letter is owed
DECISIONS = frozenset({"replace", "recall", "refuse"})  # of an approver, with a reason

_DAY = re.compile(r"(?:ngay )?(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_HALVES = re.compile(r"(\d{1,4})(?:[.,]([05]))?", re.ASCII)  # days
_WHOLE = re.compile(r"\d{1,15}|\d{1,3}(?:\.\d{3})+", re.ASCII)
_RATE = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*%?", re.ASCII)


class Fault(StrEnum):
    """What is wrong with a cell or a row; each has its sentence in the catalogue."""

    FORMULA = "formula"
    MERGED = "merged"
    TOO_LONG = "too_long"
    CHOICE = "choice"  # none of the words of the list
    LATE = "late"  # in time is no answer any more
    NO_CHOICE = "no_choice"  # the rest is filled in
    MISSING = "missing"
    NEEDLESS = "needless"  # goes with the other choice
    DAY = "day"
    WHOLE = "whole"
    HALVES = "halves"
    RATE = "rate"
    SUM = "sum"  # the parts of a figure come to more than it
    PERSON = "person"
    APPROVER = "approver"  # known, and not entitled


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes: nobody can see what it will say."""

    text: str


RawCell = str | int | float | bool | date | datetime | Formula | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Percent:
    """A number that its cell shows as a percentage: 0.987 for 98.7 %."""

    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """One row as it stands in the file.

    `token` is the hidden mark, `target` what the row shows as its code. `merged` names the
    cells that a merge has swallowed or spread.
    """

    number: int
    token: str
    target: str
    cells: Mapping[str, RawCell | Percent]
    merged: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What cells are held against: words of the lists, causes and people by what is shown.

    `year` is the workbook's: a year of two digits is one of its century. `offers` are the
    choices that the row has left; `proposed` is the new date that it shows, in ISO form.
    """

    choices: Mapping[str, str]  # code by word, of all lists
    causes: frozenset[str]
    people: Mapping[str, str]  # official's code by label
    approvers: Mapping[str, str]
    year: int
    offers: frozenset[str] = frozenset()
    proposed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The cells as understood: texts, days in ISO form, codes; empty ones are left out."""

    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """Which cells are wrong, each with its fault."""

    faults: Mapping[str, Fault]


@dataclass(slots=True)
class _Row:
    """Reads the cells of one row, and gathers what is wrong."""

    raw: RawRow
    terms: Terms
    said: dict[str, str] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return not _is_blank(self.raw.cells.get(name))

    def take(self, name: str, reader: Callable[[RawCell | Percent], str | Fault]) -> str:
        """Read a cell; what is wrong stays wrong, a blank one stays out."""
        cell = self.raw.cells.get(name)
        if name in self.raw.merged:
            self.faults[name] = Fault.MERGED
        elif isinstance(cell, Formula):
            self.faults[name] = Fault.FORMULA
        elif not _is_blank(cell):
            found = reader(cell)
            if isinstance(found, Fault):
                self.faults[name] = found
            else:
                self.said[name] = found
        return self.said.get(name, "")

    def need(self, *names: str) -> None:
        for name in names:
            if name not in self.said:
                self.faults.setdefault(name, Fault.MISSING)

    def need_none(self, *names: str) -> None:
        for name in names:
            if self.has(name):
                self.faults.setdefault(name, Fault.NEEDLESS)


def read_row(
    part: Part, raw: RawRow, terms: Terms, *, measure: Measure = Measure.COUNT
) -> Said | Wrong | None:
    """Return what a row says, what is wrong with it, or None where nothing was answered.

    A person named beside empty cells answers nothing. `measure` is that of a figure.
    """
    row = _Row(raw=raw, terms=terms)
    named = [name for name in raw.cells if name != "by"]
    if not any(row.has(name) for name in named) and not raw.merged:
        return None
    _READERS[part](row, measure)
    if row.faults:
        return Wrong(faults=row.faults)
    return Said(cells=row.said)


def _answers(row: _Row, _: Measure) -> None:
    answer = row.take("answer", _choice(row.terms, *OFFERS[Part.ANSWERS]))
    row.take("cause", _cause(row.terms))
    row.take("reason", _text)
    row.take("new_date", _day(row.terms))
    row.take("by", _person(row.terms.people))
    if answer == "in_time" and answer not in row.terms.offers:
        row.faults["answer"] = Fault.LATE
    elif answer in {"in_time", "has_result"}:
        row.need_none("cause", "reason", "new_date")
    elif answer == "late":
        if row.terms.proposed and not row.has("new_date"):
            row.said["new_date"] = row.terms.proposed
        row.need("cause", "reason", "new_date")
    else:
        row.faults.setdefault("answer", Fault.NO_CHOICE)


def _letters(row: _Row, _: Measure) -> None:
    verdict = row.take("verdict", _choice(row.terms, *row.terms.offers))
    row.take("ground", _choice(row.terms, *GROUNDS))
    row.take("note", _text)
    row.take("by", _person(row.terms.approvers))
    row.need("by")
    if verdict == "none":
        row.need("ground", "note")
    elif verdict:
        row.need_none("ground")
    else:
        row.faults.setdefault("verdict", Fault.NO_CHOICE)
    if verdict == "refuse":
        row.need("note")


def _issued(row: _Row, _: Measure) -> None:
    deed = row.take("deed", _choice(row.terms, *row.terms.offers))
    row.take("why", _text)
    by = row.take("by", _person(row.terms.people))
    if deed in DECISIONS:
        row.need("why", "by")
        if by and by not in row.terms.approvers:
            row.faults["by"] = Fault.APPROVER
    elif deed:
        row.need_none("why")
    else:
        row.faults.setdefault("deed", Fault.NO_CHOICE)


def _findings(row: _Row, _: Measure) -> None:
    if not row.take("manner", _choice(row.terms, *row.terms.offers)):
        row.faults.setdefault("manner", Fault.NO_CHOICE)
    row.take("text", _text)
    row.take("by", _person(row.terms.people))
    row.need("text", "by")


def _figures(row: _Row, measure: Measure) -> None:
    row.take("value", lambda cell: read_figure(cell, measure, row.terms.choices))
    row.take("by", _person(row.terms.people))
    row.need("value")


_READERS: Mapping[Part, Callable[[_Row, Measure], None]] = {
    Part.ANSWERS: _answers,
    Part.LETTERS: _letters,
    Part.ISSUED: _issued,
    Part.FINDINGS: _findings,
    Part.FIGURES: _figures,
}


def cell_text(cell: RawCell | Percent) -> str:
    """Return what stood in a cell as text; a formula is shown, never run."""
    match cell:
        case None:
            return ""
        case Formula():
            return cell.text
        case Percent():
            return f"{cell.share * 100:g}%".replace(".", ",")
        case date():
            return f"{cell:%d/%m/%Y}"
    return str(cell)


def plain(text: str) -> str:
    """Return words as they are compared: no marks, no case, single spaces."""
    return " ".join(fold(text).split())


def _is_blank(cell: RawCell | Percent) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


Reader = Callable[[RawCell | Percent], str | Fault]


def _choice(terms: Terms, *codes: str) -> Reader:
    def read(cell: RawCell | Percent) -> str | Fault:
        code = terms.choices.get(plain(cell)) if isinstance(cell, str) else None
        return code if code in codes else Fault.CHOICE

    return read


def _cause(terms: Terms) -> Reader:
    """Read a cause by its code, alone or with its words behind it."""

    def read(cell: RawCell | Percent) -> str | Fault:
        code = cell.split()[0].strip(":.-").upper() if isinstance(cell, str) else ""
        return code if code in terms.causes else Fault.CHOICE

    return read


def _person(people: Mapping[str, str]) -> Reader:
    by_label = {" ".join(label.casefold().split()): code for code, label in people.items()}
    by_code = {code.casefold(): code for code in people}

    def read(cell: RawCell | Percent) -> str | Fault:
        name = " ".join(cell.casefold().split()) if isinstance(cell, str) else ""
        return by_label.get(name) or by_code.get(name) or Fault.PERSON

    return read


def _text(cell: RawCell | Percent) -> str | Fault:
    text = " ".join(cell.split()) if isinstance(cell, str) else str(cell)
    return Fault.TOO_LONG if len(text) > MOST_LETTERS else text


def _day(terms: Terms) -> Reader:
    """Read a real date, or a text that begins with the day: nothing that may be two days."""

    def read(cell: RawCell | Percent) -> str | Fault:
        if isinstance(cell, datetime):
            found: date | None = cell.date()
        elif isinstance(cell, date):
            found = cell
        else:
            found = _written_day(cell, terms.year) if isinstance(cell, str) else None
        return found.isoformat() if found and found.year in YEARS else Fault.DAY

    return read


def _written_day(text: str, this_year: int) -> date | None:
    match = _DAY.fullmatch(plain(text))
    if match is None:
        return None
    year = int(match[4])
    if year < CENTURY:
        year += this_year // CENTURY * CENTURY
    try:
        return date(year, int(match[3]), int(match[1]))
    except ValueError:
        return None


def read_figure(
    cell: RawCell | Percent, measure: Measure, choices: Mapping[str, str]
) -> str | Fault:
    """Return what a cell gives as a figure; the words for "no figure yet" take it back.

    Args:
        cell: As it stands in the file.
        measure: That of the figure.
        choices: The code of each word that people choose; `no_figure` is one of them.
    """
    if isinstance(cell, str) and choices.get(plain(cell)) == "no_figure":
        return NOTHING
    return _FIGURE_READERS.get(measure, _whole)(cell)


def _whole(cell: RawCell | Percent) -> str | Fault:
    if isinstance(cell, str):
        text = cell.strip()
        return text.replace(".", "") if _WHOLE.fullmatch(text) else Fault.WHOLE
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return Fault.WHOLE
    return f"{cell:.0f}" if 0 <= cell < MOST and cell == int(cell) else Fault.WHOLE


def _rate(cell: RawCell | Percent) -> str | Fault:
    """Read a percentage into its hundredths."""
    if isinstance(cell, Percent):
        hundredths = round(cell.share * HUNDRED_PERCENT)
    elif isinstance(cell, str):
        match = _RATE.fullmatch(cell.strip())
        if match is None:
            return Fault.RATE
        hundredths = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
    elif isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return Fault.RATE
    else:
        hundredths = round(cell * 100) if 0 <= cell <= HUNDRED_PERCENT else -1
    return f"{hundredths}" if LEAST_RATE <= hundredths <= HUNDRED_PERCENT else Fault.RATE


def _half_days(cell: RawCell | Percent) -> str | Fault:
    """Read days and halves of days into half-days."""
    if isinstance(cell, str):
        match = _HALVES.fullmatch(cell.strip())
        return f"{2 * int(match[1]) + (match[2] == '5')}" if match else Fault.HALVES
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return Fault.HALVES
    is_told = 0 <= cell < MOST and 2 * cell == int(2 * cell)
    return f"{2 * cell:.0f}" if is_told else Fault.HALVES


_FIGURE_READERS: Mapping[Measure, Reader] = {
    Measure.PERCENT: _rate,
    Measure.HALF_DAYS: _half_days,
    Measure.TEXT: _text,
}

"""Lines of a directory file while they are read: every problem is kept, not the first."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from monitor.catalogues import load_catalogue
from monitor.catalogues.told import file_line, reject_sentence, row_line
from monitor.domain.errors import SourceFileError
from monitor.domain.instants import vietnam_day
from monitor.sources.catalogue import plain, word_table
from monitor.sources.cells import Cell, raw_text, shown
from monitor.sources.headers import known_headers
from monitor.sources.mailboxes import is_domain, is_mailbox
from monitor.sources.reasons import Reason
from monitor.sources.rows import TableRow
from monitor.sources.table import Table, open_table

Word = TypeVar("Word", bound=StrEnum)


class DirectoryRow(TableRow):
    """One line; what is wrong with it is added to the `problems` of all files."""

    __slots__ = ("_problems",)

    def __init__(
        self, number: int, line: Sequence[Cell], table: Table, *, problems: list[str]
    ) -> None:
        super().__init__(number, line, table)
        self._problems = problems

    def refuse(self, field: str, value: str, reason: Reason) -> None:
        """Tell one more problem of this line."""
        self.tell(field, value, reject_sentence(reason, column=self.label(field)))

    def tell(self, field: str, value: str, sentence: str) -> None:
        """Tell one more problem of this line in a sentence of its own."""
        line = row_line(
            sentence,
            file=self.table.file,
            row=self.number,
            column=self.label(field),
            value=shown(value),
        )
        self._problems.append(line)

    def required(self, field: str) -> str:
        """Return a field that may not be blank."""
        text = self.text(field)
        if not text:
            self.refuse(field, "", Reason.MISSING_VALUE)
        return text

    def choice(self, field: str, default: Word, *, needed: bool = False) -> Word:
        """Return the value that a word of `statuses.toml` stands for.

        Args:
            field: The field, and the name of its table of words.
            default: What a blank means; it also stands in for what was refused.
            needed: Refuse a blank.
        """
        text = self.required(field) if needed else self.text(field)
        if not text:
            return default
        value = word_table(field).get(plain(text))
        if value is None:
            self.refuse(field, text, Reason.UNKNOWN_WORD)
            return default
        return type(default)(value)

    def is_so(self, field: str) -> bool:
        """Return a yes or no; a blank is a yes."""
        text = self.text(field)
        value = word_table("yes_no").get(plain(text), "") if text else "yes"
        if not value:
            self.refuse(field, text, Reason.UNKNOWN_WORD)
        return value == "yes"

    def stated(self, field: str) -> str:
        """Return a field as it is written, unseen signs and all."""
        return raw_text(self.cells.get(field)).strip(" ")

    def mailbox(self, field: str) -> str:
        """Return an address that mail can go to, empty where blank."""
        raw = self.stated(field)
        if raw and not is_mailbox(raw):
            self.refuse(field, raw, Reason.BAD_MAILBOX)
            return ""
        return raw

    def domains(self, field: str) -> tuple[str, ...]:
        """Return mail domains, separated by spaces or semicolons, in lower case."""
        domains = tuple(self.text(field).replace(";", " ").casefold().split())
        for domain in domains:
            if not is_domain(domain):
                self.refuse(field, domain, Reason.BAD_DOMAIN)
        return domains

    def lines(self, field: str) -> tuple[str, ...]:
        """Return lines separated by "|"."""
        return tuple(line for part in self.text(field).split("|") if (line := part.strip()))

    def letterhead(self, field: str) -> tuple[str, ...]:
        """Return lines separated by "|"; "||" leaves an empty one behind the parent's."""
        parent, gap, own = self.text(field).partition("||")
        lines = [tuple(filter(None, map(str.strip, part.split("|")))) for part in (parent, own)]
        return (*lines[0], "", *lines[1]) if gap and all(lines) else (*lines[0], *lines[1])

    def day(self, field: str) -> date | None:
        """Return a day in Vietnam, None where blank."""
        at = self.instant(field)
        return vietnam_day(at) if at else None

    def dong(self, field: str) -> int:
        """Return an amount of money, 0 where blank; dots and commas part thousands."""
        text = self.text(field)
        digits = plain(text)
        for sign in load_catalogue("statuses")["money"]["signs"]:
            digits = digits.replace(sign, "")
        if text and not (digits.isascii() and digits.isdecimal()):
            self.refuse(field, text, Reason.BAD_FEE)
            return 0
        return int(digits or 0)


def read_rows(
    path: Path, kind: str, *, columns: Sequence[str], problems: list[str]
) -> Mapping[str, DirectoryRow]:
    """Return the lines of one file by code; what is wrong with the file is a problem.

    Args:
        path: CSV or XLSX.
        kind: `units`, `officials` or `procedures`.
        columns: The columns without which it cannot be read.
        problems: Where problems go, one line each.
    """
    try:
        with open_table(path, known_headers(kind)) as table:
            missing = [name for name in columns if name not in table.layout.columns]
            for name in missing:
                label = table.label(name)
                line = file_line(Reason.MISSING_COLUMN, file=table.file, column=label)
                problems.append(line)
            return {} if missing else _by_code(table, problems)
    except SourceFileError as error:
        problems.append(file_line(str(error.facts["reason"]), file=path.name))
        return {}


def _by_code(table: Table, problems: list[str]) -> dict[str, DirectoryRow]:
    rows: dict[str, DirectoryRow] = {}
    for number, cells in table.rows:
        row = DirectoryRow(number, cells or (), table, problems=problems)
        if cells is None:
            row.refuse("code", "", Reason.BROKEN_ROW)
        elif row.texts and (code := row.required("code")):
            if code in rows:
                row.refuse("code", code, Reason.REPEATED_CODE)
            rows.setdefault(code, row)
    return rows

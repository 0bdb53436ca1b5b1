"""`dunghan due`: count in bulk, for auditors."""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import click

from monitor.bootstrap import Counting, is_sheet_of_cases, sheet_of_cases
from monitor.catalogues.told import sentence
from monitor.cli.case_lines import LINE, is_json_lines, numbered_lines, parse_line, read_chunk
from monitor.cli.options import Place, Text
from monitor.cli.running import Call, end, seen_json, told
from monitor.cli.usage import Command, WrongUseError
from monitor.cli.words import help_of, say, wrong
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.cases.dossier import CaseRow, date_case
from monitor.domain.cases.fields import Fault
from monitor.domain.cases.shelf import Shelf
from monitor.domain.errors import (
    CaseError,
    DungHanError,
    SettingsError,
    UnknownCalendarError,
)
from monitor.domain.policy import Policy
from monitor.domain.procedure import OnSupplement

STANDARD_INPUT = Path("-")
SHEETS = frozenset({".csv", ".tsv", ".xls", ".xlsm", ".xlsx"})

Answered = dict[str, object]


@click.command(cls=Command, help=help_of("due"))
@click.option("--cases", "file", type=Place(), required=True, help=help_of("due_cases"))
@click.option("--calendar", "name", type=Text(), default=None, help=help_of("due_calendar"))
@click.option(
    "--on-supplement",
    "rule",
    type=click.Choice([rule.value for rule in OnSupplement]),
    default=None,
    help=help_of("due_on_supplement"),
)
@click.pass_obj
@told
def due(call: Call, file: Path, name: str | None, rule: str | None) -> None:
    """Answer every case of a file, one line each and in its order."""
    office = _Calendars(call, name)
    problems = 0
    with _opened(file) as stream:
        for line in _answered(stream, file, office, rule):
            problems += "error" in line
            click.echo(_json(line))
    end(problems=problems)


class _Calendars:
    """The office's calendars, read from the settings when the first case asks for one."""

    def __init__(self, call: Call, name: str | None) -> None:
        self._call = call
        self._default = name

    @cached_property
    def _counting(self) -> Counting:
        return self._call.counting()

    def named(self, name: str | None) -> WorkingCalendar:
        """Return the calendar of a name; the one asked for, or the settings' own, for None."""
        found = self._counting
        if name is not None and name in found.calendars:
            return found.calendars[name]
        known = ", ".join(sorted(found.calendars))
        if name is not None:
            raise UnknownCalendarError(name=name, known=known, file=found.file)
        if self._default is None:
            return found.policy.calendar
        if self._default not in found.calendars:
            facts = {"name": self._default, "known": known, "file": found.file}
            raise WrongUseError(wrong("calendar", **facts))
        return found.calendars[self._default]

    @property
    def policy(self) -> Policy:
        """The office's choices, on the calendar asked for."""
        return replace(self._counting.policy, calendar=self.named(None))


def _opened(file: Path) -> AbstractContextManager[BinaryIO]:
    if file == STANDARD_INPUT:
        return nullcontext(sys.stdin.buffer)
    if not file.is_file() and not file.is_fifo():
        raise WrongUseError(wrong("cases", file=file))
    return file.open("rb")


def _answered(
    stream: BinaryIO, file: Path, office: _Calendars, rule: str | None
) -> Iterator[Answered]:
    """Tell what the file is by what stands in it, and answer each line or row."""
    if file == STANDARD_INPUT:
        file = Path(say("due_standard_input"))
    head = read_chunk(stream)
    if not is_json_lines(head):
        head, stream = head + stream.read(), io.BytesIO()
        if is_sheet_of_cases(head, path=file) or file.suffix.lower() in SHEETS:
            return _dossiers(head, file, office, OnSupplement(rule or OnSupplement.RESUME))
    if rule is not None:
        raise WrongUseError(wrong("due_rule"))
    return _cases(head, stream, Shelf(office.named, file=file.name))


def _cases(head: bytes, stream: BinaryIO, shelf: Shelf) -> Iterator[Answered]:
    for number, line in numbered_lines(head, stream):
        yield _case(number, line, shelf)


def _case(number: int, line: bytes | None, shelf: Shelf) -> Answered:
    known: object = None
    try:
        case = parse_line(line)
        known = _id(case)
        found = shelf.answer(case)
    except SettingsError:  # no fault of this line
        raise
    except DungHanError as error:
        return _refused(known, number, error)
    except RecursionError:
        return _refused(known, number, CaseError(field=LINE, reason=Fault.TOO_DEEP))
    return _found(known, found.result, is_estimated=found.is_estimated)


def _id(case: dict[str, object]) -> object:
    known = case.get("id")
    if isinstance(known, (dict, list)):
        raise CaseError(field="id", reason=Fault.NOT_TEXT)
    return known


def _dossiers(
    data: bytes, file: Path, office: _Calendars, rule: OnSupplement
) -> Iterator[Answered]:
    policy = office.policy
    for row in sheet_of_cases(data, path=file):
        yield _dossier(row, policy, rule)


def _dossier(row: CaseRow, policy: Policy, rule: OnSupplement) -> Answered:
    known = row.code or row.number
    if isinstance(row.case, DungHanError):
        return _refused(known, row.number, row.case)
    try:
        found = date_case(row.case, policy, rule=rule)
    except DungHanError as error:
        return _refused(known, row.number, error)
    return _found(known, found.due_at, is_estimated=found.is_estimated)


def _found(known: object, result: object, *, is_estimated: bool) -> Answered:
    plain = result.isoformat() if isinstance(result, date) else result
    mark: Answered = {"estimated": True} if is_estimated else {}
    return {"id": known, "result": plain, **mark}


def _refused(known: object, number: int, error: DungHanError) -> Answered:
    code = error.facts["reason"] if isinstance(error, CaseError) else error.code
    return {"id": known, "error": sentence(error), "code": code, "line": number}


def _json(line: Answered) -> str:
    """Write one line; what cannot be seen, or has no encoding, is spelled out."""
    return seen_json(json.dumps(line, ensure_ascii=False))

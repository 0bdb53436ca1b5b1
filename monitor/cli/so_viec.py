"""`dunghan so-viec`: the workbooks that units answer in."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from monitor.bootstrap import App
from monitor.catalogues.told import sentence
from monitor.catalogues.workbooks import workbook_word
from monitor.cli.below import units_below
from monitor.cli.options import Place, Text, at_option, json_option, unit_option
from monitor.cli.running import Call, end, print_json, told
from monitor.cli.usage import Group, WrongUseError
from monitor.cli.words import help_of, say, wrong
from monitor.domain.errors import DungHanError
from monitor.flows.workbook_answers import State
from monitor.flows.workbook_lines import gather_lines
from monitor.flows.workbook_reading import ReadBack, read_back
from monitor.flows.workbooks import make_workbook

LISTED = 100


@click.group("so-viec", cls=Group, help=help_of("so_viec"))
def so_viec() -> None:
    """Hold the commands about workbooks."""


@so_viec.command("make", help=help_of("so_viec_make"))
@click.option("--unit", type=Text(), default=None, help=help_of("so_viec_unit"))
@click.option("--out", type=Place(), default=None, help=help_of("so_viec_out"))
@at_option
@click.pass_obj
@told
def make(call: Call, *, unit: str | None, out: Path | None, at: datetime | None) -> None:
    """Make the workbooks of the day, or one."""
    if out is not None and unit is None:
        raise WrongUseError(wrong("so_viec_out"))
    with call.app() as app:
        instant = at or app.clock()
        for code in [unit] if unit else _asked(app, at=instant):
            _make(app, code, out, at=instant)


def _asked(app: App, *, at: datetime) -> list[str]:
    with app.outside.store.reading() as work:
        return list(gather_lines(work, app.office, at=at))


def _make(app: App, unit: str, out: Path | None, *, at: datetime) -> None:
    workbook = make_workbook(app.outside, app.office, app.plan.telling, unit, at=at)
    if workbook is None:
        click.echo(say("so_viec_none", unit=unit))
        return
    file, lines = app.workbook_path(workbook), len(workbook.lines)
    click.echo(say("so_viec_made", unit=workbook.unit_name, file=file, lines=lines))
    if out is not None:
        out.write_bytes(app.outside.workbooks.xlsx(workbook))
        click.echo(say("so_viec_out", file=out))


@so_viec.command("read", help=help_of("so_viec_read"))
@click.argument("files", type=Place(), metavar=wrong("file_name"), nargs=-1, required=True)
@at_option
@json_option
@click.pass_obj
@told
def read(call: Call, *, files: tuple[Path, ...], at: datetime | None, as_json: bool) -> None:
    """Read answered workbooks."""
    facts: list[dict[str, Any]] = []
    problems = 0
    with call.app() as app:
        for file in files:
            try:
                back = _read(app, file, at=at or app.clock())
            except DungHanError as error:
                problems += 1
                click.echo(sentence(error), err=True)
                continue
            problems += back.count(State.WRONG)
            if as_json:
                facts.append(_facts(file, back))
            else:
                _say_read(file, back)
    if as_json:
        print_json(facts)
    end(problems=problems)


def _read(app: App, file: Path, *, at: datetime) -> ReadBack:
    filled = app.open_workbook(file)
    return read_back(app.outside, app.office, app.plan.telling, filled, at=at)


def _say_read(file: Path, back: ReadBack) -> None:
    workbook = back.workbook
    counts = {state.value: back.count(state) for state in State}
    head = {"file": file.name, "unit": workbook.unit_name, "day": workbook.day}
    click.echo(say("so_viec_read", **head, **counts))
    for text in back.unread:
        click.echo(say("so_viec_unread", text=text))
    told_of = [row for row in back.rows if row.state in {State.WRONG, State.PASSED_BY}]
    for row in told_of:
        sheet = workbook_word("sheet", row.part.value)
        facts = {"number": row.number, "shown": row.shown, "text": row.remark.text}
        click.echo(say("so_viec_row", sheet=sheet, **facts))
    if told_of or back.unread:
        click.echo(say("so_viec_copy"))


def _facts(file: Path, back: ReadBack) -> dict[str, Any]:
    return {
        "file": file.name,
        "workbook": back.workbook.id,
        "unit": back.workbook.unit,
        "day": back.workbook.day,
        **{state.value: back.count(state) for state in State},
        "unread": list(back.unread),
        "rows": [
            {
                "sheet": row.part.value,
                "row": row.number,
                "shown": row.shown,
                "state": row.state.value,
                "text": row.remark.text,
            }
            for row in back.rows
        ],
    }


@so_viec.command("list", help=help_of("so_viec_list"))
@unit_option
@json_option
@click.pass_obj
@told
def list_made(call: Call, *, unit: str | None, as_json: bool) -> None:
    """List the workbooks made."""
    with call.app() as app:
        units = units_below(app, unit)
        with app.outside.store.reading() as work:
            found = work.workbooks.latest(LISTED, units=units)
    facts = [
        {
            "id": one.id,
            "unit": one.unit,
            "day": one.day,
            "lines": len(one.lines),
            "answers": answers,
        }
        for one, answers in found
    ]
    if as_json:
        print_json(facts)
        return
    for one in facts:
        click.echo(say("so_viec_line", **one))
    if not facts:
        click.echo(say("none"))

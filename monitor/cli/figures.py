"""`dunghan figures`: figures that others hand in, and those that no source carries."""

from collections.abc import Iterator
from pathlib import Path

import click

from monitor.bootstrap import stated_file
from monitor.catalogues import load_catalogue
from monitor.catalogues.told import note_sentence, reject_line, shown, word
from monitor.cli import supplying
from monitor.cli.audit_numbers import number
from monitor.cli.options import Place, json_option
from monitor.cli.running import end, print_json, told
from monitor.cli.usage import Group
from monitor.cli.words import help_of, say, wrong
from monitor.domain.stated import CheckedRow, Column, ShareCheck, Stated, SumCheck, Verdict
from monitor.flows.stated import CheckedFile, check_file


@click.group(cls=Group, help=help_of("figures"))
def figures() -> None:
    """Hold the commands about figures of others, and those that people supply."""


for command in supplying.COMMANDS:
    figures.add_command(command)


@figures.command("check", help=help_of("figures_check"))
@click.argument("file", type=Place(), metavar=wrong("file_name"))
@json_option
@told
def check(file: Path, *, as_json: bool) -> None:
    """Check every account of a file on its own."""
    read = stated_file(file)
    checked = check_file(read)
    if as_json:
        print_json([_facts(row) for row in checked.rows])
    else:
        columns = ", ".join(map(str, map(shown, read.columns)))
        click.echo(say("figures_read", file=read.name, rows=len(read.rows), columns=columns))
        for line in _lines(checked):
            click.echo(line)
    for reject in checked.rejects:
        click.echo(reject_line(reject, file=read.name), err=True)
    if read.other_sheets:
        click.echo(note_sentence(f"other_sheets={read.other_sheets}"), err=True)
    end(problems=checked.problems)


def _facts(row: CheckedRow) -> dict[str, object]:
    return {
        "id": row.stated.code,
        "verdict": row.verdict,
        "problems": [
            {"row": one.row, "column": one.column, "reason": one.reason}
            for one in row.stated.problems
        ],
        "identities": [
            {
                "identity": one.identity,
                "left": one.left,
                "right": one.right,
                "difference": one.difference,
                "holds": one.holds,
                "same_as": one.same_as,
            }
            for one in row.sums
        ],
        "percentages": [
            {
                "label": one.share.label,
                "stated": _number(one.share.text),
                "computed": None if one.computed is None else _number(one.computed),
                "difference": one.difference,
                "holds": one.holds,
            }
            for one in row.shares
        ],
    }


def _number(text: str) -> int | float:
    """Return a decimal as JSON writes it; never to be counted with."""
    return float(text) if "." in text else int(text)


def _lines(checked: CheckedFile) -> Iterator[str]:
    for row in checked.rows:
        verdict, where = word("verdict", row.verdict), _where(row.stated)
        code = row.stated.code or say("figures_no_id", row=row.stated.problems[0].row)
        yield say("figures_row", verdict=verdict, id=code, where=where)
        yield from map(_sum_line, row.sums)
        yield from map(_share_line, row.shares)
    yield say(
        "figures_done",
        rows=len(checked.rows),
        rejected=checked.unread,
        **{verdict.value: checked.count(verdict) for verdict in Verdict},
    )


def _where(stated: Stated) -> str:
    place = say("figures_place", place=stated.place) if stated.place else ""
    if not stated.first or not stated.last:
        return place
    return place + say("figures_period", first=stated.first, last=stated.last)


def _sum_line(one: SumCheck) -> str:
    key = "figures_sum"
    if one.is_bound:
        key = "figures_sum_over"
    elif not one.holds:
        key = "figures_sum_off"
    elif one.difference:
        key = "figures_sum_near"
    return say(
        key,
        left=_names(one.left_of),
        right=_names(one.right_of),
        left_count=number(one.left),
        right_count=number(one.right),
        difference=number(abs(one.difference)),
        same=say("figures_same", columns=_names(one.same_as)) if one.same_as else "",
    )


def _names(columns: tuple[Column, ...]) -> str:
    words = load_catalogue("headers")["stated"]
    return " + ".join(f"“{words[column][0]}”" for column in columns)


def _share_line(one: ShareCheck) -> str:
    key = "figures_share"
    if one.is_of_nothing:
        key = "figures_share_of_nothing"
    elif one.holds is None:
        key = "figures_share_unknown"
    elif not one.holds:
        key = "figures_share_off"
    elif one.computed != one.share.text:
        key = "figures_share_near"
    return say(
        key,
        label=one.share.label,
        stated=one.share.text.replace(".", ","),
        computed=(one.computed or "").replace(".", ","),
    )

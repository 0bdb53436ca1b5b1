"""`dunghan letters numbers`: every number that our own register has given."""

from dataclasses import asdict
from datetime import datetime

import click

from monitor.cli.options import Year, at_option, json_option
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Command
from monitor.cli.words import help_of, say
from monitor.domain.instants import vietnam_day
from monitor.domain.numbering import BoundNumber, written


@click.command("numbers", cls=Command, help=help_of("letters_numbers"))
@click.option("--year", type=Year(), help=help_of("letters_year"))
@json_option
@at_option
@click.pass_obj
@told
def numbers(call: Call, year: int | None, at: datetime | None, *, as_json: bool) -> None:
    """List the numbers of a year, void ones with their reason."""
    with call.app() as app:
        wanted = year or vietnam_day(at or app.clock()).year
        with app.outside.store.reading() as work:
            found = work.numbers.list(year=wanted)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        click.echo(_line(one))
    if not found:
        click.echo(say("none"))


def _line(one: BoundNumber) -> str:
    number = f"{written(one.number)}/{one.series.symbol}"
    facts = {
        "number": number,
        "issuer": one.series.issuer,
        "day": vietnam_day(one.bound_at),
        "dossier": one.mark.partition("/")[0],
    }
    line = say("number_line", **facts)
    return line + say("number_void", why=one.void_for) if one.void_for else line

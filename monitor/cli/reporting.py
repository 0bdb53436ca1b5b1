"""`dunghan report`: a period's figures on paper, as a spreadsheet and as data."""

from datetime import date, datetime

import click

from monitor.bootstrap import App
from monitor.cli.options import Day, Text, at_option, json_option
from monitor.cli.periods import Named, one_period
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Command
from monitor.cli.words import help_of, say
from monitor.domain.errors import UnknownUnitError
from monitor.domain.period import Period, PeriodKind, PeriodName
from monitor.flows.report import make_report, reporting_units
from monitor.ports.store import StoredReport


@click.command(cls=Command, help=help_of("report"))
@click.option("--month", type=Named(PeriodKind.MONTH), help=help_of("report_month"))
@click.option("--quarter", type=Named(PeriodKind.QUARTER), help=help_of("report_quarter"))
@click.option("--half", type=Named(PeriodKind.HALF), help=help_of("report_half"))
@click.option("--year", type=Named(PeriodKind.YEAR), help=help_of("report_year"))
@click.option("--from", "first", type=Day(), help=help_of("report_from"))
@click.option("--to", "last", type=Day(), help=help_of("report_to"))
@click.option("--unit", type=Text(), default=None, help=help_of("report_unit"))
@at_option
@json_option
@click.pass_obj
@told
def report(  # noqa: PLR0913 - one parameter an option
    call: Call,
    *,
    month: PeriodName | None,
    quarter: PeriodName | None,
    half: PeriodName | None,
    year: PeriodName | None,
    first: date | None,
    last: date | None,
    unit: str | None,
    at: datetime | None,
    as_json: bool,
) -> None:
    """Make a period's report, or show the one that was made."""
    asked = one_period(month, quarter, half, year, days=(first, last))
    with call.app() as app:
        period = asked if isinstance(asked, Period) else app.office.months.period(asked)
        directory = app.office.directory
        if unit is not None and unit not in directory.units:
            raise UnknownUnitError(unit=unit)
        units = [directory.units[unit]] if unit else reporting_units(app.office)
        instant = at or app.clock()
        made = [
            make_report(app.outside, app.office, app.plan.telling, one, period, at=instant)
            for one in units
        ]
        facts = [_facts(app, stored) for stored in made]
    if as_json:
        print_json(facts)
        return
    for one in facts:
        click.echo(say("report_done", **one))
    if not facts:
        click.echo(say("report_none"))


def _facts(app: App, stored: StoredReport) -> dict[str, object]:
    pdf, xlsx, figures = app.report_paths(stored)
    return {
        "unit": app.office.directory.units[stored.unit].name,
        "pdf": pdf,
        "xlsx": xlsx,
        "json": figures,
        "code": stored.sha256[:12],
    }

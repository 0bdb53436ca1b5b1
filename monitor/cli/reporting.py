"""`dunghan report`: a period's figures on paper, as a spreadsheet and as data."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import click

from monitor.bootstrap import App
from monitor.cli.options import Day, Text, at_option, json_option
from monitor.cli.periods import Named, one_period
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Command, WrongUseError
from monitor.cli.words import help_of, say, wrong
from monitor.domain.directory import Unit
from monitor.domain.errors import UnknownUnitError
from monitor.domain.period import Period, PeriodKind, PeriodName
from monitor.flows.freezing import Freezer, Made, file_names
from monitor.flows.report import reporting_units
from monitor.notices.report_mails import FileKind


@click.command(cls=Command, help=help_of("report"))
@click.option("--month", type=Named(PeriodKind.MONTH), help=help_of("report_month"))
@click.option("--quarter", type=Named(PeriodKind.QUARTER), help=help_of("report_quarter"))
@click.option("--half", type=Named(PeriodKind.HALF), help=help_of("report_half"))
@click.option("--year", type=Named(PeriodKind.YEAR), help=help_of("report_year"))
@click.option("--from", "first", type=Day(), help=help_of("report_from"))
@click.option("--to", "last", type=Day(), help=help_of("report_to"))
@click.option("--unit", type=Text(), default=None, help=help_of("report_unit"))
@click.option("--revise", is_flag=True, help=help_of("report_revise"))
@click.option("--provisional", is_flag=True, help=help_of("report_provisional"))
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
    revise: bool,
    provisional: bool,
    at: datetime | None,
    as_json: bool,
) -> None:
    """Make a period's report, show the one that was made, or look at one ahead."""
    asked = one_period(month, quarter, half, year, days=(first, last))
    if revise and provisional:
        raise WrongUseError(wrong("report_either"))
    make = _look if provisional else _revise if revise else _make
    with call.app() as app:
        period = asked if isinstance(asked, Period) else app.office.months.period(asked)
        directory = app.office.directory
        if unit is not None and unit not in directory.units:
            raise UnknownUnitError(unit=unit)
        units = [directory.units[unit]] if unit else reporting_units(app.office)
        instant = at or app.clock()
        done = [make(app, _freezer(app, one, period), instant) for one in units]
    if as_json:
        print_json([facts for _, facts in done])
        return
    for sentences, facts in done:
        for sentence in sentences:
            click.echo(say(sentence, **facts, files=_listed(facts)))
        for before in facts["before"]:
            click.echo(say("report_before", **before))
    if not done:
        click.echo(say("report_none"))


Facts = dict[str, Any]
Done = tuple[tuple[str, ...], Facts]  # what is said of a report, in which words


def _freezer(app: App, unit: Unit, period: Period) -> Freezer:
    return Freezer(
        outside=app.outside,
        office=app.office,
        telling=app.plan.telling,
        unit=unit,
        period=period,
    )


def _make(app: App, freezer: Freezer, at: datetime) -> Done:
    made = freezer.make(at=at)
    return ("report_done", *_lost(made)), _facts_of(app, freezer, made)


def _revise(app: App, freezer: Freezer, at: datetime) -> Done:
    made = freezer.revise(at=at)
    is_first = made.stored.revision == 1
    told = (
        ("report_done" if is_first else "report_revised") if made.is_new else "report_unmoved"
    )
    return (told, *_lost(made)), _facts_of(app, freezer, made)


def _look(app: App, freezer: Freezer, at: datetime) -> Done:
    return ("report_provisional",), _facts(app, freezer, freezer.look(at=at))


def _lost(made: Made) -> tuple[str, ...]:
    return ("report_lost",) if made.is_lost else ()


def _facts_of(app: App, freezer: Freezer, made: Made) -> Facts:
    stored = made.stored
    return {
        **_facts(app, freezer, file_names(stored)),
        "revision": stored.revision,
        "is_new": made.is_new,
        "is_lost": made.is_lost,
        "moved": made.moved,
        "made_at": stored.made_at,
        "code": stored.sha256[:12],
    }


def _facts(app: App, freezer: Freezer, names: Mapping[str, str]) -> Facts:
    paths = {ending: app.report_path(name) for ending, name in names.items()}
    files = {kind.name.lower(): paths.pop(kind) for kind in FileKind if kind in paths}
    return {
        "unit": freezer.unit.name,
        "period": freezer.period.code,
        **files,
        "annexes": list(paths.values()),
        "before": _before(app, freezer),
    }


def _before(app: App, freezer: Freezer) -> list[Facts]:
    """Return the reports of the period by units that were merged into this one since."""
    period = freezer.period
    with app.outside.store.reading() as work:
        found = work.mergers.reports_before(freezer.unit.code, period.first, period.last)
    return [
        {
            "unit": one.unit,
            "revision": one.revision,
            "made_at": one.made_at,
            "code": one.sha256[:12],
        }
        for one in found
    ]


def _listed(facts: Facts) -> str:
    kinds = (kind.name.lower() for kind in FileKind)
    files = (facts[kind] for kind in kinds if kind in facts)
    return ", ".join(map(str, (*files, *facts["annexes"])))

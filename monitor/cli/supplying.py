"""`dunghan figures supply` and `list`: figures that no source carries, typed in and shown."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import click

from monitor.catalogues.workbooks import workbook_word
from monitor.cli.options import Text, at_option, json_option
from monitor.cli.periods import Named
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Command
from monitor.cli.words import help_of, say, wrong
from monitor.domain.errors import UnknownUnitError
from monitor.domain.period import PeriodKind, PeriodName
from monitor.domain.supplied import FIGURES, Measure, SuppliedFigure
from monitor.flows.supplying import Typed
from monitor.flows.supplying import supply as supply_figure
from monitor.flows.workbook_lines import figure_text

Listed = tuple[str, str, SuppliedFigure | None]
"""A unit, the name of a figure, and the figure where somebody supplied it."""

month_option = click.option(
    "--month", type=Named(PeriodKind.MONTH), required=True, help=help_of("figures_month")
)


@click.command("supply", cls=Command, help=help_of("figures_supply"))
@click.argument("name", type=click.Choice(list(FIGURES)), metavar=wrong("figure_name"))
@click.argument("value", type=Text(), metavar=wrong("figure_value"))
@click.option("--unit", type=Text(), required=True, help=help_of("figures_unit"))
@month_option
@click.option("--by", type=Text(), required=True, help=help_of("figures_by"))
@at_option
@json_option
@click.pass_obj
@told
def supply(  # noqa: PLR0913 - one parameter an option
    call: Call,
    name: str,
    value: str,
    *,
    unit: str,
    month: PeriodName,
    by: str,
    at: datetime | None,
    as_json: bool,
) -> None:
    """Keep one figure."""
    typed = Typed(unit=unit, month=_first_of(month), name=name, text=value, by=by)
    with call.app() as app:
        figure = supply_figure(app.outside.store, app.office, typed, at=at or app.clock())
    _show(typed.month, [_listed(figure)], as_json=as_json)


@click.command("list", cls=Command, help=help_of("figures_list"))
@month_option
@click.option("--unit", type=Text(), default=None, help=help_of("figures_list_unit"))
@json_option
@click.pass_obj
@told
def list_figures(call: Call, *, month: PeriodName, unit: str | None, as_json: bool) -> None:
    """List the figures of a month: those that were supplied, or all of one unit."""
    first = _first_of(month)
    with call.app() as app, app.outside.store.reading() as work:
        found = work.workbooks.figures(first)
        known = app.office.directory.units
    if unit is None:
        _show(first, map(_listed, found), as_json=as_json)
        return
    if unit not in known:
        raise UnknownUnitError(unit=unit)
    given = {one.name: one for one in found if one.unit == unit}
    _show(first, ((unit, name, given.get(name)) for name in FIGURES), as_json=as_json)


COMMANDS = (supply, list_figures)


def _first_of(month: PeriodName) -> date:
    return date(month.year, month.number, 1)


def _listed(figure: SuppliedFigure) -> Listed:
    return figure.unit, figure.name, figure


def _show(month: date, figures: Iterable[Listed], *, as_json: bool) -> None:
    found = list(figures)
    if as_json:
        print_json([_facts(month, *one) for one in found])
        return
    for unit, name, figure in found:
        text = figure_text(figure, FIGURES[name]) or workbook_word("choice", "no_figure")
        facts = {"unit": unit, "month": f"{month:%m/%Y}", "name": name, "value": text}
        click.echo(say("figures_supplied", **facts, shown=workbook_word("figure", name)))
    if not found:
        click.echo(say("none"))


def _facts(month: date, unit: str, name: str, figure: SuppliedFigure | None) -> dict[str, Any]:
    is_text = FIGURES[name] is Measure.TEXT
    value = None if figure is None else figure.text if is_text else figure.value
    return {
        "unit": unit,
        "month": f"{month:%Y-%m}",
        "name": name,
        "measure": FIGURES[name],
        "value": value,
        "by": figure.by if figure else None,
        "at": figure.at if figure else None,
    }

"""Take a figure that somebody types in, outside any workbook."""

from dataclasses import dataclass
from datetime import date, datetime

from monitor.catalogues.workbooks import choices, workbook_word
from monitor.domain.errors import FigureError, UnknownOfficialError, UnknownUnitError
from monitor.domain.office import Office
from monitor.domain.supplied import FIGURES, SuppliedFigure, contradicting, supplied
from monitor.domain.workbook_cells import Fault, read_figure
from monitor.flows.names import Names
from monitor.ports.store import Store, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A figure as it was typed in; `by` is an official's code or name."""

    unit: str
    month: date
    name: str
    text: str
    by: str


def supply(store: Store, office: Office, typed: Typed, *, at: datetime) -> SuppliedFigure:
    """Keep a figure in place of an earlier one; the words for "no figure yet" take it back.

    Raises:
        UnknownUnitError: the directory knows no such unit.
        UnknownOfficialError: the directory knows nobody of this code or name.
        FigureError: it is no figure of its kind, or contradicts what the unit gave.
    """
    if typed.unit not in office.directory.units:
        raise UnknownUnitError(unit=typed.unit)
    official = Names(office.directory).official(typed.by.strip())
    if official is None:
        raise UnknownOfficialError(official=typed.by)
    said = read_figure(typed.text, FIGURES[typed.name], choices())
    if isinstance(said, Fault):
        raise FigureError(figure=typed.name, why=workbook_word("fault", said))
    figure = supplied(typed.unit, typed.month, typed.name, said, by=official.code, at=at)
    with store.writing() as work:
        if figure.name in contradicting(_with(work, figure)):
            raise FigureError(figure=typed.name, why=workbook_word("fault", Fault.SUM))
        work.workbooks.supply(figure)
    return figure


def _with(work: Work, figure: SuppliedFigure) -> dict[str, int]:
    """Return what a unit gave for a month, with one figure in place of its earlier one."""
    given = {
        one.name: one for one in work.workbooks.figures(figure.month) if one.unit == figure.unit
    }
    given[figure.name] = figure
    return {name: one.value for name, one in given.items() if one.value is not None}

"""What people supplied for a period, read for a unit and all below it."""

from monitor.domain.directory import Unit
from monitor.domain.office import Office
from monitor.domain.period import Period, PeriodKind
from monitor.domain.supplied import SuppliedFigure
from monitor.domain.supplied_sums import Portal, Supplied, add_up
from monitor.ports.store import Work


def supplied_in(work: Work, office: Office, unit: Unit, period: Period) -> Supplied:
    """Add up what was supplied for the reporting months inside a period.

    Source:
        docs/law.md#supplied-figures
    """
    months = office.months.months_in(period)
    days = [office.months.named_on(month) for month in months]
    figures = [figure for day in days for figure in work.workbooks.figures(day)]
    directory = office.directory
    is_month = office.months.kind_of(period) is PeriodKind.MONTH
    return Supplied(
        unit=unit.code,
        is_whole=bool(months)
        and (months[0].first, months[-1].last) == (period.first, period.last),
        accounts=add_up(figures, directory, directory.led_units, below=unit.code, months=days),
        portal=_portal(figures, unit=unit.code) if is_month else None,
    )


def _portal(figures: list[SuppliedFigure], *, unit: str) -> Portal | None:
    """Return the portal's rate of a month: the unit's own, nobody else's."""
    own = {one.name: one for one in figures if one.unit == unit}
    rate, reason = own.get("portal_on_time"), own.get("portal_reason")
    if rate is None or rate.value is None:
        return None
    return Portal(
        hundredths=rate.value,
        reason=(reason.text if reason else None) or "",
        entered_at=rate.at,
    )

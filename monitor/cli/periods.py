"""The period that a command is asked for."""

from datetime import date
from typing import Any

import click

from monitor.cli.options import YEARS
from monitor.cli.usage import WrongUseError
from monitor.cli.words import wrong
from monitor.domain.errors import PeriodError
from monitor.domain.period import Period, PeriodKind, PeriodName


class Named(click.ParamType[PeriodName]):
    """A month, a quarter, a half-year or a year, as the office reports by them."""

    def __init__(self, kind: PeriodKind) -> None:
        self.kind = kind
        self.name = wrong(f"{kind}_name")

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> PeriodName:
        """Read 2026-11, 2026-Q3, 2026-H1 or 2026, each as its own kind alone."""
        try:
            name = PeriodName.read(str(value), self.kind)
        except PeriodError:
            self.fail(wrong(f"{self.kind}_form"), param, ctx)
        if name.year not in YEARS:
            self.fail(wrong(f"{self.kind}_form"), param, ctx)
        return name


def one_period(
    *names: PeriodName | None, days: tuple[date | None, date | None]
) -> PeriodName | Period:
    """Return the one period that options ask for, by its name or from day to day.

    Raises:
        WrongUseError: there is none, or more than one, or it runs backwards.
    """
    named = [name for name in names if name is not None]
    first, last = days
    if len(named) == 1 and days == (None, None):
        return named[0]
    if named or first is None or last is None:
        raise WrongUseError(wrong("report_period"))
    if first > last:
        raise WrongUseError(wrong("span_reversed"))
    return Period(first=first, last=last)

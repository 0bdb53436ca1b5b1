"""Values as commands take them, and the options that many commands share."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from monitor.cli.words import help_of, wrong
from monitor.domain.errors import PeriodError
from monitor.domain.instants import VIETNAM
from monitor.domain.period import Period

YEARS = range(1990, 2100)  # as the sources read dates
FOUR_DIGITS = re.compile(r"\d{4}", re.ASCII)
DIGITS = re.compile(r"\d{1,9}", re.ASCII)
DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


class Text(click.ParamType[str]):
    """Some words."""

    name = "chữ"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Take it as it is."""
        return str(value)


class Place(click.Path):
    """A file or a folder, there or not."""

    name = "đường dẫn"

    def __init__(self) -> None:
        super().__init__(path_type=Path)
        self.name = Place.name


class Instant(click.ParamType[datetime]):
    """An instant on the Vietnam clock: ISO text; a bare date is its midnight."""

    name = "lúc"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read ISO text such as 2026-11-12T09:00."""
        try:
            instant = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(wrong("instant"), param, ctx)
        if instant.year not in YEARS:
            self.fail(wrong("instant"), param, ctx)
        return instant if instant.tzinfo else instant.replace(tzinfo=VIETNAM)


class Day(click.ParamType[date]):
    """A day, as a computer or as a clerk writes it."""

    name = "ngày"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read 2026-11-30 or 30/11/2026."""
        text = str(value)
        found = DAY.fullmatch(text)
        try:
            if found:
                day = date(int(found[3]), int(found[2]), int(found[1]))
            else:
                day = date.fromisoformat(text)
        except ValueError:
            self.fail(wrong("day"), param, ctx)
        if day.year not in YEARS:
            self.fail(wrong("day"), param, ctx)
        return day


class Month(click.ParamType[Period]):
    """A calendar month."""

    name = "tháng"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Period:
        """Read 2026-11."""
        try:
            period = Period.month(str(value))
        except PeriodError:
            self.fail(wrong("month_form"), param, ctx)
        if period.first.year not in YEARS:
            self.fail(wrong("month_form"), param, ctx)
        return period


class Year(click.ParamType[int]):
    """A year."""

    name = "năm"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Read four digits."""
        text = str(value)
        if FOUR_DIGITS.fullmatch(text) is None or int(text) not in YEARS:
            self.fail(wrong("year_form"), param, ctx)
        return int(text)


class Count(click.ParamType[int]):
    """A number of things, none or more."""

    name = "số"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Read up to nine digits."""
        if DIGITS.fullmatch(str(value)) is None:
            self.fail(wrong("count"), param, ctx)
        return int(value)


at_option = click.option("--at", type=Instant(), default=None, help=help_of("at"))
unit_option = click.option("--unit", type=Text(), default=None, help=help_of("unit"))
json_option = click.option("--json", "as_json", is_flag=True, help=help_of("json"))
code_argument = click.argument("code", metavar=wrong("code_name"), type=Text())

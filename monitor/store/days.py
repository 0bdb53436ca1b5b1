"""Days of the Vietnam clock, counted in the database."""

from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

EPOCH = date(1970, 1, 1)


class day_number(FunctionElement[int]):  # noqa: N801 - called as a function of SQL
    """The day of an instant in Vietnam, in days since 1970."""

    name = "day_number"
    type = Integer()
    inherit_cache = True


@compiles(day_number, "sqlite")
def _on_sqlite(element: day_number, compiler: SQLCompiler, **rest: Any) -> str:
    return f"(({compiler.process(element.clauses, **rest)} + 25200) / 86400)"


@compiles(day_number, "postgresql")
def _on_postgresql(element: day_number, compiler: SQLCompiler, **rest: Any) -> str:
    instant = compiler.process(element.clauses, **rest)
    return f"(CAST(timezone('Asia/Ho_Chi_Minh', {instant}) AS date) - DATE '1970-01-01')"


class second_of_day_(FunctionElement[int]):  # noqa: N801 - called as a function of SQL
    """How many seconds of its day in Vietnam an instant is past midnight."""

    name = "second_of_day"
    type = Integer()
    inherit_cache = True


@compiles(second_of_day_, "sqlite")
def _second_on_sqlite(element: second_of_day_, compiler: SQLCompiler, **rest: Any) -> str:
    return f"(({compiler.process(element.clauses, **rest)} + 25200) % 86400)"


@compiles(second_of_day_, "postgresql")
def _second_on_postgresql(element: second_of_day_, compiler: SQLCompiler, **rest: Any) -> str:
    instant = compiler.process(element.clauses, **rest)
    clock = f"CAST(timezone('Asia/Ho_Chi_Minh', {instant}) AS time)"
    return f"CAST(EXTRACT(EPOCH FROM {clock}) AS integer)"


def second_of_day(column: ColumnElement[Any]) -> ColumnElement[int]:
    """Ask how many seconds of its day in Vietnam an instant is past midnight."""
    return second_of_day_(column)


def day_of(column: ColumnElement[Any]) -> ColumnElement[int]:
    """Ask for the day of an instant in Vietnam, in days since 1970."""
    return day_number(column)


@cache
def to_day(number: int) -> date:
    """Return the day of that number."""
    return EPOCH + timedelta(days=number)

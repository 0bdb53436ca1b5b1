"""Statements compiled once: from then on values go to the driver as they are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Select, Update
from sqlalchemy.sql.dml import ReturningUpdate

Row = Mapping[str, object]
Rows = Sequence[Row]
STATEMENTS = 256  # compiled ones that are remembered


def run(connection: Connection, statement: Update, *rows: Row) -> int:
    """Execute a statement for each set of values, and return how many rows it wrote."""
    return _prepared(connection.dialect, statement).run(connection, rows) if rows else 0


def fetch(
    connection: Connection,
    statement: Select[*tuple[Any, ...]] | ReturningUpdate[*tuple[Any, ...]],
    **values: object,
) -> list[dict[str, Any]]:
    """Return the rows that a query asks for or an update returns, by their columns' names."""
    return _prepared(connection.dialect, statement).fetch(connection, values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter: what it is named in rows, else its default, and how the driver has it."""

    name: str
    is_named: bool
    default: object
    turn: Callable[[Any], Any] | None

    def values(self, rows: Rows) -> list[object]:
        """Return it for each row."""
        said = [row[self.name] for row in rows] if self.is_named else [self.default] * len(rows)
        return [self.turn(value) for value in said] if self.turn else said


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A statement as the driver takes it, and its parameters in order.

    `columns` names what a query gives, each with how the driver's value is read; None: as is.
    `by_column`: each parameter is the list of its values in all rows.
    """

    sql: str
    parameters: tuple[Parameter, ...]
    is_positional: bool
    columns: tuple[tuple[str, Callable[[Any], Any] | None], ...] = ()
    by_column: bool = False

    def run(self, connection: Connection, rows: Rows) -> int:
        """Execute it for all rows, and return how many it wrote."""
        told: Any = (
            {one.name: one.values(rows) for one in self.parameters}
            if self.by_column
            else self._told(rows)
        )
        kept = {"preserve_rowcount": True}  # PostgreSQL drops it else
        return connection.exec_driver_sql(self.sql, told, execution_options=kept).rowcount

    def fetch(self, connection: Connection, values: Row) -> list[dict[str, Any]]:
        """Return the rows of a query by their columns' names."""
        told: Any = self._told([values])[0]
        return [
            {
                name: read(value) if read else value
                for (name, read), value in zip(self.columns, row, strict=True)
            }
            for row in connection.exec_driver_sql(self.sql, told)
        ]

    def _told(self, rows: Rows) -> list[Any]:
        """Return the parameters of each row as the driver takes them."""
        columns = [one.values(rows) for one in self.parameters]
        told: list[Any] = list(zip(*columns, strict=True))
        if self.is_positional:
            return told
        names = [one.name for one in self.parameters]
        return [dict(zip(names, one, strict=True)) for one in told]


@lru_cache(maxsize=STATEMENTS)
def _prepared(dialect: Dialect, statement: Select[*tuple[Any, ...]] | Update) -> Prepared:
    compiled = statement.compile(dialect=dialect)
    return Prepared(
        sql=str(compiled),
        parameters=tuple(
            Parameter(
                name=name,
                is_named=compiled.binds[name].required,
                default=compiled.binds[name].value,
                turn=compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect),
            )
            for name in compiled.positiontup or compiled.params
        ),
        is_positional=compiled.positional,
        columns=tuple(
            (one.name, one.type.dialect_impl(dialect).result_processor(dialect, None))
            for one in statement.exported_columns
        ),
    )

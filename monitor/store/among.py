"""Asking for many rows by one column, with one parameter however many they are.

A thousand parameters take the library longer to write down than the database to look up.
PostgreSQL guesses that a list of JSON holds a hundred, and to match so many it may read a whole
table; of an array it knows that it is looked up by an index, value by value.
"""

from typing import Any

from sqlalchemy import JSON, BinaryExpression, Column, ColumnElement, bindparam, cast, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


def among(column: Column[Any], name: str) -> ColumnElement[bool]:
    """Ask whether a column's value is in the list that the parameter `name` gives."""
    listed = _Each(bindparam(name, type_=JSON)).table_valued("value")
    asked = column.in_(select(cast(listed.c.value, column.type)))
    return _Among(asked.left, asked.right, asked.operator, negate=asked.negate)


class _Among(BinaryExpression[bool]):
    """A column that is in a list."""

    inherit_cache = True


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: SQLCompiler, **rest: Any) -> str:
    column, listed = (compiler.process(one, **rest) for one in (element.left, element.right))
    return f"{column} = ANY (ARRAY{listed})"


class _Each(FunctionElement[Any]):
    """The values of a JSON list, one a row."""

    name = "each"
    inherit_cache = True


@compiles(_Each, "sqlite")
def _on_sqlite(element: _Each, compiler: SQLCompiler, **rest: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **rest)})"


@compiles(_Each, "postgresql")
def _on_postgresql(element: _Each, compiler: SQLCompiler, **rest: Any) -> str:
    return f"json_array_elements_text({compiler.process(element.clauses, **rest)})"

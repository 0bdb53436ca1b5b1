"""Asking for many rows by one column, with one parameter however many they are.

A thousand parameters take the library longer to write down than the database to look up.
"""

from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, bindparam, cast, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


def among(column: Column[Any], name: str) -> ColumnElement[bool]:
    """Ask whether a column's value is in the list that the parameter `name` gives."""
    listed = _Each(bindparam(name, type_=JSON)).table_valued("value")
    return column.in_(select(cast(listed.c.value, column.type)))


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

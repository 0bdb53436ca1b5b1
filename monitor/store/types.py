"""Column types that keep an instant an instant, and a word of ours one of its list."""

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from functools import lru_cache
from math import floor
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Dialect,
    Integer,
    String,
    type_coerce,
)
from sqlalchemy import Text as AnyText
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator, TypeEngine

from monitor.domain.errors import NaiveTimeError
from monitor.domain.instants import VIETNAM

SQLITE = "sqlite"
# Ordered by code points, whatever the database's language: as SQLite and Python have it.
Text = AnyText().with_variant(postgresql.TEXT(collation="C"), "postgresql")
Id = BigInteger().with_variant(Integer(), SQLITE)  # which numbers by itself only an INTEGER


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant: whole seconds since 1970 on SQLite, timestamptz on PostgreSQL.

    SQLite hands DateTime(timezone=True) back naive and unconverted, so we do not
    use it there. What a value passes through is a plain function: a scan reads
    millions of them.
    """

    impl = DateTime(timezone=True)
    cache_ok = True
    zone: ClassVar[tzinfo] = UTC

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime]:
        """Choose the column type of the database at hand."""
        if dialect.name == SQLITE:
            return dialect.type_descriptor(BigInteger())  # type: ignore[arg-type]
        return dialect.type_descriptor(DateTime(timezone=True))

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """Refuse a naive instant; store UTC, to the second."""
        if dialect.name == SQLITE:
            return _to_second
        return _to_whole_second

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """Return the instant in UTC."""
        if dialect.name == SQLITE:
            return _FROM_SECOND[self.zone]
        zone = self.zone
        return lambda value: None if value is None else value.astimezone(zone)


class VietnamDateTime(UtcDateTime):
    """The same, handed out on Vietnam's clock: rules ask for its days again and again."""

    cache_ok = True
    zone = VIETNAM


class Word(TypeDecorator[Any]):
    """A text that is one of a list; nothing where it is empty."""

    impl = String
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """Return the member of that name."""
        return {word.value: word for word in self.words}.get


def _reading(zone: tzinfo) -> Callable[[int | None], datetime | None]:
    """Return what reads seconds on a clock; many rows hold the same instant."""

    @lru_cache(maxsize=16_384)
    def read(second: int | None) -> datetime | None:
        return None if second is None else datetime.fromtimestamp(second, zone)

    return read


_FROM_SECOND: dict[tzinfo, Callable[[int | None], datetime | None]] = {
    zone: _reading(zone) for zone in (UTC, VIETNAM)
}


def on_clock(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Have an instant read on Vietnam's clock."""
    return type_coerce(column, VietnamDateTime)


def _to_second(at: datetime | None) -> int | None:
    if at is None:
        return None
    if at.tzinfo is None:
        raise NaiveTimeError(instant=at.isoformat())
    return floor(at.timestamp())


def _to_whole_second(at: datetime | None) -> datetime | None:
    if at is None:
        return None
    if at.tzinfo is None:
        raise NaiveTimeError(instant=at.isoformat())
    return at.astimezone(UTC).replace(microsecond=0)

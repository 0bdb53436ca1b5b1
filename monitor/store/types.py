"""Column types that keep an instant an instant."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from monitor.domain.errors import NaiveTimeError


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant: whole seconds since 1970 on SQLite, timestamptz on PostgreSQL.

    SQLite hands DateTime(timezone=True) back naive and unconverted, so we do not
    use it there.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime]:
        """Choose the column type of the database at hand."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())  # type: ignore[arg-type]
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> object:
        """Refuse a naive instant; store UTC, to the second."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveTimeError(instant=value.isoformat())
        whole = value.astimezone(UTC).replace(microsecond=0)
        return int(whole.timestamp()) if dialect.name == "sqlite" else whole

    def process_result_value(self, value: object, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC."""
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return datetime.fromtimestamp(int(str(value)), UTC)

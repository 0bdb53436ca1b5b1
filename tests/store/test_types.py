"""An instant stored is the instant read, to the second and in any zone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect, insert, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import StatementError

from monitor.domain.errors import NaiveTimeError
from monitor.domain.instants import VIETNAM
from monitor.store.engine import reading, writing
from monitor.store.tables import done
from monitor.store.types import UtcDateTime
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.domain.strategies import thoroughly

TYPE = UtcDateTime()
POSTGRESQL: Dialect = make_url("postgresql+psycopg://").get_dialect()()
SQLITE: Dialect = make_url("sqlite://").get_dialect()()
AS_KEPT = {
    "sqlite": "SELECT at, typeof(at) FROM done",
    "postgresql": (
        "SELECT (at AT TIME ZONE 'UTC')::text || '+00', pg_typeof(at)::text FROM done"
    ),
}
NAIVE = datetime(2026, 11, 12, 8, 30)  # noqa: DTZ001 - the very fault


def test_an_instant_comes_back_in_utc(store: SqlStore) -> None:
    with writing(store.engine) as connection:
        connection.execute(insert(done), {"name": "one", "at": vn("2026-11-12 08:30")})

    with reading(store.engine) as connection:
        found = connection.execute(select(done.c.at)).scalar_one()
        raw = connection.execute(text(AS_KEPT[store.engine.dialect.name])).one()
    assert found == vn("2026-11-12 08:30")
    assert found.tzinfo is UTC
    assert tuple(raw) in {
        (1_794_447_000, "integer"),
        ("2026-11-12 01:30:00+00", "timestamp with time zone"),
    }


def test_a_naive_instant_is_refused(store: SqlStore) -> None:
    with pytest.raises(StatementError) as caught, writing(store.engine) as connection:
        connection.execute(insert(done), {"name": "one", "at": NAIVE})

    assert isinstance(caught.value.orig, NaiveTimeError)


def test_each_database_has_its_own_column() -> None:
    assert str(TYPE.dialect_impl(SQLITE).compile(SQLITE)) == "BIGINT"
    assert str(TYPE.dialect_impl(POSTGRESQL).compile(POSTGRESQL)) == "TIMESTAMP WITH TIME ZONE"


def there_and_back(at: datetime | None, dialect: Dialect) -> datetime | None:
    kept = TYPE.bind_processor(dialect)(at)
    found: datetime | None = TYPE.result_processor(dialect, None)(kept)
    return found


@pytest.mark.parametrize("dialect", [SQLITE, POSTGRESQL], ids=lambda one: one.name)
def test_nothing_stays_nothing(dialect: Dialect) -> None:
    assert there_and_back(None, dialect) is None


@thoroughly
@given(
    at=st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(VIETNAM)),  # noqa: DTZ001 - bounds are naive by contract
    dialect=st.sampled_from([SQLITE, POSTGRESQL]),
)
def test_an_instant_is_kept_to_the_second(at: datetime, dialect: Dialect) -> None:
    found = there_and_back(at, dialect)

    assert found is not None
    assert timedelta(0) <= at - found < timedelta(seconds=1)
    assert found.microsecond == 0

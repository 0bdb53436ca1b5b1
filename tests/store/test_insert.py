"""Rows go in as they are named: defaults filled in, instants as instants, keys respected."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.dialects.sqlite import pysqlite

from monitor.domain.errors import NaiveTimeError
from monitor.store.alike import MARKED
from monitor.store.engine import reading, writing
from monitor.store.insert import insert_all, insert_new, put
from monitor.store.kept import ids_of
from monitor.store.tables import dossiers, systems
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.store.taking import rows

AT = vn("2026-11-09 07:10")
LATER = vn("2026-11-10 07:10")


def a_dossier(code: str) -> dict[str, object]:
    return {"system": "tinh", "code": code, "as_of": AT, "is_open": True}


def test_what_a_row_does_not_name_gets_its_default(store: SqlStore) -> None:
    with writing(store.engine) as connection:
        insert_all(connection, dossiers, [a_dossier("a"), a_dossier("b")])

    found = rows(store, dossiers)
    assert [(row["code"], row["as_of"], row["step"]) for row in found] == [
        ("a", AT, ""),
        ("b", AT, ""),
    ]
    assert found[0]["promised_at"] is None


def test_nothing_to_insert_is_nothing(store: SqlStore) -> None:
    with writing(store.engine) as connection:
        insert_all(connection, dossiers, [])
        put(connection, systems, [])

        assert insert_new(connection, systems, []) == 0


def test_only_what_is_new_is_inserted_and_counted(store: SqlStore) -> None:
    one, two = ({"code": code, "baseline_at": AT} for code in ("one", "two"))
    with writing(store.engine) as connection:
        first = insert_new(connection, systems, [one])
        second = insert_new(connection, systems, [{**one, "baseline_at": LATER}, two])

    assert (first, second) == (1, 1)
    assert [row["baseline_at"] for row in rows(store, systems)] == [AT, AT]


def test_what_is_known_is_written_over(store: SqlStore) -> None:
    with writing(store.engine) as connection:
        put(connection, systems, [{"code": "one", "baseline_at": AT}])
        put(connection, systems, [{"code": "one", "baseline_at": LATER}])

    assert [row["baseline_at"] for row in rows(store, systems)] == [LATER]


def test_of_rows_with_one_key_the_last_counts(store: SqlStore) -> None:
    with writing(store.engine) as connection:
        both = [{"code": "one", "baseline_at": at} for at in (AT, LATER)]
        put(connection, systems, both)

    assert [row["baseline_at"] for row in rows(store, systems)] == [LATER]


def test_a_server_keeps_no_plan_of_ours(postgres_engine: Engine) -> None:
    with reading(postgres_engine) as connection:
        for _ in range(12):  # the driver would prepare it, the server keep one plan for all
            ids_of(connection, ["a"])
        kept = connection.execute(text("SELECT count(*) FROM pg_prepared_statements"))

        assert kept.scalar_one() == 0


def test_an_instant_without_a_zone_is_refused(store: SqlStore) -> None:
    naive = AT.replace(tzinfo=None)

    with pytest.raises(NaiveTimeError), writing(store.engine) as connection:
        put(connection, systems, [{"code": "one", "baseline_at": naive}])


@pytest.mark.parametrize("code", ["12", "Hồ sơ số 1", "it's", '"quoted"', "%s"])
def test_dossiers_are_found_among_many_codes(store: SqlStore, code: str) -> None:
    with writing(store.engine) as connection:
        insert_all(connection, dossiers, [a_dossier("other"), a_dossier(code)])

    with reading(store.engine) as connection:
        assert ids_of(connection, [code, "unknown"]) == {code: 2}
        assert ids_of(connection, []) == {}


def test_a_list_is_one_parameter_on_both_databases() -> None:
    dialects = (pysqlite.dialect(), psycopg.dialect())  # type: ignore[no-untyped-call]

    sqlite, postgresql = (str(MARKED.compile(dialect=dialect)) for dialect in dialects)

    assert "json_each(?)" in sqlite
    assert "json_array_elements_text(%(codes)s::JSON)" in postgresql

"""A province's store, filled by plain SQL: fourteen months of dossiers of two hundred units.

Dossiers are spread by a fixed mixing of their numbers: received over 425 days, due after 3
to 15 days, one in eighty late, one in forty put on hold for a day, one in thirty given up.
What judging leaves in a row is written as judging would write it; `agree_with_judging` holds
a sample against dossiers judged one by one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text

from benchmarks.filled import begin
from benchmarks.measuring import agree
from benchmarks.office import CALENDAR
from monitor.domain.directory import Directory, Level, Unit
from monitor.domain.instants import VIETNAM
from monitor.domain.office import Office
from monitor.domain.period import Period
from monitor.domain.policy import Policy
from monitor.domain.procedure import Procedure
from monitor.domain.term import Term, TermUnit
from monitor.flows.figures import judged, month_counts
from monitor.store.engine import open_engine, writing
from monitor.store.schema import upgrade
from monitor.store.work import SqlStore

UNITS, PROCEDURES, FIELDS = 200, 300, 20
SAMPLE = 100
EXPORTED = datetime(2026, 11, 2, 7, 10, tzinfo=VIETNAM)
MADE = datetime(2026, 11, 2, 8, tzinfo=VIETNAM)
MONTH = Period(first=date(2026, 10, 1), last=date(2026, 10, 31))
START = int(datetime(2025, 9, 1, 8, tzinfo=VIETNAM).timestamp())

TOP = Unit(code="TINH", name="Province", level=Level.PROVINCE, letterhead=("PROVINCE",))
OFFICE = Office(
    directory=Directory(
        units={
            "TINH": TOP,
            **{
                f"X{n:03}": Unit(
                    code=f"X{n:03}", name=f"Commune {n}", level=Level.COMMUNE, parent="TINH"
                )
                for n in range(UNITS)
            },
        },
        procedures={
            f"1.{n:06}": Procedure(
                code=f"1.{n:06}",
                name=f"Procedure {n} of the field it belongs to",
                field=f"Field {n % FIELDS}",
                term=Term(5 + n % 11, TermUnit.WORKING_DAYS),
            )
            for n in range(PROCEDURES)
        },
    ),
    calendars={},
    policy=Policy(calendar=CALENDAR),
    causes={},
)

_LIVES = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows),
mixed(i, h) AS (SELECT i, (i * 2654435761) & 4294967295 FROM n),
told AS (
    SELECT i, h, h / 11 % 200 AS unit, 3 + h / 7 % 13 AS term,
        :start + h % 426 * 86400 + i % 8 * 3600 AS received FROM mixed
),
ends AS (
    SELECT *, received + 10800 + 86400 * CASE
        WHEN h / 1013 % 80 = 0 THEN term + 1 + h / 31 % 6 ELSE h / 97 % (term + 1) END AS over,
        (received + 25200) / 86400 * 86400 - 25200 + term * 86400 + 61200 AS due
    FROM told
),
lives AS (
    SELECT *, over >= :exported AS is_open,
        CASE WHEN h % 53 = 0 THEN 'withdrawn' WHEN h % 59 = 0 THEN 'sent_back'
            ELSE 'returned' END AS ending,
        (over + 25200) / 86400 <= (due + 25200) / 86400 AS kept
    FROM ends
)"""
_FILLING = (
    """INSERT INTO dossiers (id, system, code, unit, procedure, procedure_name, channel,
        status, step, handler, received_at, promised_at, finished_at, collected_at, end_seen_at,
        as_of, is_open, unknown, counted_by, first_passes_at, is_kept, first_due_at,
        last_due_at, shows_end)
    SELECT i, 'city', printf('000.01.02.H03-26%04d-%07d', h % 1000, i),
        printf('X%03d', unit), printf('1.%06d', (unit * 7 + h / 17 % 60) % 300),
        'A procedure of the field that it belongs to',
        CASE WHEN h % 10 < 7 THEN 'online' WHEN h % 10 < 9 THEN 'in_person' ELSE 'post' END,
        CASE WHEN is_open THEN 'in_progress' ELSE ending END, '', 'h', received, due,
        CASE WHEN NOT is_open THEN over END, NULL,
        CASE WHEN NOT is_open THEN over END,
        :exported, is_open, '', CASE WHEN is_open THEN 'x' ELSE '' END,
        (due + 25200) / 86400 * 86400 - 25200 + 86400,
        CASE WHEN is_open OR ending <> 'returned' THEN NULL ELSE kept END, due, due, 1
    FROM lives""",
    """INSERT INTO promises (dossier_id, promised_at, made_at, kind)
    SELECT i, due, received, 'slip' FROM lives""",
    """INSERT INTO sightings (dossier_id, source, import_id, seen_at)
    SELECT i, 'list', :import_id, :exported FROM lives""",
    """INSERT INTO pauses (dossier_id, paused_at, resumed_at, kind)
    SELECT i, over - 7200, over - 3600, 'supplement' FROM lives
    WHERE h / 3 % 40 = 0 AND NOT is_open""",
    """INSERT INTO pauses (dossier_id, paused_at, resumed_at, kind)
    SELECT i, :exported - 90000, NULL, 'supplement' FROM lives
    WHERE h / 3 % 20 = 0 AND is_open AND received < :exported - 90000""",
    "INSERT INTO agenda (dossier_id, failures, why) SELECT i, 0, '' FROM lives",
)


@contextmanager
def province(rows: int) -> Iterator[SqlStore]:
    """Yield a store of so many dossiers in a folder of its own."""
    with TemporaryDirectory(prefix="dunghan-province-") as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'monitor.db'}")
        upgrade(engine)
        store = SqlStore(engine)
        fill(store, rows)
        yield store
        engine.dispose()


def fill(store: SqlStore, rows: int) -> None:
    """Write so many dossiers into an empty store."""
    values = {
        "rows": rows,
        "start": START,
        "exported": int(EXPORTED.timestamp()),
        "import_id": begin(store, exported_at=EXPORTED),
    }
    for statement in _FILLING:
        before, _, after = statement.partition("SELECT")
        with writing(store.engine) as connection:
            connection.execute(text(f"{before}{_LIVES} SELECT{after}"), values)


def agree_with_judging(store: SqlStore) -> None:
    """Refuse a store whose rows say other than judging would, of every hundredth dossier.

    Raises:
        DisagreementError: one does.
    """
    with store.reading() as work:
        counts = month_counts(work, OFFICE, TOP, MONTH, at=MADE)
        kept = {line.code: line.reckoning for line in islice(counts.lines(), 0, None, SAMPLE)}
        cases = judged(work, OFFICE, list(kept), MONTH)
        told = {case.snapshot.code: case.reckoning for case in cases}
    agree("judging", sorted(kept), sorted(told))
    agree(
        "judging", [kept[code] for code in sorted(kept)], [told[code] for code in sorted(told)]
    )

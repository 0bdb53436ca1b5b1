"""Dossiers as last read, with their history and the instant to look at each again."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Select, bindparam, func, select, update

from monitor.domain.change import Change
from monitor.domain.dossier import Applicant, Carried, Dossier, Promise
from monitor.domain.record import Record
from monitor.ports.store import Judged, Merged
from monitor.store.counts import columns_of
from monitor.store.findings import keep_findings
from monitor.store.history import changes_of, pauses_of, promises_of
from monitor.store.insert import insert_new
from monitor.store.merge import MergeBatch
from monitor.store.rows import to_applicant, to_dossier
from monitor.store.tables import applicants, dossiers, imports, promises, sightings
from monitor.store.written import promise_row

CHUNK = 500
BACK_OFF = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))


class SqlDossiers:
    """Dossiers, by code."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def merge(self, records: Sequence[Record], import_id: int, *, at: datetime) -> Merged:
        """Take a batch of records in: per field the newest export that carries it decides."""
        return MergeBatch(self._connection, import_id).merge(records, at=at)

    def due(self, *, at: datetime, limit: int) -> list[str]:
        """Return the codes of dossiers whose `look_at` has come, longest-waiting first."""
        return list(self._connection.scalars(due_dossiers(at=at, limit=limit)))

    def load(self, codes: Iterable[str]) -> dict[str, Dossier]:
        """Return dossiers by code, with promises and pauses; unknown codes are left out."""
        wanted, found = list(codes), dict[str, Dossier]()
        for start in range(0, len(wanted), CHUNK):
            found.update(self._load(wanted[start : start + CHUNK]))
        return found

    def changes(self, codes: Iterable[str]) -> dict[str, tuple[Change, ...]]:
        """Return what imports altered of dossiers, by code; of most nothing."""
        wanted, found = list(codes), dict[str, tuple[Change, ...]]()
        for start in range(0, len(wanted), CHUNK):
            chunk = dossiers.c.code.in_(wanted[start : start + CHUNK])
            query = select(dossiers.c.id, dossiers.c.code).where(chunk)
            known = dict[int, str](self._connection.execute(query).all())
            altered = changes_of(self._connection, list(known))
            found.update({known[id_]: tuple(rows) for id_, rows in altered.items()})
        return found

    def _load(self, codes: Sequence[str]) -> Iterator[tuple[str, Dossier]]:
        rows = list(
            self._connection.execute(
                select(dossiers).where(dossiers.c.code.in_(codes))
            ).mappings()
        )
        ids = [row["id"] for row in rows]
        told = promises_of(self._connection, ids)
        waited = pauses_of(self._connection, ids)
        carried = self._carries(ids)
        by_code = {row["code"]: row for row in rows}
        for code in codes:
            if row := by_code.get(code):
                yield (
                    code,
                    to_dossier(
                        row,
                        promises=tuple(told[row["id"]]),
                        pauses=tuple(waited[row["id"]]),
                        carries=frozenset(carried[row["id"]]),
                    ),
                )

    def _carries(self, ids: Sequence[int]) -> defaultdict[int, set[Carried]]:
        query = (
            select(sightings.c.dossier_id, imports.c.carries)
            .join(imports, imports.c.id == sightings.c.import_id)
            .where(sightings.c.dossier_id.in_(ids))
        )
        found: defaultdict[int, set[Carried]] = defaultdict(set)
        for dossier_id, carried in self._connection.execute(query):
            found[dossier_id].update(Carried(field) for field in carried)
        return found

    def settle(self, judged: Sequence[Judged], *, at: datetime) -> int:
        """Keep what a scan decided: new findings, resolved ones, when to look again."""
        self._connection.execute(
            update(dossiers)
            .where(dossiers.c.code == bindparam("settled"))
            .values(
                passes_at=bindparam("passes_at"),
                look_at=bindparam("look_at"),
                unknown=bindparam("unknown"),
                failures=0,
                **{name: bindparam(name) for name in columns_of(None)},
            ),
            [
                {
                    "settled": one.dossier,
                    "passes_at": one.passes_at,
                    "look_at": one.look_at,
                    "unknown": " ".join(one.unknown),
                    **columns_of(one.counted),
                }
                for one in judged
            ],
        )
        return keep_findings(self._connection, judged, at=at)

    def postpone(self, code: str, *, at: datetime) -> None:
        """Push back a dossier whose judging failed, longer each time."""
        query = select(dossiers.c.failures).where(dossiers.c.code == code)
        failures = self._connection.execute(query).scalar_one()
        wait = BACK_OFF[min(failures, len(BACK_OFF) - 1)]
        self._connection.execute(
            update(dossiers)
            .where(dossiers.c.code == code)
            .values(failures=failures + 1, look_at=at + wait)
        )

    def wake(self, codes: Iterable[str], *, at: datetime) -> None:
        """Have these dossiers judged at the next scan."""
        wanted = list(codes)
        for start in range(0, len(wanted), CHUNK):
            chunk = dossiers.c.code.in_(wanted[start : start + CHUNK])
            self._connection.execute(update(dossiers).where(chunk).values(look_at=at))

    def wake_all(self, *, at: datetime) -> None:
        """Have every dossier judged at the next scan: settings or calendar changed."""
        self._connection.execute(update(dossiers).values(look_at=at))

    def add_promise(self, code: str, promise: Promise) -> None:
        """Keep a promise of our own letter."""
        query = select(dossiers.c.id).where(dossiers.c.code == code)
        dossier_id = int(self._connection.execute(query).scalar_one())
        insert_new(self._connection, promises, [promise_row(dossier_id, promise)])
        self._connection.execute(
            update(dossiers).where(dossiers.c.id == dossier_id).values(counted_by="")
        )

    def applicant(self, code: str) -> Applicant | None:
        """Return the personal data of one dossier: for a letter only."""
        query = (
            select(applicants)
            .join(dossiers, dossiers.c.id == applicants.c.dossier_id)
            .where(dossiers.c.code == code)
        )
        row = self._connection.execute(query).mappings().first()
        return to_applicant(row) if row else None

    def codes(self, *, units: frozenset[str] | None = None) -> Iterator[str]:
        """Yield all codes in order, of these units where given."""
        query = select(dossiers.c.code).order_by(dossiers.c.code)
        if units is not None:
            query = query.where(dossiers.c.unit.in_(sorted(units)))
        yield from self._connection.scalars(query)

    def open_count(self, units: frozenset[str] | None = None) -> int:
        """Count the open dossiers, of these units where given."""
        query = select(func.count()).where(dossiers.c.is_open)
        if units is not None:
            query = query.where(dossiers.c.unit.in_(sorted(units)))
        return int(self._connection.execute(query).scalar_one())

    def failing(self) -> list[tuple[str, int]]:
        """Return code and number of failures of dossiers whose judging fails."""
        query = (
            select(dossiers.c.code, dossiers.c.failures)
            .where(dossiers.c.failures > 0)
            .order_by(dossiers.c.code)
        )
        return [(code, failures) for code, failures in self._connection.execute(query)]

    def unknown_counts(self) -> dict[str, int]:
        """Count, by rule, the open dossiers of which the rule cannot know."""
        query = (
            select(dossiers.c.unknown, func.count())
            .where(dossiers.c.is_open)
            .group_by(dossiers.c.unknown)
        )
        counted: Counter[str] = Counter()
        for rules, number in self._connection.execute(query):
            counted.update(dict.fromkeys(rules.split(), number))
        return dict(counted)


def due_dossiers(*, at: datetime, limit: int) -> Select[tuple[str]]:
    """Ask for the codes of dossiers to look at, longest-waiting first."""
    return (
        select(dossiers.c.code)
        .where(dossiers.c.look_at.is_not(None), dossiers.c.look_at <= at)
        .order_by(dossiers.c.look_at, dossiers.c.id)
        .limit(limit)
    )

"""What is to be judged and when: a narrow table, for every judging writes to it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)

from monitor.ports.store import Judged, Settled, Subject
from monitor.store.among import among
from monitor.store.counts import columns_of
from monitor.store.history import changes_of
from monitor.store.insert import insert, put
from monitor.store.keeping import keep_findings
from monitor.store.letters import newest_of
from monitor.store.loading import beside, load_beside, read_columns
from monitor.store.prepared import Row
from monitor.store.tables import agenda, changes, dossiers, findings, imports
from monitor.store.types import UtcDateTime, on_clock

NOT_COLLECTED = timedelta(days=90)  # of an older result no calendar lacks the days
BACK_OFF = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))


class SqlAgenda:
    """When to look at each dossier again, and what a look has found."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due(self, *, at: datetime, limit: int) -> list[int]:
        """Return the ids of dossiers whose `look_at` has come, longest-waiting first."""
        return list(self._connection.scalars(due_dossiers(at=at, limit=limit)))

    def claim(self, *, at: datetime, limit: int, unit: str | None = None) -> list[int]:
        """Return the same, claimed until this transaction ends; `unit`: of one unit alone.

        Dossiers that others have claimed are passed over.
        """
        query = due_dossiers(at=at, limit=limit)
        if unit is not None:
            query = query.join(dossiers, dossiers.c.id == agenda.c.dossier_id)
            query = query.where(dossiers.c.unit == unit)
        claiming = query.with_for_update(of=agenda, skip_locked=True)
        return list(self._connection.scalars(claiming))

    def due_units(self, *, at: datetime) -> dict[str, int]:
        """Return how many dossiers of each unit are due; those without a unit are left out."""
        query = (
            select(dossiers.c.unit, func.count())
            .join(agenda, agenda.c.dossier_id == dossiers.c.id)
            .where(agenda.c.look_at.is_not(None), agenda.c.look_at <= at)
            .where(dossiers.c.unit.is_not(None))
            .group_by(dossiers.c.unit)
        )
        return dict[str, int](self._connection.execute(query).all())

    def next_look(self) -> datetime | None:
        """Return the earliest instant to look at a dossier; None where there is none."""
        query = select(agenda.c.look_at).where(agenda.c.look_at.is_not(None))
        first: datetime | None = self._connection.scalar(
            query.order_by(agenda.c.look_at).limit(1)
        )
        return first

    def living(self, *, edited_since: datetime) -> list[int]:
        """Return the ids of dossiers that are open, spoken of or altered of late, in order."""
        is_open = select(dossiers.c.id).where(dossiers.c.is_open)
        is_spoken_of = select(findings.c.dossier_id).where(
            findings.c.resolved_at.is_(None), findings.c.dossier_id.is_not(None)
        )
        recent = select(imports.c.id).where(imports.c.imported_at >= edited_since)
        is_edited = select(changes.c.dossier_id).where(changes.c.import_id.in_(recent))
        query = is_open.union(is_spoken_of, is_edited)
        return sorted(self._connection.scalars(query))

    def subjects(self, ids: Sequence[int]) -> list[Subject]:
        """Return dossiers with all that rules look at; unknown ids are left out."""
        letters = newest_of(self._connection, ids)
        changes = changes_of(self._connection, ids)
        return [
            Subject(
                id=id_,
                dossier=dossier,
                letter=letters.get(id_),
                changes=tuple(changes.get(id_, ())),
                look_at=look_at,
                failures=failures or 0,
                kept=tuple(kept),
            )
            for id_, dossier, (look_at, failures, *kept) in load_beside(
                self._connection, _SUBJECTS, ids
            )
        ]

    def settle(self, judged: Sequence[Judged], *, at: datetime) -> Settled:
        """Keep what was decided: findings new and ended, when to look again.

        Where nothing differs from what is kept, nothing is written.
        """
        self._keep_columns(judged)
        settled, altered = keep_findings(self._connection, judged, at=at)
        rows = [
            _look(one.of.id, one.look_at, judged_at=at)
            for one in judged
            if one.look_at != one.of.look_at or one.of.failures or one.of.id in altered
        ]
        put(self._connection, agenda, rows)
        return settled

    def _keep_columns(self, judged: Sequence[Judged]) -> None:
        rows: list[Row] = []
        for one in judged:
            settled = _settled(one)
            if tuple(settled.values()) != one.of.kept:
                rows.append({"of": one.of.id, **settled})
        if rows:
            statement = update(dossiers).where(dossiers.c.id == bindparam("of"))
            self._connection.execute(statement, rows)

    def postpone(self, subject: Subject, *, why: str, at: datetime) -> None:
        """Push back a dossier whose judging failed, longer each time, and keep why."""
        wait = BACK_OFF[min(subject.failures, len(BACK_OFF) - 1)]
        failures = subject.failures + 1
        row = _look(subject.id, at + wait, judged_at=at, failures=failures, why=why)
        put(self._connection, agenda, [row])

    def judged(self, *, limit: int) -> dict[str, datetime]:
        """Return when dossiers were judged whose letters nobody has seen to since, by code."""
        query = (
            select(dossiers.c.code, agenda.c.judged_at)
            .join(agenda, agenda.c.dossier_id == dossiers.c.id)
            .where(agenda.c.judged_at.is_not(None))
            .order_by(agenda.c.judged_at)
            .limit(limit)
        )
        return dict[str, datetime](self._connection.execute(query).all())

    def seen_to(self, judged: Mapping[str, datetime]) -> None:
        """Have the letters of dossiers be seen to, where none was judged again meanwhile."""
        of = select(dossiers.c.id).where(among(dossiers.c.code, "codes"))
        statement = update(agenda).where(agenda.c.dossier_id.in_(of)).values(judged_at=None)
        for at in set(judged.values()):
            codes = [code for code, one in judged.items() if one == at]
            self._connection.execute(
                statement.where(agenda.c.judged_at == at), {"codes": codes}
            )

    def wake(self, codes: Iterable[str], *, at: datetime) -> None:
        """Have these dossiers judged at the next scan."""
        self._wake(among(dossiers.c.code, "codes"), at=at, codes=list(codes))

    def wake_page(
        self, *, after: int, limit: int, edited_since: datetime, at: datetime
    ) -> int | None:
        """Have a page of the dossiers past an id judged that a change of settings may touch.

        Those are open, spoken of, or to be looked at later; results not collected, for the
        calendar may not have reached the day on which they have waited too long; and those
        that an import read since `edited_since` altered, for that may be asked about. Of all
        others only new data can say more.

        Returns:
            The last id of the page; None where there is none past `after`.
        """
        page = select(dossiers.c.id).where(dossiers.c.id > after).order_by(dossiers.c.id)
        query = select(func.max(page.limit(limit).subquery().c.id))
        last: int | None = self._connection.scalar(query)
        if last is not None:
            is_ahead = exists().where(
                agenda.c.dossier_id == dossiers.c.id, agenda.c.look_at.is_not(None)
            )
            is_waiting = dossiers.c.collected_at.is_(None) & (
                dossiers.c.finished_at >= at - NOT_COLLECTED
            )
            is_touched = or_(_is_living(), is_ahead, is_waiting, _is_edited(edited_since))
            self._wake(dossiers.c.id > after, dossiers.c.id <= last, is_touched, at=at)
        return last

    def _wake(
        self, *conditions: ColumnElement[bool], at: datetime, codes: Sequence[str] = ()
    ) -> None:
        woken = select(dossiers.c.id, literal(at, UtcDateTime), literal(0), literal(""))
        columns = ["dossier_id", "look_at", "failures", "why"]
        statement = insert(self._connection, agenda)
        statement = statement.from_select(columns, woken.where(*conditions))
        over = statement.on_conflict_do_update(
            index_elements=["dossier_id"], set_={"look_at": at}
        )
        self._connection.execute(over, {"codes": codes})

    def failing(self) -> list[tuple[str, int, str]]:
        """Return code, number of failures and why of dossiers whose judging fails."""
        query = (
            select(dossiers.c.code, agenda.c.failures, agenda.c.why)
            .join(agenda, agenda.c.dossier_id == dossiers.c.id)
            .where(agenda.c.failures > 0)
            .order_by(dossiers.c.code)
        )
        return [(code, number, why) for code, number, why in self._connection.execute(query)]


def due_dossiers(*, at: datetime, limit: int) -> Select[tuple[int]]:
    """Ask for the ids of dossiers to look at, longest-waiting first."""
    return (
        select(agenda.c.dossier_id)
        .where(agenda.c.look_at.is_not(None), agenda.c.look_at <= at)
        .order_by(agenda.c.look_at, agenda.c.dossier_id)
        .limit(limit)
    )


def _is_living() -> ColumnElement[bool]:
    is_spoken_of = exists().where(
        findings.c.dossier_id == dossiers.c.id, findings.c.resolved_at.is_(None)
    )
    return or_(dossiers.c.is_open, is_spoken_of)


def _is_edited(since: datetime) -> ColumnElement[bool]:
    recent = select(imports.c.id).where(imports.c.imported_at >= since)
    return exists().where(
        changes.c.dossier_id == dossiers.c.id, changes.c.import_id.in_(recent)
    )


def _settled(one: Judged) -> Row:
    """Return what a judging leaves in the row of its dossier."""
    return {
        "passes_at": one.passes_at,
        "first_passes_at": one.punctuality.passes_at,
        "is_kept": one.punctuality.is_kept,
        "first_due_at": one.punctuality.first_due_at,
        "last_due_at": one.punctuality.due_at,
        "shows_end": one.punctuality.shows_end,
        "unknown": " ".join(one.unknown),
        **columns_of(one.counted),
    }


_SETTLED = (
    *("passes_at", "first_passes_at", "is_kept", "first_due_at", "last_due_at", "shows_end"),
    *("unknown", *columns_of(None)),
)
_SUBJECTS = beside(on_clock(agenda.c.look_at), agenda.c.failures, *read_columns(*_SETTLED))


def _look(
    dossier_id: int,
    look_at: datetime | None,
    *,
    judged_at: datetime,
    failures: int = 0,
    why: str = "",
) -> Row:
    return {
        "dossier_id": dossier_id,
        "look_at": look_at,
        "failures": failures,
        "why": why,
        "judged_at": judged_at,
    }

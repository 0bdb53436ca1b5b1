"""What one batch of records changes, written in few statements."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, update

from monitor.domain.dossier import Applicant, Pause, Promise
from monitor.store.insert import insert_all, insert_new, put
from monitor.store.kept import Sighting
from monitor.store.prepared import Row
from monitor.store.tables import (
    agenda,
    applicants,
    changes,
    dossiers,
    pauses,
    promises,
    sightings,
    unit_moves,
    unit_questions,
)

APPLICANT = tuple(one.name for one in fields(Applicant))


@dataclass(slots=True)
class Written:
    """Rows to write, gathered dossier by dossier and written at once.

    `updates` name their dossier as `of`, and all name the same columns.
    """

    updates: list[Row] = field(default_factory=list)
    woken: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)
    sightings: list[Row] = field(default_factory=list)
    applicants: list[Row] = field(default_factory=list)
    promises: list[Row] = field(default_factory=list)
    unsaid: list[Row] = field(default_factory=list)
    pauses: list[Row] = field(default_factory=list)
    unpaused: list[Row] = field(default_factory=list)
    moves: dict[str, datetime] = field(default_factory=dict)
    questions: list[Row] = field(default_factory=list)

    def move(self, *units: str | None, at: datetime) -> None:
        """Note that a dossier of these units was added or altered."""
        for unit in units:
            if unit:
                self.moves[unit] = at

    def ask(self, dossier_id: int, old: str, *, at: datetime) -> None:
        """Ask to which of the units that `old` was split into a dossier belongs."""
        self.questions.append(
            {
                "dossier_id": dossier_id,
                "old": old,
                "asked_at": at,
                "new": None,
                "answered_at": None,
            }
        )

    def wake(self, dossier_id: int, *, at: datetime) -> None:
        """Have a dossier judged at the next scan."""
        self.woken.append({"dossier_id": dossier_id, "look_at": at})

    def keep_promises(
        self, dossier_id: int, before: Sequence[Promise], after: Sequence[Promise]
    ) -> None:
        """Have the promises of a dossier be those of `after`."""
        self.unsaid.extend(
            {"of": dossier_id, "made": one.made_at, "told": one.promised_at}
            for one in before
            if one not in after
        )
        self.promises.extend(promise_row(dossier_id, one) for one in after if one not in before)

    def keep_pauses(
        self, dossier_id: int, before: Sequence[Pause], after: Sequence[Pause]
    ) -> None:
        """Have the pauses of a dossier be those of `after`."""
        if not (before or after):
            return
        kept = [_pause_row(dossier_id, one) for one in before]
        rows = [_pause_row(dossier_id, one) for one in after]
        starts = {one.paused_at for one in after}
        self.unpaused.extend(
            {"of": dossier_id, "since": one.paused_at}
            for one in before
            if one.paused_at not in starts
        )
        self.pauses.extend(row for row in rows if row not in kept)

    def keep_applicant(
        self, dossier_id: int, before: Applicant | None, after: Applicant | None
    ) -> None:
        """Have the personal data of a dossier be those of `after`."""
        if after is not None and after != before:
            values = {name: getattr(after, name) for name in APPLICANT}
            row = {"dossier_id": dossier_id, **values, "blanked_at": None}
            self.applicants.append(row)

    def keep_changes(
        self,
        dossier_id: int,
        altered: Sequence[tuple[str, str | None, str | None]],
        shown_before: Callable[[str], Sighting | None],
        *,
        by: Sighting,
    ) -> None:
        """Write down, for ever, which fields an import altered: field, before, after.

        `shown_before` tells which sighting had shown a field before, `by` is the one that
        shows it now.
        """
        for name, before, after in altered:
            shown = shown_before(name)
            self.changes.append(
                {
                    "dossier_id": dossier_id,
                    "import_id": by.import_id,
                    "import_before_id": shown.import_id if shown else None,
                    "seen_at": by.seen_at,
                    "seen_before_at": shown.seen_at if shown else None,
                    "source": by.source,
                    "source_before": shown.source if shown else None,
                    "field": name,
                    "before": before,
                    "after": after,
                }
            )

    def write(self, connection: Connection) -> None:
        """Write everything down."""
        self._unsay(connection)
        if self.updates:
            statement = update(dossiers).where(dossiers.c.id == bindparam("of"))
            connection.execute(statement, self.updates)
        put(connection, agenda, self.woken)
        put(connection, unit_questions, self.questions)
        insert_all(connection, changes, self.changes)
        insert_new(connection, promises, self.promises)
        put(connection, pauses, self.pauses)
        put(connection, applicants, self.applicants)
        put(connection, sightings, self.sightings)
        put(
            connection,
            unit_moves,
            [{"unit": unit, "moved_at": at} for unit, at in self.moves.items()],
        )

    def _unsay(self, connection: Connection) -> None:
        """Take away what a source has taken back: a promise explained anew, a pause."""
        if self.unsaid:
            statement = delete(promises).where(
                promises.c.dossier_id == bindparam("of"),
                promises.c.made_at == bindparam("made"),
                promises.c.promised_at == bindparam("told"),
            )
            connection.execute(statement, self.unsaid)
        if self.unpaused:
            statement = delete(pauses).where(
                pauses.c.dossier_id == bindparam("of"),
                pauses.c.paused_at == bindparam("since"),
            )
            connection.execute(statement, self.unpaused)


def promise_row(dossier_id: int, promise: Promise) -> Row:
    """Return a promise as the table keeps it."""
    return {
        "dossier_id": dossier_id,
        "promised_at": promise.promised_at,
        "made_at": promise.made_at,
        "kind": promise.kind.value,
        "moved_after": promise.moved_after,
    }


def _pause_row(dossier_id: int, pause: Pause) -> Row:
    return {
        "dossier_id": dossier_id,
        "paused_at": pause.paused_at,
        "resumed_at": pause.resumed_at,
        "kind": pause.kind.value,
        "by_status": pause.by_status,
        "over_at": pause.over_at,
    }

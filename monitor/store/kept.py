"""What is kept of the dossiers of one batch, read in few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, select

from monitor.domain.change import PAUSE
from monitor.domain.dossier import Applicant, Carried, Pause, Promise
from monitor.domain.merging import CARRIED_BY, Known, Stated
from monitor.domain.progress import carried_by
from monitor.domain.retelling import Statement
from monitor.store.among import among
from monitor.store.history import pauses_of, promises_of
from monitor.store.rows import to_applicant, to_stated, to_step_said
from monitor.store.tables import applicants, dossiers, imports, sightings, statements, steps

PROGRESS = "progress"  # messages of progress, as their source calls them
STATEMENTS = (
    select(
        *(statements.c.dossier_id, imports.c.source, statements.c.import_id),
        *(statements.c.said_at, statements.c.says),
    )
    .join(imports, imports.c.id == statements.c.import_id)
    .where(among(statements.c.dossier_id, "ids"))
)
STEPS = select(steps).where(among(steps.c.dossier_id, "ids"))
SHOWN_WITH = {**CARRIED_BY, PAUSE: Carried.PAUSES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """When one source last showed a dossier, and what it carries; each message is one."""

    source: str
    import_id: int
    seen_at: datetime
    carries: frozenset[Carried]
    is_message: bool = False

    @property
    def rank(self) -> tuple[datetime, str]:
        """What makes one sighting fresher than another: of two at once the source's name."""
        return self.seen_at, self.source


@dataclass(slots=True, kw_only=True)
class Kept:
    """One dossier as it is kept."""

    id: int
    row: RowMapping = field(repr=False)
    sightings: list[Sighting] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    applicant: Applicant | None = None
    is_blanked: bool = False  # its personal data were, for it was closed long ago

    @property
    def stated(self) -> Stated:
        """The fields that exports stated."""
        return to_stated(self.row)

    def by(self, source: str) -> Sighting | None:
        """Return when a source last showed it."""
        mine = (one for one in self.sightings if one.source == source)
        return max(mine, key=lambda one: one.rank, default=None)

    def others(self, source: str) -> list[Sighting]:
        """Return when the other sources last showed it."""
        return [one for one in self.sightings if one.source != source]

    def beside(self, source: str) -> list[Sighting]:
        """Return what stands beside a new sighting by a source: all but its last export."""
        return [one for one in self.sightings if one.is_message or one.source != source]

    @property
    def exports(self) -> list[Sighting]:
        """What is no message."""
        return [one for one in self.sightings if not one.is_message]

    def shown_by(self, field: str) -> Sighting | None:
        """Return the newest sighting by a source that carries a field; None of none.

        Of what no export carries, as it is found out, the newest at all.
        """
        carried = SHOWN_WITH.get(field)
        told = [one for one in self.sightings if carried is None or carried in one.carries]
        return max(told, key=lambda one: one.rank, default=None)

    def shown_before(self, source: str, field: str) -> Sighting | None:
        """Return the last sighting by a source itself, if it carries a field; else the newest.

        What the source showed itself tells more than what another showed meanwhile.
        """
        mine, carried = self.by(source), SHOWN_WITH.get(field)
        if mine is not None and (carried is None or carried in mine.carries):
            return mine
        return self.shown_by(field)

    def known(self, source: str, exported_at: datetime) -> Known:
        """Return what is kept, as an export of `source` finds it."""
        others = self.others(source)
        fresher = [one for one in others if one.rank > (exported_at, source)]
        return self._known(
            others, frozenset[Carried]().union(*(one.carries for one in fresher))
        )

    def known_to(self, messages: Iterable[Statement]) -> Known:
        """Return what is kept, as messages find it that are all there are."""
        told: dict[Carried, tuple[datetime, str]] = {}
        for one in messages:
            rank = one.said_at, one.source
            told.update({field: max(rank, told.get(field, rank)) for field in one.carries})
        fresher = (
            field
            for one in self.exports
            for field in one.carries
            if field not in told or one.rank > told[field]
        )
        return self._known(self.exports, frozenset(fresher))

    def _known(self, others: list[Sighting], fresher: frozenset[Carried]) -> Known:
        dates, status = self.shown_by("promised_at"), self.shown_by("status")
        return Known(
            stated=self.stated,
            promises=tuple(self.promises),
            pauses=tuple(self.pauses),
            elsewhere=frozenset[Carried]().union(*(one.carries for one in others)),
            fresher=fresher,
            is_newest=not fresher,
            dates_as_of=dates.seen_at if dates else None,
            status_as_of=status.seen_at if status else None,
        )


OF_CODES = select(dossiers).where(among(dossiers.c.code, "codes"))
IDS = select(dossiers.c.code, dossiers.c.id).where(among(dossiers.c.code, "codes"))


def ids_of(connection: Connection, codes: Sequence[str]) -> dict[str, int]:
    """Return the ids of dossiers, by code."""
    return dict[str, int](connection.execute(IDS, {"codes": codes}).all())


def read_kept(connection: Connection, codes: Iterable[str]) -> dict[str, Kept]:
    """Return, by code, those of the dossiers that are known."""
    rows = connection.execute(OF_CODES, {"codes": list(codes)}).mappings()
    by_id = {row["id"]: Kept(id=row["id"], row=row) for row in rows}
    if not by_id:
        return {}
    _read_sightings(connection, by_id)
    for dossier_id, told in promises_of(connection, list(by_id)).items():
        by_id[dossier_id].promises = told
    for dossier_id, waited in pauses_of(connection, list(by_id)).items():
        by_id[dossier_id].pauses = waited
    query_applicants = select(applicants).where(applicants.c.dossier_id.in_(list(by_id)))
    for row in connection.execute(query_applicants).mappings():
        by_id[row["dossier_id"]].applicant = to_applicant(row)
        by_id[row["dossier_id"]].is_blanked = row["blanked_at"] is not None
    return {one.row["code"]: one for one in by_id.values()}


def _read_sightings(connection: Connection, by_id: dict[int, Kept]) -> None:
    query = (
        select(sightings, imports.c.carries)
        .join(imports, imports.c.id == sightings.c.import_id)
        .where(sightings.c.dossier_id.in_(list(by_id)))
    )
    for row in connection.execute(query).mappings():
        by_id[row["dossier_id"]].sightings.append(
            Sighting(
                source=row["source"],
                import_id=row["import_id"],
                seen_at=row["seen_at"],
                carries=frozenset(Carried(field) for field in row["says"] or row["carries"]),
                is_message=row["says"] is not None,
            )
        )
    _read_messages(connection, by_id)


def _read_messages(connection: Connection, by_id: dict[int, Kept]) -> None:
    """Add the older messages: of what the last leaves out, they are the newest."""
    newest = {
        (id_, told.source): told
        for id_, one in by_id.items()
        for told in one.sightings
        if told.is_message
    }
    ids = {"ids": list({id_ for id_, _ in newest})}
    if not newest:
        return
    for id_, source, import_id, said_at, says in connection.execute(STATEMENTS, ids):
        sighting = Sighting(
            source=source,
            import_id=import_id,
            seen_at=said_at,
            carries=frozenset(map(Carried, says)),
            is_message=True,
        )
        by_id[id_].sightings.append(sighting)
    for row in connection.execute(STEPS, ids).mappings():
        if last := newest.get((row["dossier_id"], PROGRESS)):
            one = replace(last, seen_at=row["said_at"], carries=carried_by(to_step_said(row)))
            by_id[row["dossier_id"]].sightings.append(one)

"""What is kept of the dossiers of one batch, read in few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, RowMapping, select

from monitor.domain.change import PAUSE
from monitor.domain.dossier import Applicant, Carried, Pause, Promise
from monitor.domain.merging import CARRIED_BY, Known, Stated
from monitor.store.among import among
from monitor.store.history import pauses_of, promises_of
from monitor.store.rows import to_applicant, to_stated
from monitor.store.tables import applicants, dossiers, imports, sightings

SHOWN_WITH = {**CARRIED_BY, PAUSE: Carried.PAUSES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """When one source last showed a dossier, and what it carries."""

    source: str
    import_id: int
    seen_at: datetime
    carries: frozenset[Carried]

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

    @property
    def stated(self) -> Stated:
        """The fields that exports stated."""
        return to_stated(self.row)

    def by(self, source: str) -> Sighting | None:
        """Return when a source last showed it."""
        return next((one for one in self.sightings if one.source == source), None)

    def others(self, source: str) -> list[Sighting]:
        """Return when the other sources last showed it."""
        return [one for one in self.sightings if one.source != source]

    def shown_by(self, field: str) -> Sighting | None:
        """Return the newest sighting by a source that carries a field; None of none.

        Of what no export carries, as it is found out, the newest at all.
        """
        carried = SHOWN_WITH.get(field)
        told = [one for one in self.sightings if carried is None or carried in one.carries]
        return max(told, key=lambda one: one.rank, default=None)

    def known(self, source: str, exported_at: datetime) -> Known:
        """Return what is kept, as an export of `source` finds it."""
        others = self.others(source)
        fresher = [one for one in others if one.rank > (exported_at, source)]
        dates = self.shown_by("promised_at")
        return Known(
            stated=self.stated,
            promises=tuple(self.promises),
            pauses=tuple(self.pauses),
            elsewhere=frozenset[Carried]().union(*(one.carries for one in others)),
            fresher=frozenset[Carried]().union(*(one.carries for one in fresher)),
            is_newest=not fresher,
            dates_as_of=dates.seen_at if dates else None,
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
            )
        )

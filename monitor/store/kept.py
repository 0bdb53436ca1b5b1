"""What is kept of the dossiers of one batch, read in few statements."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, RowMapping, select

from monitor.domain.dossier import Applicant, Carried, Pause, Promise
from monitor.domain.merging import CARRIED_BY, Known, Stated
from monitor.store.history import pauses_of, promises_of
from monitor.store.rows import to_applicant, to_stated
from monitor.store.tables import applicants, dossiers, imports, sightings


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

    def shown_by(self, field: str) -> int | None:
        """Return the newest import whose source carries a field, else the newest at all."""
        carried = CARRIED_BY.get(field)
        carriers = [one for one in self.sightings if carried in one.carries]
        newest = max(carriers or self.sightings, key=lambda one: one.rank, default=None)
        return newest.import_id if newest else None

    def known(self, source: str, exported_at: datetime) -> Known:
        """Return what is kept, as an export of `source` finds it."""
        others = self.others(source)
        fresher = [one for one in others if one.rank > (exported_at, source)]
        return Known(
            stated=self.stated,
            promises=tuple(self.promises),
            pauses=tuple(self.pauses),
            elsewhere=frozenset[Carried]().union(*(one.carries for one in others)),
            fresher=frozenset[Carried]().union(*(one.carries for one in fresher)),
            is_newest=not fresher,
        )


def read_kept(connection: Connection, codes: Iterable[str]) -> dict[str, Kept]:
    """Return, by code, those of the dossiers that are known."""
    query = select(dossiers).where(dossiers.c.code.in_(list(codes)))
    rows = connection.execute(query).mappings()
    by_id = {row["id"]: Kept(id=row["id"], row=row) for row in rows}
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
                carries=frozenset(Carried(field) for field in row["carries"]),
            )
        )

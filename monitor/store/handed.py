"""What was told by hand, for ever."""

from collections.abc import Iterable

from sqlalchemy import Connection, insert, or_, select

from monitor.domain.handed import Handed, HandWay
from monitor.store.among import among
from monitor.store.tables import dossiers, handed


class SqlHanded:
    """Tellings, oldest first."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, one: Handed) -> None:
        """Keep that something was told."""
        query = select(dossiers.c.id).where(dossiers.c.code == one.dossier)
        row = {
            "dossier_id": self._connection.execute(query).scalar(),
            "unit": one.unit,
            "about": one.about,
            "way": one.way.value,
            "by": one.by,
            "at": one.at,
            "note": one.note,
        }
        self._connection.execute(insert(handed), row)

    def told(self, codes: Iterable[str]) -> set[tuple[str, str]]:
        """Return code and matter of what citizens were told of these dossiers."""
        query = (
            select(dossiers.c.code, handed.c.about)
            .join(dossiers, dossiers.c.id == handed.c.dossier_id)
            .where(among(dossiers.c.code, "codes"))
        )
        found = self._connection.execute(query, {"codes": list(codes)})
        return {(code, about) for code, about in found}

    def newest(self, limit: int, *, units: frozenset[str] | None = None) -> list[Handed]:
        """Return what was told last, newest first; of these units where given."""
        query = (
            select(handed, dossiers.c.code)
            .outerjoin(dossiers, dossiers.c.id == handed.c.dossier_id)
            .order_by(handed.c.id.desc())
            .limit(limit)
        )
        if units is not None:
            of_units = or_(among(handed.c.unit, "units"), among(dossiers.c.unit, "units"))
            query = query.where(of_units).params(units=sorted(units))
        return [
            Handed(
                dossier=row["code"] or "",
                unit=row["unit"],
                about=row["about"],
                way=HandWay(row["way"]),
                by=row["by"],
                at=row["at"],
                note=row["note"],
            )
            for row in self._connection.execute(query).mappings()
        ]

"""Which letters were printed together."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, insert, select

from monitor.domain.letter import Letter
from monitor.store.letters import letters_where
from monitor.store.tables import dossiers, letters, print_batches


class SqlPrintBatches:
    """Batches by name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, name: str, batch: Iterable[Letter], *, at: datetime) -> None:
        """Keep which letters a batch holds."""
        for letter in batch:
            found = (
                select(letters.c.id)
                .join(dossiers, dossiers.c.id == letters.c.dossier_id)
                .where(
                    dossiers.c.code == letter.dossier,
                    letters.c.kind == letter.kind.value,
                    letters.c.deadline == letter.deadline,
                    letters.c.version == letter.version,
                )
            )
            letter_id = self._connection.execute(found).scalar_one()
            row = {"name": name, "letter_id": letter_id, "made_at": at}
            self._connection.execute(insert(print_batches), row)

    def of(self, name: str) -> list[Letter]:
        """Return the letters of a batch as they stand now, by deadline; none if unknown."""
        ids = select(print_batches.c.letter_id).where(print_batches.c.name == name)
        return letters_where(self._connection, letters.c.id.in_(ids))

    def names(self, beginning: str) -> list[str]:
        """Return the names of batches that begin so, in order."""
        query = (
            select(print_batches.c.name)
            .where(print_batches.c.name.startswith(beginning, autoescape=True))
            .distinct()
            .order_by(print_batches.c.name)
        )
        return list(self._connection.scalars(query))

"""How long dossiers took."""

from datetime import datetime

from sqlalchemy import Connection, exists, select

from monitor.domain.dossier import Status
from monitor.store.tables import dossiers, pauses

DONE = (Status.FINISHED.value, Status.RETURNED.value)


class SqlSpans:
    """Receipt and finish, by procedure."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def newest(self, procedure: str, *, limit: int) -> list[tuple[datetime, datetime]]:
        """Return receipt and finish of a procedure's dossiers that never waited, newest first.

        Those that were given up are left out.
        """
        query = (
            select(dossiers.c.received_at, dossiers.c.finished_at)
            .where(
                dossiers.c.procedure == procedure,
                dossiers.c.finished_at.is_not(None),
                dossiers.c.received_at.is_not(None),
                dossiers.c.status.in_(DONE),
                ~exists().where(pauses.c.dossier_id == dossiers.c.id),
            )
            .order_by(dossiers.c.finished_at.desc(), dossiers.c.id.desc())
            .limit(limit)
        )
        return [(row.received_at, row.finished_at) for row in self._connection.execute(query)]

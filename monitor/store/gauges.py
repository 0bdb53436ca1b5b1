"""Counts for watchers, each one statement over what is indexed or one narrow table."""

from datetime import datetime

from sqlalchemy import Connection, func, select, text

from monitor.domain.message import MessageState
from monitor.ports.gauges import OutboxGauge
from monitor.store.tables import findings, letters, messages

UNSETTLED = (MessageState.READY, MessageState.HELD)
STANDS = findings.c.resolved_at.is_(None)


class SqlGauges:
    """What watchers ask, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def outbox(self) -> OutboxGauge:
        """Count the messages."""
        one = messages.c
        query = select(
            one.state,
            func.count(),
            func.count().filter(one.is_uncertain),
            func.min(one.created_at),
            func.max(one.sent_at),
        ).group_by(one.state)
        by_state: dict[str, int] = {}
        uncertain, waiting_since, last_sent_at = 0, None, None
        for state, number, doubted, oldest, newest in self._connection.execute(query):
            by_state[state] = number
            uncertain += doubted if state in UNSETTLED else 0
            if state == MessageState.READY:
                waiting_since = oldest
            last_sent_at = _later(last_sent_at, newest)
        return OutboxGauge(
            by_state=by_state,
            uncertain=uncertain,
            oldest_waiting_at=waiting_since,
            last_sent_at=last_sent_at,
        )

    def findings(self) -> dict[str, int]:
        """Count the findings that stand, about dossiers and about units, by rule."""
        rule = findings.c.rule
        query = select(rule, func.count()).where(STANDS).group_by(rule).order_by(rule)
        return dict[str, int](self._connection.execute(query).all())

    def letters(self) -> dict[str, int]:
        """Count the letters by state."""
        state = letters.c.state
        query = select(state, func.count()).group_by(state).order_by(state)
        return dict[str, int](self._connection.execute(query).all())

    def dossiers_under(self, *rules: str) -> int:
        """Count the dossiers about which a finding of these rules stands."""
        query = select(func.count(findings.c.dossier_id.distinct())).where(
            STANDS, findings.c.rule.in_(rules)
        )
        return int(self._connection.execute(query).scalar_one())

    def schema(self) -> str:
        """Return the version of the tables."""
        return str(self._connection.scalar(text("SELECT version_num FROM alembic_version")))


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at is not None), default=None)

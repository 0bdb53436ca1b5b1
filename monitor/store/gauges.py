"""Counts for watchers, each one statement over what is indexed or one narrow table."""

from datetime import datetime

from sqlalchemy import Connection, func, or_, select, text

from monitor.domain.message import MessageState
from monitor.ports.gauges import OutboxGauge
from monitor.store.among import among
from monitor.store.tables import dossiers, findings, letters, messages

UNSETTLED = (MessageState.READY, MessageState.HELD)
STANDS = findings.c.resolved_at.is_(None)
OF_UNITS = among(dossiers.c.unit, "units")


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

    def findings(self, units: frozenset[str] | None = None) -> dict[str, int]:
        """Count the findings that stand, about dossiers and about units, by rule.

        Only those of these units, where given.
        """
        rule = findings.c.rule
        query = select(rule, func.count()).where(STANDS).group_by(rule).order_by(rule)
        if units is not None:
            joined = query.outerjoin(dossiers, dossiers.c.id == findings.c.dossier_id)
            is_theirs = or_(OF_UNITS, among(findings.c.unit, "units"))
            query = joined.where(is_theirs).params(units=sorted(units))
        return dict[str, int](self._connection.execute(query).all())

    def letters(self, units: frozenset[str] | None = None) -> dict[str, int]:
        """Count the letters by state, of these units where given."""
        state = letters.c.state
        query = select(state, func.count()).group_by(state).order_by(state)
        if units is not None:
            joined = query.join(dossiers, dossiers.c.id == letters.c.dossier_id)
            query = joined.where(OF_UNITS).params(units=sorted(units))
        return dict[str, int](self._connection.execute(query).all())

    def dossiers_under(self, *rules: str, units: frozenset[str] | None = None) -> int:
        """Count the dossiers about which a finding of these rules stands.

        Only those of these units, where given.
        """
        query = select(func.count(findings.c.dossier_id.distinct())).where(
            STANDS, findings.c.rule.in_(rules)
        )
        if units is not None:
            joined = query.join(dossiers, dossiers.c.id == findings.c.dossier_id)
            query = joined.where(OF_UNITS).params(units=sorted(units))
        return int(self._connection.execute(query).scalar_one())

    def schema(self) -> str:
        """Return the version of the tables."""
        return str(self._connection.scalar(text("SELECT version_num FROM alembic_version")))


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at is not None), default=None)

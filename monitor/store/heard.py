"""Messages as they are kept and compared: told twice, they are one."""

from collections.abc import Iterable

from monitor.domain.progress import each
from monitor.domain.record import Record
from monitor.domain.retelling import Statement
from monitor.domain.step import StepSaid
from monitor.store.kept import PROGRESS
from monitor.store.statements import digest_of


def message_of(record: Record, source: str) -> Statement:
    """Return a record of one message; `source` is its import's, where it names none."""
    assert record.as_of is not None  # noqa: S101 - what `SqlDossiers.merge` chooses by
    carries = record.carries or frozenset()
    return Statement(
        record=record,
        carries=carries,
        said_at=record.as_of,
        source=record.source or source,
        mark=str(record.steps[0].rank[1:]) if record.steps else digest_of(record, carries),
    )


def steps_as_messages(code: str, said: Iterable[StepSaid]) -> list[Statement]:
    """Return the messages of progress that are kept of a dossier."""
    kept = tuple(said)
    if not kept:
        return []
    whole = Record(row=0, code=code, steps=kept, source=PROGRESS)
    return [message_of(one, PROGRESS) for one in each(whole)]

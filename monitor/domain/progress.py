"""A dossier as its messages of progress, taken together, show it."""

from dataclasses import replace

from monitor.domain.dossier import Carried
from monitor.domain.record import Record


def summed(record: Record) -> Record:
    """Return what the steps of a record, in order, say of its dossier: the last one decides.

    It speaks as of the last message; of what that one leaves out it says nothing.
    """
    last = record.steps[-1]
    said = {Carried.STEP: last.name, Carried.HANDLER: last.handler, Carried.STATUS: last.status}
    return replace(
        record,
        step=last.name,
        handler=last.handler,
        status=last.status,
        as_of=last.said_at,
        carries=frozenset({Carried.STEPS, *(field for field, value in said.items() if value)}),
    )

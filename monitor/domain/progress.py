"""A dossier as its messages of progress show it."""

from dataclasses import replace

from monitor.domain.dossier import Carried
from monitor.domain.record import Record
from monitor.domain.step import StepSaid


def summed(record: Record) -> Record:
    """Return what the steps of a record, in order, say of its dossier: the last one decides.

    It speaks as of the last message; of what that one leaves out it says nothing.
    """
    last = record.steps[-1]
    return replace(
        record,
        step=last.name,
        handler=last.handler,
        status=last.status,
        as_of=last.said_at,
        carries=carried_by(last),
    )


def carried_by(said: StepSaid) -> frozenset[Carried]:
    """Return the fields of which one message of progress speaks."""
    told = {
        Carried.STEP: said.name,
        Carried.HANDLER: said.handler,
        Carried.STATUS: said.status,
    }
    return frozenset({Carried.STEPS, *(field for field, value in told.items() if value)})


def each(record: Record) -> tuple[Record, ...]:
    """Return what each message of a record says by itself, as of its own instant.

    The unit that its last official told of the dossier is told by that official alone.
    """
    return tuple(
        summed(
            replace(
                record,
                steps=(one,),
                unit=record.unit if one.handler == record.handler else "",
            )
        )
        for one in record.steps
    )

"""Tell a watcher elsewhere that the program lives, and the operator when it cannot be told."""

from datetime import datetime

from monitor.catalogues.told import sentence
from monitor.domain.errors import PingError
from monitor.ports.store import Store
from monitor.ports.watch import Ping

FAULT = "ping"


def tell_life(store: Store, ping: Ping, *, is_well: bool, at: datetime) -> str:
    """Tell once; return why it failed, "" where it did not.

    A failure is a fault until the next call that goes through.
    """
    try:
        ping.tell(is_well=is_well)
    except PingError as error:
        with store.writing() as work:
            work.done.fault(FAULT, at=at, detail=sentence(error))
        return str(error.facts["reason"])
    with store.reading() as work:
        is_told = FAULT in work.done.faults()
    if is_told:
        with store.writing() as work:
            work.done.cured(FAULT)
    return ""

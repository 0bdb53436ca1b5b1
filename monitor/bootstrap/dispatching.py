"""Who calls the flows: this process by itself, or workers on many machines."""

import logging
from collections.abc import Callable, Mapping

from sqlalchemy import Engine

from monitor.dispatch.embedded import EmbeddedDispatcher, EmbeddedWaker
from monitor.dispatch.extra import needed
from monitor.ports.dispatcher import Dispatcher, Queue, Waker
from monitor.settings import Settings
from monitor.settings.tables import DispatcherName
from monitor.store.engine import reading, writing
from monitor.store.work import SqlStore

EXTRA = "cluster"
CHATTY = ("procrastinate", "psycopg.pool")  # they write down each job, and each try to connect


def is_cluster(settings: Settings) -> bool:
    """Tell whether workers on many machines do the office's work."""
    return settings.run.dispatcher is DispatcherName.CLUSTER


def cluster_waker(engine: Engine) -> Waker:
    """Return what wakes the workers of a cluster; their queue is set up where it is not yet.

    Raises:
        MissingExtraError: what a cluster needs is not installed.
        QueueRightsError: the queue is not set up, and this user may not do so.
        QueueSchemaError: it is of a version that the installed package cannot use.
    """
    with needed(EXTRA):
        from monitor.dispatch import queued  # noqa: PLC0415 - an extra
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.ERROR)
    with reading(engine) as connection:
        is_set_up = queued.is_set_up(connection)
    if not is_set_up:
        with writing(engine) as connection:
            queued.set_up_queue(connection)
    return queued.ClusterWaker()


def dispatcher_of(
    settings: Settings,
    store: SqlStore,
    *,
    on_error: Callable[[str, Exception], None],
    serves: Mapping[Queue, int],
) -> Dispatcher:
    """Return who calls the flows when; needs a running event loop.

    Args:
        settings: The office's.
        store: Its transactions wake the dispatcher.
        on_error: Told the name of a job that raised, and what it raised.
        serves: What this process does of the work of a cluster: how many jobs at once.

    Raises:
        MissingExtraError: what a cluster needs is not installed.
    """
    if is_cluster(settings):
        with needed(EXTRA):
            from monitor.dispatch.cluster import ClusterDispatcher  # noqa: PLC0415 - extra
        return ClusterDispatcher(settings.store.address, serves, on_error=on_error)
    dispatcher, waker = EmbeddedDispatcher(on_error=on_error), EmbeddedWaker()
    waker.serve(dispatcher)
    store.waker = waker
    return dispatcher

"""In one process a transaction wakes the dispatcher itself."""

import asyncio

from monitor.dispatch.embedded import EmbeddedDispatcher, EmbeddedWaker
from monitor.ports.dispatcher import Name, Wake
from tests.dispatch.test_contract import a_quick_job, play, until

WAKES = (Wake(Name.SCAN, {"unit": "X07"}), Wake(Name.DELIVER, {}))


def test_a_transaction_wakes_what_is_registered_from_any_thread() -> None:
    job = a_quick_job()
    waker = EmbeddedWaker()

    async def scene() -> None:
        dispatcher = EmbeddedDispatcher(on_error=print)
        dispatcher.register(Name.DELIVER, job)
        dispatcher.start()
        waker.serve(dispatcher)
        waker.within(None, WAKES)
        await asyncio.to_thread(waker.after, WAKES)
        await until(lambda: job.ended == 1)
        await dispatcher.stop()

    play(scene)
    waker.after(WAKES)  # the loop has ended

    assert job.runs == 1


def test_without_a_dispatcher_nobody_is_woken() -> None:
    EmbeddedWaker().after(WAKES)

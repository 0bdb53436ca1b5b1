"""Claim two messages, and wait to be killed: `python -m tests.store.claimer URL WHEN`.

WHEN: `within` the transaction, or `after` it.
"""

import sys
import time

from monitor.store.engine import open_engine
from monitor.store.work import SqlStore
from tests.outbox import LEASE, MORNING

URL, WHEN = sys.argv[1:]
LONG = 600  # seconds

if __name__ == "__main__":
    with SqlStore(open_engine(URL)).sharing() as work:
        claimed = work.delivery.claim(at=MORNING, limit=2, lease=LEASE)
        if WHEN == "within":
            print(len(claimed), flush=True)  # noqa: T201 - to whoever is to kill it
            time.sleep(LONG)
    print(len(claimed), flush=True)  # noqa: T201
    time.sleep(LONG)

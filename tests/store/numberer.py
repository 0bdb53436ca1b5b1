"""Number letters: `python -m tests.store.numberer URL NAME COUNT [die]`.

Each number is bound in a transaction of its own. Whoever is to die does so within the last.
"""

import os
import signal
import sys

from monitor.store.engine import open_engine
from monitor.store.work import SqlStore
from tests.store.numbered import BOUND, SERIES

URL, NAME, COUNT, *DIES = sys.argv[1:]

if __name__ == "__main__":
    store = SqlStore(open_engine(URL))
    for place in range(int(COUNT)):
        with store.writing() as work:
            work.numbers.bind(SERIES, f"{NAME}-{place}", at=BOUND)
            if DIES and place == int(COUNT) - 1:
                os.kill(os.getpid(), signal.SIGKILL)

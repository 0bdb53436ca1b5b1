"""Bring a database to the newest schema: `python -m tests.store.upgrader URL`."""

import sys

from monitor.store.engine import open_engine
from monitor.store.schema import upgrade

if __name__ == "__main__":
    upgrade(open_engine(sys.argv[1]))

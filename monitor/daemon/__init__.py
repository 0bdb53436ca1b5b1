"""`dunghan run`: one concern a file; `running` joins them."""

from monitor.daemon.lock import LOCK, TICK_LOCK, Holder, alone
from monitor.daemon.running import run_daemon

__all__ = ["LOCK", "TICK_LOCK", "Holder", "alone", "run_daemon"]

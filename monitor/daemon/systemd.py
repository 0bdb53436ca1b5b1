"""What the service manager is told: sd_notify(3), a datagram of lines to the socket it names.

Without systemd there is no such socket, and nobody is told.
"""

import os
import socket
from collections.abc import Mapping

ABSTRACT = "@"  # a name of the kernel's own, not of a file


class Systemd:
    """The service manager that started us, as far as it wants to hear.

    Args:
        environ: NOTIFY_SOCKET is where; WATCHDOG_USEC how often, if WATCHDOG_PID is us.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        address = environ.get("NOTIFY_SOCKET", "")
        self._address = f"\0{address[1:]}" if address.startswith(ABSTRACT) else address
        usec = environ.get("WATCHDOG_USEC", "")
        is_ours = environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        seconds = int(usec) / 1e6 if usec.isdecimal() and is_ours else 0.0
        self.watchdog_seconds = seconds or None

    def tell(self, **states: object) -> None:
        """Tell all of these at once, such as READY=1; who does not listen is no trouble."""
        if not self._address:
            return
        lines = "\n".join(f"{name}={value}" for name, value in states.items())
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.settimeout(0)
            try:
                sender.sendto(lines.encode(), self._address)
            except OSError:
                return

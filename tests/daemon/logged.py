"""A log that a test reads."""

from typing import Any

import structlog
from structlog.testing import CapturingLogger

from monitor.logs import Log


class Logged:
    """Keeps the lines written to `log`: the event with its facts."""

    def __init__(self) -> None:
        self._kept = CapturingLogger()
        self.log: Log = structlog.wrap_logger(self._kept, processors=[])

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [dict(call.kwargs) for call in self._kept.calls]

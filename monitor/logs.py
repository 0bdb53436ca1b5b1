"""Logs: JSON lines on standard error, with counts and codes, never a name or an address."""

import logging
import sys

import structlog

Log = structlog.typing.FilteringBoundLogger


def open_log() -> Log:
    """Return our log, and have what libraries would say written in the same way."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(sort_keys=True, ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
    log: Log = structlog.get_logger()
    logging.basicConfig(handlers=[LibraryHandler(log)], level=logging.WARNING, force=True)
    logging.captureWarnings(capture=True)
    return log


class LibraryHandler(logging.Handler):
    """Writes that a library spoke, and of what error; its words may repeat our data."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line: the library, how grave it is, the class of the error."""
        kind = record.exc_info[0] if record.exc_info else None
        place = f"{record.module}:{record.lineno}"
        error = kind.__name__ if kind else ""
        self._log.log(record.levelno, "library", logger=record.name, place=place, error=error)

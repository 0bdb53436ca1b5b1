"""What watchers see of a running daemon: its health and its metrics."""

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from http import HTTPStatus

from monitor.bootstrap import App
from monitor.catalogues import load_catalogue
from monitor.catalogues.told import as_shown
from monitor.daemon.pages import Page, PageServer
from monitor.flows.situation import Situation, situation
from monitor.flows.vitals import Bounds, Reason, Vitals, vitals
from monitor.logs import Log

FRESH_SECONDS = 5.0  # counts are kept for so long,
REST = 50  # or for so many times as long as they took
JSON = "application/json; charset=utf-8"
MINUTES = frozenset({"minutes", "most"})  # the facts that count them
METRICS = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was found and judged, and for how long it may be shown."""

    found: Situation | None
    judged: Vitals
    at: datetime
    until: float  # on the monotonic clock


class Watch:
    """Looks at the office for those who ask, not more often than is cheap."""

    def __init__(self, app: App, log: Log) -> None:
        self._app = app
        self._log = log
        self._one_looks = threading.Lock()
        self._seen: Seen | None = None
        with app.outside.store.reading() as work:
            schema = work.gauges.schema()
        self._bounds = Bounds(
            started_at=app.clock(),
            tick_every=timedelta(seconds=app.settings.run.tick_seconds),
            schema=schema,
        )

    def pages(self) -> dict[str, Callable[[], Page]]:
        """Return what is served, by path."""
        return {
            "/healthz": lambda: self._health(lambda seen: seen.is_ready),
            "/healthz/live": lambda: self._health(lambda seen: seen.is_live),
            "/healthz/ready": lambda: self._health(lambda seen: seen.is_ready),
            "/metrics": self._metrics,
        }

    def look(self) -> Seen:
        """Return how things stand: some seconds ago, where somebody has just looked."""
        with self._one_looks:
            if self._seen is None or time.monotonic() >= self._seen.until:
                self._seen = self._look()
            return self._seen

    def _look(self) -> Seen:
        began = time.monotonic()
        at, app = self._app.clock(), self._app
        found: Situation | None = None
        try:
            with app.outside.store.reading() as work:
                found = situation(work, app.office, app.plan.telling, at=at)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is to be told
            self._log.error("watching failed", error=type(error).__name__)
        rooms = app.outside.rooms.left() if app.outside.rooms else ()
        bounds = replace(
            self._bounds,
            unreadable=app.unreadable(),
            scarce=tuple(one for one in rooms if one.is_scarce),
        )
        ended = time.monotonic()
        return Seen(
            found=found,
            judged=vitals(found, bounds, at=at),
            at=at,
            until=ended + max(FRESH_SECONDS, REST * (ended - began)),
        )

    def _health(self, is_well: Callable[[Vitals], bool]) -> Page:
        seen = self.look()
        judged = seen.judged
        body = {
            "live": judged.is_live,
            "ready": judged.is_ready,
            "at": seen.at.isoformat(),
            "dead": _told(judged.dead),
            "unready": _told(judged.unready),
            "minded": _told(judged.minded),
        }
        status = HTTPStatus.OK if is_well(judged) else HTTPStatus.SERVICE_UNAVAILABLE
        text = json.dumps(body, ensure_ascii=False, indent=2) + "\n"
        return Page(body=text.encode(), kind=JSON, status=status)

    def _metrics(self) -> Page:
        from monitor.daemon.metrics import exposition  # noqa: PLC0415 - 1 MB that few ask for

        seen = self.look()
        body = exposition(seen.found, seen.judged, at=self._app.clock())
        return Page(body=body, kind=METRICS)


def _told(reasons: Iterable[Reason]) -> list[Mapping[str, object]]:
    """Return reasons with their codes, their facts and their sentences."""
    words = load_catalogue("operator")["sign"]
    return [
        {
            "sign": one.sign.value,
            "told": words[one.sign].format(**as_shown(_spans(one.facts))),
            **{name: _plain(fact) for name, fact in one.facts.items()},
        }
        for one in reasons
    ]


def _spans(facts: Mapping[str, object]) -> dict[str, object]:
    """Return facts whose minutes are spans, for people to read."""
    return {
        name: timedelta(minutes=fact) if name in MINUTES and isinstance(fact, int) else fact
        for name, fact in facts.items()
    }


def _plain(fact: object) -> object:
    return fact.isoformat() if isinstance(fact, date) else fact


@contextmanager
def watched(app: App, log: Log, *, is_wanted: bool = True) -> Iterator[int | None]:
    """Serve the pages while the daemon runs; yield the port, None where they are not served.

    A port that is taken is written down and stops nothing: the work goes on unwatched.
    """
    address = app.settings.watch.address
    if address is None or not is_wanted:
        yield None
        return
    try:
        server = PageServer(address, Watch(app, log).pages())
    except OSError as error:
        failed = type(error).__name__
        log.error("not watched", port=address[1], error=failed)  # noqa: TRY400 - no trace
        yield None
        return
    server.start()
    log.info("watched", port=server.port)
    try:
        yield server.port
    finally:
        server.stop()

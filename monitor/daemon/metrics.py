"""How things stand, as Prometheus reads it: numbers and codes, no names and no texts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from monitor import __version__
from monitor.domain.message import MessageState
from monitor.flows.situation import Situation
from monitor.flows.vitals import Vitals

PREFIX = "dunghan"


def exposition(found: Situation | None, judged: Vitals, *, at: datetime) -> bytes:
    """Return the metrics at `at` in the text format; few where the database cannot be read."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Standing(found, judged, at))
    ProcessCollector(registry=registry)
    return generate_latest(registry)


@dataclass(frozen=True, slots=True, eq=False)
class _Standing(Collector):
    """One answer to one scrape."""

    found: Situation | None
    judged: Vitals
    at: datetime

    def collect(self) -> Iterator[Metric]:
        """Yield every family."""
        yield _labelled("build_info", "The program.", ("version",), {(__version__,): 1})
        yield _gauge("live", "Whether the flows are called.", self.judged.is_live)
        yield _gauge("ready", "Whether the work can be done.", self.judged.is_ready)
        found = self.found
        yield _gauge("database_up", "Whether the database can be read.", found is not None)
        if found is not None:
            yield from _tables(found, at=self.at)


def _tables(found: Situation, *, at: datetime) -> Iterator[Metric]:
    """Yield what the tables tell."""
    yield _labelled("schema_info", "The tables.", ("version",), {(found.schema,): 1})
    yield from _ages(found, at=at)
    yield _gauge("dossiers_open", "Open dossiers.", found.open)
    yield _gauge("dossiers_due_today", "Open dossiers due today.", found.due_today)
    yield _gauge("dossiers_late", "Open dossiers proved late by an export.", found.late)
    yield _by("findings", "Findings standing.", "rule", found.findings)
    yield _by("letters", "Letters by state.", "state", found.letters)
    states = {state.value: found.outbox.by_state.get(state, 0) for state in MessageState}
    yield _by("messages", "Messages by state.", "state", states)
    yield _gauge(
        "messages_uncertain",
        "Messages not settled that may have been accepted already.",
        found.outbox.uncertain,
    )
    yield _by(
        "calendar_days_ahead",
        "Days until the calendar ends.",
        "calendar",
        {one.name: one.days for one in found.calendars},
    )
    yield _by(
        "faults",
        "What did not work and is tried again.",
        "kind",
        Counter(one.kind for one in found.faults),
    )
    yield _gauge("judging_failing", "Dossiers whose judging fails.", len(found.failing))


def _ages(found: Situation, *, at: datetime) -> Iterator[Metric]:
    """Yield how long ago things were, in seconds; what never was is left out."""
    for name, told, since in (
        ("tick", "Since the last tick ended.", found.last_tick_at),
        ("delivery", "Since a message was accepted last.", found.outbox.last_sent_at),
        ("oldest_waiting_message", "Since it was queued.", found.outbox.oldest_waiting_at),
        ("backup", "Since the last backup.", found.backup_at),
    ):
        if since is not None:
            yield _gauge(f"{name}_age_seconds", told, _seconds(since, at))
    systems = found.sources
    yield _by(
        "import_age_seconds",
        "Since a system's newest export was taken in.",
        "system",
        {one.system: _seconds(one.imported_at, at) for one in systems},
    )
    yield _by(
        "export_age_seconds",
        "Since a system's newest export was made.",
        "system",
        {one.system: _seconds(one.exported_at, at) for one in systems},
    )


def _seconds(since: datetime, at: datetime) -> float:
    return (at - since).total_seconds()


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(f"{PREFIX}_{name}", told, value=float(value))


def _by(name: str, told: str, label: str, values: Mapping[str, float]) -> Metric:
    return _labelled(name, told, (label,), {(key,): value for key, value in values.items()})


def _labelled(
    name: str, told: str, labels: Iterable[str], values: Mapping[tuple[str, ...], float]
) -> Metric:
    family = GaugeMetricFamily(f"{PREFIX}_{name}", told, labels=tuple(labels))
    for key, value in sorted(values.items()):
        family.add_metric(key, float(value))
    return family

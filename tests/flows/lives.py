"""Five hundred lives of dossiers, told in three exports, and each of them judged alone."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

import pytest

from monitor.domain.dossier import Channel, Pause, PauseKind, Status
from monitor.domain.history import before_reopening
from monitor.domain.instants import midnight, vietnam_day
from monitor.domain.period import Period
from monitor.domain.reckoning import Reckoning
from monitor.domain.record import Record
from monitor.flows.figures import is_topmost
from monitor.flows.ingest import ingest
from monitor.flows.scan import scan
from monitor.flows.snapshots import snapshot
from monitor.rules import RULES
from monitor.store.engine import open_engine
from monitor.store.schema import upgrade
from monitor.store.work import SqlStore
from reports.judged import judge
from tests.builders import vn
from tests.exports import a_file, a_record
from tests.notices.office import DIRECTORY, OFFICE

FIRST, AMID, LAST = "2026-11-06 07:10", "2026-11-20 07:10", "2026-12-03 07:10"
PRESENT = vn("2026-12-03 08:00")
STATUSES = (
    *(Status.IN_PROGRESS, Status.IN_PROGRESS, Status.FINISHED, Status.RETURNED, None),
    *(Status.WITHDRAWN, Status.SENT_BACK, Status.REFUSED, Status.STOPPED),
    *(Status.PAUSED_SUPPLEMENT, Status.PAUSED_FINANCE),
)
PERIODS = (
    Period(first=date(2026, 10, 1), last=date(2026, 10, 31)),
    Period(first=date(2026, 11, 1), last=date(2026, 11, 30)),
    Period(first=date(2026, 11, 10), last=date(2026, 11, 16)),
    Period(first=date(2026, 12, 1), last=date(2026, 12, 31)),
    Period(first=date(2025, 12, 15), last=date(2026, 12, 14)),
)


def told(at: datetime) -> str:
    return at.isoformat(sep=" ", timespec="minutes")[:16]


def a_life(life: int, *, until: str) -> Record:
    """Return a dossier as an export of `until` shows it; the same number is the same life."""
    own = Random(life)  # noqa: S311 - a plan, no secret
    received = vn("2026-10-01") + timedelta(hours=own.randint(0, 24 * 60))
    promised = received + timedelta(hours=own.randint(1, 24 * 20))
    if own.random() < 0.1:
        promised = midnight(vietnam_day(promised))
    ended = received + timedelta(hours=own.randint(1, 24 * 30))
    status = own.choice(STATUSES)
    paused = received + timedelta(hours=own.randint(1, 24 * 15))
    resumed = paused + timedelta(hours=own.randint(1, 24 * 15))
    seen = vn(until)
    pauses: tuple[Pause, ...] = ()
    if own.random() < 0.3 and paused < seen:
        is_back = resumed < seen and own.random() < 0.8
        kind = own.choice(tuple(PauseKind))
        pauses = (Pause(paused_at=paused, resumed_at=resumed if is_back else None, kind=kind),)
    is_over = ended < seen and status not in {None, Status.IN_PROGRESS}
    has_day = is_over and own.random() < 0.7
    if until == LAST:
        promised += timedelta(days=own.choice([0, 0, 0, 0, 7]))
    return a_record(
        f"d{life:03}",
        received=told(received) if own.random() < 0.97 else None,
        promised=told(promised) if own.random() < 0.9 else None,
        pauses=pauses,
        status=status if is_over else Status.IN_PROGRESS,
        finished=told(ended) if has_day and own.random() < 0.7 else None,
        collected=told(ended) if has_day and own.random() < 0.4 else None,
        unit=own.choice(["VHXH", "KT", "VPDK", "Phòng Lạ", ""]),
        procedure=own.choice(["tro-cap", "1.000001", ""]),
        channel=own.choice([None, *Channel]),
    )


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    """Yield a store into which five hundred lives came, in three exports of two sources."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('lived') / 'monitor.db'}")
    upgrade(engine)
    store = SqlStore(engine)
    for until, source in ((FIRST, "national"), (AMID, "ledger"), (LAST, "national")):
        lives = [a_life(life, until=until) for life in range(500)]
        come = [one for one in lives if one.received_at is None or one.received_at < vn(until)]
        some = come if source == "national" else come[::3]
        file = a_file(*some, exported=until, source=source)
        ingest(store, DIRECTORY, file, max_reject_share=0, at=vn(until))
        scan(store, OFFICE, RULES, at=vn(until))
    yield store
    engine.dispose()


def one_by_one(store: SqlStore, period: Period, unit: str) -> dict[str, Reckoning]:
    """Judge each dossier of a unit, as of the period's end."""
    directory = OFFICE.directory
    below, known = directory.subtree(unit), directory.units
    is_top = is_topmost(directory.units[unit], OFFICE)
    found = {}
    with store.reading() as work:
        first = work.imports.first_exported_at()
        assert first is not None
        codes = list(work.dossiers.codes())
        changes = work.dossiers.changes(codes)
        for code, dossier in work.dossiers.load(codes).items():
            if dossier.unit not in below and not (is_top and dossier.unit not in known):
                continue
            seen_at = dossier.end_seen_at if dossier.ended_at is None else None
            is_lost = not dossier.is_open and (seen_at or PRESENT) < first + timedelta(days=1)
            then = before_reopening(dossier, changes.get(code, ()), at=period.ends_at)
            one = snapshot(then, None, OFFICE, ends_at=period.ends_at)
            if one is not None and not is_lost:
                calendar = OFFICE.policy_of(dossier.unit).calendar
                reckoning = judge(one, period, calendar).reckoning
                if reckoning.is_counted or reckoning.is_due:
                    found[code] = reckoning
    return found

"""True data are never asked about: whatever lags, and however seldom an office exports."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.dossier import Pause, Promise, PromiseKind, Status
from monitor.domain.instants import midnight, vietnam_day
from monitor.domain.record import Record
from monitor.domain.rule_sets import VERIFIED
from monitor.flows.ingest import ingest
from monitor.flows.scan import scan
from monitor.rules import RULES
from monitor.store.work import SqlStore
from tests.builders import CALENDAR_2026, vn
from tests.domain.strategies import drawing
from tests.exports import CARRIES, CODE, a_file, a_record
from tests.notices.office import DIRECTORY, OFFICE
from tests.stores import NAME, open_store

RECEIVED = vn("2026-10-26 08:00:21")
HOUR = timedelta(hours=1)
NEVER_SHARP = timedelta(seconds=17)  # equal to the deadline to the second is asked about
LAG = timedelta(hours=OFFICE.policy.lag_hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What truly befell a dossier: it waited, was put off in time, and came to an end."""

    promised_at: datetime
    paused_at: datetime | None
    resumed_at: datetime | None
    put_off_at: datetime | None
    withdrawn_at: datetime | None
    finished_at: datetime | None
    collected_at: datetime | None

    def promise(self, *, at: datetime) -> datetime:
        """Return the date that the slip, the supplement or the letter bears at an instant."""
        moved = self.promised_at
        for moves_at in (self.resumed_at, self.put_off_at):
            if moves_at is not None and moves_at <= at:
                moved += timedelta(days=7)
        return moved

    def status(self, *, at: datetime) -> Status:
        ends = (
            (self.withdrawn_at, Status.WITHDRAWN),
            (self.collected_at, Status.RETURNED),
            (self.finished_at, Status.FINISHED),
        )
        for since, status in ends:
            if since is not None and since <= at:
                return status
        is_over = self.resumed_at is not None and self.resumed_at <= at
        if self.paused_at is not None and self.paused_at <= at and not is_over:
            return Status.PAUSED_SUPPLEMENT
        return Status.IN_PROGRESS

    def record(self, source: str, *, at: datetime, by_date: bool) -> Record:
        """Return the dossier as a source knows it at an instant."""

        def seen(instant: datetime | None) -> datetime | None:
            if instant is None or instant > at:
                return None
            return midnight(vietnam_day(instant)) if by_date else instant

        pauses: tuple[Pause, ...] = ()
        promises: tuple[Promise, ...] = ()
        if source == "national" and self.paused_at is not None and self.paused_at <= at:
            pauses = (Pause(paused_at=self.paused_at, resumed_at=seen(self.resumed_at)),)
            if pauses[0].resumed_at is not None and self.resumed_at is not None:
                promises = (
                    Promise(promised_at=self.promised_at, made_at=RECEIVED),
                    Promise(
                        promised_at=self.promise(at=self.resumed_at),
                        made_at=self.resumed_at,
                        kind=PromiseKind.SUPPLEMENT,
                    ),
                )
        promised = self.promise(at=at)
        return replace(
            a_record(procedure="khac", status=self.status(at=at)),
            received_at=RECEIVED,
            promised_at=midnight(vietnam_day(promised)) if by_date else promised,
            promises=promises,
            pauses=pauses,
            finished_at=seen(self.finished_at),
            collected_at=seen(self.collected_at),
        )


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """Draw a life whose dates an office keeps lawfully, in time or late."""
    day = CALENDAR_2026.working_day_after(vietnam_day(RECEIVED), days=draw(st.integers(2, 10)))
    promised_at = CALENDAR_2026.closing(day)
    length = promised_at - RECEIVED
    waits = draw(st.booleans())
    paused_at = RECEIVED + length * draw(st.floats(0.1, 0.9)) if waits else None
    resumed_at = paused_at + timedelta(hours=draw(st.integers(1, 100))) if paused_at else None
    is_put_off = not waits and draw(st.booleans())
    put_off_at = RECEIVED + length * draw(st.floats(0.2, 0.99)) if is_put_off else None
    if draw(st.integers(0, 4)) == 0:
        withdrawn_at = RECEIVED + length * draw(st.floats(0.1, 0.99))
        life = Life(
            promised_at=promised_at,
            paused_at=None,
            resumed_at=None,
            put_off_at=None,
            withdrawn_at=withdrawn_at,
            finished_at=None,
            collected_at=None,
        )
    else:
        since = resumed_at or put_off_at or RECEIVED
        round_due = st.integers(-30, 60).map(lambda hours: promised_at + hours * HOUR)
        after = st.integers(1, 300).map(lambda hours: since + hours * HOUR)
        drawn = draw(st.none() | round_due | after)
        finished_at = max(drawn, since + HOUR) + NEVER_SHARP if drawn else None
        collected_at = finished_at + draw(st.integers(0, 90)) * HOUR if finished_at else None
        life = Life(
            promised_at=promised_at,
            paused_at=paused_at,
            resumed_at=resumed_at,
            put_off_at=put_off_at,
            withdrawn_at=None,
            finished_at=finished_at,
            collected_at=collected_at,
        )
    return _to_the_second(life)


def _to_the_second(life: Life) -> Life:
    named: dict[str, Any] = {name: getattr(life, name) for name in Life.__slots__}
    return Life(**{name: at and at.replace(microsecond=0) for name, at in named.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """One export: of which source, when it was made, and what its system knew by then."""

    source: str
    exported_at: datetime
    known_at: datetime
    read_at: datetime
    by_date: bool


@st.composite
def exports(draw: st.DrawFn, life: Life) -> list[Exported]:
    """Draw exports of up to three sources round what befell, each lagging, some read late."""
    befell = [at for at in (getattr(life, name) for name in Life.__slots__) if at is not None]
    instants = st.builds(
        lambda at, hours: at.replace(minute=0, second=0) + hours * HOUR,
        st.sampled_from([*befell, life.promised_at]),
        st.integers(-12, 36) | st.integers(0, 300),
    )
    found: list[Exported] = []
    for source in draw(st.sets(st.sampled_from(sorted(CARRIES)), min_size=1)):
        by_date = source == "ledger" or draw(st.booleans())
        known_at = RECEIVED
        for exported_at in sorted(draw(st.sets(instants, min_size=2, max_size=6))):
            lag = draw(st.integers(0, int(LAG / timedelta(minutes=1)))) * timedelta(minutes=1)
            known_at = max(known_at, exported_at - lag)
            read_at = exported_at + draw(st.sampled_from([0, 0, 1, 30])) * HOUR
            found.append(
                Exported(
                    source=source,
                    exported_at=exported_at,
                    known_at=known_at,
                    read_at=read_at,
                    by_date=by_date,
                )
            )
    return sorted(found, key=lambda one: (one.read_at, one.exported_at, one.source))


def _asked_about(store: SqlStore, life: Life, told: list[Exported]) -> set[tuple[str, str]]:
    for one in told:
        record = life.record(one.source, at=one.known_at, by_date=one.by_date)
        file = a_file(
            record,
            exported=f"{one.exported_at:%Y-%m-%d %H:%M:%S}",
            source=one.source,
            carries=CARRIES[one.source],
        )
        ingest(store, DIRECTORY, file, max_reject_share=0, at=one.read_at)
        scan(store, OFFICE, RULES, at=one.read_at)
    with store.reading() as work:
        assert work.edits.read_since(RECEIVED) == ()
        found = {(one.finding.rule, one.finding.stage) for one in work.findings.of(CODE)}
    return {
        (rule, stage) for rule, stage in found if rule in VERIFIED and "begun@" not in stage
    }


@given(life=lives(), data=st.data())
@drawing(10)
def test_true_data_are_never_asked_about(blank: Path, life: Life, data: st.DataObject) -> None:
    told = data.draw(exports(life))

    with TemporaryDirectory() as folder:
        copy(blank, Path(folder) / NAME)
        with open_store(Path(folder) / NAME) as store:
            assert _asked_about(store, life, told) == set()


def a_portal_record(status: Status, *pauses: Pause) -> Record:
    return replace(a_record(status=status, pauses=pauses), step="", handler="")


WAITING = Pause(paused_at=vn("2026-11-04 08:00"))
DAYS_WAITED = [
    pytest.param(
        [
            ("national", a_portal_record(Status.IN_PROGRESS), "2026-11-03 08:00"),
            ("national", a_portal_record(Status.PAUSED_FINANCE), "2026-11-05 08:00"),
            ("national", a_portal_record(Status.IN_PROGRESS), "2026-11-12 08:00"),
            ("national", a_portal_record(Status.IN_PROGRESS), "2026-11-17 07:00"),
        ],
        False,
        id="for dues, as the portal's status alone tells",
    ),
    pytest.param(
        [
            ("national", a_portal_record(Status.IN_PROGRESS), "2026-11-03 08:00"),
            ("list", a_record(status=Status.PAUSED_SUPPLEMENT), "2026-11-05 07:00"),
            ("list", a_record(status=Status.PAUSED_SUPPLEMENT), "2026-11-11 07:00"),
            ("list", a_record(), "2026-11-12 07:00"),
            ("list", a_record(), "2026-11-17 07:00"),
        ],
        False,
        id="as the list tells, beside a portal that once told of none",
    ),
    pytest.param(
        [
            (
                "national",
                a_portal_record(Status.PAUSED_SUPPLEMENT, WAITING),
                "2026-11-04 09:00",
            ),
            *(("list", a_record(), f"2026-11-{day} 07:00") for day in ("06", "17", "27")),
        ],
        True,
        id="as the portal told, until the list no longer does",
    ),
    pytest.param(
        [
            ("list", a_record(), "2026-11-03 07:00"),
            (
                "national",
                a_portal_record(Status.PAUSED_SUPPLEMENT, WAITING),
                "2026-11-27 07:00",
            ),
        ],
        False,
        id="as the portal tells since",
    ),
]


@pytest.mark.parametrize(("told", "is_late"), DAYS_WAITED)
def test_of_two_sources_the_newer_tells_whether_a_dossier_waits(
    store: SqlStore, told: list[tuple[str, Record, str]], *, is_late: bool
) -> None:
    for source, record, exported in told:
        file = a_file(record, exported=exported, source=source)
        ingest(store, DIRECTORY, file, max_reject_share=0, at=vn(exported))
        scan(store, OFFICE, RULES, at=vn(exported))

    with store.reading() as work:
        rules = {one.finding.rule for one in work.findings.standing()}
    assert ("overdue" in rules) is is_late

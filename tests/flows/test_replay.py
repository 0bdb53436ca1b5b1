"""Past imports through other settings: what would have been warned of, and how early."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from monitor.domain.dossier import Status
from monitor.domain.record import Record
from monitor.flows.ingest import ingest
from monitor.flows.replay import Forewarned, Past, Replayed, replay
from monitor.ports.sources import ExportFile
from monitor.rules import RULES
from monitor.store.work import SqlStore
from tests.builders import POLICY_2026, vn
from tests.exports import CODE, a_file, a_record
from tests.notices.office import OFFICE
from tests.stores import copy_store, open_store

IN_TIME, LATE, UNSEEN = CODE, "H99.01-261102-0002", "H99.01-261102-0003"
SPAN = (date(2026, 11, 10), date(2026, 11, 20))


def a_dossier_of(code: str, *, finished: str | None = None) -> Record:
    return a_record(code, procedure="tro-cap", promised="2026-11-16 17:00", finished=finished)


MONDAY = ("2026-11-09 07:10", (a_dossier_of(IN_TIME), a_dossier_of(LATE)))
TUESDAY = (
    "2026-11-17 07:10",
    (
        a_dossier_of(IN_TIME, finished="2026-11-13 10:00"),
        a_dossier_of(LATE),
        a_dossier_of(UNSEEN),
    ),
)


def the_file(exported: str, records: tuple[Record, ...]) -> ExportFile:
    return a_file(*records, exported=exported, source="list")


@pytest.fixture
def past(store: SqlStore) -> list[Past]:
    """Return two imports that the office took in."""
    for exported, records in (MONDAY, TUESDAY):
        file = the_file(exported, records)
        ingest(store, OFFICE.directory, file, max_reject_share=0, at=vn(exported))
    with store.reading() as work:
        taken = work.imports.merged(until=vn("2026-11-18 00:00"))
    return [
        Past(taken=one, open=partial(the_file, *told))
        for one, told in zip(taken, (MONDAY, TUESDAY), strict=True)
    ]


@pytest.fixture
def scratch(blank: Path, tmp_path: Path) -> Iterator[SqlStore]:
    with open_store(copy_store(blank, tmp_path / "scratch.db")) as opened:
        yield opened


def replayed(scratch: SqlStore, past: list[Past], *, warn_days: tuple[int, ...]) -> Replayed:
    office = replace(OFFICE, policy=replace(POLICY_2026, warn_days=warn_days))
    until = vn("2026-11-21 00:00")
    return replay(scratch, office, RULES, past, span=SPAN, until=until)


def by_code(done: Replayed) -> dict[str, Forewarned]:
    return {one.dossier: one for one in done.dossiers}


def test_a_warning_is_found_at_the_instant_it_would_have_been(
    scratch: SqlStore, past: list[Past]
) -> None:
    done = replayed(scratch, past, warn_days=(3,))

    late = by_code(done)[LATE]
    assert (late.rule, late.warned_at) == ("due_soon", vn("2026-11-11 07:00"))
    assert late.lead_days == 3
    assert late.is_late


def test_other_settings_warn_earlier(scratch: SqlStore, past: list[Past]) -> None:
    done = replayed(scratch, past, warn_days=(5, 3))

    assert by_code(done)[LATE].warned_at == vn("2026-11-09 07:10")
    assert by_code(done)[LATE].lead_days == 5
    assert done.leads == ((5, 2),)


def test_a_late_dossier_first_seen_after_its_deadline_had_no_warning(
    scratch: SqlStore, past: list[Past]
) -> None:
    done = replayed(scratch, past, warn_days=(3,))

    assert [one.dossier for one in done.unforeseen] == [UNSEEN]
    assert by_code(done)[UNSEEN].rule is None


def test_one_that_was_in_time_is_not_late(scratch: SqlStore, past: list[Past]) -> None:
    done = replayed(scratch, past, warn_days=(3,))

    assert not by_code(done)[IN_TIME].is_late
    assert done.imports == 2


def test_what_would_have_been_warned_is_counted_by_rule_and_stage(
    scratch: SqlStore, past: list[Past]
) -> None:
    done = replayed(scratch, past, warn_days=(3, 1))

    counts = {(rule, stage): n for rule, stage, n in done.warnings}
    assert counts["due_soon", "3d"] == 2
    assert counts["due_soon", "1d"] == 2
    assert counts["due_today", "once"] == 2


def test_dossiers_due_outside_the_span_are_left_out(
    scratch: SqlStore, past: list[Past]
) -> None:
    until = vn("2026-11-21 00:00")

    done = replay(
        scratch,
        OFFICE,
        RULES,
        past,
        span=(date(2026, 11, 17), date(2026, 11, 20)),
        until=until,
    )

    assert done.dossiers == ()


def test_one_that_waits_for_the_citizen_is_due_at_no_date(
    scratch: SqlStore, past: list[Past]
) -> None:
    waiting = replace(a_dossier_of(LATE), status=Status.PAUSED_SUPPLEMENT)
    told = ("2026-11-10 07:10", (waiting,))
    taken = replace(past[0].taken, exported_at=vn(told[0]), imported_at=vn(told[0]))

    done = replayed(scratch, [Past(taken=taken, open=partial(the_file, *told))], warn_days=(3,))

    assert done.dossiers == ()


def test_the_same_replay_twice_is_the_same(
    blank: Path, tmp_path: Path, past: list[Past]
) -> None:
    found = []
    for name in ("one.db", "two.db"):
        with open_store(copy_store(blank, tmp_path / name)) as scratch:
            found.append(replayed(scratch, past, warn_days=(3, 1)))

    assert found[0] == found[1]

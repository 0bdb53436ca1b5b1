"""A late message fills in what newer ones left out, and overwrites nothing newer."""

from dataclasses import replace

from monitor.domain.dossier import Carried, Status
from monitor.domain.merging import Known, merge
from monitor.domain.retelling import Statement, fill_in, retell
from tests.builders import a_pause, a_promise, vn
from tests.exports import NATIONAL, a_record

EARLY, LATE = "2026-11-09 09:00", "2026-11-10 09:00"


def said(at: str, *lacks: Carried, **fields: object) -> Statement:
    record = replace(a_record(), **fields)  # type: ignore[arg-type]
    return Statement(record=record, carries=NATIONAL - {*lacks}, said_at=vn(at))


def known_from(message: Statement) -> Known:
    after = merge(None, message.record, carries=message.carries, exported_at=message.said_at)
    return Known(stated=after.stated, promises=after.promises, pauses=after.pauses)


def test_the_newest_of_each_field_stands() -> None:
    newest = said(LATE, status=Status.FINISHED, finished_at=vn(LATE))

    merged, retold = fill_in(known_from(newest), [newest], [said(EARLY)])

    assert (merged.stated.status, merged.shows_end) == (Status.FINISHED, True)
    assert retold.end_seen_at == vn(LATE)


def test_an_end_taken_back_is_seen_anew() -> None:
    over = {"status": Status.FINISHED}

    told = [said(EARLY, **over), said("2026-11-09 15:00"), said(LATE, **over)]

    assert retell(told, others=()).end_seen_at == vn(LATE)


def test_what_another_source_says_since_stays() -> None:
    newest = said(LATE, Carried.STATUS, Carried.PAUSES)
    paused = a_pause("2026-11-04 09:00", "2026-11-05 09:00")
    fresher = frozenset({Carried.STATUS, Carried.PAUSES})
    known = replace(known_from(newest), fresher=fresher, elsewhere=fresher)

    merged, _ = fill_in(known, [newest], [said(EARLY, pauses=(paused,))])

    assert merged.pauses == ()


def test_where_another_source_tells_dates_too_no_promise_is_added() -> None:
    newest = said(LATE, promised_at=vn("2026-11-20 17:00"))
    known = replace(known_from(newest), elsewhere=frozenset({Carried.PROMISED}))

    merged, _ = fill_in(known, [newest], [said(EARLY)])

    assert merged.promises == known.promises


def test_what_nobody_kept_the_messages_of_still_stands() -> None:
    before = a_promise("2026-11-12 17:00", made="2026-11-02 08:00")
    newest = said(LATE, Carried.PROMISED, Carried.PAUSES, promised_at=None)
    known = replace(known_from(newest), promises=(before,))

    merged, _ = fill_in(known, [], [said(EARLY, Carried.PROMISED, promised_at=None)])

    assert merged.promises == (before,)


def test_where_another_source_tells_states_without_a_date_no_state_ends_a_pause() -> None:
    newest = said(LATE, Carried.STATUS)
    paused = a_pause("2026-11-04 09:00", "2026-11-05 09:00")
    known = replace(known_from(newest), elsewhere=frozenset({Carried.STATUS}))

    merged, _ = fill_in(known, [newest], [said(EARLY, Carried.STATUS, pauses=(paused,))])

    assert merged.stated.status == known.stated.status

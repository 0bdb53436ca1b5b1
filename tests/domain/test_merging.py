"""Several exports of one system say one thing about a dossier, whatever their order."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.dossier import (
    Carried,
    Channel,
    Pause,
    PauseKind,
    PromiseKind,
    Status,
)
from monitor.domain.merging import CARRIED_BY, FOUND_OUT, Known, Merge, Stated, changes, merge
from monitor.domain.record import Record
from tests.builders import a_move, a_pause, a_promise, vn
from tests.domain.strategies import thoroughly
from tests.exports import CARRIES, LEDGER, LIST, a_record

RECEIVED = "2026-11-02 08:00"
SLIP = a_promise("2026-11-16 17:00", made=RECEIVED)
MONDAY, TUESDAY = "2026-11-09 07:30", "2026-11-10 07:30"


@dataclass
class Shelf:
    """What is kept of one dossier, joined as the store joins it."""

    merged: Merge | None = None
    seen: dict[str, tuple[datetime, frozenset[Carried]]] = field(default_factory=dict)

    def take(
        self,
        source: str,
        record: Record,
        at: datetime,
        *,
        carries: frozenset[Carried] | None = None,
    ) -> Merge:
        carried = CARRIES[source] if carries is None else carries
        self.merged = merge(self._known(source, at), record, carries=carried, exported_at=at)
        self.seen[source] = (at, carried)
        return self.merged

    def _known(self, source: str, at: datetime) -> Known | None:
        if self.merged is None:
            return None
        others = {name: one for name, one in self.seen.items() if name != source}
        fresher = [
            carried
            for name, (seen_at, carried) in others.items()
            if (seen_at, name) > (at, source)
        ]
        return Known(
            stated=self.merged.stated,
            promises=self.merged.promises,
            pauses=self.merged.pauses,
            elsewhere=frozenset[Carried]().union(*(one for _, one in others.values())),
            fresher=frozenset[Carried]().union(*fresher),
            is_newest=not fresher,
            dates_as_of=max(
                (at for at, one in self.seen.values() if Carried.PROMISED in one), default=None
            ),
        )


Told = tuple[str, Record, str]


def joined(*told: Told, carries: frozenset[Carried] | None = None) -> Merge:
    """Join records of sources at instants, one after the other."""
    shelf = Shelf()
    for source, record, exported in told:
        merged = shelf.take(source, record, vn(exported), carries=carries)
    return merged


# Fields


def test_a_field_that_no_export_carries_stays_empty() -> None:
    after = joined(("ledger", a_record(status=Status.FINISHED, step="at the desk"), MONDAY))

    assert after.stated.status is None
    assert after.stated.step == ""
    assert not after.shows_end


def test_silence_of_an_export_that_does_not_carry_a_field_changes_nothing() -> None:
    seen = a_record(status=Status.IN_PROGRESS, step="at the desk")

    after = joined(("list", seen, MONDAY), ("ledger", a_record(status=None), TUESDAY))

    assert after.stated.status is Status.IN_PROGRESS
    assert after.stated.step == "at the desk"


def test_silence_of_a_newer_export_that_carries_a_field_takes_it_back() -> None:
    seen = a_record(finished="2026-11-06 09:00", step="at the desk", handler="hoa")
    silent = a_record(finished=None, step="", handler="")

    after = joined(("list", seen, MONDAY), ("list", silent, TUESDAY))

    assert after.stated.finished_at is None
    assert after.stated.step == ""
    assert after.stated.handler is None


def test_an_older_export_of_another_source_overwrites_nothing_newer() -> None:
    newer = a_record(status=Status.FINISHED, finished="2026-11-10 07:00", unit="VHXH")
    older = a_record(collected="2026-11-05 09:00", promised="2026-11-12 17:00", unit="KT")

    after = joined(("list", newer, TUESDAY), ("ledger", older, MONDAY))

    assert after.stated.unit == "VHXH"
    assert after.stated.promised_at == vn("2026-11-16 17:00")
    assert after.stated.collected_at == vn("2026-11-05 09:00")


def test_of_two_exports_of_one_instant_the_richer_source_counts_in_either_order() -> None:
    told: list[Told] = [
        ("ledger", a_record(unit="A"), MONDAY),
        ("list", a_record(unit="B"), MONDAY),
        ("national", a_record(unit="C"), MONDAY),
    ]

    units = {joined(*order).stated.unit for order in permutations(told)}

    assert units == {"C"}


def test_the_directory_tells_unit_and_procedure_where_no_export_carries_them() -> None:
    bare = frozenset({Carried.RECEIVED, Carried.HANDLER})

    after = joined(("list", a_record(unit="VHXH", procedure="1.000001"), MONDAY), carries=bare)

    assert (after.stated.unit, after.stated.procedure) == ("VHXH", "1.000001")


def test_what_the_directory_tells_yields_to_what_another_export_carries() -> None:
    bare = frozenset({Carried.RECEIVED, Carried.HANDLER})
    shelf = Shelf()
    shelf.take("ledger", a_record(unit="KT"), vn(MONDAY))

    after = shelf.take("list", a_record(unit="VHXH"), vn(TUESDAY), carries=bare)

    assert after.stated.unit == "KT"


def test_what_an_older_export_lets_find_out_only_fills_a_gap() -> None:
    bare = frozenset({Carried.RECEIVED, Carried.HANDLER})
    shelf = Shelf()
    shelf.take("national", a_record(unit="KT", procedure=""), vn(TUESDAY), carries=bare)

    after = shelf.take("list", a_record(unit="VHXH", procedure="2"), vn(MONDAY), carries=bare)

    assert (after.stated.unit, after.stated.procedure) == ("KT", "2")


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        pytest.param(("ledger", "old"), ("ledger", "new"), "new", id="the newer name"),
        pytest.param(("list", "old"), ("ledger", "new"), "old", id="beside a code: kept"),
        pytest.param(("list", ""), ("ledger", "new"), "new", id="a gap is filled"),
        pytest.param(("ledger", "old"), ("ledger", ""), "old", id="silence says nothing"),
    ],
)
def test_the_name_of_a_procedure(
    first: tuple[str, str], second: tuple[str, str], name: str
) -> None:
    after = joined(
        (first[0], a_record(procedure_name=first[1]), MONDAY),
        (second[0], a_record(procedure_name=second[1]), TUESDAY),
    )

    assert after.stated.procedure_name == name


@pytest.mark.parametrize(
    ("carries", "record", "shows"),
    [
        pytest.param(LIST, a_record(status=Status.WITHDRAWN), True, id="an end by status"),
        pytest.param(LIST, a_record(status=None), False, id="no status"),
        pytest.param(LIST, a_record(finished=MONDAY), True, id="a finish"),
        pytest.param(LIST, a_record(collected=MONDAY), False, id="a collection not carried"),
        pytest.param(LEDGER, a_record(collected=MONDAY), True, id="a collection"),
        pytest.param(LEDGER, a_record(finished=MONDAY), False, id="a finish not carried"),
        pytest.param(LEDGER, a_record(), False, id="open"),
    ],
)
def test_an_export_shows_an_end_by_what_it_carries(
    carries: frozenset[Carried], record: Record, *, shows: bool
) -> None:
    after = merge(None, record, carries=carries, exported_at=vn(TUESDAY))

    assert after.shows_end is shows
    assert after.stated.shows_end is shows


def test_changes_name_every_field_that_differs_and_no_other() -> None:
    before = Stated(unit="A", status=Status.RECEIVED, received_at=vn("2026-11-02 08:00"))
    after = replace(
        before, status=Status.FINISHED, finished_at=vn("2026-11-09 07:30"), received_at=None
    )

    assert changes(before, before) == ()
    assert changes(before, after) == (
        ("status", "received", "finished"),
        ("received_at", "2026-11-02T01:00:00+00:00", None),
        ("finished_at", None, "2026-11-09T00:30:00+00:00"),
    )


def test_seconds_that_one_source_leaves_out_are_no_change() -> None:
    whole = Stated(promised_at=vn("2026-11-16 09:14:37"))
    cut = Stated(promised_at=vn("2026-11-16 09:14"))

    assert changes(whole, cut) == ()
    assert len(changes(whole, Stated(promised_at=vn("2026-11-16 09:15")))) == 1


# Promises


def test_the_first_date_is_that_of_the_slip() -> None:
    after = joined(("ledger", a_record(), MONDAY))

    assert after.promises == (SLIP,)


def test_a_slip_without_a_receipt_counts_from_the_export() -> None:
    after = joined(("ledger", a_record(received=None), MONDAY))

    assert after.promises == (replace(SLIP, made_at=vn(MONDAY)),)


def test_a_slip_without_a_date_promises_nothing() -> None:
    assert joined(("ledger", a_record(promised=None), MONDAY)).promises == ()


def test_a_date_that_moves_is_a_reappointment() -> None:
    after = joined(
        ("list", a_record(), MONDAY), ("list", a_record(promised="2026-11-20 17:00"), TUESDAY)
    )

    again = a_move("2026-11-20 17:00", shown=MONDAY, seen=TUESDAY)
    assert after.promises == (SLIP, again)


def test_a_date_moved_between_the_newest_exports_that_could_show_it() -> None:
    silent = frozenset(Carried) - {Carried.PROMISED}
    shelf = Shelf()
    shelf.take("list", a_record(), vn(MONDAY))
    shelf.take("national", a_record(), vn("2026-11-09 16:00"), carries=silent)

    after = shelf.take("list", a_record(promised="2026-11-20 17:00"), vn(TUESDAY))

    assert after.promises[-1].moved_after == vn(MONDAY)


def test_a_date_that_moves_after_a_supplement_is_no_reappointment() -> None:
    paused = a_record(status=Status.PAUSED_SUPPLEMENT)
    resumed = a_record(promised="2026-11-20 17:00")

    after = joined(("list", paused, MONDAY), ("list", resumed, TUESDAY))

    assert [one.kind for one in after.promises] == [PromiseKind.SLIP, PromiseKind.SUPPLEMENT]


def test_a_second_move_after_one_supplement_is_a_reappointment() -> None:
    after = joined(
        ("list", a_record(status=Status.PAUSED_SUPPLEMENT), MONDAY),
        ("list", a_record(promised="2026-11-20 17:00"), TUESDAY),
        ("list", a_record(promised="2026-11-27 17:00"), "2026-11-11 07:30"),
    )

    assert [one.kind for one in after.promises] == [
        PromiseKind.SLIP,
        PromiseKind.SUPPLEMENT,
        PromiseKind.REAPPOINTMENT,
    ]


def test_a_portal_message_whose_date_moved_without_a_round_is_a_reappointment() -> None:
    moved = a_promise("2026-11-20 17:00", made=RECEIVED)
    first = a_record(promises=(SLIP,))
    second = a_record(promised="2026-11-20 17:00", promises=(moved,))

    after = joined(("national", first, MONDAY), ("national", second, TUESDAY))

    assert [one.kind for one in after.promises] == [PromiseKind.SLIP, PromiseKind.REAPPOINTMENT]
    assert after.promises[1].made_at == vn(TUESDAY)


def test_supplement_rounds_of_the_portal_become_promises() -> None:
    supplement = a_promise(
        "2026-11-20 17:00", made="2026-11-06 09:00", kind=PromiseKind.SUPPLEMENT
    )
    record = a_record(promised="2026-11-20 17:00", promises=(SLIP, supplement))

    first = joined(("national", record, MONDAY))
    again = joined(("ledger", a_record(), MONDAY), ("national", record, TUESDAY))

    assert first.promises == again.promises == (SLIP, supplement)


def test_a_supplement_explains_a_move_that_was_seen_before_it() -> None:
    supplement = a_promise(
        "2026-11-20 17:00", made="2026-11-06 09:00", kind=PromiseKind.SUPPLEMENT
    )
    told = a_record(promised="2026-11-20 17:00", promises=(SLIP, supplement))

    after = joined(
        ("list", a_record(), MONDAY),
        ("list", a_record(promised="2026-11-20 17:00"), TUESDAY),
        ("national", told, MONDAY),
    )

    assert after.promises == (SLIP, supplement)


def test_an_older_export_adds_no_promise_to_those_of_a_newer_one() -> None:
    supplement = a_promise(
        "2026-11-20 17:00", made="2026-11-06 09:00", kind=PromiseKind.SUPPLEMENT
    )
    told = a_record(promised="2026-11-20 17:00", promises=(SLIP, supplement))

    after = joined(
        ("list", a_record(promised="2026-11-25 17:00"), TUESDAY), ("national", told, MONDAY)
    )

    assert [one.promised_at for one in after.promises] == [vn("2026-11-25 17:00")]


def test_a_supplement_that_keeps_the_date_says_so_after_its_pause() -> None:
    same = a_promise("2026-11-16 17:00", made="2026-11-06 09:00", kind=PromiseKind.SUPPLEMENT)
    record = a_record(promises=(SLIP, same))

    after = joined(("national", record, MONDAY), ("national", record, TUESDAY))

    assert after.promises == (SLIP, same)


def test_our_own_date_coming_back_is_not_a_second_reappointment() -> None:
    ours = a_promise("2026-11-20 17:00", made=TUESDAY, kind=PromiseKind.REAPPOINTMENT)
    before = joined(("list", a_record(), MONDAY))
    known = Known(stated=before.stated, promises=(*before.promises, ours))

    still = merge(known, a_record(), carries=LIST, exported_at=vn("2026-11-11 07:30"))
    entered = merge(
        replace(known, promises=still.promises),
        a_record(promised="2026-11-20"),
        carries=LIST,
        exported_at=vn("2026-11-12 07:30"),
    )

    assert still.promises == entered.promises == (SLIP, ours)


def test_a_slip_whose_date_is_known_only_after_our_letter_is_still_the_slip() -> None:
    ours = a_promise("2026-11-20 17:00", made=TUESDAY, kind=PromiseKind.REAPPOINTMENT)
    before = joined(("list", a_record(promised=None), MONDAY))
    known = Known(stated=before.stated, promises=(ours,))

    after = merge(known, a_record(), carries=LIST, exported_at=vn("2026-11-11 07:30"))

    assert after.promises == (SLIP, ours)


def test_a_date_moved_and_moved_back_was_never_promised() -> None:
    after = joined(
        ("list", a_record(), MONDAY),
        ("list", a_record(promised="2026-12-16 17:00"), TUESDAY),
        ("list", a_record(), "2026-11-11 07:30"),
    )

    assert after.promises == (SLIP,)


def test_a_date_moved_back_halfway_leaves_the_move_before_it() -> None:
    told = ["2026-11-16 17:00", "2026-11-18 17:00", "2026-12-18 17:00", "2026-11-18 17:00"]

    after = joined(
        *(
            ("list", a_record(promised=one), f"2026-11-{9 + day:02} 07:30")
            for day, one in enumerate(told)
        )
    )

    again = a_move("2026-11-18 17:00", shown=MONDAY, seen=TUESDAY)
    assert after.promises == (SLIP, again)


def test_a_source_that_lags_behind_another_takes_no_move_back() -> None:
    after = joined(
        ("ledger", a_record(), MONDAY),
        ("list", a_record(promised="2026-11-20 17:00"), TUESDAY),
        ("ledger", a_record(), "2026-11-11 07:30"),
    )

    again = a_move("2026-11-20 17:00", shown=MONDAY, seen=TUESDAY)
    assert after.promises == (SLIP, again)


def test_a_date_that_the_record_itself_states_is_not_taken_back() -> None:
    supplement = a_promise(
        "2026-11-20 17:00", made="2026-11-06 09:00", kind=PromiseKind.SUPPLEMENT
    )
    told = a_record(promised="2026-11-20 17:00", promises=(SLIP, supplement))

    after = joined(
        ("national", told, MONDAY),
        ("national", replace(told, promised_at=SLIP.promised_at), TUESDAY),
    )

    assert after.promises == (SLIP, supplement)


def test_a_date_given_while_the_office_waits_is_the_supplements_from_the_end_of_it() -> None:
    paused = a_record(status=Status.PAUSED_SUPPLEMENT, promised="2026-11-18 17:00")
    told: list[Told] = [
        ("list", a_record(), MONDAY),
        ("list", paused, TUESDAY),
        ("list", a_record(promised="2026-11-18 17:00"), "2026-11-13 07:30"),
    ]

    waiting, resumed = joined(*told[:2]), joined(*told)

    given = a_promise("2026-11-18 17:00", made=TUESDAY, kind=PromiseKind.SUPPLEMENT)
    assert waiting.promises == (SLIP, given)
    assert resumed.promises == (SLIP, replace(given, made_at=vn("2026-11-13 07:30")))


def test_a_move_after_a_date_given_during_a_pause_is_a_reappointment() -> None:
    after = joined(
        ("list", a_record(), MONDAY),
        ("list", a_record(status=Status.PAUSED_FINANCE, promised="2026-11-18"), TUESDAY),
        ("list", a_record(promised="2026-11-18"), "2026-11-13 07:30"),
        ("list", a_record(promised="2026-11-25"), "2026-11-16 07:30"),
    )

    assert after.promises[-1].kind is PromiseKind.REAPPOINTMENT


def test_a_date_shown_again_after_silence_leaves_our_letter() -> None:
    ours = a_promise("2026-11-20 17:00", made=TUESDAY, kind=PromiseKind.REAPPOINTMENT)
    before = joined(("list", a_record(), MONDAY))
    known = Known(stated=replace(before.stated, promised_at=None), promises=(SLIP, ours))

    after = merge(known, a_record(), carries=LIST, exported_at=vn("2026-11-11 07:30"))

    assert after.promises == (SLIP, ours)


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        pytest.param("2026-11-16", "2026-11-16 17:00", 1, id="a date and a time of its day"),
        pytest.param("2026-11-16 15:00", "2026-11-16", 1, id="a time and the date of its day"),
        pytest.param("2026-11-16 15:00", "2026-11-16 17:00", 1, id="two times of one day"),
        pytest.param("2026-11-16 09:14:37", "2026-11-16 09:14", 1, id="seconds left out"),
        pytest.param("2026-11-16", "2026-11-17 08:00", 2, id="the day after"),
    ],
)
def test_two_instants_of_one_day_are_one_promise(first: str, second: str, count: int) -> None:
    after = joined(
        ("list", a_record(promised=first), MONDAY), ("list", a_record(promised=second), TUESDAY)
    )

    assert len(after.promises) == count


# Pauses


def test_a_pause_stated_by_the_portal_is_kept_as_stated() -> None:
    waits = (
        a_pause("2026-11-03 09:00", "2026-11-05 10:00"),
        a_pause("2026-11-06 09:00", kind=PauseKind.FINANCE),
    )

    after = joined(("national", a_record(pauses=waits), MONDAY))

    assert after.pauses == waits


def test_of_two_pauses_begun_at_once_the_last_stated_counts() -> None:
    waits = (a_pause("2026-11-03 09:00"), a_pause("2026-11-03 09:00", "2026-11-05 10:00"))

    after = joined(("national", a_record(pauses=waits), MONDAY))

    assert after.pauses == waits[1:]


def test_a_list_tells_of_a_pause_by_its_status_alone() -> None:
    waiting = a_record(status=Status.PAUSED_FINANCE)

    after = joined(("list", waiting, MONDAY), ("list", waiting, TUESDAY))

    assert after.pauses == (a_pause(MONDAY, kind=PauseKind.FINANCE),)


@pytest.mark.parametrize(
    ("record", "ended"),
    [
        pytest.param(a_record(), TUESDAY, id="in hand again: by the export that shows it"),
        pytest.param(
            a_record(status=Status.FINISHED, finished="2026-11-09 16:00"),
            "2026-11-09 16:00",
            id="finished: by the finish",
        ),
        pytest.param(
            a_record(status=Status.FINISHED, finished="2026-11-08 16:00"),
            MONDAY,
            id="finished before it was seen waiting: no time at all",
        ),
    ],
)
def test_a_pause_seen_by_status_ends(record: Record, ended: str) -> None:
    waiting = a_record(status=Status.PAUSED_SUPPLEMENT)

    after = joined(("list", waiting, MONDAY), ("list", record, TUESDAY))

    assert after.pauses == (a_pause(MONDAY, ended),)


def test_a_second_pause_stands_beside_the_first() -> None:
    waiting = a_record(status=Status.PAUSED_SUPPLEMENT)

    after = joined(
        ("list", waiting, MONDAY),
        ("list", a_record(), TUESDAY),
        ("list", waiting, "2026-11-11 07:30"),
        ("list", a_record(), "2026-11-12 07:30"),
    )

    assert after.pauses == (
        a_pause(MONDAY, TUESDAY),
        a_pause("2026-11-11 07:30", "2026-11-12 07:30"),
    )


def test_what_the_portal_states_takes_the_place_of_what_a_status_let_guess() -> None:
    stated = a_pause("2026-11-06 09:00", "2026-11-09 15:00")

    after = joined(
        ("list", a_record(status=Status.PAUSED_SUPPLEMENT), MONDAY),
        ("national", a_record(pauses=(stated,)), TUESDAY),
    )

    assert after.pauses == (stated,)


def test_a_status_guesses_nothing_where_the_portal_states_pauses() -> None:
    stated = a_pause("2026-11-06 09:00")
    told: list[Told] = [
        ("national", a_record(status=Status.PAUSED_SUPPLEMENT, pauses=(stated,)), MONDAY),
        ("list", a_record(), TUESDAY),
    ]

    assert {joined(*order).pauses for order in permutations(told)} == {(stated,)}


def test_a_ledger_knows_nothing_of_pauses() -> None:
    waiting = a_record(status=Status.PAUSED_SUPPLEMENT)

    after = joined(("list", waiting, MONDAY), ("ledger", a_record(), TUESDAY))

    assert after.pauses == (a_pause(MONDAY),)


# Any order

days = st.integers(0, 20).map(lambda day: vn("2026-11-02 07:30") + timedelta(days=day))
instants = st.none() | days
names = st.sampled_from(["", "a", "b"])


@st.composite
def records(draw: st.DrawFn) -> Record:
    return Record(
        row=draw(st.integers(1, 9)),
        code="1",
        unit=draw(names),
        handler=draw(names),
        procedure=draw(names),
        procedure_name="A procedure",
        channel=draw(st.none() | st.sampled_from(Channel)),
        status=draw(st.none() | st.sampled_from(Status)),
        step=draw(names),
        submitted_at=draw(instants),
        received_at=draw(instants),
        promised_at=draw(instants),
        finished_at=draw(instants),
        collected_at=draw(instants),
        pauses=tuple(draw(st.lists(days.map(lambda at: Pause(paused_at=at)), max_size=2))),
    )


exports = st.lists(
    st.tuples(st.sampled_from(sorted(CARRIES)), records(), days),
    min_size=1,
    max_size=5,
    unique_by=lambda one: (one[0], one[2]),
)


def taken(order: list[tuple[str, Record, datetime]]) -> Stated:
    """Join exports in this order; one older than the newest of its source is history.

    What no source carries is found in the directory, and it says one thing.
    """
    shelf = Shelf()
    for source, record, at in order:
        if source in shelf.seen and shelf.seen[source][0] > at:
            continue
        is_found = Carried.PROCEDURE not in CARRIES[source]
        shelf.take(source, replace(record, procedure="found") if is_found else record, at)
    assert shelf.merged is not None
    return shelf.merged.stated


@thoroughly
@given(told=exports, seed=st.randoms(use_true_random=False))
def test_the_order_of_taking_exports_in_does_not_matter(
    told: list[tuple[str, Record, datetime]], seed: Random
) -> None:
    in_time = sorted(told, key=lambda one: (one[2], one[0]))
    shuffled = list(told)
    seed.shuffle(shuffled)

    assert taken(shuffled) == taken(in_time)


@thoroughly
@given(told=exports)
def test_the_newest_export_that_carries_a_field_decides_it(
    told: list[tuple[str, Record, datetime]],
) -> None:
    stated = taken(told)

    for name, carried in {**CARRIED_BY, **FOUND_OUT}.items():
        newest = [one for one in told if carried in CARRIES[one[0]]]
        if newest:
            _, record, _ = max(newest, key=lambda one: (one[2], one[0]))
            assert (getattr(stated, name) or None) == (getattr(record, name) or None)


@thoroughly
@given(told=exports)
def test_joining_the_same_record_again_changes_nothing(
    told: list[tuple[str, Record, datetime]],
) -> None:
    shelf = Shelf()
    for source, record, at in sorted(told, key=lambda one: (one[2], one[0])):
        once = shelf.take(source, record, at)

        assert shelf.take(source, record, at) == once


# What the source itself judges and states


def test_a_verdict_is_that_of_the_newest_export_with_a_status() -> None:
    in_time = joined(("list", replace(a_record(), said_late=False), MONDAY))
    late = joined(
        ("list", replace(a_record(), said_late=False), MONDAY),
        ("list", replace(a_record(), said_late=True), TUESDAY),
        ("ledger", a_record(), "2026-11-11 07:30"),
    )
    silent = joined(
        ("list", replace(a_record(), said_late=True), MONDAY), ("national", a_record(), TUESDAY)
    )

    assert [one.stated.said_late for one in (in_time, late, silent)] == [False, True, None]


def test_a_first_date_stated_apart_outlives_exports_without_supplement_rounds() -> None:
    stated = replace(a_record(), first_promised_at=vn("2026-11-16 17:00"))

    after = joined(("national", stated, MONDAY), ("list", a_record(), TUESDAY))

    assert after.stated.first_promised_at == vn("2026-11-16 17:00")

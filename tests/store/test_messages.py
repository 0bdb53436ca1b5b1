"""Messages in any order, late or told again, make the dossier that they make in order."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.dossier import Carried, Dossier, PromiseKind, Status, Step
from monitor.domain.progress import summed
from monitor.domain.record import Record
from monitor.domain.step import StepSaid
from monitor.ports.store import Merged
from monitor.store.tables import changes, statements, steps
from monitor.store.work import SqlStore
from tests.builders import a_pause, a_promise, vn
from tests.exports import CODE, NATIONAL, a_record
from tests.store.taking import load, look_at, rows, take
from tests.stores import NAME, open_store

MONDAY, TUESDAY, WEDNESDAY = "2026-11-09 09:00", "2026-11-10 09:00", "2026-11-11 09:00"
THURSDAY = "2026-11-12 09:00"


def a_message(at: str, record: Record | None = None, *lacks: Carried) -> Record:
    """Return a dossier as one message of the portal tells of it."""
    told = replace(record or a_record(), handler="", step="")
    return replace(told, as_of=vn(at), carries=NATIONAL - {Carried.APPLICANT, *lacks})


def a_progress(
    at: str,
    name: str = "Thẩm định",
    *,
    handler: str = "dung",
    due: str | None = None,
    status: Status | None = None,
) -> Record:
    said = StepSaid(
        said_at=vn(at),
        name=name,
        unit="KT",
        handler=handler,
        due_at=vn(due) if due else None,
        status=status,
    )
    return summed(Record(row=1, code=CODE, steps=(said,), source="progress"))


def tell(store: SqlStore, *messages: Record, at: str | None = None) -> Merged:
    """Take messages in as one file, exported at the newest of them."""
    newest = max(one.as_of for one in messages if one.as_of)
    exported = f"{newest:%Y-%m-%d %H:%M}"
    return take(store, *messages, source="national", exported=exported, at=at or exported)


def told(store: SqlStore, messages: Sequence[Record]) -> Dossier:
    for one in messages:
        tell(store, one)
    return load(store)


def test_a_message_is_as_of_its_own_instant(store: SqlStore) -> None:
    tell(store, a_message(MONDAY), a_message(TUESDAY, a_record("other")))

    assert load(store).as_of == vn(MONDAY)
    assert load(store, "other").as_of == vn(TUESDAY)


def test_a_message_told_again_is_nothing_new(store: SqlStore) -> None:
    tell(store, a_message(MONDAY))
    before = rows(store, statements)

    again = tell(store, a_message(MONDAY))

    assert again == Merged()
    assert rows(store, statements) == before
    assert rows(store, changes) == []


def test_a_late_message_tells_the_date_that_was_put_off_since(store: SqlStore) -> None:
    moved = a_message(TUESDAY, a_record(promised="2026-11-20 17:00"))

    tell(store, moved)
    late = tell(store, a_message(MONDAY), at=TUESDAY)

    dossier = load(store)
    assert late == Merged(changed=1)
    assert dossier.promises == (
        a_promise("2026-11-16 17:00", made="2026-11-02 08:00"),
        replace(
            a_promise("2026-11-20 17:00", made=TUESDAY, kind=PromiseKind.REAPPOINTMENT),
            moved_after=vn(MONDAY),
        ),
    )
    assert dossier.as_of == vn(TUESDAY)
    assert look_at(store) == vn(TUESDAY)


def test_a_late_message_overwrites_nothing_newer(store: SqlStore) -> None:
    finished = a_record(status=Status.FINISHED, finished=TUESDAY)

    tell(store, a_message(TUESDAY, finished))
    late = tell(store, a_message(MONDAY), at=WEDNESDAY)

    dossier = load(store)
    assert late == Merged()
    assert (dossier.status, dossier.finished_at) == (Status.FINISHED, vn(TUESDAY))
    assert dossier.end_seen_at == vn(TUESDAY)
    assert rows(store, changes) == []


def test_a_late_message_fills_in_the_fields_that_no_newer_one_names(store: SqlStore) -> None:
    round_told = a_record(pauses=(a_pause("2026-11-04 09:00", "2026-11-05 09:00"),))
    silent = a_message(TUESDAY, a_record(promised=None), Carried.PAUSES, Carried.PROMISED)

    tell(store, silent)
    tell(store, a_message(MONDAY, round_told), at=TUESDAY)

    dossier = load(store)
    assert dossier.pauses == round_told.pauses
    assert [one.promised_at for one in dossier.promises] == [vn("2026-11-16 17:00")]
    (change,) = rows(store, changes)
    assert (change["field"], change["before"]) == ("promised_at", None)


def test_a_late_message_does_not_touch_what_another_source_says_since(store: SqlStore) -> None:
    tell(store, a_message(TUESDAY, None, Carried.STATUS))
    take(store, a_record(status=Status.PAUSED_FINANCE), exported=WEDNESDAY)

    tell(store, a_message(MONDAY, a_record(status=Status.RECEIVED)), at=THURSDAY)

    assert load(store).status is Status.PAUSED_FINANCE


def test_a_promise_of_our_own_letter_outlives_a_late_message(store: SqlStore) -> None:
    ours = a_promise("2026-11-20 17:00", made=MONDAY, kind=PromiseKind.REAPPOINTMENT)
    tell(store, a_message(TUESDAY))
    with store.writing() as work:
        work.dossiers.add_promise(CODE, ours)

    tell(store, a_message("2026-11-06 09:00", a_record(channel=None)), at=WEDNESDAY)

    assert ours in load(store).promises


def test_the_end_is_first_shown_by_the_oldest_message_that_shows_it(store: SqlStore) -> None:
    over = a_record(status=Status.FINISHED)
    tell(store, a_message(WEDNESDAY, over))

    tell(store, a_message(MONDAY, over), at=THURSDAY)

    assert load(store).end_seen_at == vn(MONDAY)


def test_messages_of_a_system_that_does_not_own_the_code_are_refused(store: SqlStore) -> None:
    take(store, a_record(), system="khac", exported=MONDAY)

    done = tell(store, a_message(TUESDAY), a_progress(TUESDAY))

    assert [one.code for one in done.foreign] == [CODE, CODE]
    assert rows(store, steps) == rows(store, statements) == []


def test_progress_feeds_step_and_handler_and_tells_the_steps(store: SqlStore) -> None:
    tell(store, a_message(MONDAY), a_progress(TUESDAY, due="2026-11-12 17:00"))

    dossier = load(store)
    assert (dossier.step, dossier.handler) == ("Thẩm định", "dung")
    assert dossier.steps == (
        Step(
            name="Thẩm định",
            unit="KT",
            handler="dung",
            began_at=vn(TUESDAY),
            due_at=vn("2026-11-12 17:00"),
        ),
    )
    assert dossier.steps_as_of == vn(TUESDAY)
    assert Carried.STEPS in dossier.carries


def test_a_late_step_takes_its_place_and_moves_nothing(store: SqlStore) -> None:
    tell(store, a_progress(WEDNESDAY, "Trình ký", handler="phuc"))

    tell(store, a_progress(TUESDAY), at=THURSDAY)

    dossier = load(store)
    assert [one.name for one in dossier.steps] == ["Thẩm định", "Trình ký"]
    assert dossier.steps[0].ended_at == vn(WEDNESDAY)
    assert (dossier.step, dossier.handler) == ("Trình ký", "phuc")
    assert look_at(store) == vn(THURSDAY)


def test_progress_told_again_adds_nothing(store: SqlStore) -> None:
    tell(store, a_progress(TUESDAY))

    again = tell(store, a_progress(TUESDAY), at=WEDNESDAY)

    assert again == Merged()
    assert len(rows(store, steps)) == 1


def test_progress_shows_an_end_and_a_later_message_of_the_dossier_takes_it_back(
    store: SqlStore,
) -> None:
    tell(store, a_message(MONDAY))
    tell(store, a_progress(TUESDAY, status=Status.FINISHED))
    ended = load(store)

    tell(store, a_message(WEDNESDAY))

    assert (ended.is_open, load(store).is_open) == (False, True)
    assert ended.steps[-1].ended_at == vn(TUESDAY)


def test_steps_are_known_as_of_the_newest_file_that_tells_of_the_dossier(
    store: SqlStore,
) -> None:
    tell(store, a_progress(MONDAY))

    tell(store, a_message(THURSDAY))

    assert load(store).steps_as_of == vn(THURSDAY)


def test_a_list_that_names_the_step_tells_of_steps_too(store: SqlStore) -> None:
    tell(store, a_progress(MONDAY))

    take(store, a_record(step="Trả kết quả"), exported=THURSDAY)

    dossier = load(store)
    assert (dossier.step, dossier.steps_as_of) == ("Trả kết quả", vn(THURSDAY))


STORY = (
    a_message("2026-11-03 09:00", a_record(status=Status.RECEIVED)),
    a_message(
        "2026-11-05 09:00",
        a_record(status=Status.PAUSED_SUPPLEMENT, pauses=(a_pause("2026-11-04 15:00"),)),
    ),
    a_progress("2026-11-06 10:00", "Thẩm định", due="2026-11-07 17:00"),
    a_message(
        "2026-11-09 09:00",
        a_record(
            promised="2026-11-19 17:00",
            pauses=(a_pause("2026-11-04 15:00", "2026-11-08 09:00"),),
        ),
    ),
    a_progress("2026-11-10 10:00", "Trình ký", handler="phuc", status=Status.IN_PROGRESS),
    a_message("2026-11-12 09:00", a_record(status=Status.FINISHED, finished=WEDNESDAY)),
)


@pytest.fixture(scope="module")
def in_order(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    path = tmp_path_factory.mktemp("in-order") / NAME
    shutil.copy(blank, path)
    with open_store(path) as store:
        return told(store, STORY)


def test_a_story_told_at_once_is_the_story_told_message_by_message(
    store: SqlStore, in_order: Dossier
) -> None:
    tell(store, *STORY)

    assert load(store) == in_order


ORDERS = list(permutations(range(len(STORY))))


@settings(max_examples=25)
@given(order=st.sampled_from(ORDERS), again=st.integers(0, len(STORY) - 1))
def test_messages_in_any_order_make_the_same_dossier(
    blank: Path,
    tmp_path_factory: pytest.TempPathFactory,
    in_order: Dossier,
    order: tuple[int, ...],
    again: int,
) -> None:
    path = tmp_path_factory.mktemp("any-order") / NAME
    shutil.copy(blank, path)
    with open_store(path) as store:
        dossier = told(store, [*(STORY[n] for n in order), STORY[again]])

    assert replace(dossier, steps_as_of=None) == replace(in_order, steps_as_of=None)


def test_a_finish_that_progress_tells_outlives_a_further_step_without_a_status(
    store: SqlStore,
) -> None:
    told = (
        a_progress("2026-11-12 14:00", status=Status.FINISHED),
        a_progress("2026-11-12 17:00", "Trả kết quả"),
    )
    steps_said = tuple(step for one in told for step in one.steps)
    both = summed(replace(told[0], steps=steps_said))

    tell(store, a_message(MONDAY))
    tell(store, both)

    dossier = load(store)
    assert (dossier.status, dossier.step) == (Status.FINISHED, "Trả kết quả")
    assert dossier.end_seen_at == vn("2026-11-12 14:00")


def test_what_progress_alters_is_not_said_by_the_messages_of_the_dossier(
    store: SqlStore,
) -> None:
    tell(store, a_message(MONDAY, a_record(status=Status.FINISHED)))
    tell(store, a_progress(TUESDAY, status=Status.IN_PROGRESS))

    (change,) = (one for one in rows(store, changes) if one["field"] == "status")
    assert (change["source_before"], change["source"]) == ("national", "progress")
    with store.reading() as work:
        (told,) = (one for one in work.dossiers.changes([CODE])[CODE] if one.field == "status")
    assert told.shown_before is not None
    assert (told.shown_before.source, told.shown_by.source) == ("national", "progress")


def test_a_message_that_unsays_another_of_its_instant_leaves_nothing_of_it(
    store: SqlStore,
) -> None:
    tell(store, a_message(MONDAY))
    tell(store, a_progress(TUESDAY, status=Status.FINISHED))

    tell(store, a_progress(TUESDAY, due="2026-11-12 17:00"), at=WEDNESDAY)

    assert load(store).status is Status.IN_PROGRESS
    assert len(rows(store, steps)) == 1


def test_late_messages_do_not_undo_a_pause_that_a_list_has_shown(store: SqlStore) -> None:
    tell(store, a_message(MONDAY))
    take(store, a_record(status=Status.PAUSED_FINANCE), exported=TUESDAY)
    take(store, a_record(), exported=WEDNESDAY)

    tell(store, a_message("2026-11-06 09:00", a_record(pauses=(a_pause("2026-11-05 09:00"),))))

    assert [(one.paused_at, one.resumed_at) for one in load(store).pauses] == [
        (vn(TUESDAY), vn(WEDNESDAY))
    ]


hours = st.integers(0, 200).map(lambda hour: vn("2026-11-03 08:00") + timedelta(hours=hour))
WORDS = (
    *(Status.IN_PROGRESS, Status.PAUSED_SUPPLEMENT, Status.PAUSED_FINANCE),
    *(Status.FINISHED, Status.RECEIVED),
)


@st.composite
def messages_of_a_dossier(draw: st.DrawFn) -> Record:
    at = draw(hours)
    since, lasts = draw(st.integers(1, 60)), draw(st.none() | st.integers(1, 60))
    begun = at - timedelta(hours=since)
    waited = replace(
        a_pause("2026-11-03 08:00"),
        paused_at=begun,
        resumed_at=begun + timedelta(hours=lasts) if lasts else None,
    )
    status = draw(st.sampled_from(WORDS))
    record = replace(
        a_record(status=status, promised=f"2026-11-{draw(st.integers(16, 18))} 17:00"),
        pauses=(waited,) if draw(st.booleans()) else (),
        finished_at=at if status is Status.FINISHED and draw(st.booleans()) else None,
    )
    dropped = [Carried.PAUSES, Carried.PROMISED, Carried.STATUS, Carried.FINISHED]
    lacks = draw(st.sets(st.sampled_from(dropped)))
    return a_message(f"{at:%Y-%m-%d %H:%M}", record, *lacks)


@st.composite
def messages_of_progress(draw: st.DrawFn) -> Record:
    at = draw(hours)
    return a_progress(
        f"{at:%Y-%m-%d %H:%M}",
        draw(st.sampled_from(["Thẩm định", "Trình ký"])),
        handler=draw(st.sampled_from(["dung", "phuc", ""])),
        due=draw(st.none() | st.sampled_from(["2026-11-07 17:00", "2026-11-10 17:00"])),
        status=draw(st.none() | st.sampled_from(WORDS)),
    )


def _which(one: Record) -> tuple[object, ...]:
    """Return what a file can hold one of: a dossier's message, or one about a step."""
    return one.source, one.as_of, one.step if one.steps else ""


stories = st.lists(
    messages_of_a_dossier() | messages_of_progress(),
    min_size=2,
    max_size=6,
    unique_by=_which,
)


@settings(max_examples=30)
@given(story=stories, data=st.data())
def test_any_order_and_any_splitting_into_files_makes_the_same_dossier(
    blank: Path,
    tmp_path_factory: pytest.TempPathFactory,
    story: list[Record],
    data: st.DataObject,
) -> None:
    shuffled = data.draw(st.permutations(story))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(story) - 1))))
    files = [shuffled[a:b] for a, b in pairwise([0, *cuts, len(story)])]
    in_time = sorted(story, key=lambda one: (one.as_of or vn(MONDAY), one.source))
    found = []

    for order in ([[one] for one in in_time], files):
        path = tmp_path_factory.mktemp("split") / NAME
        shutil.copy(blank, path)
        with open_store(path) as store:
            for file in order:
                tell(store, *file)
            found.append(replace(load(store), steps_as_of=None))

    assert found[0] == found[1]

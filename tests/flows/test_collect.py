"""What lies in the drop folders is taken in once, in the order of time, and nothing is lost."""

import pytest

from monitor.catalogues.told import sentence
from monitor.domain.errors import AmbiguousSourceError, DungHanError, SourceFileError
from monitor.domain.record import Record, Reject
from monitor.flows.collect import TOLD_FOR, Collected, collect
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE, a_file, a_record, rejects
from tests.fakes import DyingStore, KilledError, ListInbox
from tests.notices.office import DIRECTORY

MONDAY, TUESDAY = "2026-11-09 07:10", "2026-11-10 07:10"
AT = "2026-11-10 07:30"
UNREADABLE = SourceFileError(file="bad.csv", reason="unreadable")


def collected(
    store: SqlStore | DyingStore, *inboxes: ListInbox, at: str = AT, share: float = 0.1
) -> Collected:
    return collect(store, DIRECTORY, inboxes, max_reject_share=share, at=vn(at))


def faults(store: SqlStore) -> dict[str, str]:
    with store.reading() as work:
        return {name: detail for name, (_, detail) in work.done.faults().items()}


def states(store: SqlStore) -> list[str]:
    """Return what became of every import, oldest first."""
    with store.reading() as work:
        return [one.state for one in reversed(work.imports.latest(100))]


def test_an_empty_folder_is_no_work(store: SqlStore) -> None:
    assert collected(store, ListInbox("tinh")) == Collected()
    assert collected(store) == Collected()


def test_files_of_all_folders_are_taken_in_by_their_instants(store: SqlStore) -> None:
    """The list was seen waiting before the ledger showed its new date: no re-appointment."""
    ledgers, lists = ListInbox("tinh"), ListInbox("tinh")
    moved = a_file(a_record(promised="2026-11-20 17:00"), exported=TUESDAY, source="ledger")
    first = a_file(a_record(), exported=MONDAY, name="z.csv")
    ledgers.drop(moved)
    lists.drop(first)

    done = collected(store, ledgers, lists)

    with store.reading() as work:
        promises = work.dossiers.load([CODE])[CODE].promises
    assert done == Collected(taken=2)
    assert [one.promised_at for one in promises] == [
        vn("2026-11-16 17:00"),
        vn("2026-11-20 17:00"),
    ]
    assert (ledgers.done, lists.done) == ([moved.name], [first.name])


@pytest.mark.parametrize("moves", [True, False], ids=["moved away", "left where it lies"])
def test_a_file_is_taken_in_once(store: SqlStore, *, moves: bool) -> None:
    inbox = ListInbox("tinh", moves=moves)
    inbox.drop(a_file(a_record(), exported=MONDAY, name="one.csv"))

    first = collected(store, inbox)
    second = collected(store, inbox)

    assert (first, second) == (Collected(taken=1), Collected())
    assert inbox.read_ == ["one.csv"]
    assert states(store) == ["merged"]


def test_a_file_dropped_again_is_moved_away_unread(store: SqlStore) -> None:
    inbox = ListInbox("tinh")
    inbox.drop(a_file(a_record(), exported=MONDAY, name="one.csv"))
    collected(store, inbox)

    inbox.drop(a_file(a_record(), exported=MONDAY, name="one.csv"))
    done = collected(store, inbox)

    assert done == Collected()
    assert inbox.done == ["one.csv", "one.csv"]


def test_the_same_content_under_the_name_of_another_day_makes_its_dossiers_younger(
    store: SqlStore,
) -> None:
    inbox = ListInbox("tinh", moves=False)
    inbox.drop(a_file(a_record(), exported=MONDAY, content="same"))
    collected(store, inbox)

    inbox.drop(a_file(a_record(), exported=TUESDAY, content="same"))
    collected(store, inbox)
    collected(store, inbox)

    with store.reading() as work:
        assert work.dossiers.load([CODE])[CODE].as_of == vn(TUESDAY)
    assert states(store) == ["merged", "merged"]


@pytest.mark.parametrize(
    "error",
    [UNREADABLE, AmbiguousSourceError(file="bad.csv", kinds=("ledger", "list"))],
    ids=["unreadable", "ambiguous"],
)
def test_a_file_that_does_not_open_is_set_aside_and_stops_no_other(
    store: SqlStore, error: DungHanError
) -> None:
    inbox = ListInbox("tinh")
    inbox.lying["bad.csv"] = error
    inbox.drop(a_file(a_record(), exported=MONDAY, name="good.csv"))

    done = collected(store, inbox)

    assert done == Collected(taken=1, refused=1)
    assert (inbox.done, inbox.refused) == (["good.csv"], ["bad.csv"])
    assert faults(store) == {"import/tinh/bad.csv": sentence(error)}


def test_a_file_refused_as_a_whole_is_set_aside_with_its_rejects(store: SqlStore) -> None:
    inbox = ListInbox("tinh")
    inbox.drop(a_file(a_record(), *rejects(1), exported=MONDAY, name="half.csv"))
    inbox.drop(a_file(a_record("other"), exported=TUESDAY, name="whole.csv"))

    done = collected(store, inbox)

    assert done == Collected(taken=1, refused=1)
    assert inbox.refused == ["half.csv"]
    assert list(faults(store)) == ["import/tinh/half.csv"]
    assert states(store) == ["refused", "merged"]


def test_a_refused_file_that_stays_is_read_once_and_told_once(store: SqlStore) -> None:
    inbox = ListInbox("tinh", moves=False)
    inbox.lying["bad.csv"] = UNREADABLE

    rounds = [collected(store, inbox) for _ in range(3)]

    assert rounds == [Collected(refused=1), Collected(), Collected()]
    assert inbox.read_ == ["bad.csv"]


def test_a_refused_file_laid_down_anew_is_tried_anew(store: SqlStore) -> None:
    inbox = ListInbox("tinh")
    for _ in range(2):
        inbox.lying["bad.csv"] = UNREADABLE
        collected(store, inbox)

    assert inbox.read_ == inbox.refused == ["bad.csv", "bad.csv"]


def test_a_file_that_stays_and_is_put_right_is_taken_in(store: SqlStore) -> None:
    inbox = ListInbox("tinh", moves=False)
    inbox.lying["ds.csv"] = UNREADABLE
    collected(store, inbox)

    inbox.drop(a_file(a_record(), exported=TUESDAY, name="ds.csv"))
    done = collected(store, inbox)

    assert done == Collected(taken=1)
    assert faults(store) == {}


def test_a_corrected_file_of_the_same_name_cures_the_fault(store: SqlStore) -> None:
    inbox = ListInbox("tinh")
    inbox.lying["ds.csv"] = UNREADABLE
    collected(store, inbox)

    inbox.drop(a_file(a_record(), exported=TUESDAY, name="ds.csv"))
    collected(store, inbox)

    assert faults(store) == {}
    assert states(store) == ["merged"]


def test_the_operator_hears_of_a_refused_file_for_a_week(store: SqlStore) -> None:
    inbox = ListInbox("tinh")
    inbox.lying["bad.csv"] = UNREADABLE
    collected(store, inbox)
    with store.writing() as work:
        work.done.fault("letter/1", at=vn(AT), detail="no signer")
    a_week_later = vn(AT) + TOLD_FOR

    collected(store, at=a_week_later.strftime("%Y-%m-%d %H:%M"))
    before = list(faults(store))
    collected(store, at=a_week_later.strftime("%Y-%m-%d %H:%M:01"))

    assert before == ["import/tinh/bad.csv", "letter/1"]
    assert list(faults(store)) == ["letter/1"]


def test_a_kill_at_any_write_leads_to_the_same_end(store: SqlStore) -> None:
    inbox = ListInbox("tinh")
    files: list[list[Record | Reject]] = [
        [a_record(), *rejects(1)],
        [a_record(step="b"), a_record("other")],
    ]
    kills = 0

    for write in range(1, 20):
        for number, rows in enumerate(files):
            name = f"{number}.csv"
            if name not in (*inbox.done, *inbox.refused):
                inbox.drop(a_file(*rows, exported=(MONDAY, TUESDAY)[number], name=name))
        try:
            collected(DyingStore(store, at=write), inbox)
        except KilledError:
            kills += 1
        else:
            break

    with store.reading() as work:
        found = work.dossiers.load([CODE, "other"])
    assert kills >= 3
    assert (inbox.done, inbox.refused) == (["1.csv"], ["0.csv"])
    assert list(faults(store)) == ["import/tinh/0.csv"]
    assert [one.step for one in found.values()] == ["b", ""]


def test_a_folder_that_is_cut_off_is_told_until_it_is_back(store: SqlStore) -> None:
    cut_off, other = ListInbox("tinh", is_gone=True), ListInbox("xa")
    other.drop(a_file(a_record("one"), exported="2026-11-09 07:10", system="xa"))

    done = collected(store, cut_off, other)
    told = faults(store)
    collected(store, cut_off, at="2026-11-09 09:00")
    later = faults(store)
    cut_off.is_gone = False
    collected(store, cut_off, at="2026-11-09 10:00")

    assert done.taken == 1
    assert (list(told), later) == (["folder/tinh"], told)
    assert faults(store) == {}

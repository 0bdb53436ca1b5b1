"""A change of calendar or procedures counts anew exactly what it touches."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import DatedDay, RowStatus
from monitor.domain.counted import Redated
from monitor.domain.directory import Directory
from monitor.domain.dossier import PromiseKind, Status
from monitor.domain.office import Office
from monitor.domain.policy import DayEnd
from monitor.domain.procedure import OnSupplement
from monitor.domain.record import Record
from monitor.flows.ingest import ingest
from monitor.flows.recount import Recounted, pending, proposed, recount
from monitor.flows.scan import scan
from monitor.rules import RULES
from monitor.store.work import SqlStore
from tests.builders import (
    DAYS_2026,
    a_calendar,
    a_day_off,
    a_make_up_day,
    a_promise,
    days_term,
    vn,
)
from tests.exports import a_file, a_record
from tests.fakes import DyingStore, KilledError
from tests.notices.office import DIRECTORY, OFFICE, an_office

MONDAY = "2026-11-16 07:40"
DECIDED = (*DAYS_2026, a_day_off("2026-11-20"))


def received(code: str, day: str, *, procedure: str = "tro-cap") -> Record:
    return a_record(code, received=f"{day} 08:00", promised=None, procedure=procedure)


EARLY = received("early", "2026-11-02")  # due on the 16th
ACROSS = received("across", "2026-11-09")  # due on the 23rd
LATE = received("late", "2026-11-20")  # received on the very day


def with_days(days: Sequence[DatedDay], *, last_year: int = 2026) -> Office:
    return an_office(calendar=a_calendar(*days, last_year=last_year))


def take(store: SqlStore, *records: Record, exported: str = MONDAY) -> None:
    ingest(
        store,
        DIRECTORY,
        a_file(*records, exported=exported),
        max_reject_share=0,
        at=vn(exported),
    )


def count(store: SqlStore, office: Office = OFFICE, *, at: str = MONDAY) -> Recounted:
    """Recount as a start does, then scan."""
    done = recount(store, office, at=vn(at))
    scan(store, office, RULES, at=vn(at))
    return done


def moved(code: str, before: str | None, after: str | None) -> Redated:
    def dates(day: str | None) -> tuple[datetime | None, datetime | None]:
        at = vn(f"{day} 17:00") if day else None
        return at, at

    return Redated(dossier=code, unit="VHXH", before=dates(before), after=dates(after))


@pytest.fixture
def store(store: SqlStore) -> SqlStore:
    """Return a store that has counted three dossiers."""
    take(store, EARLY, ACROSS, LATE)
    count(store)
    return store


def test_nothing_changed_is_nothing_counted(store: SqlStore) -> None:
    assert count(store) == Recounted()


def test_a_day_off_counts_anew_only_what_crosses_it(store: SqlStore) -> None:
    done = count(store, with_days(DECIDED))

    assert done == Recounted(counted=2, moved=(moved("across", "2026-11-23", "2026-11-25"),))
    with store.reading() as work:
        assert work.counts.moved_between(vn("2026-11-16 07:39"), vn(MONDAY)) == list(done.moved)
        assert work.counts.moved_between(vn(MONDAY), vn("2026-12-16")) == []
        assert work.counts.moves(since=vn(MONDAY)) == [(vn(MONDAY), done.moved[0])]
        assert work.counts.moves(since=vn("2026-11-16 07:41")) == []
    assert count(store, with_days(DECIDED)) == Recounted()


def test_a_change_taken_back_moves_back(store: SqlStore) -> None:
    count(store, with_days(DECIDED))

    done = count(store)

    assert done.moved == (moved("across", "2026-11-25", "2026-11-23"),)


def test_a_dossier_beyond_the_calendar_is_counted_once_the_years_are_loaded(
    store: SqlStore,
) -> None:
    take(store, received("far", "2026-12-28"))
    count(store)

    done = count(store, with_days(DAYS_2026, last_year=2027))

    assert done == Recounted(counted=1, moved=(moved("far", None, "2027-01-11"),))


def test_another_term_counts_anew_the_dossiers_of_its_procedure(store: SqlStore) -> None:
    take(store, received("other", "2026-11-09", procedure="khac"))
    count(store)
    tro_cap = DIRECTORY.procedures["tro-cap"]
    shorter = {**DIRECTORY.procedures, "tro-cap": replace(tro_cap, term=days_term(9))}

    done = count(store, an_office(replace(DIRECTORY, procedures=shorter)))

    assert done.counted == 3
    assert [one.dossier for one in done.moved] == ["across", "early", "late"]


def test_another_choice_counts_all_anew(store: SqlStore) -> None:
    office = replace(OFFICE, policy=replace(OFFICE.policy, day_end=DayEnd.SAME_TIME))

    done = count(store, office)

    assert done.counted == 3
    assert done.moved[0].after == (vn("2026-11-23 08:00"), vn("2026-11-23 08:00"))


def test_a_unit_that_names_another_calendar_is_counted_by_that(store: SqlStore) -> None:
    culture = replace(DIRECTORY.units["VHXH"], calendar="own")
    directory: Directory = replace(DIRECTORY, units={**DIRECTORY.units, "VHXH": culture})
    own = WorkingCalendar(replace(a_calendar(*DECIDED).spec, name="own"))
    office = replace(an_office(directory), calendars={**OFFICE.calendars, "own": own})

    done = count(store, office)
    back = count(store)

    assert done.counted == 3
    assert [one.dossier for one in done.moved] == ["across"]
    assert back.moved == (moved("across", "2026-11-25", "2026-11-23"),)  # nobody's calendar now


def test_data_that_changed_meanwhile_move_a_date_for_another_reason(store: SqlStore) -> None:
    take(
        store, replace(ACROSS, received_at=vn("2026-11-10 08:00")), exported="2026-11-16 09:00"
    )

    done = recount(store, with_days(DECIDED), at=vn("2026-11-16 09:01"))

    assert done == Recounted(counted=1)  # the one received on that day


def test_what_has_nothing_to_do_with_a_count_hides_no_move(store: SqlStore) -> None:
    take(store, replace(ACROSS, step="Ký", handler="hà"), exported="2026-11-16 09:00")

    done = recount(store, with_days(DECIDED), at=vn("2026-11-16 09:01"))

    assert done.moved == (moved("across", "2026-11-23", "2026-11-25"),)


def test_what_ends_or_waits_is_not_counted_anew(store: SqlStore) -> None:
    ended = replace(ACROSS, status=Status.FINISHED, finished_at=vn("2026-11-16 08:30"))
    waits = replace(LATE, status=Status.PAUSED_SUPPLEMENT)
    take(store, ended, waits, exported="2026-11-16 09:00")
    scan(store, OFFICE, RULES, at=vn("2026-11-16 09:01"))

    assert recount(store, with_days(DECIDED), at=vn("2026-11-16 09:02")) == Recounted()


def test_a_date_that_a_change_gives_or_takes_is_told(store: SqlStore) -> None:
    tro_cap = DIRECTORY.procedures["tro-cap"]
    bare = {**DIRECTORY.procedures, "tro-cap": replace(tro_cap, term=None)}

    taken = count(store, an_office(replace(DIRECTORY, procedures=bare)))
    given = count(store)

    assert taken.moved == (
        moved("across", "2026-11-23", None),
        moved("early", "2026-11-16", None),
        moved("late", "2026-12-07", None),
    )
    assert [(one.dossier, one.before[0]) for one in given.moved] == [
        ("across", None),
        ("early", None),
        ("late", None),
    ]


def test_a_clock_that_no_longer_stops_gives_a_date(store: SqlStore) -> None:
    take(store, replace(ACROSS, status=Status.PAUSED_SUPPLEMENT), exported="2026-11-16 09:00")
    scan(store, OFFICE, RULES, at=vn("2026-11-16 09:01"))
    tro_cap = replace(DIRECTORY.procedures["tro-cap"], on_supplement=OnSupplement.RUN)
    runs = {**DIRECTORY.procedures, "tro-cap": tro_cap}

    done = count(store, an_office(replace(DIRECTORY, procedures=runs)), at="2026-11-16 09:02")

    assert done.moved == (moved("across", None, "2026-11-23"),)


def test_what_nobody_has_counted_yet_is_known(store: SqlStore) -> None:
    with store.reading() as work:
        before = work.counts.uncounted()
    take(store, received("new", "2026-11-16"), exported="2026-11-16 09:00")

    with store.reading() as work:
        assert (before, work.counts.uncounted()) == (0, 1)


def test_looking_changes_nothing(store: SqlStore) -> None:
    office = with_days(DECIDED)

    with store.reading() as work:
        told = pending(work, office, at=vn(MONDAY))

    assert told == Recounted(counted=2, moved=(moved("across", "2026-11-23", "2026-11-25"),))
    assert count(store, office) == told


def test_what_is_proposed_can_be_tried_on_the_dossiers(store: SqlStore) -> None:
    with store.reading() as work:
        told = proposed(work, OFFICE, OFFICE.policy.calendar.name, at=vn(MONDAY))

    assert told.moved == (
        moved("across", "2026-11-23", "2026-11-25"),
        moved("late", "2026-12-07", "2026-12-08"),
    )


def test_what_is_proposed_is_told_apart_from_a_change_not_yet_counted(
    store: SqlStore,
) -> None:
    office = with_days((*DAYS_2026, a_day_off("2026-11-19")))

    with store.reading() as work:
        told = proposed(work, office, office.policy.calendar.name, at=vn(MONDAY))

    assert told.moved[0] == moved("across", "2026-11-25", "2026-11-26")


def test_a_calendar_that_units_name_is_tried_for_them_alone(store: SqlStore) -> None:
    proposal = a_make_up_day("2026-11-21")
    own = WorkingCalendar(
        replace(
            a_calendar(*DAYS_2026, replace(proposal, status=RowStatus.PROPOSED)).spec,
            name="own",
        )
    )
    office = replace(OFFICE, calendars={**OFFICE.calendars, "own": own})

    with store.reading() as work:
        assert proposed(work, office, "own", at=vn(MONDAY)) == Recounted()


def test_killed_in_the_middle_no_move_is_kept_twice(store: SqlStore) -> None:
    office = with_days(DECIDED)
    dying = DyingStore(store, at=2)

    with pytest.raises(KilledError):
        recount(dying, office, at=vn(MONDAY))
    again = recount(store, office, at=vn("2026-11-16 07:45"))

    with store.reading() as work:
        told = work.counts.moves(since=vn("2026-11-16"))
    assert again == Recounted(counted=2)
    assert told == [(vn(MONDAY), moved("across", "2026-11-23", "2026-11-25"))]


def test_a_change_taken_back_in_the_middle_is_taken_back(store: SqlStore) -> None:
    dying = DyingStore(store, at=2)
    with pytest.raises(KilledError):
        recount(dying, with_days(DECIDED), at=vn(MONDAY))

    done = recount(store, OFFICE, at=vn("2026-11-16 07:45"), is_begun=True)

    assert done == Recounted(counted=3, moved=(moved("across", "2026-11-25", "2026-11-23"),))


def test_a_letter_that_moves_a_date_is_no_change_of_the_calendar(store: SqlStore) -> None:
    promise = a_promise("2026-12-01", made=MONDAY, kind=PromiseKind.REAPPOINTMENT)
    with store.writing() as work:
        work.dossiers.add_promise("across", promise)

    done = recount(store, with_days(DECIDED), at=vn(MONDAY))

    assert done == Recounted(counted=1)

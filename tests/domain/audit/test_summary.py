"""Many dossiers in figures; what needs no person is forgotten."""

from dataclasses import replace

import pytest

from monitor.domain.audit.audited import Unjudged
from monitor.domain.audit.contradictions import Oddity
from monitor.domain.audit.summary import Audit, Clocks
from monitor.domain.audit.tally import summarise
from monitor.domain.dossier import Carried, Dossier, PromiseKind, Status
from tests.builders import a_dossier, a_pause, a_promise
from tests.domain.audit.asking import audited

RIGHT = a_dossier(code="right", promised="2026-11-16", finished="2026-11-16 09:00")
HIDDEN = a_dossier(code="hidden", promised="2026-11-18", finished="2026-11-18 09:00")
WORSE = a_dossier(code="worse", promised="2026-11-26", finished="2026-11-27 09:00")
UNDESERVED = a_dossier(code="undeserved", promised="2026-11-12", finished="2026-11-13 09:00")
OPEN = a_dossier(code="open", promised="2026-11-18", as_of="2026-11-17 07:00")
STOPPED = a_dossier(code="stopped", promised="2026-11-16", pauses=(a_pause("2026-11-05"),))
BLANK = a_dossier(code="blank", unit=None)
SUNDAY = a_dossier(code="sunday", promised="2026-11-15")
FAR = a_dossier(code="far", promised="2062-11-16")


def audit(*dossiers: Dossier) -> Audit:
    return summarise(audited(one) for one in dossiers)


def test_dossiers_are_counted_and_the_unremarkable_forgotten() -> None:
    found = audit(RIGHT, HIDDEN, UNDESERVED, STOPPED, BLANK, SUNDAY)

    assert (found.dossiers, found.judged, found.differing) == (6, 5, 3)
    assert (found.promised_late, found.stopped) == (1, 1)
    assert [one.code for one in found.differences] == ["hidden", "undeserved", "sunday"]
    assert [one.code for one in found.contradicted] == ["sunday"]
    assert [one.code for one in found.not_judged] == ["blank"]
    assert found.unjudged == {Unjudged.NO_PROMISE: 1}
    assert found.contradictions == {Oddity.PROMISED_ON_REST_DAY: 1}


def test_causes_are_counted_with_their_directions_and_lengths() -> None:
    found = audit(RIGHT, HIDDEN, OPEN, WORSE, UNDESERVED)
    (later, earlier) = found.causes

    assert (later.codes, later.dossiers, later.hundredths) == (("later",), 3, 6_000)
    assert (later.later, later.earlier) == (3, 0)
    assert (later.median_days, later.most_days) == (2, 7)
    assert (earlier.codes, earlier.dossiers) == (("calendar_days",), 1)
    assert (earlier.later, earlier.earlier, earlier.median_days) == (0, 1, 2)


def test_a_dossier_with_one_cause_for_two_dates_is_one_dossier() -> None:
    promises = (
        a_promise("2026-12-28", made="2026-11-02"),
        a_promise("2026-12-29", made="2026-11-10"),
    )
    twice = a_dossier(promises=promises, pauses=(a_pause("2026-11-05", "2026-11-10"),))

    (line,) = audit(twice).causes

    assert (line.codes, line.dossiers, line.later) == (("later",), 1, 2)


def test_dates_that_nobody_can_have_promised_weigh_in_no_length() -> None:
    typed = a_dossier(code="typed", promised="2025-11-16")
    before = a_dossier(code="before", promised="2026-10-01")
    early = a_dossier(code="early", promised="2026-11-04")

    found = {line.codes: line for line in audit(typed, before, early).causes}

    assert found["other_year",].most_days is None
    assert found["before_receipt",].median_days is None
    assert found["earlier",].dossiers == 1


def test_dates_that_other_mistakes_explain_as_well_are_counted_beside() -> None:
    plain = a_dossier(code="plain", promised="2026-11-17")
    either = a_dossier(code="either", promised="2026-11-13")

    found = audit(UNDESERVED, plain, either)

    assert {line.codes: line.ambiguous for line in found.causes} == {
        ("calendar_days",): 1,
        ("from_next_day",): 0,
        ("receipt_day_counted",): 1,
    }


def test_a_cause_without_data_on_pauses_is_a_line_of_its_own() -> None:
    carries = frozenset(Carried) - {Carried.PAUSES}

    found = audit(HIDDEN, replace(WORSE, carries=carries))

    assert [(line.codes, line.are_pauses_unknown) for line in found.causes] == [
        (("later",), False),
        (("later",), True),
    ]


def test_units_that_the_directory_lacks_are_one_line() -> None:
    found = audit(replace(RIGHT, unit="A"), replace(RIGHT, unit="B"), replace(RIGHT, unit=None))

    assert [(line.unit, line.is_unknown, line.dossiers) for line in found.units] == [
        ("", False, 1),
        ("", True, 2),
    ]


@pytest.mark.parametrize(
    ("dossier", "said_late", "clocks"),
    [
        pytest.param(RIGHT, False, Clocks(said_in_time=1), id="in time"),
        pytest.param(RIGHT, True, Clocks(said_undeserved=1), id="said late"),
        pytest.param(HIDDEN, False, Clocks(said_hidden=1), id="said in time"),
        pytest.param(HIDDEN, True, Clocks(said_late=1), id="late"),
    ],
)
def test_the_words_of_the_source_stand_for_it_where_they_judge(
    dossier: Dossier, clocks: Clocks, *, said_late: bool
) -> None:
    said = replace(dossier, status=Status.FINISHED, said_late=said_late)

    found = audit(said)
    is_wrong = bool(clocks.said_hidden or clocks.said_undeserved)

    assert found.ended == clocks
    assert len(found.misjudged) == is_wrong
    assert (found.units[0].hidden, found.units[0].undeserved) == (
        clocks.said_hidden,
        clocks.said_undeserved,
    )


def test_what_cannot_be_measured_has_no_length() -> None:
    (line,) = audit(FAR).causes

    assert (line.dossiers, line.median_days, line.most_days) == (1, None, None)


def test_units_are_counted_worst_first() -> None:
    elsewhere = replace(RIGHT, code="elsewhere", unit="XA")

    found = audit(elsewhere, RIGHT, HIDDEN, UNDESERVED, SUNDAY, BLANK)
    (first, nowhere, commune) = found.units

    assert (first.unit, first.name) == ("VHXH", "Culture")
    assert (first.dossiers, first.judged, first.differing) == (4, 4, 3)
    assert (first.promised_late, first.hidden, first.undeserved) == (1, 1, 1)
    assert first.contradicted == 1
    assert (nowhere.unit, nowhere.name, nowhere.judged) == ("", "", 0)
    assert (commune.unit, commune.differing) == ("XA", 0)


def test_the_source_and_the_law_are_held_against_each_other() -> None:
    moved = replace(
        HIDDEN,
        promises=(
            a_promise("2026-11-16", made="2026-11-02"),
            replace(HIDDEN.promises[0], kind=PromiseKind.REAPPOINTMENT),
        ),
    )
    both_late = replace(RIGHT, finished_at=WORSE.finished_at)

    found = audit(RIGHT, HIDDEN, UNDESERVED, moved, both_late, OPEN)

    assert found.ended == Clocks(in_time=1, hidden=1, moved=1, undeserved=1, late=1)
    assert found.open == Clocks(hidden=1)


def test_given_up_dossiers_are_on_neither_clock() -> None:
    found = audit(replace(RIGHT, status=Status.WITHDRAWN))

    assert found.ended == found.open == Clocks()


def test_nothing_is_nothing() -> None:
    found = audit()

    assert (found.dossiers, found.causes, found.units) == (0, (), ())

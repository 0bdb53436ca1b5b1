"""new_date_not_entered speaks where exports go on showing the date before the letter's."""

from dataclasses import replace

import pytest

from monitor.domain.change import Change, Shown
from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Dossier, PromiseKind, Status
from monitor.domain.finding import Severity
from monitor.domain.letter import Letter, LetterState
from monitor.domain.policy import Policy
from monitor.domain.rule import judge
from monitor.rules.new_date_not_entered import RULE, check, moments
from tests.builders import (
    POLICY_2026,
    a_case,
    a_dossier,
    a_letter,
    a_pause,
    a_promise,
    vn,
)

OLD, NEW, ISSUED = "2026-11-16 17:00", "2026-11-27 17:00", "2026-11-13 09:00"
OURS = a_promise(NEW, made=ISSUED, kind=PromiseKind.REAPPOINTMENT)
DOSSIER = replace(a_dossier(promised=OLD, promises=(OURS,)), shown_promised_at=vn(OLD))
LETTER = replace(
    a_letter(LetterState.ISSUED, deadline=OLD), new_due_at=vn(NEW), issued_at=vn(ISSUED)
)
AT = "2026-11-18 09:00"  # the letter went out on Friday: Tuesday is the second day after
SHOWN = Shown(
    import_id=1, source="list", exported_at=vn("2026-11-16 07:00"), imported_at=vn("2026-11-16")
)


def a_change(before: str, after: str, field: str = "promised_at") -> Change:
    return Change(
        field=field,
        before=vn(before).isoformat(),
        after=vn(after).isoformat(),
        shown_by=SHOWN,
    )


@pytest.mark.parametrize(
    ("at", "as_of", "count"),
    [
        pytest.param("2026-11-17 17:00", "2026-11-17 16:00", 0, id="two days are not over"),
        pytest.param("2026-11-18 00:00", "2026-11-18 00:00", 1, id="two days are over"),
        pytest.param("2026-11-19 09:00", "2026-11-17 16:00", 0, id="no export since"),
        pytest.param("2026-11-17 09:00", "2026-11-20 07:00", 0, id="a past day replayed"),
    ],
)
def test_an_export_must_have_seen_the_old_date_days_later(
    at: str, as_of: str, count: int
) -> None:
    case = a_case(replace(DOSSIER, as_of=vn(as_of)), at=at, letter=LETTER)

    assert len(list(check(case))) == count


@pytest.mark.parametrize(
    ("dates_at", "count"),
    [
        pytest.param("2026-11-16 07:00", 0, id="what came since cannot show a date"),
        pytest.param("2026-11-18 07:00", 1, id="the old date since"),
    ],
)
def test_only_a_source_that_carries_dates_can_show_one(dates_at: str, count: int) -> None:
    status = frozenset({Carried.STATUS}), vn(AT)
    dates = frozenset({Carried.STATUS, Carried.PROMISED}), vn(dates_at)
    case = a_case(replace(DOSSIER, shown=(status, dates)), at=AT, letter=LETTER)

    found = list(check(case))

    assert [one.facts["as_of"] for one in found] == [vn(dates_at)] * count


@pytest.mark.parametrize(
    ("shown", "count"),
    [
        pytest.param(OLD, 1, id="the old date"),
        pytest.param(None, 1, id="none at all"),
        pytest.param("2026-11-28 17:00", 1, id="one mistyped"),
        pytest.param("2026-11-27 08:00", 0, id="the letter's day"),
    ],
)
def test_only_the_letter_s_day_will_do(shown: str | None, count: int) -> None:
    dossier = replace(DOSSIER, shown_promised_at=vn(shown) if shown else None)

    assert len(list(check(a_case(dossier, at=AT, letter=LETTER)))) == count


@pytest.mark.parametrize(
    ("change", "count"),
    [
        pytest.param(a_change(NEW, "2026-12-04 17:00"), 0, id="entered, then put off again"),
        pytest.param(a_change(OLD, NEW), 0, id="entered, then taken back"),
        pytest.param(a_change("2026-11-09 17:00", OLD), 1, id="other dates"),
        pytest.param(a_change(OLD, NEW, "received_at"), 1, id="another field"),
    ],
)
def test_a_date_that_was_once_entered_is_no_longer_missing(change: Change, count: int) -> None:
    case = replace(a_case(DOSSIER, at=AT, letter=LETTER), changes=(change,))

    assert len(list(check(case))) == count


def test_the_one_stop_unit_hears_of_both_dates() -> None:
    (finding,) = check(a_case(DOSSIER, at=AT, letter=LETTER))

    assert finding.key == (DOSSIER.code, "new_date_not_entered", "once", vn(NEW))
    assert finding.tells == (Role.ONE_STOP,)
    assert finding.severity is Severity.WARNING
    assert finding.facts == {
        "new_due_at": vn(NEW),
        "shown_at": vn(OLD),
        "issued_at": vn(ISSUED),
        "as_of": vn(AT),
    }


@pytest.mark.parametrize(
    ("dossier", "letter"),
    [
        pytest.param(DOSSIER, None, id="no letter"),
        pytest.param(DOSSIER, replace(LETTER, state=LetterState.APPROVED), id="not issued"),
        pytest.param(DOSSIER, replace(LETTER, new_due_at=None), id="a letter without a date"),
        pytest.param(replace(DOSSIER, status=Status.FINISHED), LETTER, id="ended"),
        pytest.param(replace(DOSSIER, promises=()), LETTER, id="nothing promised"),
        pytest.param(
            replace(
                DOSSIER,
                promises=(
                    *DOSSIER.promises,
                    a_promise(
                        "2026-12-04 17:00", made="2026-11-17 07:00", kind=PromiseKind.SUPPLEMENT
                    ),
                ),
                pauses=(a_pause("2026-11-13 10:00", "2026-11-16 10:00"),),
            ),
            LETTER,
            id="a supplement has moved it since",
        ),
    ],
)
def test_others_are_silent(dossier: Dossier, letter: Letter | None) -> None:
    case = a_case(dossier, at=AT, letter=letter)

    assert (list(check(case)), list(moments(case))) == ([], [])


def test_a_letter_without_its_instant_awaits_nothing() -> None:
    case = a_case(DOSSIER, at=AT, letter=replace(LETTER, issued_at=None))

    assert (list(check(case)), list(moments(case))) == ([], [])


@pytest.mark.parametrize(
    ("policy", "moment"),
    [
        pytest.param(POLICY_2026, "2026-11-18", id="two working days"),
        pytest.param(replace(POLICY_2026, new_date_days=1), "2026-11-17", id="a choice"),
    ],
)
def test_its_moment_is_the_end_of_the_days_left_for_it(policy: Policy, moment: str) -> None:
    case = a_case(DOSSIER, at=ISSUED, letter=LETTER, policy=policy)

    assert list(moments(case)) == [vn(moment)]


@pytest.mark.parametrize("absent", [Carried.PROMISED, Carried.STATUS])
def test_a_source_without_the_column_cannot_know(absent: Carried) -> None:
    dossier = replace(DOSSIER, carries=frozenset(Carried) - {absent})
    case = a_case(dossier, at=AT, letter=LETTER)

    assert judge(case, [RULE]).unknown == ("new_date_not_entered",)

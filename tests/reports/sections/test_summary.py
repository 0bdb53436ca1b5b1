"""What is suggested for parts II to IV: what occurred, where most of it did, and no more."""

import pytest

from monitor.domain.figures import Snapshot
from monitor.domain.letter import LetterState
from monitor.domain.month_findings import Said, Verification
from monitor.domain.outlook import Ahead, Prospect, Windows
from monitor.domain.period import MonthScheme
from reports.sections.summary import NAMED, Hint, Suggestion, Summary
from tests.builders import vn
from tests.reports.snapshots import (
    CULTURE,
    ECONOMY,
    LAND_BRANCH,
    NOVEMBER,
    OFFICE,
    OFFICE_NOVEMBER,
    SLOW,
    a_letter,
    a_report,
    a_snapshot,
)

CULTURE_NAME, ECONOMY_NAME, OFFICE_NAME = CULTURE[1], ECONOMY[1], OFFICE[1]


def told(suggestions: tuple[Suggestion, ...]) -> dict[str, tuple[int, list[tuple[str, int]]]]:
    return {
        one.hint: (one.count, [(place.name, place.count) for place in one.places])
        for one in suggestions
    }


def test_the_office_in_november() -> None:
    summary = a_report(*OFFICE_NOVEMBER, least=20).part(Summary)

    two_lack = (3, [(OFFICE_NAME, 2), (CULTURE_NAME, 1)])
    branch = (1, [(LAND_BRANCH, 1)])
    assert told(summary.shortcomings) == {
        "late": (7, [(OFFICE_NAME, 3), (CULTURE_NAME, 2), (LAND_BRANCH, 1), (ECONOMY_NAME, 1)]),
        "letters_missing": two_lack,
        "letters_after": (1, [(CULTURE_NAME, 1)]),
        "causes_missing": two_lack,
        "unsure": (2, [("", 1), (OFFICE_NAME, 1)]),
    }
    assert told(summary.tasks) == {
        "overdue": two_lack,
        "overdue_outside": branch,
        "paused": (1, [(CULTURE_NAME, 1)]),
    }
    assert told(summary.proposals) == {
        "issue_letters": two_lack,
        "state_causes": two_lack,
        "ask_agencies": branch,
    }


def test_what_did_not_occur_is_not_mentioned() -> None:
    summary = a_report(a_snapshot(ended="2026-11-10 09:00")).part(Summary)

    assert summary == Summary(shortcomings=(), tasks=(), proposals=())


def test_a_letter_that_is_not_owed_is_not_asked_for() -> None:
    decided = a_letter(state=LetterState.NO_LETTER)

    summary = a_report(a_snapshot(letter=decided, cause=SLOW)).part(Summary)

    assert [one.hint for one in summary.shortcomings] == [Hint.LATE]
    assert summary.proposals == ()


def test_what_nobody_answered_is_still_to_be_verified() -> None:
    asked = tuple(
        Verification(
            rule="finish_backdated", unit="KT", codes=(code,), found_at=vn(day), said=said
        )
        for code, day, said in (
            ("d1", "2026-11-10 08:00", Said.OPEN),
            ("d2", "2026-11-10 08:00", Said.EXPLAINED),
            ("d3", "2026-11-12 08:00", Said.OPEN),
        )
    )

    summary = a_report(verified=asked).part(Summary)

    assert told(summary.shortcomings) == {"to_verify": (2, [(ECONOMY_NAME, 2)])}
    assert told(summary.tasks) == {"verify": (2, [(ECONOMY_NAME, 2)])}


def test_what_falls_due_next_is_told_by_unit() -> None:
    ahead = tuple(
        Ahead(code=code, unit=unit, procedure="p", due_at=vn("2026-12-04 17:00"))
        for code, unit in (("d1", "KT"), ("d2", "VP"), ("d3", "KT"))
    )
    windows = Windows.of(NOVEMBER, MonthScheme())

    summary = a_report(prospect=Prospect(windows=windows, ahead=ahead)).part(Summary)

    assert told(summary.tasks) == {"due_next": (3, [(ECONOMY_NAME, 2), (OFFICE_NAME, 1)])}


def test_of_many_places_the_first_are_named_and_the_others_counted() -> None:
    late = [
        a_snapshot(f"d{n}{m}", agency=f"Chi nhánh số {n}")
        for n in range(NAMED + 2)
        for m in range(n + 1)
    ]

    [first, *_] = a_report(*late).part(Summary).shortcomings

    assert [place.count for place in first.places] == [7, 6, 5, 4, 3]
    assert (first.count, first.elsewhere) == (28, 3)


@pytest.mark.parametrize(
    ("kept", "late", "low"),
    [
        pytest.param(18, 2, [(OFFICE_NAME, 25, 30), (ECONOMY_NAME, 18, 20)], id="below all"),
        pytest.param(20, 0, [(OFFICE_NAME, 25, 30)], id="not below all"),
        pytest.param(17, 2, [(OFFICE_NAME, 25, 30)], id="too few to say"),
    ],
)
def test_a_unit_is_held_against_all_where_its_dossiers_are_enough(
    kept: int, late: int, low: list[tuple[str, int, int]]
) -> None:
    others = (*dossiers(CULTURE, kept=40, late=1), *dossiers(OFFICE, kept=25, late=5))

    summary = a_report(*others, *dossiers(ECONOMY, kept=kept, late=late), least=20).part(
        Summary
    )

    [one] = rates(summary)
    assert [(place.name, place.count, place.of) for place in one.places] == low
    assert one.count == len(low)


def test_dossiers_of_no_known_unit_are_no_unit() -> None:
    unknown = dossiers(("", ""), kept=0, late=30)

    summary = a_report(*dossiers(CULTURE, kept=20, late=0), *unknown, least=20).part(Summary)

    assert rates(summary) == []


def rates(summary: Summary) -> list[Suggestion]:
    return [one for one in summary.shortcomings if one.hint is Hint.RATES_LOW]


def dossiers(unit: tuple[str, str], *, kept: int, late: int) -> list[Snapshot]:
    ends = ["2026-11-12 09:00"] * kept + ["2026-11-13 09:00"] * late
    return [a_snapshot(f"{unit[0]}{n}", unit=unit, ended=end) for n, end in enumerate(ends)]

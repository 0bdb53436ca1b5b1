"""A case is judged by what binds its dossier: procedure, calendar, letter, and its end."""

from dataclasses import replace

import pytest

from monitor.domain.deadline import Running
from monitor.domain.dossier import Dossier, Status
from monitor.domain.letter import Letter, LetterKind, LetterState
from monitor.flows.cases import make_case
from tests.builders import a_calendar, a_dossier, a_letter, vn
from tests.notices.office import CULTURE, OFFICE, a_directory, an_office

DUE = "2026-11-16 17:00"
LATER = vn("2026-11-18 09:00")
OPEN = replace(a_dossier(promised=DUE), procedure="tro-cap")
ENDED = replace(OPEN, status=Status.FINISHED)
WITHDRAWN = a_letter(LetterState.WITHDRAWN, deadline=DUE)
ASKED = a_letter(LetterState.ASKED, deadline=DUE)
NOT_OURS = replace(a_letter(LetterState.DRAFT, deadline=DUE), kind=LetterKind.URGING)


def test_a_case_knows_its_procedure_and_whether_it_is_ours() -> None:
    ours = make_case(OPEN, None, OFFICE, at=LATER)
    foreign = make_case(replace(OPEN, procedure="dat-dai"), None, OFFICE, at=LATER)

    assert ours.procedure == OFFICE.directory.procedures["tro-cap"]
    assert (ours.is_ours, foreign.is_ours) == (True, False)


@pytest.mark.parametrize("procedure", [None, "unheard-of"])
def test_a_procedure_nobody_knows_is_none_and_ours(procedure: str | None) -> None:
    case = make_case(replace(OPEN, procedure=procedure), None, OFFICE, at=LATER)

    assert case.procedure is None
    assert case.is_ours


def test_the_calendar_is_that_of_the_dossiers_unit() -> None:
    own = a_calendar()
    office = replace(
        an_office(a_directory(replace(CULTURE, calendar="vhxh"))), calendars={"vhxh": own}
    )

    case = make_case(OPEN, None, office, at=LATER)

    assert case.policy.calendar is own


@pytest.mark.parametrize(
    ("dossier", "is_late"),
    [
        pytest.param(OPEN, True, id="open: as of now"),
        pytest.param(
            replace(ENDED, finished_at=vn("2026-11-16 16:00")), False, id="ended: as of its end"
        ),
        pytest.param(
            replace(ENDED, end_seen_at=vn("2026-11-16 18:00")),
            False,
            id="ended without a date: as of when it was seen",
        ),
        pytest.param(
            replace(ENDED, end_seen_at=vn("2026-11-17 07:10")),
            True,
            id="seen to have ended after the deadline only",
        ),
        pytest.param(
            replace(
                ENDED,
                finished_at=vn("2026-11-16 16:00"),
                end_seen_at=vn("2026-11-17 07:10"),
            ),
            False,
            id="a date decides over when it was seen",
        ),
    ],
)
def test_an_end_is_judged_as_of_itself(dossier: Dossier, *, is_late: bool) -> None:
    standing = make_case(dossier, None, OFFICE, at=LATER).standing

    assert isinstance(standing, Running)
    assert standing.is_late is is_late


@pytest.mark.parametrize(
    ("dossier", "letter", "kept"),
    [
        pytest.param(OPEN, None, None, id="none"),
        pytest.param(OPEN, ASKED, ASKED, id="one that is asked about"),
        pytest.param(ENDED, WITHDRAWN, WITHDRAWN, id="withdrawn for an end that stands"),
        pytest.param(OPEN, WITHDRAWN, None, id="withdrawn for an end taken back"),
        pytest.param(
            replace(OPEN, procedure="dat-dai"), NOT_OURS, NOT_OURS, id="another agency's"
        ),
        pytest.param(OPEN, NOT_OURS, None, id="another agency's no more"),
    ],
)
def test_a_letter_whose_ground_was_taken_back_answers_for_nothing(
    dossier: Dossier, letter: Letter | None, kept: Letter | None
) -> None:
    assert make_case(dossier, letter, OFFICE, at=LATER).letter == kept

"""A letter's life, and the answers that may not stand in one."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from monitor.domain.errors import CalendarGapError, LetterError, NaiveTimeError
from monitor.domain.letter import (
    MOVES,
    REASON_WORDS,
    SENT,
    AnswerTerms,
    Cause,
    Letter,
    LetterState,
    check_answer,
    check_move,
    count_words,
)
from tests.builders import CALENDAR_2026, vn

CODE = "H99.01-261102-0001"
LETTER = Letter(dossier=CODE, deadline=vn("2026-11-13 17:00"), state=LetterState.ASKED)
WAITING = Cause(code="B2", text="a survey is late", nature="KQ", in_letter=True)
DATA = Cause(code="C2", text="not closed in time", nature="DL", in_letter=False)
REASON = "Hồ sơ cần kết quả trích đo địa chính thửa đất"
LATER = vn("2026-11-20 17:00")
TERMS = AnswerTerms(
    calendar=CALENDAR_2026,
    old_due_at=vn("2026-11-13 17:00"),
    is_promised_again=False,
    at=vn("2026-11-12 09:00"),
)


def refusal(
    *,
    cause: Cause = WAITING,
    reason: str = REASON,
    new_due_at: datetime = LATER,
    terms: AnswerTerms = TERMS,
) -> dict[str, object]:
    """Return the facts of the refusal that an answer meets."""
    with pytest.raises(LetterError) as raised:
        check_answer(
            dossier=CODE, cause=cause, reason=reason, new_due_at=new_due_at, terms=terms
        )
    return raised.value.facts


@pytest.mark.parametrize("state", LetterState)
def test_a_letter_takes_the_steps_of_its_life_and_no_other(state: LetterState) -> None:
    letter = replace(LETTER, state=state)

    for to in LetterState:
        if to in MOVES[state]:
            check_move(letter, to)
        else:
            with pytest.raises(LetterError) as raised:
                check_move(letter, to)
            assert raised.value.facts == {
                "reason": "state",
                "dossier": CODE,
                "state": state.value,
                "to": to.value,
            }


def test_what_went_out_never_becomes_a_draft_again() -> None:
    after = frozenset[LetterState]().union(*(MOVES[state] for state in SENT))

    assert after <= SENT


def test_an_answer_with_cause_reason_and_a_later_working_day_stands() -> None:
    check_answer(
        dossier=CODE,
        cause=WAITING,
        reason=REASON,
        new_due_at=LATER,
        terms=TERMS,
    )


def test_a_cause_that_may_not_stand_in_a_letter_is_refused() -> None:
    assert refusal(cause=DATA) == {"reason": "cause", "dossier": CODE, "cause": "C2"}


@pytest.mark.parametrize(
    "reason",
    [
        pytest.param("", id="empty"),
        pytest.param(" . ", id="dots"),
        pytest.param("do khách quan", id="hollow"),
        pytest.param("Vì lý do công việc.", id="hollow with a dot"),
        pytest.param("thẩm định hồ sơ chưa hoàn thành", id="seven words"),
        pytest.param("- " * 20, id="dashes are no words"),
        pytest.param(
            "Do lý do khách quan nên hồ sơ của Ông bị chậm", id="a hollow phrase says nothing"
        ),
    ],
)
def test_a_reason_that_says_nothing_is_refused(reason: str) -> None:
    assert refusal(reason=reason) == {
        "reason": "hollow",
        "dossier": CODE,
        "words": REASON_WORDS,
    }


def test_words_that_only_contain_a_hollow_one_count() -> None:
    assert count_words("Đã làm xong công việc đo đạc, chờ Chi nhánh ký") == 11


def test_a_second_re_appointment_is_refused() -> None:
    terms = replace(TERMS, is_promised_again=True)

    assert refusal(terms=terms) == {"reason": "second", "dossier": CODE}


@pytest.mark.parametrize(
    "day",
    [
        pytest.param("2026-11-21", id="a Saturday"),
        pytest.param("2026-11-24", id="a day off"),
    ],
)
def test_a_new_date_on_a_day_of_rest_is_refused(day: str) -> None:
    assert refusal(new_due_at=vn(f"{day} 17:00")) == {
        "reason": "rest_day",
        "dossier": CODE,
        "day": date.fromisoformat(day),
    }


@pytest.mark.parametrize(
    ("new_due", "terms"),
    [
        pytest.param("2026-11-12 17:00", TERMS, id="before the old date"),
        pytest.param("2026-11-13 17:00", TERMS, id="the old date itself"),
        pytest.param("2026-11-13 18:00", TERMS, id="a later hour of the old date"),
        pytest.param(
            "2026-11-18 17:00", replace(TERMS, at=vn("2026-11-18 17:00")), id="not after today"
        ),
    ],
)
def test_a_new_date_that_is_not_later_is_refused(new_due: str, terms: AnswerTerms) -> None:
    facts = refusal(new_due_at=vn(new_due), terms=terms)

    assert facts == {"reason": "not_after", "dossier": CODE, "day": vn(new_due).date()}


def test_a_new_date_beyond_the_loaded_years_is_a_gap() -> None:
    with pytest.raises(CalendarGapError):
        check_answer(
            dossier=CODE,
            cause=WAITING,
            reason=REASON,
            new_due_at=vn("2027-01-04 17:00"),
            terms=TERMS,
        )


def test_a_new_date_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveTimeError):
        check_answer(
            dossier=CODE,
            cause=WAITING,
            reason=REASON,
            new_due_at=datetime(2026, 11, 20, 17),  # noqa: DTZ001 - what is refused
            terms=TERMS,
        )

"""What an answer could say is suggested; nothing is kept of it."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.catalogues.reasons import day_in_words, standing_sentence, suggest_reason
from monitor.domain.dossier import Status
from monitor.domain.errors import LetterError, UnknownDossierError
from monitor.domain.office import Office
from monitor.domain.procedure import StepLimit
from monitor.domain.progress import summed
from monitor.domain.proposal import ProposalBasis
from monitor.domain.reason import Cause, Whereabouts, check_reason
from monitor.domain.record import Record
from monitor.domain.step import StepSaid
from monitor.flows.answer import Lateness
from monitor.flows.suggest import Suggestion, suggest
from monitor.render.filters import Filters, load_wordbook
from monitor.settings import load_causes
from monitor.store.tables import answers, letters
from monitor.store.work import SqlStore
from tests.builders import CALENDAR_2026, days_term, vn
from tests.exports import CODE
from tests.flows.scene import ASKED, RECORD, Scene
from tests.store.taking import rows

ANSWERED = "2026-11-11 09:00"
CAUSES = load_causes()
IN_LETTERS = [one for one in CAUSES.values() if one.in_letter]
BARE = Whereabouts(step="", unit="", since=None, received_on=None)
PLACE = Whereabouts(
    step="Thẩm tra hồ sơ",
    unit="Phòng Kinh tế",
    since=date(2026, 9, 24),
    received_on=date(2026, 9, 21),
)


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    return Scene(store)


def suggested(
    scene: Scene,
    cause: str = "",
    *,
    at: str = ANSWERED,
    office: Office | None = None,
    code: str = CODE,
) -> Suggestion:
    with scene.store.reading() as work:
        return suggest(work, office or scene.office, code, cause, at=vn(at))


def said(at: str, name: str) -> StepSaid:
    return StepSaid(said_at=vn(at), name=name, handler="hoa")


def checked(text: str, cause: Cause) -> str:
    """Return why a reason would be refused; empty where it may stand."""
    try:
        check_reason(text, cause, dossier=CODE, people=(), applicant="")
    except LetterError as error:
        return str(error.facts["reason"])
    return ""


# The words


@pytest.mark.parametrize(
    ("place", "told"),
    [
        pytest.param(
            PLACE,
            "Hồ sơ đang ở bước “Thẩm tra hồ sơ” tại Phòng Kinh tế từ ngày 24 tháng 9 năm 2026",
            id="all is known",
        ),
        pytest.param(
            replace(PLACE, since=None),
            "Hồ sơ đang ở bước “Thẩm tra hồ sơ” tại Phòng Kinh tế",
            id="not since when",
        ),
        pytest.param(
            replace(PLACE, step=""),
            "Hồ sơ tiếp nhận ngày 21 tháng 9 năm 2026 đang được giải quyết tại Phòng Kinh tế",
            id="no step",
        ),
        pytest.param(
            BARE,
            "Hồ sơ đang được giải quyết tại cơ quan giải quyết, chưa có kết quả",
            id="nothing",
        ),
    ],
)
def test_where_a_dossier_lies_is_told_as_far_as_it_is_known(
    place: Whereabouts, told: str
) -> None:
    assert standing_sentence(place) == told
    assert checked(told, CAUSES["A1"]) == ""


def test_the_tail_of_the_cause_follows() -> None:
    assert suggest_reason(CAUSES["A1"], PLACE) == (
        "Hồ sơ đang ở bước “Thẩm tra hồ sơ” tại Phòng Kinh tế từ ngày 24 tháng 9 năm 2026; "
        "việc thẩm định hồ sơ chưa hoàn thành"
    )


@pytest.mark.parametrize(
    ("place", "opening"),
    [(PLACE, "Hồ sơ đang ở bước “Thẩm tra hồ sơ”"), (BARE, "Hồ sơ đang được giải quyết")],
)
def test_where_something_is_to_be_stated_there_are_blanks(
    place: Whereabouts, opening: str
) -> None:
    assert suggest_reason(CAUSES["B1"], place) == (
        f"{opening}; đang chờ ý kiến của …, đã được đề nghị tại văn bản số … ngày …"
    )


@pytest.mark.parametrize("place", [PLACE, BARE])
@pytest.mark.parametrize("cause", IN_LETTERS, ids=lambda cause: cause.code)
def test_a_suggestion_may_stand_unless_it_has_blanks(cause: Cause, place: Whereabouts) -> None:
    text = suggest_reason(cause, place)

    assert checked(text, cause) == ("unfilled" if cause.states else "")


@pytest.mark.parametrize("cause", IN_LETTERS, ids=lambda cause: cause.code)
def test_a_blank_that_is_only_taken_away_is_no_answer(cause: Cause) -> None:
    text = suggest_reason(cause, PLACE).replace("…", "")

    assert checked(text, cause) == ("unstated" if cause.states else "")


@pytest.mark.parametrize(
    ("code", "filled"),
    [
        ("A3", ["05 tháng 11 năm 2026"]),
        ("A5", ["Trung tâm", "05/11/2026", "Phòng Kinh tế", "09/11/2026"]),
        *((code, ["Công an xã Mẫu", "12/KT", "05/11/2026"]) for code in ("B1", "B2")),
        *((code, ["Thuế cơ sở", "12", "05/11/2026"]) for code in ("B3",)),
        ("B4", ["UBND xã Mẫu", "12/UBND", "05/11/2026"]),
        ("C1", ["dùng chung", "08 giờ ngày 05/11/2026", "17 giờ cùng ngày", "3"]),
        ("D2", ["420"]),
        ("E1", ["12/UBND-KT", "05/11/2026"]),
        ("F2", ["05/11 và 06/11/2026"]),
        ("G1", ["mưa lũ", "05/11/2026", "06/11/2026"]),
    ],
)
def test_a_suggestion_filled_in_stands(code: str, filled: list[str]) -> None:
    text = suggest_reason(CAUSES[code], PLACE)
    assert text.count("…") == len(filled)
    for word in filled:
        text = text.replace("…", word, 1)

    assert checked(text, CAUSES[code]) == ""


@pytest.mark.parametrize("day", [date(2026, 2, 3), date(2026, 3, 12), date(2026, 12, 31)])
def test_days_are_written_as_in_letters(day: date) -> None:
    assert day_in_words(day) == Filters(load_wordbook()).ngay(day)


# From the dossier


def test_the_step_is_told_with_its_unit_and_nothing_is_kept(scene: Scene) -> None:
    scene.take(RECORD, exported=ASKED)

    found = suggested(scene, "A1")

    assert found == Suggestion(
        reason="Hồ sơ đang ở bước “Thẩm tra hồ sơ” tại Phòng Văn hóa - Xã hội; "
        "việc thẩm định hồ sơ chưa hoàn thành",
        new_due_on=date(2026, 11, 23),
        basis=ProposalBasis.DEFAULT,
    )
    assert rows(scene.store, letters) == []
    assert rows(scene.store, answers) == []


def test_without_a_cause_the_plain_state_is_the_reason(scene: Scene) -> None:
    scene.take(RECORD, exported=ASKED)

    found = suggested(scene)

    assert found.reason == "Hồ sơ đang ở bước “Thẩm tra hồ sơ” tại Phòng Văn hóa - Xã hội"


def test_since_when_is_told_of_a_step_whose_messages_tell_it(scene: Scene) -> None:
    steps = (said("2026-11-03 09:00", "Tiếp nhận"), said("2026-11-05 10:00", "Trình ký"))
    scene.take(RECORD, exported="2026-11-02 09:00")
    scene.take(summed(Record(row=1, code=CODE, steps=steps, source="progress")), exported=ASKED)

    assert suggested(scene).reason == (
        "Hồ sơ đang ở bước “Trình ký” tại Phòng Văn hóa - Xã hội từ ngày 05 tháng 11 năm 2026"
    )


def test_the_day_of_another_step_is_not_told(scene: Scene) -> None:
    steps = (said("2026-11-03 09:00", "Tiếp nhận"),)
    scene.take(RECORD, exported="2026-11-02 09:00")
    scene.take(
        summed(Record(row=1, code=CODE, steps=steps, source="progress")),
        exported="2026-11-03 10:00",
    )
    scene.take(RECORD, exported=ASKED)

    assert "“Thẩm tra hồ sơ” tại Phòng Văn hóa - Xã hội" in suggested(scene).reason
    assert "từ ngày" not in suggested(scene).reason


@pytest.mark.parametrize(
    "step",
    [
        pytest.param("Lê Quang Thạnh ký duyệt", id="an official"),
        pytest.param("Chờ bà Trần Thị Mẫu", id="a stranger"),
        pytest.param("Gọi 0000 123 456", id="a phone number"),
        pytest.param("Thẩm tra hồ sơ và…", id="an ellipsis"),
        pytest.param("", id="none"),
    ],
)
def test_a_step_that_no_letter_could_tell_is_left_out(scene: Scene, step: str) -> None:
    scene.take(replace(RECORD, step=step), exported=ASKED)

    assert suggested(scene).reason == (
        "Hồ sơ tiếp nhận ngày 02 tháng 11 năm 2026 đang được giải quyết tại "
        "Phòng Văn hóa - Xã hội"
    )


def test_a_dossier_that_only_its_date_is_known_of(scene: Scene) -> None:
    record = replace(RECORD, received_at=None, step="", procedure="", handler="", unit="")
    scene.take(record, exported=ASKED)

    found = suggested(scene)

    assert "cơ quan giải quyết" in found.reason
    assert (found.new_due_on, found.basis) == (date(2026, 11, 23), ProposalBasis.DEFAULT)


# The new date


def late_ones(number: int, *, days: int) -> list[Record]:
    """Return finished dossiers of the same procedure that took so many working days."""
    start = date(2026, 9, 3)
    end = CALENDAR_2026.working_day_after(start, days=days)
    return [
        replace(
            RECORD,
            code=f"H99.01-260903-{one:04d}",
            received_at=vn(f"{start} 08:00"),
            promised_at=vn("2026-09-17 17:00"),
            finished_at=vn(f"{end} 16:00"),
            status=Status.FINISHED,
        )
        for one in range(number)
    ]


def test_the_offices_own_history_goes_first(scene: Scene) -> None:
    scene.take(RECORD, *late_ones(10, days=12), exported=ASKED)

    found = suggested(scene, office=with_steps(scene.office))

    assert (found.new_due_on, found.basis) == (date(2026, 11, 18), ProposalBasis.HISTORY)


def test_the_steps_ahead_go_before_the_default(scene: Scene) -> None:
    scene.take(RECORD, *late_ones(9, days=12), exported=ASKED)

    found = suggested(scene, office=with_steps(scene.office))

    assert (found.new_due_on, found.basis) == (date(2026, 11, 20), ProposalBasis.STEPS)


def with_steps(office: Office) -> Office:
    directory = office.directory
    steps = (StepLimit("Thẩm tra hồ sơ", days_term(5)), StepLimit("Trình ký", days_term(2)))
    procedure = replace(directory.procedures["tro-cap"], steps=steps)
    procedures = {**directory.procedures, "tro-cap": procedure}
    return replace(office, directory=replace(directory, procedures=procedures))


def test_what_is_suggested_is_taken_as_an_answer(scene: Scene) -> None:
    scene.take(RECORD, exported=ASKED)
    found = suggested(scene, "A1")

    lateness = Lateness(cause="A1", reason=found.reason, new_due_on=found.new_due_on)
    drafted = scene.answer(ANSWERED, lateness=lateness)

    assert (drafted.reason, drafted.cause) == (found.reason, "A1")


# Who gets none


@pytest.mark.parametrize(
    ("cause", "why"),
    [
        pytest.param("Z9", "unknown_cause", id="no such cause"),
        pytest.param("C2", "cause", id="one that no letter names"),
    ],
)
def test_a_cause_that_no_letter_could_give_is_refused(
    scene: Scene, cause: str, why: str
) -> None:
    scene.take(RECORD, exported=ASKED)

    with pytest.raises(LetterError) as caught:
        suggested(scene, cause)

    assert caught.value.facts == {"reason": why, "dossier": CODE, "cause": cause}


def test_a_dossier_promised_again_gets_no_second_date(scene: Scene) -> None:
    scene.take(RECORD, exported=ASKED)
    scene.take(replace(RECORD, promised_at=vn("2026-11-20 17:00")), exported="2026-11-12 07:30")

    with pytest.raises(LetterError) as caught:
        suggested(scene, at="2026-11-12 09:00")

    assert caught.value.facts["reason"] == "second"


@pytest.mark.parametrize(
    ("record", "why"),
    [
        pytest.param(replace(RECORD, procedure="dat-dai"), "not_ours", id="another agency's"),
        pytest.param(
            replace(RECORD, status=Status.PAUSED_SUPPLEMENT), "no_deadline", id="paused"
        ),
        pytest.param(
            replace(RECORD, status=Status.FINISHED, finished_at=vn("2026-11-10 09:00")),
            "ended",
            id="in time",
        ),
    ],
)
def test_a_dossier_that_cannot_have_a_letter_gets_no_suggestion(
    scene: Scene, record: Record, why: str
) -> None:
    scene.take(record, exported=ASKED)

    with pytest.raises(LetterError) as caught:
        suggested(scene)

    assert caught.value.facts["reason"] == why


def test_an_unknown_dossier_is_told(scene: Scene) -> None:
    with pytest.raises(UnknownDossierError):
        suggested(scene, code="H99.01-261102-9999")

"""A file that comes back is the letter that it is, or nothing happens."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from monitor.domain.dossier import Status
from monitor.domain.errors import LetterError, UnknownDossierError
from monitor.domain.letter import Delivery, Letter, LetterState
from monitor.domain.letter_choices import Numbering
from monitor.domain.take_back import Examined, SignatureSeen
from monitor.flows.answer import answer_late, approve, refuse
from monitor.flows.issue import Signed
from monitor.flows.letter_ends import Ruling, replace_letter
from monitor.flows.take_back import HandedIn, record, take_back
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE
from tests.flows.scene import LATENESS, RECORD, Scene
from tests.notices.office import COMMUNE, CULTURE, a_directory

NOW = "2026-11-12 14:00"
DAY = date(2026, 11, 12)
OTHER = "H99.01-261102-0777"
FILE = b"%PDF-1.7 signed twice"
HANDED = HandedIn(content=FILE)
GOOD = SignatureSeen(
    certificate="signer",
    signed_at=vn("2026-11-12 09:00"),
    is_intact=True,
    is_valid=True,
    is_trusted=True,
    is_current=True,
    covers_file=False,
    allows_changes=True,
)
LAST = replace(GOOD, certificate="agency", covers_file=True)


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    scene = Scene(store)
    directory = a_directory(
        replace(COMMUNE, symbol="UBND", place="Tân Bình An"), replace(CULTURE, symbol="VHXH")
    )
    scene.office = replace(scene.office, directory=directory)
    scene.approved()
    return scene


def seen(scene: Scene, *, number: str = "07", day: str = "12", code: str = CODE) -> Examined:
    """Return what stands in the approved letter once it is numbered, dated and signed."""
    text = f"So: {number}/UBND-VHXH\nTân Bình An, ngay {day} thang 11 nam 2026\n{code}\n"
    return Examined(
        mark=scene.letter.mark,
        text=text,
        pages=1,
        signatures=(GOOD, LAST),
        has_roots=True,
    )


def shown(scene: Scene, examined: Examined, handed: HandedIn = HANDED) -> Letter:
    """Hand a file in of which this is seen."""
    scene.examiner.seen[handed.content] = examined
    return take_back(scene.outside, scene.office, handed, at=vn(NOW))


def refused(scene: Scene, examined: Examined, handed: HandedIn = HANDED) -> object:
    """Hand a file in that does not fit; nothing may come of it. Return why it does not."""
    before, files = scene.letter, dict(scene.shelf.files)
    with pytest.raises(LetterError) as caught:
        shown(scene, examined, handed)
    assert scene.letter == before
    assert (scene.queued, scene.shelf.files) == ({}, files)
    return caught.value.facts["reason"]


def without_mark(examined: Examined) -> Examined:
    return replace(examined, mark="")


def test_a_signed_file_is_the_letter_whose_mark_it_bears(scene: Scene) -> None:
    issued = shown(scene, seen(scene))

    assert issued == scene.letter
    assert (issued.state, issued.delivery) == (LetterState.ISSUED, Delivery.MAIL)
    assert (issued.number, issued.symbol, issued.dated_on) == ("07", "UBND-VHXH", DAY)
    assert not issued.is_scan
    with scene.store.reading() as work:
        assert work.letters.pdf(issued.signed_sha256) == FILE
    assert set(scene.queued.values()) == {"citizen_letter", "one_stop_notice"}


def test_a_file_without_a_mark_is_known_by_the_code_in_its_text(scene: Scene) -> None:
    assert shown(scene, without_mark(seen(scene))).state is LetterState.ISSUED


def test_a_file_made_anew_for_nobody_is_refused(scene: Scene) -> None:
    assert refused(scene, without_mark(seen(scene, code="H99.01"))) == "unknown_letter"


def test_a_file_that_names_two_approved_letters_is_refused(scene: Scene) -> None:
    second = replace(RECORD, code=OTHER)
    scene.take(RECORD, second, exported="2026-11-12 10:00")
    answer_late(scene.store, scene.office, OTHER, LATENESS, at=vn("2026-11-12 10:10"))
    approve(scene.store, scene.office, OTHER, by="thanh", at=vn("2026-11-12 10:20"))

    assert (
        refused(scene, without_mark(seen(scene, code=f"{CODE}\n{OTHER}"))) == "unknown_letter"
    )


def test_the_mark_of_no_letter_is_refused(scene: Scene) -> None:
    examined = replace(seen(scene), mark=f"{OTHER}/xin_loi/202611161700/1")

    assert refused(scene, examined) == "unknown_letter"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param({"pages": 0}, "no_pdf", id="no PDF"),
        pytest.param({"signatures": ()}, "unsigned", id="unsigned"),
        pytest.param({"signatures": (LAST,)}, "unsigned", id="one signature of two"),
        pytest.param(
            {"signatures": (GOOD, replace(LAST, is_intact=False))}, "bad_signature", id="torn"
        ),
        pytest.param(
            {"signatures": (GOOD, replace(LAST, is_trusted=False))}, "untrusted", id="untrusted"
        ),
        pytest.param(
            {"signatures": (GOOD, replace(LAST, covers_file=False))}, "changed", id="changed"
        ),
        pytest.param({"has_roots": False}, "no_roots", id="no trust roots"),
        pytest.param({"text": f"{CODE}\n"}, "text", id="another text"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(
    scene: Scene, changed: dict[str, object], reason: str
) -> None:
    examined: Examined = replace(seen(scene), **changed)  # type: ignore[arg-type]

    assert refused(scene, examined) == reason


def test_how_many_must_sign_is_the_offices_choice(scene: Scene) -> None:
    scene.choose(signatures=1)

    assert shown(scene, replace(seen(scene), signatures=(LAST,))).state is LetterState.ISSUED


@pytest.mark.parametrize(
    ("number", "day", "reason"),
    [("", "12", "no_number"), ("07", "11", "dated"), ("07", "13", "dated")],
    ids=["no number", "dated before the approval", "dated tomorrow"],
)
def test_number_and_day_must_be_there_and_possible(
    scene: Scene, number: str, day: str, reason: str
) -> None:
    assert refused(scene, seen(scene, number=number, day=day)) == reason


def test_a_number_beside_its_blank_is_told_by_the_clerk(scene: Scene) -> None:
    handed = replace(HANDED, number="7", dated_on=DAY)
    bare = seen(scene, number="", day="")
    bare = replace(bare, text=bare.text.replace("ngay  thang 11", "ngay thang") + "7\n12 11")

    assert shown(scene, bare, handed).shown_number == "07/UBND-VHXH"


def test_a_number_that_is_only_told_is_refused(scene: Scene) -> None:
    handed = replace(HANDED, number="7", dated_on=DAY)

    assert refused(scene, seen(scene, number=""), handed) == "no_number"


def test_a_file_that_cannot_be_read_is_refused_by_its_dossier_s_name(scene: Scene) -> None:
    assert refused(scene, Examined(), replace(HANDED, dossier=CODE)) == "unreadable"


def test_a_file_that_hides_what_was_approved_is_refused(scene: Scene) -> None:
    with scene.store.reading() as work:
        scene.examiner.covered[FILE] = work.letters.pdf(scene.letter.pdf_sha256)

    assert refused(scene, seen(scene)) == "covered"


def test_a_letter_whose_paper_is_not_laid_down_is_set_to_be_compared(scene: Scene) -> None:
    paper = replace(scene.letter, pdf_sha256="")
    with scene.store.reading() as work:
        scene.examiner.covered[FILE] = work.letters.pdf(scene.letter.pdf_sha256)
    with scene.store.writing() as work:
        work.letters.save(paper, was=paper.state)

    assert refused(scene, seen(scene)) == "covered"


@pytest.mark.parametrize(
    "changed", [{"mark": ""}, {"is_scan": True}], ids=["made anew", "scanned"]
)
def test_a_file_of_another_look_is_not_compared(scene: Scene, changed: dict[str, Any]) -> None:
    with scene.store.reading() as work:
        scene.examiner.covered[FILE] = work.letters.pdf(scene.letter.pdf_sha256)

    handed = replace(HANDED, number="7", dated_on=DAY)
    assert shown(scene, replace(seen(scene), **changed), handed).number == "07"


# Recorded as told


def recorded(scene: Scene, number: str, code: str = CODE) -> Letter:
    signed = Signed(number=number, dated_on=DAY, content=FILE)
    return record(scene.outside, scene.office, code, signed, at=vn(NOW))


@pytest.mark.parametrize(
    ("number", "shown_number"),
    [("1", "01/UBND-VHXH"), ("01", "01/UBND-VHXH"), ("7/BC-UBND", "07/BC-UBND")],
)
def test_a_number_recorded_is_written_as_one_taken_back(
    scene: Scene, number: str, shown_number: str
) -> None:
    scene.examiner.seen[FILE] = Examined(pages=1)

    assert recorded(scene, number).shown_number == shown_number


def test_a_number_s_twin_is_refused(scene: Scene) -> None:
    second = replace(RECORD, code=OTHER)
    scene.take(RECORD, second, exported="2026-11-12 10:00")
    answer_late(scene.store, scene.office, OTHER, LATENESS, at=vn("2026-11-12 10:10"))
    approve(scene.store, scene.office, OTHER, by="thanh", at=vn("2026-11-12 10:20"))
    scene.examiner.seen[FILE] = Examined(pages=1)
    recorded(scene, "1")

    with pytest.raises(LetterError) as caught:
        recorded(scene, "01", OTHER)

    assert caught.value.facts["reason"] == "number_taken"


@pytest.mark.parametrize(
    ("number", "pages", "reason"),
    [("7", 0, "unreadable"), ("7a", 1, "number"), ("7/..", 1, "number")],
    ids=["rubbish", "no number", "no symbol"],
)
def test_what_cannot_be_recorded_changes_nothing(
    scene: Scene, number: str, pages: int, reason: str
) -> None:
    before = scene.letter
    scene.examiner.seen[FILE] = Examined(pages=pages)

    with pytest.raises(LetterError) as caught:
        recorded(scene, number)

    assert caught.value.facts == {"reason": reason, "dossier": CODE}
    assert (scene.letter, scene.queued) == (before, {})


def test_what_the_clerk_tells_must_be_what_stands_there(scene: Scene) -> None:
    assert refused(scene, seen(scene), replace(HANDED, number="8")) == "other_number"


def test_a_scan_needs_to_be_told_what_it_is(scene: Scene) -> None:
    scan = Examined(is_scan=True, pages=1)
    told = replace(HANDED, dossier=CODE, number="7", dated_on=DAY)

    assert refused(scene, scan) == "unknown_letter"
    assert refused(scene, scan, replace(told, number=None)) == "no_number"
    issued = shown(scene, scan, told)

    assert (issued.is_scan, issued.number, issued.dated_on) == (True, "07", DAY)


def test_who_names_an_unknown_dossier_is_told(scene: Scene) -> None:
    with pytest.raises(UnknownDossierError):
        shown(scene, seen(scene), replace(HANDED, dossier="nobody's"))


def test_who_names_another_dossier_than_the_file_is_told(scene: Scene) -> None:
    examined = replace(seen(scene), mark=f"{CODE}/xin_loi/202611181700/1")

    assert refused(scene, examined, replace(HANDED, dossier=CODE)) == "mark"


def test_the_same_file_again_is_refused(scene: Scene) -> None:
    shown(scene, seen(scene))
    before = scene.letter

    with pytest.raises(LetterError) as caught:
        shown(scene, seen(scene))

    assert caught.value.facts["reason"] == "state"
    assert scene.letter == before


def test_a_letter_taken_back_by_its_approver_is_refused(scene: Scene) -> None:
    examined = seen(scene)
    refuse(
        scene.store, scene.office, CODE, by="thanh", why="xem lại", at=vn("2026-11-12 13:00")
    )

    assert refused(scene, examined) == "state"


def test_a_dossier_that_ended_meanwhile_gets_no_letter(scene: Scene) -> None:
    ended = replace(RECORD, status=Status.FINISHED, finished_at=vn("2026-11-12 10:00"))
    scene.take(ended, exported="2026-11-12 12:00")

    assert refused(scene, seen(scene)) == "ended"


def test_the_file_of_a_replaced_letter_is_not_the_one_in_its_place(scene: Scene) -> None:
    first = seen(scene)
    shown(scene, first)
    ruling = Ruling(by="thanh", why="bổ sung căn cứ")
    replace_letter(scene.store, scene.office, CODE, ruling, at=vn("2026-11-12 14:10"))
    scene.approve("2026-11-12 14:20")
    scene.apologise("2026-11-12 14:25")

    with pytest.raises(LetterError) as caught:
        shown(scene, first)
    second = replace(first, mark=f"{first.mark[:-1]}2", text=first.text.replace("07/", "08/"))
    issued = shown(scene, second, replace(HANDED, content=b"%PDF-1.7 corrected"))

    assert caught.value.facts["reason"] == "mark"
    assert (issued.version, issued.number) == (2, "08")


def test_an_office_that_numbers_by_itself_expects_its_own_number(scene: Scene) -> None:
    scene.choose(numbering=Numbering.OWN, numbering_decision="QD 12/QD-UBND")
    refuse(
        scene.store, scene.office, CODE, by="thanh", why="xem lại", at=vn("2026-11-12 09:00")
    )
    scene.answer("2026-11-12 09:10")
    scene.approve("2026-11-12 09:20")
    scene.apologise("2026-11-12 09:25")

    assert refused(scene, seen(scene, number="07")) in {"text", "other_number"}
    assert shown(scene, seen(scene, number="01")).number == "01"

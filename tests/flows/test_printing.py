"""What goes out on paper: one file a batch, marked only when somebody says so."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.directory import Unit
from monitor.domain.dossier import Applicant, ApplicantKind, Channel
from monitor.domain.errors import LetterError, RenderError
from monitor.domain.letter import Delivery, Letter, LetterKind, LetterState
from monitor.domain.paper import Cover, CoverLine
from monitor.domain.record import Record
from monitor.domain.take_back import Examined
from monitor.flows.answer import answer_in_time, answer_late, approve
from monitor.flows.issue import Signed, issue, mark_printed, mark_returned
from monitor.flows.letter_ends import Ruling, recall
from monitor.flows.printing import Batch, mark_batch_printed, print_batch
from monitor.flows.urging import urge_agency
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE
from tests.fakes import PlainLetters
from tests.flows.scene import LATENESS, RECORD, Scene
from tests.notices.office import COMMUNE, LAND, a_directory

ISSUED, PRINTED = "2026-11-12 14:00", "2026-11-12 16:00"
DAY = date(2026, 11, 12)
ON_PAPER = replace(RECORD, channel=Channel.IN_PERSON)
COOPERATIVE = Applicant(
    name="Hợp tác xã Mẫu", kind=ApplicantKind.ORGANISATION, address="Thôn 5"
)
OTHER = replace(ON_PAPER, code="H99.01-261102-0777", applicant=COOPERATIVE)
THIRD = replace(ON_PAPER, code="H99.01-261102-0778")
FOREIGN = replace(ON_PAPER, code="H99.01-261102-0900", procedure="dat-dai")
NAME = "20261112-1"
FILE = f"in-{NAME}.pdf"
RULING = Ruling(by="thanh", why="sai căn cứ")


class Printer(PlainLetters):
    """Remembers what was laid together."""

    laid: tuple[Cover, tuple[bytes, ...]]
    is_broken = False

    def batch(self, cover: Cover, letters: object) -> bytes:
        if self.is_broken:
            raise RenderError(document="batch", reason="torn")
        assert isinstance(letters, list)
        self.laid = (cover, tuple(letters))
        return super().batch(cover, letters)


@pytest.fixture
def printer() -> Printer:
    return Printer()


@pytest.fixture
def scene(store: SqlStore, printer: Printer) -> Scene:
    return Scene(store, letters=printer)


def issued(scene: Scene, *records: Record) -> None:
    """Have letters about these dossiers."""
    scene.take(*records, exported="2026-11-12 07:30")
    for one in records:
        if one.procedure == FOREIGN.procedure:
            at = vn("2026-11-12 08:00")
            urge_agency(scene.store, scene.office, one.code, at=at)
        else:
            at = vn("2026-11-12 08:00")
            answer_late(scene.store, scene.office, one.code, LATENESS, at=at)
        approve(scene.store, scene.office, one.code, by="thanh", at=vn("2026-11-12 08:30"))
        signed = Signed(number=number_of(one.code), dated_on=DAY, content=content(one.code))
        scene.examiner.seen[signed.content] = Examined(pages=1)
        issue(scene.outside, scene.office, one.code, signed, at=vn(ISSUED))


def number_of(code: str) -> str:
    return f"{code[-3:]}/UBND"


def content(code: str) -> bytes:
    return f"%PDF-1.7 {code} signed".encode()


def printed(scene: Scene, at: str = PRINTED) -> Batch:
    batch = print_batch(scene.outside, scene.office, at=vn(at))
    assert batch is not None
    return batch


def marked(scene: Scene, name: str = NAME) -> list[str]:
    done = mark_batch_printed(scene.outside, name, at=vn("2026-11-12 17:00"))
    return [one.dossier for one in done]


def letters(scene: Scene) -> dict[str, Letter]:
    with scene.store.reading() as work:
        return {one.dossier: one for one in work.letters.in_state()}


def test_all_that_waits_is_laid_into_one_file(scene: Scene, printer: Printer) -> None:
    issued(scene, ON_PAPER, OTHER, replace(THIRD, channel=Channel.ONLINE))

    batch = printed(scene)

    assert [one.dossier for one in batch.letters] == [CODE, OTHER.code]
    assert (batch.name, batch.file) == (NAME, FILE)
    assert printer.laid[1] == (content(CODE), content(OTHER.code))
    assert scene.shelf.files["print", FILE].startswith(b"%PDF-")
    assert {one.state for one in letters(scene).values()} == {LetterState.ISSUED}


def test_the_list_on_top_says_what_goes_to_whom(scene: Scene, printer: Printer) -> None:
    outside_agency(scene, replace(LAND, mailbox=""))
    issued(scene, ON_PAPER, OTHER, FOREIGN)

    printed(scene)

    cover, _ = printer.laid
    assert (cover.batch, cover.made_at, cover.issuer) == (NAME, vn(PRINTED), COMMUNE.name)
    assert {
        line.dossier: (line.number, line.addressee, line.address) for line in cover.lines
    } == {
        CODE: ("001/UBND", "Phạm Hữu Tường", "Thôn 4"),
        OTHER.code: ("777/UBND", "Hợp tác xã Mẫu", "Thôn 5"),
        FOREIGN.code: ("900/UBND", LAND.name, ""),
    }
    assert isinstance(cover.lines[0], CoverLine)
    assert {line.dated_on for line in cover.lines} == {DAY}


def test_without_a_letter_there_is_no_batch(scene: Scene) -> None:
    issued(scene, RECORD)

    assert print_batch(scene.outside, scene.office, at=vn(PRINTED)) is None
    assert scene.shelf.names("print") == []


def test_a_file_that_cannot_be_laid_down_leaves_no_batch(
    scene: Scene, printer: Printer
) -> None:
    issued(scene, ON_PAPER)
    printer.is_broken = True
    with pytest.raises(RenderError):
        printed(scene)
    printer.is_broken = False

    assert printed(scene).name == NAME


def test_what_was_not_said_to_be_printed_is_printed_again(scene: Scene) -> None:
    issued(scene, ON_PAPER)

    first, second = printed(scene), printed(scene)
    tomorrow = printed(scene, "2026-11-13 08:00")

    assert first.letters == second.letters == tomorrow.letters
    assert [first.name, second.name, tomorrow.name] == [NAME, "20261112-2", "20261113-1"]
    assert batch_files(scene) == ["in-20261113-1.pdf"]


def batch_files(scene: Scene) -> list[str]:
    return [name for name in scene.shelf.names("print") if name.startswith("in-")]


def test_a_batch_whose_letters_are_marked_singly_is_taken_away(scene: Scene) -> None:
    issued(scene, ON_PAPER, OTHER)
    for _ in range(10):  # the tenth comes behind the ninth, though not in the alphabet
        printed(scene)

    mark_printed(scene.outside, CODE, at=vn("2026-11-12 16:10"))
    half = batch_files(scene)
    mark_printed(scene.outside, OTHER.code, at=vn("2026-11-12 16:20"))

    assert (half, batch_files(scene)) == (["in-20261112-10.pdf"], [])


def faults(scene: Scene) -> dict[str, str]:
    with scene.store.reading() as work:
        return {name: detail for name, (_, detail) in work.done.faults().items()}


def test_a_letter_whose_file_cannot_be_read_is_left_out_and_told(scene: Scene) -> None:
    issued(scene, ON_PAPER, OTHER)
    whole = scene.examiner.seen.pop(content(CODE))
    with scene.store.writing() as work:
        work.done.fault("post", at=vn(ISSUED), detail="another's")

    batch = printed(scene)
    told = faults(scene)
    scene.examiner.seen[content(CODE)] = whole
    mended = printed(scene)

    assert [one.dossier for one in batch.letters] == [OTHER.code]
    assert [one.dossier for one in batch.left_out] == [CODE]
    assert set(told) == {f"print/{CODE}", "post"}
    assert CODE in told[f"print/{CODE}"]
    assert ([one.dossier for one in mended.letters], mended.left_out) == (
        [CODE, OTHER.code],
        (),
    )
    assert set(faults(scene)) == {"post"}


def test_without_a_file_that_can_be_read_nothing_is_laid_down(scene: Scene) -> None:
    issued(scene, ON_PAPER)
    scene.examiner.seen.clear()

    batch = printed(scene)

    assert (batch.name, batch.letters, batch.file) == ("", (), "")
    assert [one.dossier for one in batch.left_out] == [CODE]
    assert batch_files(scene) == []


def test_a_batch_is_marked_when_somebody_says_so(scene: Scene) -> None:
    issued(scene, ON_PAPER, OTHER)
    printed(scene)

    assert marked(scene) == [CODE, OTHER.code]

    for one in letters(scene).values():
        assert (one.state, one.delivery) == (LetterState.DELIVERED, Delivery.PRINT)
        assert one.delivered_at == vn("2026-11-12 17:00")
    assert scene.shelf.names("print") == []
    assert scene.shelf.names("signed") == [f"{CODE}.pdf", f"{OTHER.code}.pdf"]


def test_a_letter_issued_since_is_not_in_the_batch(scene: Scene) -> None:
    issued(scene, ON_PAPER)
    printed(scene)
    mark_printed(scene.outside, CODE, at=vn("2026-11-12 16:10"))
    issued(scene, OTHER)

    assert marked(scene) == []
    assert letters(scene)[OTHER.code].state is LetterState.ISSUED
    assert [one.dossier for one in printed(scene).letters] == [OTHER.code]


def test_what_was_marked_or_recalled_meanwhile_is_left_as_it_is(scene: Scene) -> None:
    issued(scene, ON_PAPER, OTHER, THIRD)
    printed(scene)
    by_hand = mark_printed(scene.outside, CODE, at=vn("2026-11-12 16:10"))
    recall(scene.outside, scene.office, OTHER.code, RULING, at=vn("2026-11-12 16:20"))

    assert marked(scene) == [THIRD.code]

    assert letters(scene)[CODE] == by_hand
    assert letters(scene)[OTHER.code].state is LetterState.RECALLED


def test_marking_twice_does_nothing(scene: Scene) -> None:
    issued(scene, ON_PAPER)
    printed(scene)
    marked(scene)
    before = letters(scene)

    assert marked(scene) == []
    assert letters(scene) == before


def test_a_letter_of_a_batch_counts_though_a_newer_question_stands(scene: Scene) -> None:
    issued(scene, ON_PAPER, OTHER)
    printed(scene)
    at = vn("2026-11-12 16:10")
    asked = answer_in_time(scene.store, scene.office, CODE, by="hoa", at=at)

    assert scene.letter == asked
    assert marked(scene) == [CODE, OTHER.code]


def test_an_unknown_batch_is_said(scene: Scene) -> None:
    with pytest.raises(LetterError) as caught:
        marked(scene, "20261112-9")

    assert caught.value.facts == {"reason": "no_batch", "batch": "20261112-9"}


def test_a_letter_whose_mail_came_back_is_printed(scene: Scene) -> None:
    issued(scene, RECORD)
    scene.send("2026-11-12 14:05")
    scene.apologise("2026-11-12 14:10")
    mark_returned(scene.outside, CODE, at=vn("2026-11-12 15:00"))

    assert [one.dossier for one in printed(scene).letters] == [CODE]
    assert marked(scene) == [CODE]


# The slip to the agency that decides


def outside_agency(scene: Scene, agency: Unit) -> None:
    scene.office = replace(scene.office, directory=a_directory(agency))


@pytest.mark.parametrize(
    ("mailbox", "delivery"),
    [(LAND.mailbox, Delivery.MAIL), ("", Delivery.PRINT)],
    ids=["by mail", "on paper"],
)
def test_a_slip_goes_to_the_agency(scene: Scene, mailbox: str, delivery: Delivery) -> None:
    outside_agency(scene, replace(LAND, mailbox=mailbox))

    issued(scene, FOREIGN)

    letter = letters(scene)[FOREIGN.code]
    assert (letter.kind, letter.delivery) == (LetterKind.URGING, delivery)
    assert scene.queued == ({mailbox: "agency_slip"} if mailbox else {})
    if delivery is Delivery.PRINT:
        assert [one.dossier for one in printed(scene).letters] == [FOREIGN.code]
    else:
        scene.send("2026-11-12 14:05")
        assert scene.apologise("2026-11-12 14:10").delivered == 1

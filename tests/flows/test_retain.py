"""Names of dossiers closed long ago go; figures, dates, numbers and codes stay."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from monitor.domain.dossier import Applicant, Status
from monitor.domain.handed import Handed, HandWay
from monitor.domain.message import MessageState, Outcome, Phase, Reply
from monitor.domain.note import Note, NoteKind, Way
from monitor.domain.numbering import Series
from monitor.domain.personal import BLANKED
from monitor.domain.record import Reject
from monitor.domain.take_back import Examined
from monitor.domain.workbook import Answered, Line, Part, Workbook
from monitor.flows.ingest import ingest
from monitor.flows.issue import mark_returned
from monitor.flows.last_judged import TICK
from monitor.flows.letter_paper import LETTERS, citizen_key, letter_key
from monitor.flows.printing import print_batch
from monitor.flows.retain import (
    RETENTION,
    Retained,
    believed,
    months_before,
    retain,
    retain_due,
)
from monitor.ports.store import Work
from monitor.store.backups import Backups
from monitor.store.engine import SQLITE
from monitor.store.office_files import OfficeFiles
from monitor.store.tables import metadata
from monitor.store.work import SqlStore
from reports.canonical import canonical
from tests.builders import vn
from tests.exports import CODE, a_file, a_record
from tests.fakes import DyingStore, KilledError
from tests.flows.bureau import Bureau
from tests.flows.scene import APPLICANT, LATENESS, RECORD, SIGNED, Scene
from tests.notices.office import DIRECTORY
from tests.outbox import LEASE, a_message, an_end
from tests.stores import file_of

DONE = "2026-11-20 15:00"
LATER = "2028-02-01 03:00"
BEFORE = vn("2028-01-01 00:00")
NEWS = "2026-11-22 07:30"
NOWHERE = OfficeFiles(database=Path(), var=Path(), workbooks=Path())
NAMED = "Ông Phạm Hữu Tường đã gọi điện, đề nghị trả sớm"
STRANGER = "Bà Trần Thị Lạ nộp thay, đã nhận giấy hẹn tại quầy"
PLAIN = "Đơn vị đã chuyển hồ sơ cho bộ phận thẩm tra, sẽ trả đúng ngày hẹn mới"


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    """Return an office with a letter issued, its dossier finished and collected."""
    scene = Scene(store)
    scene.approved(replace(RECORD, applicant=replace(APPLICANT, phone="0900 000 111")))
    scene.issue("2026-11-12 09:00")
    scene.send("2026-11-12 09:05")
    over = replace(RECORD, status=Status.RETURNED, finished_at=vn(DONE), collected_at=vn(DONE))
    scene.take(over, exported="2026-11-21 07:30")
    return scene


def show_the_time(scene: Scene, exported: str = "2028-02-01 02:00") -> None:
    """Take an export in, so that the clock is believed."""
    new = a_record("NEW", promised="2029-12-20 17:00", applicant=Applicant(name="Ẩn Danh Mới"))
    scene.take(new, exported=exported)


def every_byte(store: SqlStore) -> bytes:
    """Return what lies in the database's files."""
    path = file_of(store.engine)
    return b"".join(one.read_bytes() for one in sorted(path.parent.glob(f"{path.name}*")))


def names_left(store: SqlStore) -> dict[str, str]:
    """Return the cells of all tables that still tell of the applicant."""
    told = (APPLICANT.name, APPLICANT.mailbox, APPLICANT.address, "0900 000 111")
    return {name: text for name, text in cells(store) if any(one in text for one in told)}


def cells(store: SqlStore) -> list[tuple[str, str]]:
    """Return every cell of every table, each by its table and column, as text."""
    with store.engine.connect() as connection:
        return [
            (f"{table.name}.{name}", said(value))
            for table in metadata.tables.values()
            for row in connection.execute(select(table)).mappings()
            for name, value in row.items()
        ]


def said(value: object) -> str:
    return value.decode(errors="ignore") if isinstance(value, bytes) else str(value)


def test_who_applied_is_known_before_and_not_after(scene: Scene) -> None:
    before = names_left(scene.store)

    done = retain(scene.outside, before=BEFORE, at=vn(LATER))

    assert {"applicants.name", "pdf_bytes.bytes", "message_bytes.bytes"} <= set(before)
    assert done.dossiers == 1
    assert names_left(scene.store) == {}


def test_what_figures_and_the_register_rest_on_is_as_it_was(scene: Scene) -> None:
    letter, dossier = scene.letter, scene.dossier
    retain(scene.outside, before=BEFORE, at=vn(LATER))

    assert (scene.letter, scene.dossier) == (letter, dossier)
    assert (letter.number, letter.signed_sha256) == ("118", scene.letter.signed_sha256)
    with scene.store.reading() as work:
        assert work.letters.pdf(letter.signed_sha256) == b""
        mail = work.outbox.find(citizen_key(letter))
        notice = work.outbox.find(f"{letter_key(letter)}/one-stop")
    assert mail is not None
    assert (mail.state, mail.recipient) == (MessageState.SENT, "")
    assert notice is not None
    assert notice.recipient != ""


def test_not_a_byte_of_the_name_is_left_in_the_files(scene: Scene) -> None:
    if scene.store.engine.dialect.name != SQLITE:
        pytest.skip("the files of a server are its own: it clears them when it sees fit")
    assert APPLICANT.name.encode() in every_byte(scene.store)

    show_the_time(scene)
    keeper = Backups(scene.store.engine, NOWHERE, Path(), keep=None, program="")
    retain_due(replace(scene.outside, keeper=keeper), months=12, at=vn(LATER))

    left = every_byte(scene.store)
    assert not [one for one in (APPLICANT.name, APPLICANT.mailbox) if one.encode() in left]


def test_a_second_time_finds_nothing(scene: Scene) -> None:
    retain(scene.outside, before=BEFORE, at=vn(LATER))

    assert retain(scene.outside, before=BEFORE, at=vn(LATER)) == Retained()


def test_one_closed_since_and_one_open_keep_their_names(scene: Scene) -> None:
    scene.take(a_record("NEW", promised="2027-12-20 17:00", applicant=APPLICANT), exported=NEWS)

    done = retain(scene.outside, before=vn("2026-11-20 15:00"), at=vn(LATER))
    later = retain(scene.outside, before=BEFORE, at=vn(LATER))

    assert (done.dossiers, later.dossiers) == (0, 1)
    with scene.store.reading() as work:
        assert work.dossiers.applicant("NEW") == APPLICANT


def test_a_letter_still_on_its_way_keeps_its_dossier(scene: Scene) -> None:
    with scene.store.writing() as work:
        work.outbox.add([replace(a_message("x"), key=f"letter/{CODE}/1/citizen")])

    assert retain(scene.outside, before=BEFORE, at=vn(LATER)).dossiers == 0


def test_a_letter_that_was_refused_can_go_out_no_more(scene: Scene) -> None:
    key = f"letter/{CODE}/1/citizen"
    with scene.store.writing() as work:
        work.outbox.add([replace(a_message("x"), key=key)])
        taken = work.delivery.claim(at=vn("2026-11-22 08:00"), limit=9, lease=LEASE)
        reply = Reply(outcome=Outcome.PERMANENT, phase=Phase.ENVELOPE)
        work.delivery.settle([an_end(taken[0], reply)], at=vn("2026-11-22 08:00"))

    retain(scene.outside, before=BEFORE, at=vn(LATER))

    with scene.store.reading() as work:
        found = work.outbox.find(key)
    assert found is not None
    assert found.state is MessageState.SUPERSEDED


def test_an_old_export_brings_nothing_back_and_one_that_opens_it_again_does(
    scene: Scene,
) -> None:
    over = replace(RECORD, status=Status.RETURNED, finished_at=vn(DONE), collected_at=vn(DONE))
    retain(scene.outside, before=BEFORE, at=vn(LATER))

    scene.take(replace(over, procedure_name="Tên khác"), exported="2026-11-21 07:30")
    scene.take(replace(over, step="Trả kết quả"), exported="2028-02-02 07:30")
    blank = applicant_of(scene)
    scene.take(replace(RECORD, status=Status.IN_PROGRESS), exported="2028-02-03 07:30")

    assert (blank.name, blank.mailbox) == ("", "")
    assert applicant_of(scene).name == APPLICANT.name


def applicant_of(scene: Scene) -> Applicant:
    with scene.store.reading() as work:
        found = work.dossiers.applicant(CODE)
    assert found is not None
    return found


def test_texts_that_tell_of_a_person_go_and_others_stay(scene: Scene) -> None:
    with scene.store.writing() as work:
        (one, *_) = work.findings.of(CODE)
        for text in (NAMED, PLAIN, STRANGER, BLANKED):
            note = Note(
                kind=NoteKind.EXPLAINED, by="hoa", at=vn(DONE), text=text, way=Way.COMMAND
            )
            work.findings.add_note(one.id, note)
        work.handed.keep(
            Handed(
                dossier=CODE,
                unit="VHXH",
                about="result",
                way=HandWay.CALL,
                by="hoa",
                at=vn(DONE),
                note="Gọi số 0900 000 111, người nhà nghe máy",
            )
        )
        mark = scene.letter.mark
        work.numbers.bind(Series(issuer="XA", year=2026, symbol="UBND"), mark, at=vn(DONE))
        work.numbers.void(mark, why=f"Sai tên {APPLICANT.name}")
        keep_answers(work, one.id)

    retain(scene.outside, before=BEFORE, at=vn(LATER))

    with scene.store.reading() as work:
        said = [note.text for note in work.findings.of(CODE)[0].notes]
        handed = work.handed.newest(1)[0].note
        void = work.numbers.list(year=2026)[0].void_for
        answers = [
            work.workbooks.last_answer(part, target, "")
            for part, target in ((Part.ANSWERS, CODE), (Part.FINDINGS, str(one.id)))
        ]
    assert said == [BLANKED, PLAIN, BLANKED, BLANKED]
    assert (handed, void) == (BLANKED, BLANKED)
    assert [one and one.said for one in answers] == [
        {"answer": "late", "reason": BLANKED},
        {"manner": "explained", "text": BLANKED},
    ]
    assert scene.letter.reason == LATENESS.reason


def keep_answers(work: Work, finding: int) -> None:
    made = vn("2026-11-20 07:00")
    lines = (
        (Part.ANSWERS, CODE, {"answer": "late", "reason": NAMED}),
        (Part.FINDINGS, str(finding), {"manner": "explained", "text": NAMED}),
    )
    told = tuple(Line(part=part, target=target) for part, target, _ in lines)
    book = Workbook(
        id="VHXH/1", unit="VHXH", unit_name="", day=made.date(), made_at=made, lines=told
    )
    work.workbooks.add(book)
    for part, target, said in lines:
        work.workbooks.keep(
            Answered(
                workbook=book.id,
                part=part,
                target=target,
                basis="",
                said=said,
                by="hoa",
                made_at=made,
                saved_at=made,
                at=made,
            )
        )


def test_papers_leave_the_shelf(scene: Scene) -> None:
    mark_returned(scene.outside, CODE, at=vn("2026-11-21 09:00"))
    scene.examiner.seen[SIGNED.content] = Examined(pages=1)
    printed = print_batch(scene.outside, scene.office, at=vn("2026-11-21 10:00"))
    scene.shelf.put(LETTERS, f"{CODE}-trinh-ky.pdf", b"x")
    scene.shelf.put("reports", "thang-11.pdf", b"x")
    assert printed is not None
    assert ("print", printed.file) in scene.shelf.files

    retain(scene.outside, before=BEFORE, at=vn(LATER))

    assert set(scene.shelf.files) == {("reports", "thang-11.pdf")}


def test_rows_refused_and_mails_long_ago_are_emptied(scene: Scene) -> None:
    wrong = Reject(row=3, column="Ngày hẹn", value="Nguyễn Thị Lạ 30/02", reason="no_date")
    taken = a_file(wrong, a_record("B"), exported="2026-11-21 08:00", source="list")
    ingest(scene.store, DIRECTORY, taken, max_reject_share=1, at=vn("2026-11-21 08:00"))
    with scene.store.writing() as work:
        work.outbox.add([a_message("digest")])
    scene.send("2026-11-21 08:30")

    done = retain(scene.outside, before=BEFORE, at=vn(LATER))

    assert (done.cells, done.mails) == (1, 1)
    with scene.store.reading() as work:
        mail = work.outbox.find(a_message("digest").key)
        assert mail is not None
        assert work.outbox.content(mail.id) == b""
    assert "Nguyễn Thị Lạ" not in str(cells(scene.store))


@pytest.mark.parametrize("months", [0, 12])
def test_it_is_done_once_a_day_where_the_office_wants_it(scene: Scene, months: int) -> None:
    show_the_time(scene)
    first = retain_due(scene.outside, months=months, at=vn(LATER))
    second = retain_due(scene.outside, months=months, at=vn("2028-02-01 04:00"))

    assert first.dossiers == (1 if months else 0)
    assert second == Retained()
    with scene.store.reading() as work:
        assert (RETENTION in work.done.beats()) == bool(months)


def test_a_clock_that_runs_ahead_blanks_nothing(scene: Scene) -> None:
    done = [
        retain_due(scene.outside, months=12, at=vn(at)) for at in (LATER, "2028-02-02 03:00")
    ]

    assert done == [Retained(), Retained()]
    assert applicant_of(scene).name == APPLICANT.name


def test_exports_dated_by_such_a_clock_blank_nothing_either(scene: Scene) -> None:
    with scene.store.writing() as work:
        work.done.beat(TICK, at=vn("2026-11-22 08:00"))
    show_the_time(scene)

    first = retain_due(scene.outside, months=12, at=vn(LATER))
    with scene.store.writing() as work:
        work.done.beat(TICK, at=vn(LATER))
        believed_then = work.done.beats()[RETENTION][0]
    second = retain_due(scene.outside, months=12, at=vn("2028-02-02 03:00"))

    assert (first, second) == (Retained(), Retained())
    assert believed_then == vn("2026-11-25 08:00")
    with scene.store.reading() as work:
        assert believed(work, at=vn(LATER)) == vn("2026-12-01 08:00")


def test_where_nothing_is_known_the_clock_is_believed(store: SqlStore) -> None:
    with store.reading() as work:
        assert believed(work, at=vn(LATER)) == vn(LATER)


def test_killed_half_way_the_next_call_goes_on(scene: Scene) -> None:
    for at in range(1, 5):
        dying = DyingStore(scene.store, at=at)
        with pytest.raises(KilledError):
            retain(replace(scene.outside, store=dying), before=BEFORE, at=vn(LATER))

    retain(scene.outside, before=BEFORE, at=vn(LATER))

    assert names_left(scene.store) == {}


@pytest.mark.parametrize(
    ("months", "since"),
    [
        pytest.param(1, "2028-01-01 00:00", id="a month"),
        pytest.param(2, "2027-12-01 00:00", id="over the new year"),
        pytest.param(24, "2026-02-01 00:00", id="two years"),
    ],
)
def test_months_are_whole(months: int, since: str) -> None:
    assert months_before(vn(LATER), months) == vn(since)


def test_a_remade_report_is_the_same_to_the_byte(store: SqlStore) -> None:
    scene = Scene(store)
    scene.approved()
    scene.issue("2026-11-12 09:00")
    scene.look("2026-11-17 08:00")
    over = replace(RECORD, status=Status.RETURNED, finished_at=vn(DONE), collected_at=vn(DONE))
    scene.take(over, exported="2026-12-01 07:30")
    with store.writing() as work:
        for finding in work.findings.of(CODE):
            note = Note(
                kind=NoteKind.EXPLAINED, by="hoa", at=vn(DONE), text=NAMED, way=Way.COMMAND
            )
            work.findings.add_note(finding.id, note)
    before = figures_of(scene)

    retain(scene.outside, before=BEFORE, at=vn(LATER))

    assert figures_of(scene) == before
    assert "Hữu Tường" not in before.decode()


def figures_of(scene: Scene) -> bytes:
    return canonical(Bureau(scene.store, office=scene.office).figures())

"""A letter's whole life at the command line, from the question to the citizen."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from tests.cli.conftest import MORNING
from tests.offices import (
    APPLICANT,
    CODE,
    FOREIGN,
    MAILBOX,
    PAPER,
    FolderOffice,
    a_message,
    lay_messages,
    three_messages,
)

REASON = "Chi nhánh đất đai chưa gửi kết quả trích đo đã đề nghị tại văn bản 12/KT ngày 05/11"
LATE = ("--late", "--cause", "B2", "--text", REASON, "--new-date", "2026-11-23")


def at(clock: str, day: str = "11") -> tuple[str, str]:
    return "--at", f"2026-11-{day}T{clock}"


def answer(office: FolderOffice, code: str = CODE) -> str:
    return office.done("letters", "answer", code, *LATE, *at("09:00"))


def approve(office: FolderOffice, code: str = CODE) -> None:
    answer(office, code)
    office.done("letters", "approve", code, "--by", "thanh", *at("10:00"))


def approved(office: FolderOffice) -> Path:
    """Bring a letter to the signer's desk, and return the paper that lies there."""
    approve(office)
    office.done("tick", *at("10:05"))
    return office.var / "letters" / f"{CODE}-trinh-ky.pdf"


def signed(office: FolderOffice) -> Path:
    """Return a file that stands for the signed one."""
    path = office.folder / "signed.pdf"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(path)
    return path


def record(office: FolderOffice, paper: Path, code: str = CODE) -> str:
    words = ("--number", "01/UBND-KT", "--date", "11/11/2026", "--file", paper)
    return office.done("letters", "record", code, *words, *at("11:00"))


def state(office: FolderOffice, code: str = CODE) -> str:
    found = {one["dossier"]: str(one["state"]) for one in office.json("letters", "list")}
    return found[code]


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(
            re.sub(r"\s+", " ", page.get_textpage().get_text_range()) for page in document
        )
    finally:
        document.close()


def mails_of(office: FolderOffice, names: list[str]) -> list[EmailMessage]:
    return [
        message_from_bytes((office.folder / "mail" / name).read_bytes(), policy=policy.default)
        for name in names
    ]


def content_of(mail: EmailMessage, kind: str) -> str:
    parts = [part for part in mail.walk() if part.get_content_type() == kind]
    return str(parts[0].get_content())


def shelves(office: FolderOffice) -> dict[str, list[str]]:
    return {
        name: sorted(path.name for path in (office.var / name).glob("*"))
        for name in ("letters", "signed", "print")
    }


def test_from_the_question_to_the_citizen(busy: FolderOffice) -> None:
    assert state(busy) == "asked"

    assert answer(busy) == f"Hồ sơ {CODE}: dự thảo.\n"
    busy.done("tick", *at("09:05"))
    assert shelves(busy)["letters"] == [f"{CODE}-du-thao.pdf"]
    draft = text_of((busy.var / "letters" / f"{CODE}-du-thao.pdf").read_bytes())
    assert "DỰ THẢO" in draft
    assert "trích đo" in draft

    told = busy.done(
        "letters", "refuse", CODE, "--by", "thanh", "--reason", "Ghi rõ ngày", *at("09:30")
    )
    assert told == f"Hồ sơ {CODE}: bị từ chối.\n"
    assert "lý do: Ghi rõ ngày" in busy.done("letters", "list")
    busy.done("tick", *at("09:35"))
    assert shelves(busy)["letters"] == []

    paper = approved(busy)
    assert shelves(busy)["letters"] == [f"{paper.stem}.docx", paper.name]
    assert "DỰ THẢO" not in text_of(paper.read_bytes())

    assert record(busy, paper) == f"Hồ sơ {CODE}: đã ban hành.\n"
    assert "hẹn lại 23/11/2026, số 01/UBND-KT ngày 11/11/2026" in busy.done("letters", "list")
    before = busy.mails
    busy.done("tick", *at("11:05"))
    assert len(busy.mails) == len(before) + 2
    assert state(busy) == "issued"
    busy.done("tick", *at("11:10"))
    assert state(busy) == "delivered"
    assert shelves(busy) == {"letters": [], "signed": [f"{CODE}.pdf"], "print": []}

    mails = mails_of(busy, sorted(set(busy.mails) - set(before)))
    citizen = next(mail for mail in mails if MAILBOX in str(mail["To"]))
    assert APPLICANT in content_of(citizen, "text/plain")
    files = [part.get_payload(decode=True) for part in citizen.iter_attachments()]
    assert files == [(busy.var / "signed" / f"{CODE}.pdf").read_bytes()]
    assert any("motcua@vidu.example" in str(mail["To"]) for mail in mails)
    assert "Hạn đang dùng: 17:00 23/11/2026" in busy.done("explain", CODE, *at("11:15"))


def test_a_dossier_on_paper_goes_to_the_print_queue(busy: FolderOffice) -> None:
    approve(busy, PAPER)

    record(busy, signed(busy), PAPER)

    assert shelves(busy) == {"letters": [], "signed": [], "print": [f"{PAPER}.pdf"]}
    told = busy.done("letters", "printed", PAPER, *at("15:00"))
    assert told == f"Hồ sơ {PAPER}: đã đến người dân.\n"
    assert shelves(busy) == {"letters": [], "signed": [f"{PAPER}.pdf"], "print": []}


def test_in_time_is_an_answer_too(busy: FolderOffice) -> None:
    told = busy.done("letters", "answer", CODE, "--in-time", "--by", "tam", *at("09:00"))

    assert told == f"Hồ sơ {CODE}: báo kịp.\n"
    found = busy.json("letters", "list", "--state", "in_time")
    assert [one["answered_by"] for one in found] == ["tam"]


def test_a_result_that_waits_to_be_entered_is_an_answer_too(busy: FolderOffice) -> None:
    told = busy.done("letters", "answer", CODE, "--has-result", "--by", "tam", *at("09:00"))

    assert told == f"Hồ sơ {CODE}: báo đã có kết quả, chưa kết thúc trên Hệ thống.\n"
    assert "báo đã có kết quả" in busy.done("letters", "list", "--state", "in_time")
    (found,) = busy.json("letters", "list", "--state", "in_time")
    assert (found["answered_by"], found["cause"]) == ("tam", "C2")


def test_a_letter_is_withdrawn_when_the_result_comes_in_time(busy: FolderOffice) -> None:
    answer(busy)
    done = a_message(TrangThaiHoSo="9", NgayKetThucXuLy="20261111100000")
    lay_messages(busy.inbox, [done], at="2026-11-11 10:30")

    busy.done("tick", *at("10:35"))

    assert state(busy) == "withdrawn"
    assert shelves(busy)["letters"] == []


def test_the_agency_that_decides_is_urged_by_a_slip_of_its_own(office: FolderOffice) -> None:
    lay_messages(office.inbox, three_messages(), at="2026-11-17 07:10")
    office.done("tick", *at("07:15", "17"))

    found = {one["dossier"]: one for one in office.json("letters", "list")}
    assert (found[FOREIGN]["kind"], found[FOREIGN]["state"]) == ("don_doc", "draft")
    assert "thuộc Chi nhánh Đất đai Ví Dụ" in office.done("letters", "list")
    draft = office.var / "letters" / f"{FOREIGN}-du-thao.pdf"
    assert "Chi nhánh Đất đai Ví Dụ" in text_of(draft.read_bytes())


@pytest.mark.parametrize(
    ("args", "told"),
    [
        pytest.param(
            ["answer", "H99", "--in-time"], "Không có hồ sơ nào mang mã", id="no such dossier"
        ),
        pytest.param(
            ["answer", FOREIGN, "--in-time"],
            "do Chi nhánh Đất đai Ví Dụ giải quyết",
            id="another agency's",
        ),
        pytest.param(["answer", CODE, *LATE, "--cause", "Z9"], "mã Z9", id="no such cause"),
        pytest.param(
            ["answer", CODE, *LATE, "--text", "do khách quan"],
            "quá chung chung; đề nghị nêu cụ thể, ít nhất 8 chữ",
            id="a hollow reason",
        ),
        pytest.param(
            ["answer", CODE, *LATE, "--new-date", "24/11/2026"],
            "Ngày hẹn mới 24/11/2026",
            id="a day off",
        ),
        pytest.param(
            ["answer", CODE, *LATE, "--new-date", "16/11/2026"],
            "không sau ngày hẹn cũ",
            id="no later day",
        ),
        pytest.param(
            ["answer", CODE, *LATE, "--new-date", "01/01/2099"],
            "chưa có năm 2099",
            id="a day beyond the calendar",
        ),
        pytest.param(["approve", CODE, "--by", "thanh"], "đang ở trạng thái", id="no draft"),
        pytest.param(["approve", CODE, "--by", "tam"], "“tam” không phải", id="no signer"),
        pytest.param(["approve", FOREIGN, "--by", "thanh"], "chưa có văn bản", id="no letter"),
        pytest.param(
            ["refuse", CODE, "--by", "thanh", "--reason", "x"], "đã hỏi", id="nothing to refuse"
        ),
        pytest.param(
            ["refuse", CODE, "--by", "thanh", "--reason", " "], "thêm --reason", id="no reason"
        ),
        pytest.param(
            ["refuse", CODE, "--by", "tam", "--reason", "x"],
            "“tam” không phải",
            id="who may not",
        ),
        pytest.param(["printed", CODE], "đã đến người dân", id="nothing printed"),
    ],
)
def test_a_step_that_cannot_be_taken_is_told_and_changes_nothing(
    busy: FolderOffice, args: list[str], told: str
) -> None:
    result = busy.call("letters", *args, *at("09:00"))

    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr
    assert result.stderr.count("\n") == 1
    assert state(busy) == "asked"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        pytest.param({"--number": "  "}, "để trống hoặc sai dạng", id="no number"),
        pytest.param({"--number": "01\r\nBcc: x"}, "sai dạng", id="a number on two lines"),
        pytest.param({"--date": "10/11/2026"}, "Ngày văn bản 10/11/2026", id="before approval"),
        pytest.param({"--date": "12/11/2026"}, "từ ngày duyệt đến hôm nay", id="tomorrow"),
        pytest.param({"--file": "settings.toml"}, "không phải PDF", id="no PDF"),
        pytest.param({"--file": "none.pdf"}, "không tìm thấy", id="no file"),
        pytest.param({"--file": "inbox"}, "đây là thư mục", id="a folder"),
    ],
)
def test_a_signed_file_that_does_not_fit_is_told(
    busy: FolderOffice, changed: dict[str, str], told: str
) -> None:
    approve(busy)
    file = busy.folder / changed.get("--file", signed(busy).name)
    stated = {"--number": "01/UBND", "--date": "11/11/2026", **changed, "--file": str(file)}

    words = [word for pair in stated.items() for word in pair]
    result = busy.call("letters", "record", CODE, *words, *at("11:00"))

    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr
    assert result.stderr.count("\n") == 1
    assert state(busy) == "approved"


def test_strange_names_stay_text_on_paper_and_in_mails(office: FolderOffice) -> None:
    name = "<b>Nguyễn</b>\x07 & <script>alert(1)</script>"
    lay_messages(office.inbox, [a_message(ChuHoSo=name)])
    office.done("tick", "--at", MORNING)
    paper = approved(office)
    told = text_of(paper.read_bytes())
    record(office, paper)
    office.done("tick", *at("11:05"))

    html = [content_of(mail, "text/html") for mail in mails_of(office, office.mails)]

    assert "<b>Nguyễn</b> & <script>alert(1)</script>" in told
    assert any("&lt;script&gt;alert(1)" in part for part in html)
    assert not any("<script>" in part for part in html)

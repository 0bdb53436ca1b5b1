"""Signed letters come back at the command line: real files, really signed."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.authority import authority
from tests.cli.conftest import a_copy
from tests.cli.signed_letters import (
    OWN_NUMBERS,
    Desk,
    at,
    letters_office,
    scanned,
    state,
    to_sign,
)
from tests.offices import CODE, MAILBOX, PAPER, FolderOffice
from tests.render.test_signing import with_note

DAY = ("--date", "11/11/2026")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """An office that waits for two signed letters, and the files, which nobody writes to."""

    office: FolderOffice
    papers: dict[str, bytes]
    files: dict[str, bytes]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(folder=tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def signed(
    worked: FolderOffice, desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> Signed:
    folder = tmp_path_factory.mktemp("signed")
    office = letters_office(worked, folder, more=OWN_NUMBERS)
    codes = (CODE, PAPER)
    papers = [path.read_bytes() for path in to_sign(office, *codes)]
    files = [desk.sign(paper) for paper in papers]
    return Signed(
        office=office,
        papers=dict(zip(codes, papers, strict=True)),
        files=dict(zip(codes, files, strict=True)),
    )


@pytest.fixture
def office(signed: Signed, tmp_path: Path) -> FolderOffice:
    return a_copy(signed.office, tmp_path)


def lay(office: FolderOffice, content: bytes, name: str = "da-ky.pdf") -> Path:
    path = office.folder / name
    path.write_bytes(content)
    return path


def test_a_letter_signed_twice_is_taken_back_and_mailed(
    office: FolderOffice, signed: Signed
) -> None:
    before = set(office.mails)

    told = office.done("letters", "take-back", lay(office, signed.files[CODE]), *at("11:00"))
    office.done("tick", *at("11:05"))
    office.done("tick", *at("11:10"))

    assert told == f"Hồ sơ {CODE}: đã ban hành.\n"
    found = {one["dossier"]: one for one in office.json("letters", "list")}
    letter = found[CODE]
    assert (letter["state"], letter["number"], letter["is_scan"]) == ("delivered", "01", False)
    assert letter["dated_on"] == "2026-11-11"
    assert (office.var / "signed" / f"{CODE}.pdf").read_bytes() == signed.files[CODE]
    mails = [(office.folder / "mail" / name).read_text() for name in set(office.mails) - before]
    assert any(MAILBOX in mail for mail in mails)
    assert not list((office.var / "letters").glob(f"{CODE}*"))


def test_pdfsig_opens_the_file_that_is_kept(office: FolderOffice, signed: Signed) -> None:
    command = shutil.which("pdfsig")
    if command is None:
        pytest.skip("pdfsig (poppler-utils) is not installed")
    office.done("letters", "take-back", lay(office, signed.files[CODE]), *at("11:00"))

    told = subprocess.run(  # noqa: S603 - poppler's own
        [command, "-nocert", str(office.var / "signed" / f"{CODE}.pdf")],
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert told.count("Signature is Valid.") == 2
    assert told.count("Total document signed") == 1


def test_of_several_files_the_good_ones_are_taken(office: FolderOffice, signed: Signed) -> None:
    files = [
        lay(office, signed.files[CODE], "mot.pdf"),
        lay(office, b"%PDF-1.7 none", "hai.pdf"),
        lay(office, signed.files[PAPER], "ba.pdf"),
        office.folder / "khong-co.pdf",
    ]

    result = office.call("letters", "take-back", *files, *at("11:00"))

    lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (1, "")
    assert lines[0] == f"Hồ sơ {CODE}: đã ban hành."
    assert lines[1].startswith(f"Tệp {files[1]}: Không đọc được tệp: ")
    assert lines[2] == f"Hồ sơ {PAPER}: đã ban hành."
    assert lines[3] == f"Tệp {files[3]}: không tìm thấy"
    assert len(lines) == 4
    assert (office.var / "print" / f"{PAPER}.pdf").exists()


def _unsigned(signed: Signed, _: Desk) -> bytes:
    return signed.papers[CODE]


def _once(signed: Signed, desk: Desk) -> bytes:
    return desk.sign(signed.papers[CODE], authority().signer)


def _by_strangers(signed: Signed, desk: Desk) -> bytes:
    strange = authority("Co quan goc khac")
    return desk.sign(signed.papers[CODE], strange.signer, strange.agency)


def _touched(signed: Signed, _: Desk) -> bytes:
    file = bytearray(signed.files[CODE])
    file[len(signed.papers[CODE]) // 2] ^= 1
    return bytes(file)


def _added_to(signed: Signed, _: Desk) -> bytes:
    return signed.files[CODE] + b"\n%% more\n"


def _covered(signed: Signed, desk: Desk) -> bytes:
    with pikepdf.open(BytesIO(signed.papers[CODE])) as document:
        white = document.make_stream(b"q 1 1 1 rg 80 380 450 60 re f Q")
        document.pages[0].contents_add(white, prepend=False)
        file = BytesIO()
        document.save(file)
    return desk.sign(file.getvalue())


def _garbage(_: Signed, __: Desk) -> bytes:
    return b"%PDF-1.7 none"


@pytest.mark.parametrize(
    ("make", "told"),
    [
        pytest.param(_unsigned, "cần ít nhất 2", id="unsigned"),
        pytest.param(_once, "cần ít nhất 2", id="signed once"),
        pytest.param(_by_strangers, "không dẫn về chứng thư gốc", id="by strangers"),
        pytest.param(_touched, "Tệp ", id="a byte changed"),
        pytest.param(_added_to, "Tệp ", id="something added"),
        pytest.param(_garbage, "Không đọc được tệp: không phải PDF", id="no letter"),
        pytest.param(_covered, "bị che", id="painted over"),
    ],
)
def test_a_file_that_does_not_fit_is_told_in_one_sentence_and_changes_nothing(
    office: FolderOffice,
    signed: Signed,
    desk: Desk,
    make: Callable[[Signed, Desk], bytes],
    told: str,
) -> None:
    path = lay(office, make(signed, desk))

    result = office.call("letters", "take-back", path, *at("11:00"))

    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.startswith(f"Tệp {path}: ")
    assert told in result.stdout
    assert result.stdout.count("\n") == 1
    assert state(office) == "approved"
    assert not (office.var / "signed").exists()


def test_without_trust_roots_no_signature_is_believed(
    office: FolderOffice, signed: Signed
) -> None:
    text = office.settings.read_text(encoding="utf-8")
    without = text.replace('trust_roots = ["root.pem"]\n', "")
    office.settings.write_text(without, encoding="utf-8")

    path = lay(office, signed.files[CODE])
    result = office.call("letters", "take-back", path, *at("11:00"))

    assert result.exit_code == 1
    assert "Chưa khai chứng thư số gốc" in result.stdout


def test_a_scan_is_taken_as_a_scan(office: FolderOffice, signed: Signed) -> None:
    path = lay(office, scanned(signed.papers[CODE]))

    result = office.call("letters", "take-back", path, *at("11:00"))
    words = ("--dossier", CODE, "--number", "01", *DAY)
    told = office.done("letters", "take-back", path, *words, *at("11:00"))

    assert result.exit_code == 1
    assert "Không rõ tệp này là văn bản nào" in result.stdout
    first, second = told.splitlines()
    assert first == f"Hồ sơ {CODE}: đã ban hành."
    assert second.startswith(f"Hồ sơ {CODE}: tệp là bản quét")
    found = {one["dossier"]: one["is_scan"] for one in office.json("letters", "list")}
    assert found[CODE] is True


def test_what_is_told_of_one_file_cannot_hold_for_two(office: FolderOffice) -> None:
    result = office.call("letters", "take-back", "a.pdf", "b.pdf", "--number", "1")

    assert result.exit_code == 2
    assert "chỉ dùng khi nhận lại một tệp" in result.stderr


def test_where_the_clerk_numbers_he_tells_the_number(
    worked: FolderOffice, desk: Desk, tmp_path: Path
) -> None:
    office = letters_office(worked, tmp_path)
    (paper,) = to_sign(office, CODE)
    path = lay(office, desk.sign(paper.read_bytes()))

    without = office.call("letters", "take-back", path, *at("11:00"))
    words = ("--number", "7", *DAY)
    bare = office.call("letters", "take-back", path, *words, *at("11:00"))
    stamped = lay(office, desk.sign(with_note(paper.read_bytes(), "7 11 11")))
    told = office.done("letters", "take-back", stamped, *words, *at("11:00"))

    assert "Không đọc được số" in without.stdout
    assert "Không đọc được số" in bare.stdout
    assert told == f"Hồ sơ {CODE}: đã ban hành.\n"
    assert "số 07/UBND-KT ngày 11/11/2026" in office.done("letters", "list")


# By list


def test_a_list_is_recorded_row_by_row(
    worked: FolderOffice, desk: Desk, tmp_path: Path
) -> None:
    office = letters_office(worked, tmp_path)
    papers = to_sign(office, CODE, PAPER)
    for number, paper in enumerate(papers, start=1):
        lay(office, desk.sign(paper.read_bytes()), f"{number}.pdf")
    rows = (
        "Mã hồ sơ,Số,Ngày,Tệp",
        f"{CODE},7/UBND-KT,11/11/2026,1.pdf",
        f"{PAPER},,11/11/2026,2.pdf",
        f"{PAPER},8/UBND-KT,11/11/2026,khong-co.pdf",
        f"{CODE},9/UBND-KT,11/11/2026,1.pdf",
        "H99,10/UBND-KT,11/11/2026,2.pdf",
        f"{PAPER},8/UBND-KT,11/11/2026,2.pdf",
    )
    listed = lay(office, "\n".join(rows).encode(), "so.csv")

    result = office.call("letters", "record", "--list", listed, *at("11:00"))

    lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr, len(lines)) == (1, "", 6)
    assert lines[0] == f"Hồ sơ {CODE}: đã ban hành."
    assert lines[1].startswith("so.csv")
    assert lines[2].startswith("Dòng 4: ")
    assert "khong-co.pdf: không tìm thấy" in lines[2]
    assert lines[3].startswith("Dòng 5: ")
    assert lines[4].startswith("Dòng 6: ")
    assert lines[5] == f"Hồ sơ {PAPER}: đã ban hành."
    assert state(office) == state(office, PAPER) == "issued"


def test_a_list_without_a_fault_ends_well(office: FolderOffice) -> None:
    listed = lay(office, "Mã hồ sơ,Số,Ngày,Tệp\n".encode(), "so.csv")

    assert office.done("letters", "record", "--list", listed) == ""


@pytest.mark.parametrize(
    ("args", "told"),
    [
        pytest.param([CODE, "--list", "so.csv"], "--list", id="a list and a dossier"),
        pytest.param([CODE, "--number", "7"], "--date", id="half of what is needed"),
        pytest.param([], "--list", id="nothing"),
    ],
)
def test_a_list_or_all_of_one_letter_is_needed(
    office: FolderOffice, args: list[str], told: str
) -> None:
    result = office.call("letters", "record", *args)

    assert result.exit_code == 2
    assert told in result.stderr
    assert state(office) == "approved"


def test_rubbish_is_not_recorded(office: FolderOffice) -> None:
    file = lay(office, b"%PDF-1.4 rubbish")

    words = ("--number", "01", *DAY, "--file", file)
    result = office.call("letters", "record", CODE, *words, *at("11:00"))

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Không đọc được tệp của hồ sơ {CODE}: không phải PDF")
    assert state(office) == "approved"

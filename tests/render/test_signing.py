"""Signed letters, real ones: signed by the tests' own authority, examined, and taken back."""

import asyncio
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from monitor.domain.errors import (
    LetterError,
    RenderError,
    SigningKeyError,
    TrustRootError,
)
from monitor.domain.paper import ApologyLetter
from monitor.domain.take_back import Examined, TakenBack, check_taken_back, names_dossier
from monitor.render import examine_jobs
from monitor.render.child import Job
from monitor.render.children import Children
from monitor.render.letters import LetterRenderer
from monitor.render.sign_jobs import add_signature, open_key
from monitor.render.signing import PdfExaminer, Pkcs12Signer
from tests.authority import SECRET, Authority, Holder, authority
from tests.builders import vn
from tests.render.sample_letters import ORGANISATION

SIGNING = "monitor.render.sign_jobs:open_jobs"
EXAMINING = "monitor.render.examine_jobs:open_jobs"
AT = vn("2026-10-09 15:00")
LATER = vn("2026-10-12 08:00")
NUMBERED = replace(ORGANISATION, is_draft=False)
APPROVED = replace(NUMBERED, number=None, dated_on=None)
TAKEN = TakenBack(number="07", dated_on=date(2026, 10, 9), is_scan=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who signs and who looks, each in a child process; what they sign is a real letter."""

    letters: LetterRenderer
    signer: Pkcs12Signer
    agency: Pkcs12Signer
    examiner: PdfExaminer
    looking: Children
    authority: Authority
    folder: Path

    def signed(self, paper: ApologyLetter = NUMBERED) -> bytes:
        return self.twice(self.letters.pdf(paper))

    def twice(self, pdf: bytes) -> bytes:
        return self.agency.sign(self.signer.sign(pdf, at=AT), at=AT)

    def sign_as(self, holder: Holder, pdf: bytes) -> bytes:
        """Sign as somebody would whose program asks for no certificate in force."""
        return asyncio.run(
            add_signature(pdf, open_key(str(holder.pkcs12(self.folder)), SECRET), at=AT)
        )

    def take(
        self,
        pdf: bytes,
        paper: ApologyLetter = APPROVED,
        *,
        number: str | None = None,
        dated_on: date | None = None,
    ) -> TakenBack:
        return check_taken_back(
            self.examiner.examine(pdf, at=LATER),
            paper,
            self.letters.words(paper),
            least_signatures=2,
            number=number,
            dated_on=dated_on,
        )


@pytest.fixture(scope="module")
def desk(letters: LetterRenderer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder, own = tmp_path_factory.mktemp("desk"), authority()
    with (
        Children(SIGNING, workers=1) as first,
        Children(SIGNING, workers=1) as second,
        Children(EXAMINING, workers=1) as looking,
    ):
        yield Desk(
            letters=letters,
            signer=Pkcs12Signer(own.signer.pkcs12(folder), SECRET, first),
            agency=Pkcs12Signer(own.agency.pkcs12(folder), SECRET, second),
            examiner=PdfExaminer([own.root.pem(folder)], looking),
            looking=looking,
            authority=own,
            folder=folder,
        )


@pytest.fixture(scope="module")
def signed(desk: Desk) -> bytes:
    return desk.signed()


def refusal(desk: Desk, pdf: bytes, paper: ApologyLetter = APPROVED) -> dict[str, object]:
    with pytest.raises(LetterError) as refused:
        desk.take(pdf, paper)
    assert refused.value.facts["dossier"] == paper.dossier
    return {name: fact for name, fact in refused.value.facts.items() if name != "dossier"}


# Signing


def test_signatures_are_written_behind_the_letter(desk: Desk, signed: bytes) -> None:
    unsigned = desk.letters.pdf(NUMBERED)

    assert signed.startswith(unsigned)
    assert len(signed) <= 60_000


def test_two_signings_differ_so_the_file_is_kept(desk: Desk) -> None:
    unsigned = desk.letters.pdf(NUMBERED)

    assert desk.signer.sign(unsigned, at=AT) != desk.signer.sign(unsigned, at=AT)


def test_a_signature_says_the_instant_that_it_is_given(desk: Desk, signed: bytes) -> None:
    seen = desk.examiner.examine(signed, at=LATER).signatures

    assert [one.signed_at for one in seen] == [AT, AT]


def test_nothing_is_added_to_what_a_reader_sees(desk: Desk, signed: bytes) -> None:
    unsigned = desk.letters.pdf(NUMBERED)

    assert pixels(signed) == pixels(unsigned)


def test_pdfsig_opens_a_letter_that_was_taken_back(
    desk: Desk, signed: bytes, tmp_path: Path
) -> None:
    command = shutil.which("pdfsig")
    if command is None:
        pytest.skip("pdfsig (poppler-utils) is not installed")
    file = tmp_path / "letter.pdf"
    file.write_bytes(signed)

    assert desk.take(signed) == TAKEN
    told = subprocess.run(  # noqa: S603 - poppler's own
        [command, "-nocert", str(file)], check=True, capture_output=True, text=True
    ).stdout

    assert told.count("Signature is Valid.") == 2
    assert told.count("ETSI.CAdES.detached") == 2
    assert told.count("Total document signed") == 1


def test_a_certificate_that_cannot_be_used_is_told(desk: Desk) -> None:
    curve = ec.generate_private_key(ec.SECP256R1())
    other_kind = desk.authority.root.issue("Duong cong", curve).pkcs12(desk.folder)
    without_key = desk.folder / "goc.p12"
    root, lock = desk.authority.root.certificate, BestAvailableEncryption(SECRET.encode())
    without_key.write_bytes(
        pkcs12.serialize_key_and_certificates(None, None, None, [root], lock)
    )
    own = desk.authority.signer.pkcs12(desk.folder)

    with Children(SIGNING, workers=1) as children:
        for file, secret in (
            (desk.folder / "khong-co.p12", SECRET),
            (own, "sai"),
            (other_kind, SECRET),
            (without_key, SECRET),
        ):
            with pytest.raises(SigningKeyError) as refused:
                Pkcs12Signer(file, secret, children).sign(b"", at=AT)
            assert refused.value.facts == {"file": file.name}


def test_nothing_is_signed_out_of_the_certificate_s_time(desk: Desk) -> None:
    with pytest.raises(SigningKeyError):
        desk.signer.sign(desk.letters.pdf(NUMBERED), at=vn("2031-01-02 08:00"))


def test_what_is_no_pdf_is_not_signed(desk: Desk) -> None:
    with pytest.raises(RenderError) as failed:
        desk.signer.sign(b"garbage", at=AT)

    assert failed.value.facts["document"] == "sign"


# Taken back


def test_a_letter_signed_by_person_and_agency_is_taken_back(desk: Desk, signed: bytes) -> None:
    assert desk.take(signed) == TAKEN


def test_a_letter_of_two_pages_is_taken_back(desk: Desk) -> None:
    reason = "Chi nhánh chưa gửi kết quả trích đo địa chính. " * 20

    file = desk.signed(replace(NUMBERED, reason=reason))

    assert desk.examiner.examine(file, at=LATER).pages == 2
    assert desk.take(file, replace(APPROVED, reason=reason)) == TAKEN


def test_number_and_day_stamped_as_notes_are_told(desk: Desk) -> None:
    blank = with_note(with_note(desk.letters.pdf(APPROVED), "07"), "09 10")

    taken = desk.take(desk.twice(blank), number="07", dated_on=TAKEN.dated_on)

    assert taken == TAKEN


def test_a_file_made_anew_is_known_by_the_dossier_s_code(desk: Desk) -> None:
    anew = desk.twice(without_mark(desk.letters.pdf(NUMBERED)))

    examined = desk.examiner.examine(anew, at=LATER)

    assert examined.mark == ""
    assert names_dossier(examined, APPROVED.dossier)
    assert desk.take(anew) == TAKEN


def test_a_scan_is_taken_as_a_scan(desk: Desk, signed: bytes) -> None:
    taken = desk.take(scanned(signed), number="7", dated_on=TAKEN.dated_on)

    assert taken == replace(TAKEN, is_scan=True)


# Refused


def test_no_byte_that_is_signed_can_change_unseen(desk: Desk, signed: bytes) -> None:
    begin = signed.rindex(b"/Contents <")
    end = signed.index(b">", begin)

    for place in (*range(5, begin, 1_999), *range(end, len(signed), 101)):
        changed = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]

        assert refusal(desk, changed), place


def test_one_byte_changed_breaks_the_signatures(desk: Desk, signed: bytes) -> None:
    place = signed.index(b"/Author")
    changed = signed[:place] + b"/Outhor" + signed[place + 7 :]

    assert refusal(desk, changed) == {"reason": "bad_signature", "place": 1}


def test_a_text_changed_behind_the_signatures_is_refused(desk: Desk, signed: bytes) -> None:
    assert refusal(desk, rewritten(signed)) == {"reason": "changed", "place": 1}


def test_a_text_changed_between_the_signatures_is_refused(desk: Desk) -> None:
    once = desk.signer.sign(desk.letters.pdf(NUMBERED), at=AT)

    file = desk.agency.sign(rewritten(once), at=AT)

    assert refusal(desk, file) == {"reason": "changed", "place": 1}


def test_bytes_appended_are_refused(desk: Desk, signed: bytes) -> None:
    assert refusal(desk, signed + b"\n% more") == {"reason": "changed", "place": 2}


def test_a_certificate_of_another_authority_is_refused(desk: Desk) -> None:
    other = authority("Goc khac").agency
    once = desk.signer.sign(desk.letters.pdf(NUMBERED), at=AT)

    assert refusal(desk, desk.sign_as(other, once)) == {"reason": "untrusted", "place": 2}


def test_a_certificate_expired_when_signing_is_refused(desk: Desk) -> None:
    once = desk.sign_as(desk.authority.expired, desk.letters.pdf(NUMBERED))

    file = desk.agency.sign(once, at=AT)

    assert refusal(desk, file) == {"reason": "not_in_force", "place": 1}


def test_a_signature_said_to_be_of_a_later_time_is_refused(desk: Desk) -> None:
    file = desk.agency.sign(
        desk.signer.sign(desk.letters.pdf(NUMBERED), at=AT), at=vn("2026-10-12 08:06")
    )

    assert refusal(desk, file) == {"reason": "not_in_force", "place": 2}


def test_a_signature_of_an_unknown_kind_is_none(desk: Desk, signed: bytes) -> None:
    place = signed.rindex(b"/ETSI.CAdES.detached")
    strange = signed[:place] + b"/ETSI.CAdES.detacheX" + signed[place + 20 :]

    assert refusal(desk, strange) == {"reason": "unsigned", "seen": 1, "needed": 2}


def test_a_signature_that_contradicts_itself_is_refused(desk: Desk, signed: bytes) -> None:
    place = signed.rindex(b"/Contents <")
    sha256, sha512 = b"608648016503040201", b"608648016503040203"
    strange = signed[:place] + signed[place:].replace(sha256, sha512)

    assert refusal(desk, strange) == {"reason": "bad_signature", "place": 2}


def test_without_trust_roots_nothing_is_taken(desk: Desk, signed: bytes) -> None:
    rootless = replace(desk, examiner=PdfExaminer([], desk.looking))

    assert refusal(rootless, signed) == {"reason": "no_roots"}


@pytest.mark.parametrize(
    ("paper", "reason"),
    [
        pytest.param(replace(APPROVED, mark=f"{APPROVED.mark}0"), "mark", id="mark"),
        pytest.param(replace(APPROVED, number="08"), "other_number", id="number bound"),
        pytest.param(replace(APPROVED, extension_days=9), "text", id="text"),
    ],
)
def test_a_letter_that_is_not_the_approved_one_is_refused(
    desk: Desk, signed: bytes, paper: ApologyLetter, reason: str
) -> None:
    assert refusal(desk, signed, paper)["reason"] == reason


def test_a_letter_without_number_is_refused(desk: Desk) -> None:
    assert refusal(desk, desk.signed(APPROVED)) == {"reason": "no_number"}


def test_a_letter_signed_once_is_refused(desk: Desk) -> None:
    once = desk.signer.sign(desk.letters.pdf(NUMBERED), at=AT)

    assert refusal(desk, once) == {"reason": "unsigned", "seen": 1, "needed": 2}


def test_a_note_laid_over_the_letter_is_refused(desk: Desk) -> None:
    noted = desk.twice(with_note(desk.letters.pdf(NUMBERED), "28 thang 10"))

    assert refusal(desk, noted) == {"reason": "added"}


def test_a_scan_of_which_nothing_is_told_is_refused(desk: Desk, signed: bytes) -> None:
    assert refusal(desk, scanned(signed)) == {"reason": "no_number"}


@pytest.mark.parametrize("name", ["garbage", "empty", "cut", "encrypted", "locked"])
def test_what_cannot_be_read_is_refused(desk: Desk, signed: bytes, name: str) -> None:
    files = {
        "garbage": b"\x00garbage" * 100,
        "empty": b"",
        "cut": signed[:9_000],
        "encrypted": encrypted(signed, user=""),
        "locked": encrypted(signed, user="khoa"),
    }

    assert desk.examiner.examine(files[name], at=LATER) == Examined()
    assert refusal(desk, files[name]) == {"reason": "unreadable"}


def test_a_signature_that_is_no_signature_is_refused(desk: Desk, signed: bytes) -> None:
    place = signed.index(b"/Contents <") + len(b"/Contents <")
    empty = signed[:place] + b"0" * 1_000 + signed[place + 1_000 :]

    assert refusal(desk, empty) == {"reason": "unreadable"}


# Covered


def covering(pdf: bytes, x: float, y: float, width: float, height: float) -> bytes:
    """Paint a rectangle in white over the first page."""
    with pikepdf.open(BytesIO(pdf)) as document:
        box = f"q 1 1 1 rg {x} {y} {width} {height} re f Q".encode()
        document.pages[0].contents_add(document.make_stream(box), prepend=False)
        return saved(document)


def test_a_letter_signed_or_stamped_is_not_covered(desk: Desk, signed: bytes) -> None:
    approved = desk.letters.pdf(NUMBERED)
    stamped = with_note(approved, "07")

    for file in (approved, signed, stamped, desk.twice(stamped)):
        assert not desk.examiner.is_covered(file, approved)


def test_a_letter_numbered_by_the_clerk_is_not_covered(desk: Desk) -> None:
    approved = desk.letters.pdf(APPROVED)

    assert not desk.examiner.is_covered(desk.twice(with_note(approved, "07")), approved)


def test_a_line_of_the_letter_painted_over_is_told(desk: Desk) -> None:
    approved = desk.letters.pdf(NUMBERED)

    file = desk.twice(covering(approved, 80, 380, 450, 60))

    assert desk.take(file) == TAKEN  # the text is all there
    assert desk.examiner.is_covered(file, approved)


def test_a_few_letters_painted_over_are_told(desk: Desk) -> None:
    approved = desk.letters.pdf(NUMBERED)
    hidden = [covering(approved, 90, y, 6, 6) for y in range(300, 500, 6)]

    told = [desk.examiner.is_covered(file, approved) for file in hidden]

    assert any(told)
    assert not all(told)  # between two lines nothing is hidden


def test_a_note_in_white_is_told(desk: Desk) -> None:
    approved = desk.letters.pdf(NUMBERED)

    assert desk.examiner.is_covered(with_white_note(approved), approved)


def with_white_note(pdf: bytes, kind: str = "/Square") -> bytes:
    with pikepdf.open(BytesIO(pdf)) as document:
        look = document.make_stream(
            b"1 1 1 rg 0 0 400 60 re f",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 400, 60],
        )
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name(kind),
            Rect=[80, 380, 480, 440],
            F=4,
            AP=pikepdf.Dictionary(N=look),
        )
        if kind == "/Widget":
            note.FT, note.T = pikepdf.Name.Sig, pikepdf.String("Dau")
        note = document.make_indirect(note)
        document.pages[0].Annots = pikepdf.Array([note])
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([note]))
        return saved(document)


def test_the_picture_of_a_signature_may_hide_nothing_either(desk: Desk) -> None:
    approved = desk.letters.pdf(NUMBERED)

    assert desk.examiner.is_covered(with_white_note(approved, "/Widget"), approved)


def test_a_page_cut_off_or_taken_out_is_told(desk: Desk) -> None:
    reason = "Chi nhánh chưa gửi kết quả trích đo địa chính. " * 20
    approved = desk.letters.pdf(replace(NUMBERED, reason=reason))
    with pikepdf.open(BytesIO(approved)) as document:
        document.pages[0].cropbox = pikepdf.Array([0, 200, 595, 842])
        cut = saved(document)
    with pikepdf.open(BytesIO(approved)) as document:
        del document.pages[1]
        out = saved(document)

    assert desk.examiner.is_covered(cut, approved)
    assert desk.examiner.is_covered(out, approved)


def test_a_file_laid_out_anew_is_not_compared(desk: Desk) -> None:
    approved = desk.letters.pdf(NUMBERED)
    anew = covering(approved, 80, 380, 450, 60)
    with pikepdf.open(BytesIO(anew)) as document:
        document.docinfo["/Producer"] = "Writer"
        del document.trailer["/ID"]
        anew = saved(document)

    assert not desk.examiner.is_covered(anew, approved)


@pytest.mark.parametrize("reason", ["crash", "memory", "time_limit"])
def test_a_file_that_kills_the_child_is_taken_for_covered(reason: str) -> None:
    assert PdfExaminer([], Failing(reason)).is_covered(b"", b"")


def test_what_no_child_can_compare_is_told() -> None:
    with pytest.raises(RenderError):
        PdfExaminer([], Failing("start")).is_covered(b"", b"")


def test_what_cannot_be_read_is_taken_for_covered(desk: Desk, signed: bytes) -> None:
    assert desk.examiner.is_covered(b"garbage", signed)


# Examining


def test_a_time_without_a_zone_is_read_as_vietnam_s(desk: Desk, signed: bytes) -> None:
    zone = re.compile(rb"(?<=/M \(D\\072\d{14})[^)]+\)")
    bare = zone.sub(lambda found: b")" + b" " * (len(found[0]) - 1), signed)

    seen = desk.examiner.examine(bare, at=LATER).signatures

    assert bare != signed
    assert [one.signed_at for one in seen] == [AT, AT]


def test_a_trust_root_that_cannot_be_read_is_told(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "root.pem"
    garbage = tmp_path / "garbage.pem"
    garbage.write_bytes(b"garbage")

    for one in (file, garbage):
        with pytest.raises(TrustRootError) as refused:
            PdfExaminer([one], desk.looking).examine(b"", at=AT)
        assert refused.value.facts == {"file": one.name}


@pytest.mark.parametrize("reason", ["crash", "memory", "time_limit"])
def test_a_file_that_kills_the_child_cannot_be_read(reason: str) -> None:
    assert PdfExaminer([], Failing(reason)).examine(b"", at=AT) == Examined()


def test_a_child_that_cannot_start_is_no_fault_of_the_file() -> None:
    with pytest.raises(RenderError):
        PdfExaminer([], Failing("start")).examine(b"", at=AT)


def test_no_signer_is_named_in_a_log(signed: bytes, caplog: pytest.LogCaptureFixture) -> None:
    seen = PdfExaminer([], Directly(examine_jobs.open_jobs())).examine(signed, at=LATER)

    assert [one.is_trusted for one in seen.signatures] == [False, False]
    assert caplog.records == []


class Directly:
    """Jobs done in this very process."""

    def __init__(self, jobs: Mapping[str, Job]) -> None:
        self._jobs = jobs

    def ask(self, kind: str, payload: bytes) -> bytes:
        return self._jobs[kind](payload)


class Failing:
    """Children that answer nothing."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def ask(self, kind: str, payload: bytes) -> bytes:
        raise RenderError(document=kind, reason=self._reason)


# What people and programs do to files


def pixels(pdf: bytes) -> bytes:
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        image: bytes = document[0].render(scale=1).to_pil().tobytes()
    return image


def scanned(pdf: bytes) -> bytes:
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=1).to_pil()
    made = BytesIO()
    picture.save(made, "PDF")
    return made.getvalue()


def rewritten(pdf: bytes) -> bytes:
    """Draw over the first page, as an update behind the file as it is."""
    made = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    stroke = writer.add_object(StreamObject(stream_data=b"0 0 m 500 500 l S"))
    writer.add_stream_to_page(0, stroke)  # type: ignore[no-untyped-call]
    writer.write(made)  # type: ignore[no-untyped-call]
    return made.getvalue()


def with_note(pdf: bytes, text: str) -> bytes:
    """Lay a note over the first page, with its own look."""
    with pikepdf.open(BytesIO(pdf)) as document:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        look = document.make_stream(
            f"BT /F 12 Tf 2 2 Td ({text}) Tj ET".encode(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 90, 20],
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font)),
        )
        page = document.pages[0]
        top = 700 - 30 * len(page.get("/Annots", []))
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.FreeText,
            Rect=[100, top, 190, top + 20],
            Contents=text,
            F=4,
            AP=pikepdf.Dictionary(N=look),
        )
        page.Annots = pikepdf.Array([*page.get("/Annots", []), document.make_indirect(note)])
        return saved(document)


def without_mark(pdf: bytes) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as document:
        del document.docinfo["/Keywords"]
        return saved(document)


def encrypted(pdf: bytes, *, user: str) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as document:
        made = BytesIO()
        document.save(made, encryption=pikepdf.Encryption(owner="chu", user=user))
    return made.getvalue()


def saved(document: pikepdf.Pdf) -> bytes:
    made = BytesIO()
    document.save(made)
    return made.getvalue()

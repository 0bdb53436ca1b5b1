"""An office whose letters are signed, for real, by the tests' own authority."""

import asyncio
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2

from monitor.render.sign_jobs import add_signature, open_key
from tests.authority import SECRET, Holder, authority
from tests.builders import vn
from tests.cli.conftest import a_copy
from tests.offices import CODE, FolderOffice

OWN_NUMBERS = 'numbering = "own"\nnumbering_decision = "QĐ 12/QĐ-UBND ngày 05/01/2026"\n'
REASON = "Chi nhánh đất đai chưa gửi kết quả trích đo đã đề nghị tại văn bản 12/KT ngày 05/11"
LATE = ("--late", "--cause", "B2", "--text", REASON, "--new-date", "2026-11-23")


def at(clock: str, day: str = "11") -> tuple[str, str]:
    return "--at", f"2026-11-{day}T{clock}"


def letters_office(office: FolderOffice, folder: Path, *, more: str = "") -> FolderOffice:
    """Return a copy of an office that trusts the tests' authority."""
    mine = a_copy(office, folder)
    authority().root.pem(mine.folder)
    text = mine.settings.read_text(encoding="utf-8")
    table = f'\n[letters]\ntrust_roots = ["root.pem"]\n{more}'
    mine.settings.write_text(text + table, encoding="utf-8")
    return mine


def to_sign(office: FolderOffice, *codes: str) -> list[Path]:
    """Bring letters to the signer's desk, and return the papers that lie there."""
    for code in codes:
        office.done("letters", "answer", code, *LATE, *at("09:00"))
        office.done("letters", "approve", code, "--by", "thanh", *at("10:00"))
    office.done("tick", *at("10:05"))
    return [office.var / "letters" / f"{code}-trinh-ky.pdf" for code in codes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where the signer and the agency sign; `folder` holds their keys."""

    folder: Path

    def sign(self, pdf: bytes, *holders: Holder) -> bytes:
        """Return a file with a signature of each holder, of the signer and the agency."""
        own = authority()
        for holder in holders or (own.signer, own.agency):
            key = open_key(str(holder.pkcs12(self.folder)), SECRET)
            pdf = asyncio.run(add_signature(pdf, key, at=vn("2026-11-11 10:30")))
        return pdf


def scanned(pdf: bytes) -> bytes:
    """Return pictures of a file's pages, as a scanner would."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pictures = [page.render(scale=1).to_pil().convert("RGB") for page in document]
    finally:
        document.close()
    file = BytesIO()
    pictures[0].save(file, "PDF", save_all=True, append_images=pictures[1:])
    return file.getvalue()


def state(office: FolderOffice, code: str = CODE) -> str:
    found = {one["dossier"]: str(one["state"]) for one in office.json("letters", "list")}
    return found[code]

"""What the examining child can do; imported in that process alone.

It opens files that anybody may have made, so it holds no key, and it fetches nothing.
"""

import ctypes
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import lru_cache
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image, ImageChops, ImageFilter
from pyhanko.keys import load_certs_from_pemder
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pypdfium2 import raw

from monitor.domain.instants import VIETNAM
from monitor.domain.take_back import PAGE_END, Examined, SignatureSeen
from monitor.render.child import Job, RefusedError
from monitor.render.pdf_reading import LetterReader

NO_ROOT = "trust_root:"
DOTS_A_POINT = 2
LIGHTER = 64  # of 255: by so much a covered stroke is lighter, and no edge of a letter is
CLOCKS_APART = timedelta(minutes=5)
USES = KeyUsageConstraints(
    key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False
)
MOST_PAGES = 50  # a letter has one or two
# A letter is read: it runs nothing, sends nothing, starts nothing and carries no other file.
ACTIONS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE"})
ACTIVE_KEYS = frozenset({"/JS", "/EF", "/EmbeddedFiles", "/RichMediaContent", "/XFA"})
HYPHENS = ("\x02", "\ufffe")  # what PDFium makes of a hyphen at the end of a line

Certificates = tuple[Any, ...]  # of asn1crypto, which ships no types


def open_jobs() -> Mapping[str, Job]:
    """Return every job under its kind."""
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # they would name the signers
    return {"examine": examine, "compare": compare}


def examine(payload: bytes) -> bytes:
    """Return what a file holds, `Examined` as JSON, whatever the file is.

    Of one that is no letter (encrypted, of very many pages, able to act) it is nothing.

    Args:
        payload: A line of JSON (`roots`, files of certificates; `at`), and the file.

    Raises:
        RefusedError: a trust root cannot be read.
    """
    header, _, pdf = payload.partition(b"\n")
    asked = json.loads(header)
    roots = tuple(chain.from_iterable(map(_read_root, asked["roots"])))
    try:
        found = _examined(pdf, roots, at=datetime.fromisoformat(asked["at"]))
    except Exception:  # noqa: BLE001 - anybody may have made it: it cannot be read
        found = Examined()
    return json.dumps(asdict(found), default=datetime.isoformat).encode()


def _examined(pdf: bytes, roots: Certificates, *, at: datetime) -> Examined:
    with pypdfium2.PdfDocument(pdf) as document:
        if raw.FPDF_GetSecurityHandlerRevision(document) >= 0:  # it is encrypted
            return Examined()
        if len(document) > MOST_PAGES or _is_active(pdf):
            return Examined()
        texts = [_text(document, number) for number in range(len(document))]
        has_text = any(text.strip() for text in texts)
        is_scan = not has_text and any(_has_picture(page) for page in document)
        return Examined(
            mark=document.get_metadata_value("Keywords").strip(),
            text=PAGE_END.join(texts),
            is_scan=is_scan,
            pages=len(texts),
            signatures=() if is_scan else tuple(_signatures(pdf, roots, at=at)),
            has_roots=bool(roots),
        )


def _is_active(pdf: bytes) -> bool:
    """Tell whether a file could do something when it is opened, or carries other files."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return any(map(_acts, document.objects))


def _acts(one: Any) -> bool:
    """Tell it of one object, with all that stands inside it rather than beside it."""
    if isinstance(one, pikepdf.Array):
        return any(_acts(part) for part in one if not _is_elsewhere(part))
    if not isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
        return False
    keys = set(one.keys())
    if keys & ACTIVE_KEYS or ("/S" in keys and str(one["/S"]) in ACTIONS):
        return True
    return any(_acts(part) for key in keys if not _is_elsewhere(part := one[key]))


def _is_elsewhere(one: Any) -> bool:
    return isinstance(one, pikepdf.Object) and one.is_indirect


# What lies over the approved letter


def compare(payload: bytes) -> bytes:
    """Tell, as JSON, whether a file hides what an approved one shows.

    Args:
        payload: A line of JSON (`length` of the file), the file, and the approved one.
    """
    header, _, rest = payload.partition(b"\n")
    length = json.loads(header)["length"]
    try:
        is_covered = _is_covered(rest[:length], rest[length:])
    except Exception:  # noqa: BLE001 - anybody may have made it: nobody can say what it shows
        is_covered = True
    return json.dumps(is_covered).encode()


def _is_covered(pdf: bytes, approved: bytes) -> bool:
    with pypdfium2.PdfDocument(pdf) as file, pypdfium2.PdfDocument(approved) as ours:
        if not _is_made_of(file, ours):
            return False
        return len(file) < len(ours) or any(
            _hides(_with_notes(file, place), ours[place]) for place in range(len(ours))
        )


def _is_made_of(file: pypdfium2.PdfDocument, ours: pypdfium2.PdfDocument) -> bool:
    """Tell whether a file was made of ours, and not by another program of our words."""
    producer = ours.get_metadata_value("Producer")
    return producer in file.get_metadata_value("Producer") or (
        file.get_identifier() == ours.get_identifier()
    )


def _hides(page: pypdfium2.PdfPage, ours: pypdfium2.PdfPage) -> bool:
    """Tell whether a page lacks ink of ours, a dot to each side allowed for."""
    if page.get_size() != ours.get_size():
        return True
    thickened = _picture(page).filter(ImageFilter.MinFilter(3))
    lighter = ImageChops.subtract(thickened, _picture(ours)).histogram()
    return any(lighter[LIGHTER:])


def _with_notes(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    """Return a page with what is laid over it drawn in, pictures of signatures too."""
    page = document[number]
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    page.close()  # a flattened page is drawn as one opened anew
    return document[number]


def _picture(page: pypdfium2.PdfPage) -> Image.Image:
    picture: Image.Image = page.render(scale=DOTS_A_POINT, grayscale=True).to_pil()
    return picture


# Text and pictures


def _text(document: pypdfium2.PdfDocument, number: int) -> str:
    """Return a page's text with what was laid over it, but for signatures' own pictures."""
    page = document[number]
    for place in reversed(range(raw.FPDFPage_GetAnnotCount(page))):
        if _is_signature(page, place):
            raw.FPDFPage_RemoveAnnot(page, place)
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    page.close()  # the text of a flattened page is that of a page opened anew
    text: str = document[number].get_textpage().get_text_range().replace("\r\n", "\n")
    for hyphen in HYPHENS:
        text = text.replace(hyphen, "-\n")
    return text


def _is_signature(page: pypdfium2.PdfPage, place: int) -> bool:
    annotation = raw.FPDFPage_GetAnnot(page, place)
    name = ctypes.create_string_buffer(16)
    raw.FPDFAnnot_GetStringValue(
        annotation, b"FT", ctypes.cast(name, ctypes.POINTER(raw.FPDF_WCHAR)), len(name)
    )
    is_widget = raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET
    raw.FPDFPage_CloseAnnot(annotation)
    return is_widget and name.raw.decode("utf-16-le").startswith("Sig\0")


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    return any(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))


# Signatures


def _signatures(pdf: bytes, roots: Certificates, *, at: datetime) -> Iterator[SignatureSeen]:
    reader = LetterReader(pdf)
    trusted = ValidationContext(trust_roots=list(roots), moment=at, allow_fetching=False)
    for signature in reader.embedded_regular_signatures:
        try:
            yield _seen(signature, trusted, at=at)
        except Exception:  # noqa: BLE001 - whatever is wrong with it, it is no signature
            yield BROKEN


def _seen(
    signature: EmbeddedPdfSignature, trusted: ValidationContext, *, at: datetime
) -> SignatureSeen:
    status = validate_pdf_signature(signature, trusted, key_usage_settings=USES)
    certificate = signature.signer_cert
    signed_at = status.signer_reported_dt
    if signed_at is not None and signed_at.tzinfo is None:
        signed_at = signed_at.replace(tzinfo=VIETNAM)
    moment = signed_at or at
    in_force = certificate.not_valid_before <= moment <= certificate.not_valid_after
    return SignatureSeen(
        certificate=certificate.sha256.hex(),
        signed_at=signed_at,
        is_intact=status.intact,
        is_valid=status.valid,
        is_trusted=status.trusted,
        is_current=in_force and moment <= at + CLOCKS_APART,
        covers_file=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        allows_changes=_allows_changes(status),
    )


def _allows_changes(status: PdfSignatureStatus) -> bool:
    """Tell whether a signature covers all of its revision, and what follows is permitted."""
    level = status.modification_level
    is_whole = status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    is_permitted = level is not None and level <= ModificationLevel.FORM_FILLING
    return is_whole and is_permitted and bool(status.docmdp_ok)


@lru_cache
def _read_root(file: str) -> Certificates:
    try:
        read = tuple(load_certs_from_pemder([file]))  # type: ignore[no-untyped-call]
        for one in read:
            one.native  # noqa: B018 - parsed now, so that a bad one is told as such
    except (OSError, ValueError, TypeError) as error:
        raise RefusedError(NO_ROOT + Path(file).name) from error
    return read


BROKEN = SignatureSeen(
    certificate="",
    signed_at=None,
    is_intact=False,
    is_valid=False,
    is_trusted=False,
    is_current=False,
    covers_file=False,
    allows_changes=False,
)

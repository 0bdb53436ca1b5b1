"""What the signing child can do; imported in that process alone.

It alone holds the key, and it reads no file but those that we made ourselves.
"""

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

from monitor.render.child import Job, RefusedError
from monitor.render.pdf_reading import LetterReader

DIGEST = "sha256"
FIELD = "ChuKy{place}"
NO_KEY = "key"
ENVELOPE = 1536  # bytes of a signature beside its certificates, a key of 4096 bits included


def open_jobs() -> Mapping[str, Job]:
    """Return every job under its kind."""
    return {"sign": sign}


def sign(payload: bytes) -> bytes:
    """Return a PDF with one more signature.

    Args:
        payload: A line of JSON (`certificate`, a PKCS#12 file; `secret`; `at`), and the PDF.

    Raises:
        RefusedError: the certificate cannot be opened with this secret, holds no RSA key or
            was not in force at that instant.
    """
    header, _, pdf = payload.partition(b"\n")
    asked = json.loads(header)
    office, at = (
        open_key(asked["certificate"], asked["secret"]),
        datetime.fromisoformat(asked["at"]),
    )
    if not office.is_in_force(at):
        raise RefusedError(NO_KEY)
    return asyncio.run(add_signature(pdf, office, at=at))


async def add_signature(pdf: bytes, office: "OfficeSigner", *, at: datetime) -> bytes:
    """Return a file with one more signature, said to be of an instant."""
    output = BytesIO()
    writer = IncrementalPdfFileWriter.from_reader(LetterReader(pdf))
    place = 1 + sum(1 for _ in enumerate_sig_fields(writer.prev))
    described = PdfSignatureMetadata(
        field_name=FIELD.format(place=place),
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
    )
    session = PdfSigner(described, office).init_signing_session(writer)
    session.system_time = at
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=office.room)
    prepared, _ = document.digest_tbs_document(output=output)
    await document.perform_signature(
        prepared.document_digest, PdfCMSSignedAttributes(signing_time=at)
    )
    return output.getvalue()


class OfficeSigner(SimpleSigner):
    """Signs with a key that is read and checked once, not at each signature."""

    def __init__(self, read: SimpleSigner, key: RSAPrivateKey) -> None:
        super().__init__(
            signing_cert=read.signing_cert,
            signing_key=read.signing_key,
            cert_registry=read.cert_registry,
            embed_roots=False,
        )
        self._key = key
        self._own: Any = read.signing_cert  # of asn1crypto, which ships no types
        sizes = (len(one.dump()) for one in {self._own, *read.cert_registry})
        self.room = 2 * (ENVELOPE + sum(sizes))  # hexadecimal digits for a signature

    def is_in_force(self, at: datetime) -> bool:
        """Tell whether the certificate holds at an instant."""
        return bool(self._own.not_valid_before <= at <= self._own.not_valid_after)

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """Return the signature of `data`."""
        return self._key.sign(data, PKCS1v15(), SHA256())


@lru_cache(maxsize=1)
def open_key(certificate: str, secret: str) -> OfficeSigner:
    """Read a PKCS#12 file, once in the life of the process.

    Raises:
        RefusedError: it cannot be opened with this secret, or holds no RSA key.
    """
    try:
        content = Path(certificate).read_bytes()
        read = SimpleSigner.load_pkcs12_data(content, (), secret.encode())
    except (OSError, ValueError, AttributeError) as error:  # the last: a part is missing
        raise RefusedError(NO_KEY) from error
    key = load_der_private_key(read.signing_key.dump(), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise RefusedError(NO_KEY)
    return OfficeSigner(read, key)

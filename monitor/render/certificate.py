"""The office's own certificate: until when it holds."""

from datetime import datetime
from pathlib import Path

from monitor.domain.errors import SigningKeyError


def certificate_end(path: Path, secret: str) -> datetime:
    """Return when the certificate in a PKCS#12 file ends.

    Raises:
        SigningKeyError: the file cannot be read or opened, or holds no certificate.
    """
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - 8 MB
        pkcs12,
    )

    try:
        _, certificate, _ = pkcs12.load_key_and_certificates(path.read_bytes(), secret.encode())
    except (OSError, ValueError):
        certificate = None
    if certificate is None:
        raise SigningKeyError(file=path.name)
    return certificate.not_valid_after_utc

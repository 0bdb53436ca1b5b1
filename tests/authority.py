"""A certificate authority of the tests' own: a root, one below it, and who signs with them.

Everybody in it is invented, and nothing it certifies is worth anything elsewhere.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import NameOID

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

SECRET = "mat-khau"  # noqa: S105 - opens the tests' own certificates alone
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
END = datetime(2031, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A certificate with its key, and the certificates from its issuer up to the root."""

    certificate: x509.Certificate
    key: Key
    above: tuple[x509.Certificate, ...] = ()

    def issue(
        self,
        name: str,
        key: Key | None = None,
        *,
        begin: datetime = BEGIN,
        end: datetime = END,
        is_authority: bool = False,
    ) -> "Holder":
        """Certify somebody new, by an RSA key of 2048 bits unless another is given."""
        key = key or rsa.generate_private_key(public_exponent=65537, key_size=2048)
        made = _certificate(name, key, self, begin=begin, end=end, is_authority=is_authority)
        return Holder(certificate=made, key=key, above=(self.certificate, *self.above))

    def pem(self, folder: Path) -> Path:
        """Lay down the certificate as a trust root."""
        file = folder / "root.pem"
        file.write_bytes(self.certificate.public_bytes(Encoding.PEM))
        return file

    def pkcs12(self, folder: Path) -> Path:
        """Lay down key and certificates, opened by SECRET; the root is left out."""
        file = folder / f"{self.certificate.serial_number}.p12"
        content = pkcs12.serialize_key_and_certificates(
            None,
            self.key,
            self.certificate,
            self.above[:-1],
            BestAvailableEncryption(SECRET.encode()),
        )
        file.write_bytes(content)
        return file


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A root, and those whom the authority below it certified."""

    root: Holder
    signer: Holder
    agency: Holder
    expired: Holder  # at the end of February 2026


@cache
def authority(name: str = "Co quan goc thu nghiem") -> Authority:
    """Return the authority of a name: the same one for all tests of a process."""
    root = _root(name)
    below = root.issue(f"{name}, cap 2", is_authority=True)
    return Authority(
        root=root,
        signer=below.issue("Nguoi ky"),
        agency=below.issue("Co quan"),
        expired=below.issue("Het han", end=BEGIN + timedelta(days=59)),
    )


def _root(name: str) -> Holder:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return Holder(
        certificate=_certificate(name, key, None, begin=BEGIN, end=END, is_authority=True),
        key=key,
    )


def _certificate(  # noqa: PLR0913 - a certificate says this much
    name: str,
    key: Key,
    issuer: Holder | None,
    *,
    begin: datetime,
    end: datetime,
    is_authority: bool,
) -> x509.Certificate:
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    signed_by = issuer.key if issuer else key
    return (
        x509.CertificateBuilder()
        .subject_name(own)
        .issuer_name(issuer.certificate.subject if issuer else own)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signed_by.public_key()),
            critical=False,
        )
        .sign(signed_by, hashes.SHA256())
    )

"""Certificates that exist for one test run."""

import shutil
import ssl
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate that vouches for itself, and what a server needs to show it."""

    file: Path
    server: ssl.SSLContext


@pytest.fixture(scope="session")
def make_certificate(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Certificate]:
    """Return a maker of certificates for a name such as "IP:127.0.0.1"."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed, so no certificate can be made")

    def make(subject: str) -> Certificate:
        folder = tmp_path_factory.mktemp("certificate")
        certificate, key = folder / "certificate.pem", folder / "key.pem"
        wish = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
        names = ["-subj", "/CN=mail.example", "-addext", f"subjectAltName={subject}"]
        files = ["-keyout", str(key), "-out", str(certificate)]
        subprocess.run([openssl, *wish, *names, *files], check=True, capture_output=True)  # noqa: S603 - fixed words
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(certificate, key)
        return Certificate(file=certificate, server=server)

    return make


@pytest.fixture(scope="session")
def certificate(make_certificate: Callable[[str], Certificate]) -> Certificate:
    """Return a certificate for this machine."""
    return make_certificate("IP:127.0.0.1")

"""A mail server that takes everything and keeps nothing: Postfix's, else one of our own."""

import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from time import monotonic, sleep

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

LOOPBACK = "127.0.0.1"
ROOT = Path(__file__).parents[1]
POSTFIX = "smtp-sink"
WAIT_SECONDS = 20
BACKLOG = "100"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sink:
    """A server that runs, and what rows call it."""

    name: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """Files of a certificate and its key, for a server that encrypts."""

    certificate: Path
    key: Path


def certified(folder: Path) -> Certified:
    """Make a certificate for this machine that vouches for itself."""
    files = Certified(certificate=folder / "certificate.pem", key=folder / "key.pem")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    address = x509.IPAddress(ip_address(LOOPBACK))
    now = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    files.certificate.write_bytes(certificate.public_bytes(Encoding.PEM))
    files.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return files


@contextmanager
def a_sink(certified: Certified | None = None) -> Iterator[Sink]:
    """Run a sink in a process of its own; Postfix's takes no part where one encrypts."""
    port = _free_port()
    program = None if certified else shutil.which(POSTFIX)
    if program:
        user = ["-u", "nobody"] if os.geteuid() == 0 else []
        command = [program, *user, f"{LOOPBACK}:{port}", BACKLOG]
    else:
        files = [str(certified.certificate), str(certified.key)] if certified else []
        command = [sys.executable, "-m", "benchmarks.sink", str(port), *files]
    process = subprocess.Popen(command, cwd=ROOT)  # noqa: S603 - fixed words
    try:
        _wait_for(port)
        yield Sink(name=POSTFIX if program else "aiosmtpd", port=port)
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as asked:
        return int(asked.getsockname()[1])


def _wait_for(port: int) -> None:
    until = monotonic() + WAIT_SECONDS
    while True:
        try:
            socket.create_connection((LOOPBACK, port), timeout=1).close()
        except OSError:
            if monotonic() > until:
                raise
            sleep(0.05)
        else:
            return


class _Nothing:
    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        return "250 2.0.0 Ok"


def _serve(port: int, *files: str) -> None:
    tls = None
    if files:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(*files)
    Controller(
        _Nothing(),
        hostname=LOOPBACK,
        port=port,
        tls_context=tls,
        require_starttls=tls is not None,
    ).start()
    threading.Event().wait()


if __name__ == "__main__":
    _serve(int(sys.argv[1]), *sys.argv[2:])

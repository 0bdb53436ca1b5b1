"""Signing letters and looking at signed ones, each in child processes of its own.

The key lives in a child that opens our own letters alone; files that people hand in are
opened in another, which holds no key.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from monitor.domain.errors import RenderError, SigningKeyError, TrustRootError
from monitor.domain.take_back import Examined, SignatureSeen

MOST_BYTES = 50 << 20  # of a file that is handed in; a scan of two pages has some five million
NO_KEY = "key"  # as the children say it
NO_ROOT = "trust_root"  # with a colon and the file's name behind it
DIED_OF_IT = ("crash", "memory", "time_limit")


class Asked(Protocol):
    """Child processes that do jobs."""

    def ask(self, kind: str, payload: bytes) -> bytes:
        """Return a job's answer.

        Raises:
            RenderError: it has none.
        """
        ...


class Pkcs12Signer:
    """Signs with the office's own certificate.

    Args:
        path: The PKCS#12 file: an RSA key, its certificate, and those up to the root.
        secret: What opens it.
        children: They run `monitor.render.sign_jobs`.
    """

    def __init__(self, path: Path, secret: str, children: Asked) -> None:
        self._path = path
        self._secret = secret
        self._children = children

    def sign(self, pdf: bytes, *, at: datetime) -> bytes:
        """Return `pdf` with one more signature behind it; other bytes each time.

        Raises:
            SigningKeyError: the certificate cannot be opened, or was not in force at `at`.
            RenderError: the file cannot be signed.
        """
        asked = {"certificate": str(self._path), "secret": self._secret, "at": at.isoformat()}
        try:
            return self._children.ask("sign", _payload(asked, pdf))
        except RenderError as error:
            if error.facts["reason"] == NO_KEY:
                raise SigningKeyError(file=self._path.name) from error
            raise


class PdfExaminer:
    """Looks at files that people hand in.

    Args:
        trust_roots: Files of certificates (PEM or DER) that signatures must lead to.
        children: They run `monitor.render.examine_jobs`.
    """

    def __init__(self, trust_roots: Iterable[Path], children: Asked) -> None:
        self._roots = [str(file) for file in trust_roots]
        self._children = children

    def examine(self, pdf: bytes, *, at: datetime) -> Examined:
        """Tell what a file holds and how its signatures stand at `at`.

        Raises:
            TrustRootError: a trust root cannot be read.
            RenderError: no child could start.
        """
        if len(pdf) > MOST_BYTES:
            return Examined()
        asked = {"roots": self._roots, "at": at.isoformat()}
        try:
            answer = self._children.ask("examine", _payload(asked, pdf))
        except RenderError as error:
            told, _, file = str(error.facts["reason"]).partition(":")
            if told in DIED_OF_IT:
                return Examined()
            if told == NO_ROOT:
                raise TrustRootError(file=file) from error
            raise
        return _examined(json.loads(answer))

    def is_covered(self, pdf: bytes, approved: bytes) -> bool:
        """Tell whether something dark on an approved file's pages is not so in another.

        Raises:
            RenderError: no child could start.
        """
        asked = {"length": len(pdf)}
        try:
            answer = self._children.ask("compare", _payload(asked, pdf + approved))
        except RenderError as error:
            if error.facts["reason"] in DIED_OF_IT:
                return True
            raise
        return bool(json.loads(answer))


def _payload(asked: Mapping[str, object], pdf: bytes) -> bytes:
    return b"%s\n%s" % (json.dumps(asked).encode(), pdf)


def _examined(told: Mapping[str, Any]) -> Examined:
    signatures = tuple(_signature(one) for one in told["signatures"])
    return Examined(**{**told, "signatures": signatures})


def _signature(told: Mapping[str, Any]) -> SignatureSeen:
    at = told["signed_at"]
    return SignatureSeen(**{**told, "signed_at": at and datetime.fromisoformat(at)})

"""How a letter is signed by the office itself, and how a signed one is looked at."""

from datetime import datetime
from typing import Protocol

from monitor.domain.take_back import Examined


class Signer(Protocol):
    """Signs with the office's own certificate."""

    def sign(self, pdf: bytes, *, at: datetime) -> bytes:
        """Return `pdf` with one more signature behind it: PAdES-B, without a picture.

        The bytes differ each time, so what is returned is kept and never made again.

        Raises:
            SigningKeyError: the certificate cannot be opened, or was not in force at `at`.
            RenderError: the file cannot be signed.
        """
        ...


class Examiner(Protocol):
    """Looks at files that people hand in."""

    def examine(self, pdf: bytes, *, at: datetime) -> Examined:
        """Tell what a file holds and how its signatures stand at one instant.

        Whatever the bytes are, there is an answer; nothing is fetched from anywhere.

        Raises:
            TrustRootError: a trust root cannot be read.
            RenderError: no file can be looked at now.
        """
        ...

    def is_covered(self, pdf: bytes, approved: bytes) -> bool:
        """Tell whether something dark on an approved file's pages is not so in another.

        A file that was made anew by another program is laid out anew: it is not compared.

        Raises:
            RenderError: no file can be looked at now.
        """
        ...

"""The return path: an address of ours that names, under a seal, the message that came back."""

import hmac
import re
from base64 import b32encode
from dataclasses import dataclass, field
from hashlib import sha256

LOCAL_OCTETS = 64  # of an address before its "@", RFC 5321
SEAL_CHARACTERS = 16  # 80 bits
ID_CHARACTERS = 13  # the largest id that a database gives
MAILBOX_OCTETS = LOCAL_OCTETS - ID_CHARACTERS - SEAL_CHARACTERS - 2  # left for our own name

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_TOKEN = re.compile(
    rf"([0-9a-z]{{1,{ID_CHARACTERS}}})\.([a-z2-7]{{{SEAL_CHARACTERS}}})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPath:
    """Where reports of failure go to.

    `is_tagged`: the mailbox takes sub-addresses ("name+anything"), and each message has its
    own; else the mailbox stands as it is, and only servers that report by envelope identifier
    name the message. `secret` makes the seals: whoever has it not can name no message.
    """

    mailbox: str
    secret: bytes = field(repr=False)
    is_tagged: bool = False

    def token(self, message: int) -> str:
        """Return a message's id in digits of 36 and its seal, letters in lower case."""
        return f"{_in_36(message)}.{self._seal(message)}"

    def sender(self, message: int) -> str:
        """Return the envelope's sender for one message."""
        if not self.is_tagged:
            return self.mailbox
        local, _, domain = self.mailbox.rpartition("@")
        return f"{local}+{self.token(message)}@{domain}"

    def opened(self, token: str) -> int | None:
        """Return the id in a token, None where the seal is not ours. Case does not matter."""
        found = _TOKEN.fullmatch(token)
        if found is None:
            return None
        message = int(found[1], 36)
        return message if hmac.compare_digest(found[2].lower(), self._seal(message)) else None

    def _seal(self, message: int) -> str:
        digest = hmac.digest(self.secret, f"return {message}".encode(), sha256)
        return b32encode(digest).decode()[:SEAL_CHARACTERS].lower()


def token_in(address: str) -> str:
    """Return what stands behind the last "+" of an address's name, or the whole name."""
    return address.rpartition("@")[0].rpartition("+")[2]


def is_token(text: str) -> bool:
    """Tell whether a text looks like a token, whoever made it."""
    return _TOKEN.fullmatch(text) is not None


def _in_36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"

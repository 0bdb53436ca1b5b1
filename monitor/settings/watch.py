"""The table [watch]: where the program can be looked at, and whom it tells that it lives."""

from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, SecretStr

from monitor.domain.hosts import is_loopback
from monitor.settings.faults import Fault, fault
from monitor.settings.fields import Table


def _listen(text: str) -> str:
    parts = _split(f"http://{text}") if text else None
    if parts is None:
        return text
    host, port = parts.hostname, parts.port
    is_bare = parts.netloc == text and "@" not in text
    if not (is_bare and host and port and is_loopback(host)):
        raise fault(Fault.LISTEN)
    return text


def _ping_url(secret: SecretStr) -> SecretStr:
    url = secret.get_secret_value()
    if not url:
        return secret
    parts = _split(url)
    host = parts.hostname or ""
    is_closed = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    is_plain = (
        url.isascii() and url.isprintable() and " " not in url and "@" not in parts.netloc
    )
    if not (host and is_closed and is_plain) or parts.query or parts.fragment:
        raise fault(Fault.PING_URL)
    return secret


def _split(url: str) -> SplitResult:
    """Return the parts of an address; none where it cannot be read."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # may be out of range, which is told only when asked
    except ValueError:
        return urlsplit("")
    return parts


class Watch(Table):
    """Watching. An empty `listen` serves no page, an empty `ping_url` tells nobody.

    The address that is told bears the office's key with the watcher: it is kept as a secret.
    """

    listen: Annotated[str, AfterValidator(_listen)] = "127.0.0.1:9464"
    ping_url: Annotated[SecretStr, AfterValidator(_ping_url)] = SecretStr("")

    @property
    def address(self) -> tuple[str, int] | None:
        """Where the pages are served, None where they are not."""
        if not self.listen:
            return None
        parts = urlsplit(f"http://{self.listen}")
        return parts.hostname or "", parts.port or 0

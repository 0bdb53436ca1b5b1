"""A mail server of a test, as the settings would name it."""

from datetime import timedelta

from monitor.channels.smtp import MailServer, Security
from tests.channels.conftest import Certificate
from tests.channels.post import LOOPBACK


def a_server_at(  # noqa: PLR0913 - each may be chosen
    port: int,
    *,
    sender: str,
    security: Security = Security.STARTTLS,
    trusting: Certificate | None = None,
    login: tuple[str, str] = ("", ""),
    timeout: float = 5,
) -> MailServer:
    """Return a server on this machine; `timeout` in seconds, for one whole message."""
    return MailServer(
        host=LOOPBACK,
        port=port,
        sender=sender,
        security=security,
        username=login[0],
        password=login[1],
        ca_file=trusting.file if trusting else None,
        timeout=timedelta(seconds=timeout),
    )

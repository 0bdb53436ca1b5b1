"""Trying the way to the mail server as a message would go, without sending one."""

import asyncio
import ssl
from datetime import UTC, datetime
from typing import Never, TypeVar

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from monitor.channels.smtp import MailServer, Security
from monitor.domain.errors import MailServerError
from monitor.domain.message import reply_text

CERTIFICATE_TIME = "%b %d %H:%M:%S %Y GMT"  # as the TLS library writes it
WHY_UNTRUSTED = {9: "expired", 10: "expired", 62: "name", 64: "name"}  # by OpenSSL's codes
LOGIN_REFUSED = 535

E = TypeVar("E", bound=Exception)


async def probe(server: MailServer) -> datetime | None:
    """Connect, close the way to others' eyes, log in, say NOOP and goodbye.

    Returns:
        When the server's certificate ends; None where it shows none.

    Raises:
        MailServerError: with the reason why no mail would get through.
    """
    connection = SMTP(
        hostname=server.host,
        port=server.port,
        local_hostname=server.sender.rpartition("@")[2],
        timeout=server.timeout.total_seconds(),
        use_tls=server.security is Security.TLS,
        start_tls=False,  # done below, where its failure can be told apart
        cert_bundle=str(server.ca_file) if server.ca_file else None,
    )
    try:
        async with asyncio.timeout(server.timeout.total_seconds()):
            return await _look(connection, server)
    except (SMTPException, OSError) as error:
        _fail(server, error)
    finally:
        if isinstance(connection.transport, asyncio.WriteTransport):
            connection.transport.abort()
        connection.close()


async def _look(connection: SMTP, server: MailServer) -> datetime | None:
    await connection.connect()
    await connection.ehlo()
    if server.security is Security.STARTTLS:
        if not connection.supports_extension("starttls"):
            raise _told(server, "no_starttls")
        await connection.starttls()
        await connection.ehlo()
    ends_at = _certificate_end(connection)
    if server.username:
        if not connection.supported_auth_methods:
            raise _told(server, "no_login")
        try:
            await connection.login(server.username, server.password)
        except SMTPAuthenticationError as error:
            reason = "login" if error.code == LOGIN_REFUSED else "login_refused"
            raise _told(server, reason, f"{error.code} {error.message}") from None
    await connection.noop()
    await connection.quit()
    return ends_at


def _certificate_end(connection: SMTP) -> datetime | None:
    shown = connection.get_transport_info("peercert") or {}
    text = shown.get("notAfter") if isinstance(shown, dict) else None
    if text is None:
        return None
    return datetime.strptime(" ".join(text.split()), CERTIFICATE_TIME).replace(tzinfo=UTC)


def _fail(server: MailServer, error: Exception) -> Never:
    cause = _cause(error, ssl.SSLError)
    if isinstance(cause, ssl.SSLCertVerificationError):
        raise _told(server, WHY_UNTRUSTED.get(cause.verify_code, "untrusted")) from None
    if cause is not None:
        raise _told(server, "tls") from None
    if isinstance(error, TimeoutError):  # aiosmtplib's own are of this kind, too
        raise _told(server, "timeout") from None
    if isinstance(error, SMTPResponseException):
        raise _told(server, "refused", f"{error.code} {error.message}") from None
    if _cause(error, SMTPServerDisconnected):
        raise _told(server, "hung_up") from None
    raise _told(server, "unreachable") from None


def _cause(error: BaseException | None, kind: type[E]) -> E | None:
    """Return the error of a kind that another one was raised for, or itself."""
    while error is not None:
        if isinstance(error, kind):
            return error
        error = error.__cause__ or error.__context__
    return None


def _told(server: MailServer, reason: str, said: str = "") -> MailServerError:
    return MailServerError(
        reason=reason, host=server.host, port=server.port, told=reply_text(said)
    )

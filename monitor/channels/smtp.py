"""Hand messages to a mail server, over a few kept connections.

MAIL, RCPT and DATA are driven apart: before DATA a failure is certainly unsent;
a silence inside DATA may be either. Off this machine nothing goes in the clear.
"""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from aiosmtplib import SMTP, SMTPException, SMTPResponseException, SMTPSenderRefused

from monitor.domain.errors import MailboxError
from monitor.domain.hosts import is_loopback
from monitor.domain.message import (
    Claimed,
    Outcome,
    Phase,
    Reply,
    checked_mailbox,
    reply_text,
)
from monitor.domain.return_path import ReturnPath

IDLE = timedelta(seconds=30)  # servers hang up on those who say nothing for longer
GOODBYE_SECONDS = 5
FAULTS = (SMTPException, OSError)  # a time-out is an OSError

_UNSAFE = re.compile(r"[^!-~]|[+=]")

T = TypeVar("T")


class Security(StrEnum):
    """How the way to the server is closed to others' eyes."""

    STARTTLS = "starttls"
    TLS = "tls"  # from the first byte
    NONE = "none"  # a server on this very machine


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """A server that takes our mail, and how it is spoken to.

    `sender` is the envelope's, to which reports of failure go, where `returns` gives
    no other. `ca_file` names whom to trust besides the system's authorities. `timeout`
    is for one whole message, with connecting.

    Raises:
        ValueError: no protection was asked for towards another machine.
        MailboxError: `sender` is not an address.
    """

    host: str
    port: int
    sender: str
    returns: ReturnPath | None = None
    security: Security = Security.STARTTLS
    username: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    connections: int = 3
    timeout: timedelta = timedelta(seconds=60)

    def __post_init__(self) -> None:
        checked_mailbox(self.sender)
        if self.security is Security.NONE and not is_loopback(self.host):
            message = f"mail to another machine must be protected: {self.host!r}"
            raise ValueError(message)


class _FaultError(Exception):
    """A step that failed, already told as a reply."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.text)
        self.reply = reply


class SmtpChannel:
    """Sends over at most `server.connections` connections; close it in the loop it ran in."""

    def __init__(self, server: MailServer, *, idle: timedelta = IDLE) -> None:
        self._server = server
        self._idle_seconds = idle.total_seconds()
        self._slots = asyncio.Semaphore(server.connections)
        self._idle: list[tuple[float, SMTP]] = []

    async def send(
        self, claimed: Claimed, *, before_data: Callable[[], Awaitable[None]]
    ) -> Reply:
        """Send one message and tell what was met.

        A server that cannot be reached, or lets us not in, says nothing about the
        message: that is worth another try whatever its words.
        """
        try:
            recipient = checked_mailbox(claimed.message.recipient)
        except MailboxError as error:
            return Reply(outcome=Outcome.PERMANENT, phase=Phase.ENVELOPE, text=str(error))
        async with self._slots:
            try:
                return await self._deliver(claimed, recipient, before_data)
            except _FaultError as fault:
                return fault.reply

    async def close(self) -> None:
        """Say goodbye on the connections kept."""
        while self._idle:
            await _leave(self._idle.pop()[1])

    async def _deliver(
        self, claimed: Claimed, recipient: str, before_data: Callable[[], Awaitable[None]]
    ) -> Reply:
        until = _now() + self._server.timeout.total_seconds()
        async with self._connection(until) as connection:
            envelope = self._envelope(connection, claimed.id, recipient)
            await _step(envelope, Phase.ENVELOPE, until=until)
            await before_data()  # may raise: nothing of the content is out yet
            data = connection.data(claimed.message.content)
            response = await _step(data, Phase.DATA, until=until)
        text = reply_text(f"{response.code} {response.message}")
        return Reply(outcome=Outcome.SENT, phase=Phase.REPLIED, text=text)

    async def _envelope(self, connection: SMTP, message: int, recipient: str) -> None:
        """Say whom a message is from and to; ask for reports where the server offers them."""
        returns = self._server.returns
        sender = returns.sender(message) if returns else self._server.sender
        token = returns.token(message) if returns else ""
        mail, rcpt = _report_options(token, recipient)
        if not connection.supports_extension("dsn"):
            mail, rcpt = [], []
        await connection.mail(sender, options=mail)
        await connection.rcpt(recipient, options=rcpt)

    async def _enter(self, connection: SMTP) -> None:
        """Be let in. Logging in is left to us, so that a refusal leaves a socket to close."""
        await connection.connect()
        await connection.ehlo()
        if self._server.username:
            await connection.login(self._server.username, self._server.password)

    @asynccontextmanager
    async def _connection(self, until: float) -> AsyncIterator[SMTP]:
        """Yield a connection; only one that met no error is kept for the next message."""
        connection = await self._kept() or self._made()
        try:
            if not connection.is_connected:
                await _step(self._enter(connection), Phase.CLAIMED, until=until)
            yield connection
        except BaseException:
            _drop(connection)
            raise
        self._idle.append((_now(), connection))

    async def _kept(self) -> SMTP | None:
        while self._idle:
            since, connection = self._idle.pop()
            if connection.is_connected and _now() - since < self._idle_seconds:
                return connection
            await _leave(connection)
        return None

    def _made(self) -> SMTP:
        server = self._server
        return SMTP(
            hostname=server.host,
            port=server.port,
            local_hostname=server.sender.rpartition("@")[2],
            timeout=server.timeout.total_seconds(),
            use_tls=server.security is Security.TLS,
            start_tls=server.security is Security.STARTTLS,  # never None: that is "if offered"
            cert_bundle=str(server.ca_file) if server.ca_file else None,
        )


def _report_options(token: str, recipient: str) -> tuple[list[str], list[str]]:
    """Ask, at MAIL and at RCPT, to be told of failure and delay (RFC 3461).

    Headers alone come back, under our name for the message and for whom we meant.
    """
    envelope = [f"ENVID={xtext(token)}"] if token else []
    meant = f"ORCPT=rfc822;{xtext(recipient)}"
    return ["RET=HDRS", *envelope], ["NOTIFY=FAILURE,DELAY", meant]


def xtext(text: str) -> str:
    """Write ASCII text so that nothing in it ends or splits a parameter of a command."""
    return _UNSAFE.sub(lambda found: f"+{ord(found[0]):02X}", text)


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _step(step: Awaitable[T], phase: Phase, *, until: float) -> T:
    """Take a step in time, or raise the reply it amounts to."""
    try:
        async with asyncio.timeout_at(until):
            return await step
    except FAULTS as error:
        raise _FaultError(_told(error, phase)) from error


def _told(error: Exception, phase: Phase) -> Reply:
    """Tell what an error means for the message."""
    if not isinstance(error, SMTPResponseException):
        outcome = Outcome.UNCERTAIN if phase is Phase.DATA else Outcome.TEMPORARY
        text = reply_text(str(error)) or type(error).__name__
        return Reply(outcome=outcome, phase=phase, text=text)
    text = reply_text(f"{error.code} {error.message}")
    if phase is Phase.CLAIMED or isinstance(error, SMTPSenderRefused):
        # Who refuses our sender says nothing about the message: all others would fare alike.
        return Reply(outcome=Outcome.TEMPORARY, phase=Phase.CLAIMED, text=text)
    replied = Phase.REPLIED if phase is Phase.DATA else phase
    match error.code // 100:
        case 4:
            return Reply(outcome=Outcome.TEMPORARY, phase=replied, text=text)
        case 5:
            return Reply(outcome=Outcome.PERMANENT, phase=replied, text=text)
    # Words that are no refusal: once the content is out they may mean anything.
    outcome = Outcome.UNCERTAIN if phase is Phase.DATA else Outcome.TEMPORARY
    return Reply(outcome=outcome, phase=phase, text=text)


def _drop(connection: SMTP) -> None:
    """Let go at once: a polite close would still push out what waits to be sent."""
    _abort(connection.transport)
    connection.close()


async def _leave(connection: SMTP) -> None:
    """Say goodbye, but wait for no answer to the closing of TLS."""
    transport = connection.transport
    with contextlib.suppress(*FAULTS):
        async with asyncio.timeout(GOODBYE_SECONDS):
            await connection.quit()
    _abort(transport)


def _abort(transport: asyncio.BaseTransport | None) -> None:
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()

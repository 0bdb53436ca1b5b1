"""A real mail server in a thread of its own, that can be told to misbehave."""

import asyncio
import ssl
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

LOOPBACK = "127.0.0.1"


class Fault(Enum):
    """What a server does instead of answering."""

    DROP = auto()
    SILENCE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """One message the server took responsibility for."""

    sender: str
    recipient: str
    content: bytes
    is_encrypted: bool


class Post:
    """What the server is to do, and what came to it.

    `script` holds, by stage, what is done instead of saying yes: words to answer,
    or a fault. Stages: EHLO, MAIL, RCPT, DATA (before the content), MIDDLE (of the
    content), DOT (after it).
    """

    def __init__(self) -> None:
        self.port = 0
        self.accepted: list[Accepted] = []
        self.script: defaultdict[str, list[str | Fault]] = defaultdict(list)
        self.logins: list[tuple[str, str]] = []
        self.connections = 0
        self.wants: tuple[str, str] | None = None  # user name and password
        self.offers_dsn = False
        self.asked: list[str] = []  # MAIL and RCPT as they came, with their parameters
        self.on_accepted: Callable[[], None] = lambda: None

    async def act(self, server: SMTP, stage: str) -> bool:
        """Do what the script says at a stage; tell whether it said anything."""
        if not self.script[stage]:
            return False
        match self.script[stage].pop(0):
            case str(words):
                await server.push(words)
            case Fault.DROP:
                assert isinstance(server.transport, asyncio.Transport)
                server.transport.abort()
            case Fault.SILENCE:
                await asyncio.Event().wait()
        return True

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name and arguments
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        """Offer to report on mail, where this server does."""
        session.host_name = hostname
        return [*responses[:-1], *(["250-DSN"] if self.offers_dsn else []), responses[-1]]

    def taken(self, arg: str | None) -> str | None:
        """Note what was asked for, and return the address without what only we understand."""
        self.asked.append(arg or "")
        return arg.partition("> ")[0] + ">" if arg and self.offers_dsn and "> " in arg else arg

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a message whose content is complete."""
        answer = (self.script["DOT"] or ["250 2.0.0 Ok: queued"])[0]
        if isinstance(answer, Fault) or answer.startswith("2"):
            assert isinstance(envelope.content, bytes)
            (recipient,) = envelope.rcpt_tos
            self.accepted.append(
                Accepted(
                    sender=envelope.mail_from or "",
                    recipient=recipient,
                    content=envelope.content,
                    is_encrypted=session.ssl is not None,
                )
            )
            self.on_accepted()
        if self.script["DOT"]:
            self.script["DOT"].pop(0)
        if answer is Fault.DROP:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        if answer is Fault.SILENCE:
            await asyncio.Event().wait()
        return str(answer)

    def log_in(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: object
    ) -> AuthResult:
        """Remember who tried to come in."""
        assert isinstance(login, LoginPassword)
        self.logins.append((login.login.decode(), login.password.decode()))
        return AuthResult(success=self.logins[-1] == self.wants, handled=False)


class _Server(SMTP):
    """One connection to a post."""

    def __init__(self, post: Post, *, tls: ssl.SSLContext | None, is_login_clear: bool) -> None:
        super().__init__(
            post,
            hostname="mail.example",
            tls_context=tls,
            require_starttls=tls is not None,
            authenticator=post.log_in if post.wants else None,
            auth_required=bool(post.wants and not is_login_clear),
            auth_require_tls=not is_login_clear,
            loop=asyncio.get_running_loop(),
        )
        self._post = post
        post.connections += 1

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802 - aiosmtpd's names
        if not await self._post.act(self, "EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        if not await self._post.act(self, "MAIL"):
            await super().smtp_MAIL(self._post.taken(arg))

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        if not await self._post.act(self, "RCPT"):
            await super().smtp_RCPT(self._post.taken(arg))

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if self._post.script["MIDDLE"]:
            await self.push("354 go on")
            await self._reader.readline()
            await self._post.act(self, "MIDDLE")
        elif not await self._post.act(self, "DATA"):
            await super().smtp_DATA(arg)


@contextmanager
def a_post(
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    login: tuple[str, str] | None = None,
    is_login_clear: bool = False,
) -> Iterator[Post]:
    """Run a mail server on a free port of this machine."""
    post = Post()
    post.wants = login
    loop = asyncio.new_event_loop()

    def connect() -> _Server:
        return _Server(post, tls=starttls, is_login_clear=is_login_clear)

    async def serve() -> None:
        listening = await loop.create_server(connect, LOOPBACK, 0, ssl=tls)
        post.port = listening.sockets[0].getsockname()[1]
        is_ready.set()
        await is_over.wait()
        listening.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    is_ready = threading.Event()
    is_over = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        assert is_ready.wait(5)
        yield post
    finally:
        loop.call_soon_threadsafe(is_over.set)
        thread.join(5)
        loop.close()

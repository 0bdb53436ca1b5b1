"""Mail goes out over a real server whole, and off this machine never in the clear."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from monitor.channels.smtp import IDLE, MailServer, Security, SmtpChannel
from monitor.domain.errors import MailboxError
from monitor.domain.hosts import is_loopback
from monitor.domain.message import Outcome, Phase, Reply
from tests.channels.conftest import Certificate
from tests.channels.post import Fault, Post, a_post
from tests.channels.servers import a_server_at
from tests.outbox import a_claim, a_message, nothing

SENDER = "mot.cua@tthc.example"
LOGIN = ("mot.cua", "mật khẩu-7")


@pytest.fixture
def post() -> Iterator[Post]:
    with a_post() as running:
        yield running


def a_server(post: Post, **choices: Any) -> MailServer:
    return a_server_at(post.port, sender=SENDER, **{"security": Security.NONE, **choices})


def a_post_with(certificate: Certificate, security: Security) -> AbstractContextManager[Post]:
    if security is Security.STARTTLS:
        return a_post(starttls=certificate.server, login=LOGIN)
    # aiosmtpd does not see that the connection is encrypted from the start.
    return a_post(tls=certificate.server, login=LOGIN, is_login_clear=True)


def send(
    server: MailServer, *names: str, idle: timedelta = IDLE
) -> tuple[list[Reply], list[str]]:
    """Send messages one after the other; return the replies, and which entered DATA."""
    entered: list[str] = []

    async def enter(name: str) -> None:
        entered.append(name)

    async def send_all() -> list[Reply]:
        channel = SmtpChannel(server, idle=idle)
        try:
            return [
                await channel.send(a_claim(a_message(name)), before_data=partial(enter, name))
                for name in names or ("one",)
            ]
        finally:
            await channel.close()

    return asyncio.run(send_all()), entered


def test_a_message_arrives_as_it_is(post: Post) -> None:
    replies, entered = send(a_server(post))

    (accepted,) = post.accepted
    assert replies == [
        Reply(outcome=Outcome.SENT, phase=Phase.REPLIED, text="250 2.0.0 Ok: queued")
    ]
    assert entered == ["one"]
    assert accepted.content == a_message("one").content
    assert (accepted.sender, accepted.recipient) == (SENDER, "one@mail.example")


def test_one_connection_carries_message_after_message(post: Post) -> None:
    replies, _ = send(a_server(post), "a", "b", "c")

    assert [reply.outcome for reply in replies] == [Outcome.SENT] * 3
    assert post.connections == 1


def test_connections_are_opened_as_needed_up_to_the_limit(post: Post) -> None:
    async def send_at_once() -> list[Reply]:
        channel = SmtpChannel(replace(a_server(post), connections=2))
        claims = [a_claim(a_message(f"m{number}")) for number in range(6)]
        try:
            return await asyncio.gather(
                *(channel.send(claim, before_data=nothing) for claim in claims)
            )
        finally:
            await channel.close()

    replies = asyncio.run(send_at_once())

    assert [reply.outcome for reply in replies] == [Outcome.SENT] * 6
    assert post.connections == 2


def test_an_idle_connection_is_not_trusted(post: Post) -> None:
    replies, _ = send(a_server(post), "a", "b", idle=timedelta(0))

    assert [reply.outcome for reply in replies] == [Outcome.SENT] * 2
    assert post.connections == 2


@pytest.mark.parametrize(
    ("stage", "answer", "outcome", "phase"),
    [
        pytest.param("EHLO", Fault.DROP, "temporary", "claimed", id="drop at EHLO"),
        pytest.param("MAIL", "451 4.3.0 later", "temporary", "claimed", id="4xx at MAIL"),
        pytest.param("MAIL", "553 5.7.1 not you", "temporary", "claimed", id="5xx at MAIL"),
        pytest.param("MAIL", "what?", "temporary", "envelope", id="nonsense at MAIL"),
        pytest.param("MAIL", Fault.DROP, "temporary", "envelope", id="drop at MAIL"),
        pytest.param("MAIL", "421 4.3.2 closing", "temporary", "claimed", id="421 at MAIL"),
        pytest.param("RCPT", "450 4.2.1 full", "temporary", "envelope", id="4xx at RCPT"),
        pytest.param("RCPT", "550 5.1.1 nobody", "permanent", "envelope", id="5xx at RCPT"),
        pytest.param("RCPT", Fault.DROP, "temporary", "envelope", id="drop at RCPT"),
    ],
)
def test_before_data_a_failure_is_certainly_unsent(
    post: Post, stage: str, answer: str | Fault, outcome: str, phase: str
) -> None:
    post.script[stage] = [answer]

    (first, second), entered = send(a_server(post), "a", "b")

    assert (first.outcome, first.phase) == (outcome, phase)
    assert second.outcome is Outcome.SENT
    assert entered == ["b"]
    assert post.connections == 2  # whatever met an error is not used again


@pytest.mark.parametrize(
    ("stage", "answer", "outcome", "phase"),
    [
        pytest.param("DATA", "451 4.3.0 later", "temporary", "replied", id="4xx at DATA"),
        pytest.param("DATA", "554 5.5.1 no", "permanent", "replied", id="5xx at DATA"),
        pytest.param("DATA", Fault.DROP, "uncertain", "data", id="drop at DATA"),
        pytest.param("MIDDLE", Fault.DROP, "uncertain", "data", id="drop within the content"),
        pytest.param("DOT", "452 4.3.1 full", "temporary", "replied", id="4xx after the dot"),
        pytest.param("DOT", "554 5.7.1 spam", "permanent", "replied", id="5xx after the dot"),
        pytest.param("DOT", Fault.DROP, "uncertain", "data", id="drop after the dot"),
        pytest.param("DOT", "251 so be it", "uncertain", "data", id="no refusal, no plain yes"),
    ],
)
def test_from_data_on_only_a_refusal_is_certain(
    post: Post, stage: str, answer: str | Fault, outcome: str, phase: str
) -> None:
    post.script[stage] = [answer]

    (first, second), entered = send(a_server(post), "a", "b")

    assert (first.outcome, first.phase) == (outcome, phase)
    assert second.outcome is Outcome.SENT
    assert entered == ["a", "b"]


@pytest.mark.parametrize(
    ("stage", "outcome", "phase"),
    [
        pytest.param("EHLO", "temporary", "claimed", id="before the envelope"),
        pytest.param("RCPT", "temporary", "envelope", id="in the envelope"),
        pytest.param("DATA", "uncertain", "data", id="at DATA"),
        pytest.param("DOT", "uncertain", "data", id="after the dot"),
    ],
)
def test_silence_ends_after_the_time_for_one_message(
    post: Post, stage: str, outcome: str, phase: str
) -> None:
    post.script[stage] = [Fault.SILENCE]

    (reply,), _ = send(a_server(post, timeout=0.3))

    assert (reply.outcome, reply.phase) == (outcome, phase)
    assert reply.text


def test_a_server_that_is_not_there_is_tried_again() -> None:
    with a_post() as gone:
        server = a_server(gone)

    (reply,), entered = send(server)

    assert (reply.outcome, reply.phase, entered) == (Outcome.TEMPORARY, Phase.CLAIMED, [])


def test_mailboxes_in_the_servers_words_are_masked(post: Post) -> None:
    post.script["RCPT"] = ["550 5.1.1 <one@mail.example>: no such user " + "x" * 400]

    (reply,), _ = send(a_server(post))

    assert reply.text.startswith("550 5.1.1 <***@mail.example>: no such user")
    assert len(reply.text) <= 500


def test_a_recipient_that_is_no_mailbox_never_reaches_the_server(post: Post) -> None:
    async def send_badly() -> Reply:
        message = replace(a_message(), recipient="bưởi@mail.example>\r\nRSET")
        return await SmtpChannel(a_server(post)).send(a_claim(message), before_data=nothing)

    reply = asyncio.run(send_badly())

    assert reply.outcome is Outcome.PERMANENT
    assert "bưởi" not in reply.text
    assert post.connections == 0


def test_what_before_data_raises_comes_through_and_nothing_is_sent(post: Post) -> None:
    async def send_without_lease() -> None:
        channel = SmtpChannel(a_server(post))
        with pytest.raises(TimeoutError, match="ours"):
            await channel.send(a_claim(), before_data=lose_lease)

    async def lose_lease() -> None:
        message = "ours, not the network's"
        raise TimeoutError(message)

    asyncio.run(send_without_lease())

    assert post.accepted == []


def test_a_cancelled_send_lets_go_of_its_connection(post: Post) -> None:
    post.script["DOT"] = [Fault.SILENCE]

    async def cancel_in_data() -> Reply:
        is_in_data = asyncio.Event()

        async def enter() -> None:
            is_in_data.set()

        channel = SmtpChannel(a_server(post))
        sending = asyncio.create_task(channel.send(a_claim(), before_data=enter))
        await is_in_data.wait()
        await asyncio.sleep(0.05)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        try:
            return await channel.send(a_claim(a_message("b")), before_data=nothing)
        finally:
            await channel.close()

    reply = asyncio.run(cancel_in_data())

    assert reply.outcome is Outcome.SENT
    assert post.connections == 2


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_mail_and_password_go_encrypted(certificate: Certificate, security: Security) -> None:
    with a_post_with(certificate, security) as post:
        server = a_server(post, security=security, trusting=certificate, login=LOGIN)

        replies, _ = send(server, "a", "b")

    assert [reply.outcome for reply in replies] == [Outcome.SENT] * 2
    assert post.logins == [LOGIN]


def test_starttls_encrypts_what_follows(certificate: Certificate) -> None:
    with a_post(starttls=certificate.server) as post:
        send(a_server(post, security=Security.STARTTLS, trusting=certificate))

    assert [accepted.is_encrypted for accepted in post.accepted] == [True]


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_server_without_encryption_gets_neither_mail_nor_password(
    security: Security,
) -> None:
    with a_post(login=LOGIN, is_login_clear=True) as post:
        server = a_server(post, security=security, login=LOGIN, timeout=2)

        (reply,), entered = send(server)

    assert (reply.outcome, reply.phase) == (Outcome.TEMPORARY, Phase.CLAIMED)
    assert (post.accepted, post.logins, entered) == ([], [], [])


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
@pytest.mark.parametrize("is_of_another_name", [False, True])
def test_a_wrong_certificate_is_refused(
    make_certificate: Callable[[str], Certificate],
    security: Security,
    *,
    is_of_another_name: bool,
) -> None:
    certificate = make_certificate(
        "DNS:other.example" if is_of_another_name else "IP:127.0.0.1"
    )
    with a_post_with(certificate, security) as post:
        server = a_server(
            post,
            security=security,
            login=LOGIN,
            trusting=certificate if is_of_another_name else None,
        )

        (reply,), entered = send(server)

    assert (reply.outcome, reply.phase) == (Outcome.TEMPORARY, Phase.CLAIMED)
    assert "certificate" in reply.text.lower()
    assert (post.accepted, post.logins, entered) == ([], [], [])


def test_a_wrong_password_says_nothing_about_the_message(certificate: Certificate) -> None:
    with a_post(starttls=certificate.server, login=LOGIN) as post:
        server = a_server(
            post, security=Security.STARTTLS, trusting=certificate, login=("mot.cua", "wrong")
        )

        (reply,), entered = send(server)

    assert (reply.outcome, reply.phase, entered) == (Outcome.TEMPORARY, Phase.CLAIMED, [])
    assert "535" in reply.text
    assert "wrong" not in reply.text


def test_mail_to_another_machine_must_be_protected() -> None:
    with pytest.raises(ValueError, match="must be protected"):
        MailServer(host="mail.example", port=25, sender=SENDER, security=Security.NONE)


def test_the_envelope_sender_must_be_a_mailbox() -> None:
    with pytest.raises(MailboxError):
        MailServer(host="mail.example", port=587, sender="Một cửa")


def test_the_password_is_never_shown(post: Post) -> None:
    assert LOGIN[1] not in repr(a_server(post, login=LOGIN))


@pytest.mark.parametrize(
    ("host", "is_here"),
    [
        pytest.param("localhost", True, id="localhost"),
        pytest.param("127.0.0.1", True, id="IPv4"),
        pytest.param("127.9.9.9", True, id="all of 127"),
        pytest.param("::1", True, id="IPv6"),
        pytest.param("10.0.0.1", False, id="the office's network"),
        pytest.param("127.0.0.1.mail.example", False, id="a name that begins so"),
        pytest.param("localhost.mail.example", False, id="a name that begins so too"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_what_counts_as_this_machine(host: str, *, is_here: bool) -> None:
    assert is_loopback(host) is is_here

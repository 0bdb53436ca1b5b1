"""Every message has its own way back, and servers that report are asked to."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.channels.smtp import MailServer, Security, SmtpChannel, xtext
from monitor.domain.message import Claimed, Outcome, Reply
from monitor.domain.return_path import ReturnPath, token_in
from tests.channels.post import LOOPBACK, Post, a_post
from tests.outbox import a_claim, a_message, nothing

SENDER = "mot.cua@tthc.example"
RETURNS = ReturnPath(mailbox="tra-lai@tthc.example", secret=b"one", is_tagged=True)
PLAIN = replace(RETURNS, mailbox=SENDER, is_tagged=False)
ODD = a_claim(a_message(recipient="a+b=c@mail.example"))


@pytest.fixture
def post() -> Iterator[Post]:
    with a_post() as running:
        yield running


def send(post: Post, *claims: Claimed, returns: ReturnPath | None = RETURNS) -> list[Reply]:
    server = MailServer(
        host=LOOPBACK, port=post.port, sender=SENDER, returns=returns, security=Security.NONE
    )

    async def send_all() -> list[Reply]:
        channel = SmtpChannel(server)
        try:
            return [await channel.send(one, before_data=nothing) for one in claims]
        finally:
            await channel.close()

    return asyncio.run(send_all())


def test_a_message_comes_back_to_its_own_address(post: Post) -> None:
    claims = [replace(a_claim(), id=number) for number in (1, 46_655)]

    send(post, *claims)

    ways = [one.sender for one in post.accepted]
    assert ways == ["tra-lai+1.22hr7vl7lvhiuyta@tthc.example", RETURNS.sender(46_655)]
    assert [RETURNS.opened(token_in(way)) for way in ways] == [1, 46_655]


def test_a_mailbox_without_sub_addresses_stands_as_it_is(post: Post) -> None:
    send(post, a_claim(), returns=PLAIN)

    assert post.accepted[0].sender == SENDER


def test_a_server_that_offers_no_reports_is_asked_for_none(post: Post) -> None:
    send(post, a_claim())

    assert post.asked == [f"FROM:<{RETURNS.sender(1)}>", "TO:<one@mail.example>"]


def test_a_server_that_offers_reports_is_asked_to_tell_of_failure_and_delay(
    post: Post,
) -> None:
    post.offers_dsn = True

    replies = send(post, ODD, returns=PLAIN)

    assert [reply.outcome for reply in replies] == [Outcome.SENT]
    assert post.asked == [
        f"FROM:<{SENDER}> RET=HDRS ENVID={PLAIN.token(1)}",
        "TO:<a+b=c@mail.example> NOTIFY=FAILURE,DELAY ORCPT=rfc822;a+2Bb+3Dc@mail.example",
    ]


def test_without_a_return_path_the_envelope_is_not_named(post: Post) -> None:
    post.offers_dsn = True

    send(post, a_claim(), returns=None)

    assert post.asked[0] == f"FROM:<{SENDER}> RET=HDRS"


@given(text=st.text(st.characters(max_codepoint=127)))
def test_no_text_leaves_its_parameter(text: str) -> None:
    written = xtext(text)

    assert all("!" <= character <= "~" and character != "=" for character in written)
    pieces = written.split("+")
    read = pieces[0] + "".join(chr(int(one[:2], 16)) + one[2:] for one in pieces[1:])
    assert read == text

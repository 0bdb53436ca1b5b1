"""Whatever a server says, and however slowly, a message is told sent only where it was."""

import asyncio
from datetime import timedelta

import pytest

from monitor.channels.smtp import MailServer, Security, SmtpChannel
from monitor.domain.message import Outcome, Phase, Reply
from tests.channels.crude import Said, a_crude_server
from tests.channels.post import LOOPBACK
from tests.outbox import a_claim, a_message, nothing

SECONDS = 0.5
VERBS = ("HELLO", "EHLO", "MAIL", "RCPT", "DATA", "DOT")
REACHED = {"HELLO": "claimed", "EHLO": "claimed", "MAIL": "envelope", "RCPT": "envelope"}
# A server that refuses our sender, too, lets us not in.
REFUSED = {**REACHED, "MAIL": "claimed"}

DRIP = Said(b"250-" + b"x" * 10_000, drips=True)
SILENCE = Said(b"")
DROP = Said(b"", then_drops=True)
HALF_A_LINE = Said(b"250 O", then_drops=True)
LONG_LINE = Said(b"250 " + b"x" * 100_000 + b"\r\n", then_drops=True)
ENDLESS = Said(b"250-more\r\n" * 1_000, for_ever=True)
GARBAGE = Said(b"\x00\xff\xfe\r\n", then_drops=True)
NO_CODE = Said(b"abc hello\r\n", then_drops=True)
CLOSING = Said(b"421 4.3.2 too many connections\r\n", then_drops=True)


async def sent(*names: str, **script: list[Said]) -> tuple[list[Reply], list[bytes]]:
    """Send messages one after the other; return the replies and what was accepted."""
    async with a_crude_server(**script) as crude:
        server = MailServer(
            host=LOOPBACK,
            port=crude.port,
            sender="mot.cua@tthc.example",
            security=Security.NONE,
            timeout=timedelta(seconds=SECONDS),
        )
        channel = SmtpChannel(server)
        try:
            replies = [
                await channel.send(a_claim(a_message(name)), before_data=nothing)
                for name in names or ("one",)
            ]
        finally:
            await channel.close()
        return replies, crude.accepted


@pytest.mark.parametrize("verb", ["EHLO", "RCPT", "DOT"])
@pytest.mark.parametrize(
    "said",
    [
        pytest.param(DRIP, id="a byte at a time"),
        pytest.param(SILENCE, id="nothing"),
        pytest.param(ENDLESS, id="lines without end"),
    ],
)
def test_what_does_not_end_is_ended_after_the_time_for_one_message(
    verb: str, said: Said
) -> None:
    check_no_answer(verb, said)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    "said",
    [
        pytest.param(DROP, id="nothing, and hangs up"),
        pytest.param(HALF_A_LINE, id="half a line"),
        pytest.param(LONG_LINE, id="a line that is too long"),
        pytest.param(GARBAGE, id="garbage"),
        pytest.param(NO_CODE, id="no code"),
    ],
)
def test_what_is_no_answer_is_a_failure_of_its_phase(verb: str, said: Said) -> None:
    check_no_answer(verb, said)


def check_no_answer(verb: str, said: Said) -> None:
    """Before DATA a message is certainly unsent; after it nobody can know."""
    ((first, second), accepted) = asyncio.run(sent("one", "two", **{verb: [said]}))

    phase = REACHED.get(verb, "data")
    outcome = Outcome.UNCERTAIN if phase == "data" else Outcome.TEMPORARY
    assert (first.outcome, first.phase) == (outcome, phase)
    assert second.outcome is Outcome.SENT
    assert len(accepted) == 1


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("code", "outcome"),
    [pytest.param(421, "temporary", id="421"), pytest.param(451, "temporary", id="451")],
)
def test_a_refusal_for_the_moment_is_tried_again(verb: str, code: int, outcome: str) -> None:
    words = Said(f"{code} 4.3.2 later\r\n".encode(), then_drops=code == 421)

    ((first, second), _) = asyncio.run(sent("one", "two", **{verb: [words]}))

    assert first.outcome == outcome
    assert first.phase == REFUSED.get(verb, "replied")
    assert second.outcome is Outcome.SENT


@pytest.mark.parametrize("verb", VERBS)
def test_a_refusal_for_good_is_the_messages_own_only_once_we_were_let_in(verb: str) -> None:
    words = Said(b"554 5.7.1 no\r\n")

    ((first, second), _) = asyncio.run(sent("one", "two", **{verb: [words]}))

    is_ours = verb not in {"HELLO", "EHLO", "MAIL"}
    assert first.outcome == (Outcome.PERMANENT if is_ours else Outcome.TEMPORARY)
    assert second.outcome is Outcome.SENT


def test_a_yes_where_the_content_should_be_asked_for_is_no_yes() -> None:
    """The server has taken nothing, yet it does not say no."""
    ((first, _), accepted) = asyncio.run(sent("one", "two", DATA=[Said(b"250 Ok\r\n")]))

    assert first.outcome is not Outcome.SENT
    assert len(accepted) == 1


def test_too_many_connections_is_said_before_the_message_is_named() -> None:
    ((first, second), _) = asyncio.run(sent("one", "two", HELLO=[CLOSING]))

    assert (first.outcome, first.phase) == (Outcome.TEMPORARY, Phase.CLAIMED)
    assert second.outcome is Outcome.SENT


def test_what_a_server_says_is_kept_on_one_line_without_mailboxes_or_controls() -> None:
    words = b"550 5.1.1 <one@mail.example> \x1b[31m l\xc3\xa0 \xff ai?\x07\r\n"

    ((reply,), _) = asyncio.run(sent(RCPT=[Said(words)]))

    assert reply.outcome is Outcome.PERMANENT
    assert "one@mail.example" not in reply.text
    assert reply.text.isprintable()


def test_first_refused_as_unknown_then_taken_is_taken() -> None:
    """Greylisting: the same words again, some minutes later."""
    grey = Said(b"451 4.7.1 Greylisted, try again\r\n")

    ((first, again), accepted) = asyncio.run(sent("one", "one", RCPT=[grey]))

    assert (first.outcome, first.phase) == (Outcome.TEMPORARY, Phase.ENVELOPE)
    assert again.outcome is Outcome.SENT
    assert len(accepted) == 1

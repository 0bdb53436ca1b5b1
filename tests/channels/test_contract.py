"""What every way out promises, asked of each with the same words."""

import asyncio
import email
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor.channels import CHANNELS
from monitor.channels.folder import FolderChannel
from monitor.channels.smtp import MailServer, Security, SmtpChannel
from monitor.domain.message import Outcome, Phase, Reply
from monitor.ports.channel import Channel
from tests.channels.post import LOOPBACK, a_post
from tests.outbox import a_claim, a_message, nothing

CHANNEL_FILES = Path(__file__).parents[2] / "monitor" / "channels"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way out, how to see what came out of it, and how to close it off."""

    channel: Channel
    arrived: Callable[[], list[bytes]]
    close_off: Callable[[], None]


def a_folder(tmp_path: Path) -> Way:
    folder = tmp_path / "mails"

    def close_off() -> None:
        folder.write_text("a file where the folder should be")

    return Way(
        channel=FolderChannel(folder),
        arrived=lambda: [file.read_bytes() for file in sorted(folder.glob("*.eml"))],
        close_off=close_off,
    )


def a_mail_server(resources: ExitStack) -> Way:
    running = ExitStack()
    resources.enter_context(running)
    post = running.enter_context(a_post())
    server = MailServer(
        host=LOOPBACK,
        port=post.port,
        sender="mot.cua@tthc.example",
        security=Security.NONE,
    )
    return Way(
        channel=SmtpChannel(server),
        arrived=lambda: [accepted.content for accepted in post.accepted],
        close_off=running.close,
    )


@pytest.fixture(params=["folder", "smtp"])
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Way]:
    with ExitStack() as resources:
        yield a_folder(tmp_path) if request.param == "folder" else a_mail_server(resources)


def send(
    way: Way, *names: str, before_data: Callable[[], Awaitable[None]] = nothing
) -> list[Reply]:
    async def send_all() -> list[Reply]:
        try:
            return [
                await way.channel.send(a_claim(a_message(name)), before_data=before_data)
                for name in names
            ]
        finally:
            await way.channel.close()

    return asyncio.run(send_all())


def test_every_channel_is_in_the_catalogue_under_its_files_name() -> None:
    files = {file.stem for file in CHANNEL_FILES.glob("*.py")} - {"__init__"}

    assert set(CHANNELS) == files
    assert all(kind.__module__.endswith(f".{name}") for name, kind in CHANNELS.items())


def test_a_message_arrives_whole(way: Way) -> None:
    (reply,) = send(way, "one")

    assert (reply.outcome, reply.phase) == (Outcome.SENT, Phase.REPLIED)
    assert reply.text
    assert way.arrived() == [a_message("one").content]


def test_what_was_sent_again_is_the_same_to_the_byte(way: Way) -> None:
    replies = send(way, "one", "one", "two")

    assert [reply.outcome for reply in replies] == [Outcome.SENT] * 3
    assert set(way.arrived()) == {a_message("one").content, a_message("two").content}
    assert {email.message_from_bytes(content)["Subject"] for content in way.arrived()} == {
        "one",
        "two",
    }


def test_nothing_is_out_before_before_data(way: Way) -> None:
    seen: list[list[bytes]] = []

    async def look() -> None:
        seen.append(way.arrived())

    send(way, "one", before_data=look)

    assert seen == [[]]


def test_what_before_data_raises_stops_the_message(way: Way) -> None:
    async def refuse() -> None:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - any message will do
        send(way, "one", before_data=refuse)
    (reply,) = send(way, "two")

    assert reply.outcome is Outcome.SENT
    assert way.arrived() == [a_message("two").content]


def test_a_way_that_is_closed_off_is_told_not_raised(way: Way) -> None:
    way.close_off()

    (reply,) = send(way, "one")

    assert (reply.outcome, reply.phase) == (Outcome.TEMPORARY, Phase.CLAIMED)
    assert reply.text


def test_closing_twice_is_closing_once(way: Way) -> None:
    send(way, "one")

    asyncio.run(way.channel.close())

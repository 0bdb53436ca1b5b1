"""A folder holds whole mail files, and their names tell nothing about anybody."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.channels.folder import FolderChannel
from monitor.domain.message import Message, Outcome, Phase, Reply
from tests.outbox import a_claim, a_message, nothing


def send(folder: Path, message: Message) -> Reply:
    return asyncio.run(FolderChannel(folder).send(a_claim(message), before_data=nothing))


def test_the_file_is_named_by_the_message_id_alone(tmp_path: Path) -> None:
    folder = tmp_path / "var" / "mails"

    reply = send(folder, a_message("one"))

    assert reply == Reply(
        outcome=Outcome.SENT, phase=Phase.REPLIED, text="one@tthc.example.eml"
    )
    assert [file.name for file in folder.iterdir()] == ["one@tthc.example.eml"]


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    folder = tmp_path / "mails"

    send(folder, a_message("one"))

    (file,) = folder.iterdir()
    assert [path.stat().st_mode & 0o777 for path in (folder, file)] == [0o700, 0o600]


@pytest.mark.parametrize(
    ("message_id", "name"),
    [
        pytest.param("../../etc/x@a.example", "_._.._etc_x@a.example.eml", id="a path"),
        pytest.param("..", "_..eml", id="only dots"),
        pytest.param("a\\b:c\x00@a.example", "a_b_c_@a.example.eml", id="other systems"),
    ],
)
def test_no_message_id_leads_out_of_the_folder(
    tmp_path: Path, message_id: str, name: str
) -> None:
    send(tmp_path, replace(a_message(), message_id=message_id))

    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_what_an_earlier_try_left_is_written_over(tmp_path: Path) -> None:
    (tmp_path / ".one@tthc.example.eml.part").write_bytes(b"x" * 1000)
    (tmp_path / "one@tthc.example.eml").write_bytes(a_message("one").content)

    reply = send(tmp_path, a_message("one"))

    (file,) = tmp_path.iterdir()
    assert reply.outcome is Outcome.SENT
    assert file.read_bytes() == a_message("one").content


def test_nothing_is_written_through_a_link_that_lies_in_wait(tmp_path: Path) -> None:
    folder, other = tmp_path / "mail", tmp_path / "other"
    folder.mkdir()
    other.write_bytes(b"theirs")
    (folder / ".one@tthc.example.eml.part").symlink_to(other)

    reply = send(folder, a_message("one"))

    assert reply.outcome is Outcome.TEMPORARY
    assert other.read_bytes() == b"theirs"


def test_a_file_that_cannot_take_its_name_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "one@tthc.example.eml").mkdir()

    reply = send(tmp_path, a_message("one"))

    assert (reply.outcome, reply.phase) == (Outcome.TEMPORARY, Phase.CLAIMED)
    assert str(tmp_path) not in reply.text

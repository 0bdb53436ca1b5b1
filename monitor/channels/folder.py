"""Lay each message into a folder, as a mail file that any mail program opens.

For trying out, and for offices whose mail leaves by another hand. Nothing can
go out twice here: the same message is the same file.
"""

import asyncio
import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from monitor.domain.message import Claimed, Message, Outcome, Phase, Reply, reply_text

NO_LINKS = getattr(os, "O_NOFOLLOW", 0)  # not on Windows


class FolderChannel:
    """Writes `<message id>.eml`, readable by its owner; made from nothing personal."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(
        self, claimed: Claimed, *, before_data: Callable[[], Awaitable[None]]
    ) -> Reply:
        """Write one message whole or not at all; a disk's fault is worth another try."""
        name = _file_name(claimed.message)
        unfinished = self._folder / f".{name}.part"
        try:
            await asyncio.to_thread(self._write, unfinished, claimed.message.content)
        except OSError as error:
            return _failed(error)
        await before_data()
        try:
            await asyncio.to_thread(self._show, unfinished, name)
        except OSError as error:
            return _failed(error)
        return Reply(outcome=Outcome.SENT, phase=Phase.REPLIED, text=name)

    async def close(self) -> None:
        """Have nothing to let go of."""

    def _write(self, unfinished: Path, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(
            unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | NO_LINKS, 0o600
        )
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def _show(self, unfinished: Path, name: str) -> None:
        unfinished.replace(self._folder / name)
        if hasattr(os, "O_DIRECTORY"):  # not on Windows
            descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _file_name(message: Message) -> str:
    return re.sub(r"^\.|[^A-Za-z0-9@.-]", "_", message.message_id) + ".eml"


def _failed(error: OSError) -> Reply:
    """Tell what the disk said: no file name of its own, for folders can name people."""
    text = reply_text(error.strerror or type(error).__name__)
    return Reply(outcome=Outcome.TEMPORARY, phase=Phase.CLAIMED, text=text)

"""A mail server that says whatever bytes a test wants, at whatever pace."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.channels.post import LOOPBACK

USUAL = {
    "HELLO": b"220 mail.example\r\n",
    "EHLO": b"250-mail.example\r\n250 SIZE\r\n",
    "MAIL": b"250 2.1.0 Ok\r\n",
    "RCPT": b"250 2.1.5 Ok\r\n",
    "DATA": b"354 go on\r\n",
    "DOT": b"250 2.0.0 Ok\r\n",
    "QUIT": b"221 2.0.0 bye\r\n",
}
DRIP_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Said:
    """What is answered once in place of the usual.

    `drips`: a byte at a time. `for_ever`: over and over. `then_drops`: and hangs up.
    """

    words: bytes
    drips: bool = False
    for_ever: bool = False
    then_drops: bool = False


@dataclass(slots=True)
class Crude:
    """What the server is to say, verb by verb, and what came to it."""

    port: int = 0
    script: defaultdict[str, list[Said]] = field(default_factory=lambda: defaultdict(list))
    accepted: list[bytes] = field(default_factory=list)
    commands: list[bytes] = field(default_factory=list)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        try:
            await self._say("HELLO", writer)
            while line := await reader.readline():
                self.commands.append(line)
                verb = line[:4].upper().decode("ascii", "replace").strip()
                if await self._say(verb, writer) and verb == "DATA":
                    await self._take(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        content = await reader.readuntil(b"\r\n.\r\n")
        if await self._say("DOT", writer):
            self.accepted.append(content)

    async def _say(self, verb: str, writer: asyncio.StreamWriter) -> bool:
        """Answer a verb; tell whether it was with the usual words."""
        if not self.script[verb]:
            writer.write(USUAL.get(verb, b"502 5.5.2 what?\r\n"))
            await writer.drain()
            return verb in USUAL
        said = self.script[verb].pop(0)
        while True:
            await _write(said, writer)
            if not said.for_ever:
                break
            await asyncio.sleep(DRIP_SECONDS)
        if said.then_drops:
            writer.transport.abort()
        return False


async def _write(said: Said, writer: asyncio.StreamWriter) -> None:
    pieces = [bytes([byte]) for byte in said.words] if said.drips else [said.words]
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        if said.drips:
            await asyncio.sleep(DRIP_SECONDS)


@asynccontextmanager
async def a_crude_server(**script: list[Said]) -> AsyncIterator[Crude]:
    """Run such a server in this loop."""
    crude = Crude()
    crude.script.update(script)
    server = await asyncio.start_server(crude.talk, LOOPBACK, 0)
    crude.port = server.sockets[0].getsockname()[1]
    try:
        yield crude
    finally:
        server.close()

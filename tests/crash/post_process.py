"""A mail server in a process of its own: `python -m tests.crash.post_process PORT BOOK SEED`.

What it accepts it writes down, recipient and SHA-256 of the content, before it says so. Now
and then it refuses for the moment, hangs up at a verb, or accepts and hangs up.
"""

import asyncio
import os
import random
import sys
from hashlib import sha256

from aiosmtpd.smtp import SMTP, Envelope, Session

LATER = "451 4.3.0 later"
MOODS = {
    "MAIL": 0.01,
    "RCPT": 0.01,
    "DATA": 0.01,
    "DOT": 0.02,
}  # of refusing, and of hanging up


class Moody:
    """Takes mail, mostly."""

    def __init__(self, book: int, seed: int) -> None:
        self._book = book
        self._chance = random.Random(seed)  # noqa: S311 - to be played again

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _: Session, envelope: Envelope, address: str, __: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._answer(server, "MAIL")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _: Session, envelope: Envelope, address: str, __: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self._answer(server, "RCPT")

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, _: Session, envelope: Envelope
    ) -> str:
        answer = self._answer(server, "DATA")
        if answer == LATER or self._has_hung_up(server):
            return answer
        content = envelope.content
        assert isinstance(content, bytes)
        line = f"{envelope.rcpt_tos[0]} {sha256(content).hexdigest()}\n"
        os.write(self._book, line.encode())
        if self._chance.random() < MOODS["DOT"]:
            _hang_up(server)
        return "250 2.0.0 Ok"

    def _answer(self, server: SMTP, verb: str) -> str:
        drawn = self._chance.random()
        if drawn < MOODS[verb]:
            return LATER
        if drawn < 2 * MOODS[verb]:
            _hang_up(server)
        return "250 2.1.0 Ok"

    def _has_hung_up(self, server: SMTP) -> bool:
        return server.transport is None or server.transport.is_closing()


def _hang_up(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


async def main() -> None:
    """Listen until somebody ends it."""
    port, book, seed = sys.argv[1:]
    lines = os.open(book, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    moody = Moody(lines, int(seed))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(moody), "127.0.0.1", int(port))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())

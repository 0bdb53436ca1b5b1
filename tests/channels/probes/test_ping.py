"""A sign of life is one bare request: nothing with it, nowhere else, and not for long."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from monitor.channels.probes.ping import HttpPing
from monitor.domain.errors import PingError
from tests.channels.conftest import Certificate

LOOPBACK = "127.0.0.1"
SECRET = "0f6a-key-of-the-office"  # noqa: S105 - of nobody


@dataclass
class Listener:
    """A watcher on this machine: what came, and what it answers."""

    port: int = 0
    status: int = 200
    location: str = ""
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}/{SECRET}"


@contextmanager
def listening(listener: Listener, *, tls: Certificate | None = None) -> Iterator[Listener]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            listener.asked.append((self.command, self.path, dict(self.headers)))
            self.send_response(listener.status)
            if listener.location:
                self.send_header("Location", listener.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Keep quiet."""

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    if tls is not None:
        server.socket = tls.server.wrap_socket(server.socket, server_side=True)
    listener.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def reason(url: str, *, timeout: float = 5) -> str:
    with pytest.raises(PingError) as raised:
        HttpPing(url, timeout=timedelta(seconds=timeout)).tell(is_well=True)
    assert SECRET not in f"{raised.value} {raised.value.__cause__}"
    return str(raised.value.facts["reason"])


def test_a_good_tick_calls_the_address_and_a_bad_one_below_it() -> None:
    with listening(Listener()) as listener:
        ping = HttpPing(f"{listener.url}/")
        ping.tell(is_well=True)
        ping.tell(is_well=False)

    assert [(method, path) for method, path, _ in listener.asked] == [
        ("GET", f"/{SECRET}"),
        ("GET", f"/{SECRET}/fail"),
    ]


def test_nothing_goes_with_it() -> None:
    with listening(Listener()) as listener:
        HttpPing(listener.url).tell(is_well=True)

    ((_, _, headers),) = listener.asked
    assert headers == {
        "Accept-Encoding": "identity",
        "Host": f"{LOOPBACK}:{listener.port}",
        "User-Agent": "dunghan",
        "Connection": "close",
    }
    assert json.dumps(headers).isascii()


@pytest.mark.parametrize("status", [404, 410, 429, 500, 503])
def test_an_answer_that_is_no_welcome_is_a_failure(status: int) -> None:
    with listening(Listener(status=status)) as listener:
        assert reason(listener.url) == "refused"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_it_goes_nowhere_else(status: int) -> None:
    with listening(Listener()) as elsewhere:
        there = Listener(status=status, location=elsewhere.url)
        with listening(there) as listener:
            assert reason(listener.url) == "refused"

    assert elsewhere.asked == []


def test_nobody_at_the_address_is_told() -> None:
    with socket.socket() as one:
        one.bind((LOOPBACK, 0))
        port = one.getsockname()[1]

    assert reason(f"http://{LOOPBACK}:{port}/{SECRET}") == "unreachable"


def test_silence_is_not_waited_for() -> None:
    with socket.create_server((LOOPBACK, 0)) as silent:
        port = silent.getsockname()[1]

        assert reason(f"http://{LOOPBACK}:{port}/{SECRET}", timeout=0.2) == "timeout"


def test_words_that_are_no_answer_are_a_failure() -> None:
    with socket.create_server((LOOPBACK, 0)) as odd:
        thread = threading.Thread(target=babble, args=(odd,))
        thread.start()
        port = odd.getsockname()[1]

        assert reason(f"http://{LOOPBACK}:{port}/{SECRET}") == "unreachable"
        thread.join()


def babble(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(4_096)
        connection.sendall(b"220 mail.example ESMTP\r\n")


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Certificate) -> None:
    with listening(Listener(), tls=certificate) as listener:
        url = listener.url.replace("http:", "https:")

        assert reason(url) == "certificate"

    assert listener.asked == []


def test_the_address_is_not_shown() -> None:
    assert SECRET not in repr(HttpPing(f"https://watch.example/{SECRET}"))

"""The watchers' pages answer whoever asks well, whatever others do to them."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection

import pytest

from monitor.daemon.pages import MOST_AT_ONCE, MOST_BYTES, Page, PageServer

LOOPBACK = "127.0.0.1"
PATIENCE = 0.3
GIVE_UP = 10
PAGES = {
    "/page": lambda: Page(body=b"trang\n", kind="text/plain; charset=utf-8"),
    "/ill": lambda: Page(
        body=b"ill\n", kind="text/plain", status=HTTPStatus.SERVICE_UNAVAILABLE
    ),
}


@pytest.fixture(scope="module")
def server() -> Iterator[PageServer]:
    one = PageServer((LOOPBACK, 0), PAGES, patience=PATIENCE)
    one.start()
    yield one
    one.stop()


def ask(server: PageServer, path: str = "/page", *, method: str = "GET") -> tuple[int, bytes]:
    with closing(HTTPConnection(LOOPBACK, server.port, timeout=GIVE_UP)) as connection:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read()


def connected(server: PageServer) -> socket.socket:
    return socket.create_connection((LOOPBACK, server.port), timeout=GIVE_UP)


def rest(connection: socket.socket) -> bytes:
    """Return all that still comes, until the other side hangs up."""
    read = b""
    try:
        while more := connection.recv(65_536):
            read += more
    except ConnectionResetError:
        return read
    return read


def test_a_page_is_answered_with_its_status(server: PageServer) -> None:
    assert ask(server) == (200, b"trang\n")
    assert ask(server, "/page?since=always") == (200, b"trang\n")
    assert ask(server, "/ill") == (503, b"ill\n")


def test_a_head_is_a_page_without_its_body(server: PageServer) -> None:
    assert ask(server, "/ill", method="HEAD") == (503, b"")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        pytest.param("GET", "/", 404, id="the root"),
        pytest.param("GET", "/../page", 404, id="a way up"),
        pytest.param("GET", "/page/", 404, id="below a page"),
        pytest.param("POST", "/page", 501, id="a form"),
        pytest.param("DELETE", "/page", 501, id="anything else"),
    ],
)
def test_nothing_else_is_answered(
    server: PageServer, method: str, path: str, status: int
) -> None:
    assert ask(server, path, method=method)[0] == status


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"\r\n\r\n", id="nothing"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", id="TLS"),
        pytest.param(b"GET\r\n\r\n", id="no path"),
        pytest.param(b"GET /page HTTP/9.9\r\n\r\n", id="another version"),
        pytest.param(b"GET /page HTTP/1.1\r\n" + b"a: b\r\n" * 300 + b"\r\n", id="many fields"),
        pytest.param(b"GET /" + b"x" * 2 * MOST_BYTES, id="a head without an end"),
    ],
)
def test_what_is_no_request_is_not_answered_with_a_page(
    server: PageServer, sent: bytes
) -> None:
    with connected(server) as connection:
        connection.sendall(sent)
        answered = rest(connection)

    assert b"trang" not in answered
    assert ask(server)[0] == 200


def test_one_connection_serves_one_request(server: PageServer) -> None:
    with connected(server) as connection:
        connection.sendall(b"GET /page HTTP/1.1\r\nConnection: keep-alive\r\n\r\n" * 2)
        answered = rest(connection)

    assert answered.count(b"HTTP/1.0 200 OK") == 1


def test_a_client_that_drips_is_cut_off_and_holds_nobody_up(server: PageServer) -> None:
    with connected(server) as slow:
        began = time.monotonic()
        slow.sendall(b"GET /page HTT")
        assert ask(server)[0] == 200
        dripping = threading.Thread(target=drip, args=(slow,))
        dripping.start()
        assert rest(slow) == b""
        took = time.monotonic() - began
        dripping.join()

    assert PATIENCE * 0.9 < took < PATIENCE + GIVE_UP / 2


def drip(connection: socket.socket) -> None:
    """Send a byte now and then, for longer than anybody waits."""
    for _ in range(100):
        try:
            connection.sendall(b"x")
        except OSError:
            return
        time.sleep(PATIENCE / 10)


def test_more_than_a_few_at_once_are_shown_out(server: PageServer) -> None:
    idle = [connected(server) for _ in range(MOST_AT_ONCE)]
    try:
        with connected(server) as one_more:
            assert rest(one_more) == b""
    finally:
        for one in idle:
            one.close()
    give_up = time.monotonic() + GIVE_UP
    while True:
        try:
            assert ask(server)[0] == 200
        except OSError:
            assert time.monotonic() < give_up
        else:
            break


def test_a_client_that_hangs_up_is_no_news(
    server: PageServer, capfd: pytest.CaptureFixture[str]
) -> None:
    for _ in range(5):
        with connected(server) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01" + b"\0" * 7)
            connection.sendall(b"GET /page HTTP/1.1\r\n\r\n")

    assert ask(server)[0] == 200
    assert capfd.readouterr() == ("", "")


def test_a_port_that_is_taken_is_told(server: PageServer) -> None:
    with pytest.raises(OSError, match="in use"):
        PageServer((LOOPBACK, server.port), PAGES)

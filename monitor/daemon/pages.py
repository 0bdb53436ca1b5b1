"""A small web server on this machine alone, which no client can hold up.

It answers GET and HEAD of a few pages. A request is read within a fixed number of bytes and
seconds, whatever drips; a connection serves one request; beyond a few at once it is closed.
"""

import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from io import BytesIO
from socketserver import TCPServer, ThreadingMixIn
from typing import Any

MOST_BYTES = 4_096  # of a request's head; we ask for none of its fields
MOST_SECONDS = 5.0
MOST_AT_ONCE = 8
END_OF_HEAD = b"\r\n\r\n"
LOOKS_EVERY = 0.25  # seconds, whether the server is to stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is answered."""

    body: bytes
    kind: str
    status: HTTPStatus = HTTPStatus.OK


Pages = Mapping[str, Callable[[], Page]]


class PageServer(ThreadingMixIn, TCPServer):
    """Serves pages from threads that end with the process.

    Args:
        address: Of this machine, and a port; 0 takes a free one.
        pages: What makes each, by its path.
        patience: Seconds for a request, and again for its answer.

    Raises:
        OSError: the port is taken.
    """

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(
        self, address: tuple[str, int], pages: Pages, *, patience: float = MOST_SECONDS
    ) -> None:
        self.patience = patience
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.pages = pages
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)
        super().__init__(address, _Handler)
        self._thread = threading.Thread(
            target=self.serve_forever, args=(LOOKS_EVERY,), name="watching", daemon=True
        )

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.server_address[1])

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Listen no more."""
        self.shutdown()
        self.server_close()
        self._thread.join()

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Take a place, or close the connection where there is none."""
        return self._places.acquire(blocking=False)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve one connection, and give its place back."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    server: PageServer
    server_version = "dunghan"
    sys_version = ""
    error_message_format = "%(code)d\n"
    error_content_type = "text/plain; charset=utf-8"

    def setup(self) -> None:
        """Read the head first, so that nothing behind it waits for the client."""
        self.connection = self.request
        self.rfile = BytesIO(_head(self.connection, within=self.server.patience))
        self.wfile = self._answered = BytesIO()

    def finish(self) -> None:
        """Send the answer in one piece."""
        self.connection.settimeout(self.server.patience)
        self.connection.sendall(self._answered.getvalue())

    def do_GET(self) -> None:
        """Answer with a page."""
        self._answer(has_body=True)

    def do_HEAD(self) -> None:
        """Answer with a page's head."""
        self._answer(has_body=False)

    def _answer(self, *, has_body: bool) -> None:
        make = self.server.pages.get(self.path.partition("?")[0])
        if make is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        page = make()
        self.send_response(page.status)
        self.send_header("Content-Type", page.kind)
        self.send_header("Content-Length", str(len(page.body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if has_body:
            self.wfile.write(page.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Keep no log of who looked."""


def _head(connection: socket.socket, *, within: float) -> bytes:
    """Return a request up to its empty line; what comes late or goes on too long is cut off."""
    until = time.monotonic() + within
    read = b""
    while END_OF_HEAD not in read and len(read) < MOST_BYTES:
        connection.settimeout(max(until - time.monotonic(), 0.001))
        try:
            more = connection.recv(MOST_BYTES - len(read))
        except TimeoutError:
            return b""
        if not more:
            return b""
        read += more
    return read if END_OF_HEAD in read else b""

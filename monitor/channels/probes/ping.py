"""Telling a watcher elsewhere that the program lives: one bare request, nothing with it."""

import http.client
import ssl
from datetime import timedelta
from typing import IO, Never
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from monitor.domain.errors import PingError

FAIL = "/fail"
TIMEOUT = timedelta(seconds=5)


class _Stay(HTTPRedirectHandler):
    """Goes nowhere else: the address is the office's key with its watcher."""

    def redirect_request(  # noqa: PLR0913, PLR0917 - urllib's own shape
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> None:
        """Follow nothing; what was answered counts as a refusal."""


class HttpPing:
    """Calls an address after a good tick, and the one below it after a bad one.

    Args:
        url: Whom to tell; a secret, so it is in no message and no log.
        timeout: For each step of a call: reaching, sending, the head of the answer.
    """

    def __init__(self, url: str, *, timeout: timedelta = TIMEOUT) -> None:
        self._url = url.rstrip("/")
        self._seconds = timeout.total_seconds()
        self._opener = build_opener(_Stay())
        self._opener.addheaders = [("User-Agent", "dunghan")]

    def __repr__(self) -> str:
        return "HttpPing(***)"

    def tell(self, *, is_well: bool) -> None:
        """Call once; the words of the answer are not read.

        Raises:
            PingError: nobody was reached, or the answer was none of 2xx.
        """
        url = self._url if is_well else f"{self._url}{FAIL}"
        try:
            with self._opener.open(url, timeout=self._seconds):  # its scheme was looked at
                return
        except HTTPError as error:
            error.close()
            _fail("refused")
        except URLError as error:
            _fail(_reason(error.reason))
        except (OSError, http.client.HTTPException) as error:
            _fail(_reason(error))


def _reason(error: object) -> str:
    if isinstance(error, TimeoutError):
        return "timeout"
    return "certificate" if isinstance(error, ssl.SSLError) else "unreachable"


def _fail(reason: str) -> Never:
    raise PingError(reason=reason) from None

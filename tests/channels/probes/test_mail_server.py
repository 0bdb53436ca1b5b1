"""Each way in which a mail server would take no mail has a reason of its own."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from typing import Any

import pytest

from monitor.catalogues.told import sentence
from monitor.channels.probes.mail_server import probe
from monitor.channels.smtp import MailServer, Security
from monitor.clock import now
from monitor.domain.errors import MailServerError
from tests.channels.conftest import Certificate
from tests.channels.post import LOOPBACK, Fault, a_post
from tests.channels.servers import a_server_at

SENDER = "mot.cua@tthc.example"
LOGIN = ("mot.cua", "mật khẩu-7")


def a_server(port: int, **choices: Any) -> MailServer:
    return a_server_at(port, sender=SENDER, **choices)


def reason(server: MailServer) -> str:
    with pytest.raises(MailServerError) as raised:
        asyncio.run(probe(server))
    facts = raised.value.facts
    told = sentence(raised.value)
    assert told.startswith(f"Máy chủ thư {LOOPBACK}, cổng {server.port}: ")
    assert LOGIN[1] not in told
    return str(facts["reason"])


@contextmanager
def a_socket(act: Callable[[socket.socket], None]) -> Iterator[int]:
    """Listen, and do one thing with the first who comes."""
    with socket.create_server((LOOPBACK, 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                act(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_server_that_takes_mail_is_left_without_any(
    certificate: Certificate, security: Security
) -> None:
    is_tls = security is Security.TLS
    with a_post(
        starttls=None if is_tls else certificate.server,
        tls=certificate.server if is_tls else None,
        login=LOGIN,
        is_login_clear=is_tls,
    ) as post:
        server = a_server(post.port, security=security, trusting=certificate, login=LOGIN)
        ends_at = asyncio.run(probe(server))

    assert post.logins == [LOGIN]
    assert post.accepted == []
    assert ends_at is not None
    assert ends_at.tzinfo is UTC
    assert timedelta(days=1) < ends_at - now() < timedelta(days=3)


def test_a_server_on_this_machine_may_show_no_certificate() -> None:
    with a_post() as post:
        assert asyncio.run(probe(a_server(post.port, security=Security.NONE))) is None


def test_a_wrong_password_is_told(certificate: Certificate) -> None:
    with a_post(starttls=certificate.server, login=LOGIN) as post:
        server = a_server(post.port, trusting=certificate, login=(LOGIN[0], "sai"))

        assert reason(server) == "login"


def test_a_server_that_knows_no_login_is_told() -> None:
    with a_post() as post:
        post.script["EHLO"] = ["250 mail.example"]
        server = a_server(post.port, security=Security.NONE, login=LOGIN)

        assert reason(server) == "no_login"


def test_a_certificate_that_nobody_vouches_for_is_told(certificate: Certificate) -> None:
    with a_post(starttls=certificate.server) as post:
        assert reason(a_server(post.port)) == "untrusted"


def test_a_certificate_of_another_machine_is_told(
    make_certificate: Callable[[str], Certificate],
) -> None:
    other = make_certificate("IP:127.0.0.9")
    with a_post(starttls=other.server) as post:
        assert reason(a_server(post.port, trusting=other)) == "name"


def test_a_server_without_starttls_is_told() -> None:
    with a_post() as post:
        assert reason(a_server(post.port)) == "no_starttls"


def test_tls_towards_a_server_that_begins_in_the_clear_is_told() -> None:
    with a_post() as post:
        assert reason(a_server(post.port, security=Security.TLS)) == "tls"


def test_silence_is_told() -> None:
    with a_post() as post:
        post.script["EHLO"] = [Fault.SILENCE]

        assert reason(a_server(post.port, security=Security.NONE, timeout=0.3)) == "timeout"


def test_a_server_that_hangs_up_is_told() -> None:
    with a_socket(socket.socket.close) as port:
        assert reason(a_server(port, security=Security.NONE)) == "hung_up"


def test_a_server_that_does_not_want_us_is_told_with_its_words() -> None:
    def refuse(connection: socket.socket) -> None:
        connection.sendall(b"554 5.7.1 no service for mot.cua@tthc.example\r\n")
        connection.recv(4_096)

    with a_socket(refuse) as port, pytest.raises(MailServerError) as raised:
        asyncio.run(probe(a_server(port, security=Security.NONE)))

    assert raised.value.facts["reason"] == "refused"
    assert "554 5.7.1 no service for ***@tthc.example" in sentence(raised.value)


def test_nobody_there_is_told() -> None:
    with socket.socket() as one:
        one.bind((LOOPBACK, 0))
        port = one.getsockname()[1]

    assert reason(a_server(port)) == "unreachable"

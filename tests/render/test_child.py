"""The child's own loop, run here with jobs that need no paper."""

import gc
from collections.abc import Iterator
from multiprocessing import Pipe
from multiprocessing.connection import Connection

import pytest

from monitor.render.child import RefusedError, serve, work


def shout(payload: bytes) -> bytes:
    return payload.decode().upper().encode()


def refuse(payload: bytes) -> bytes:
    raise RefusedError(payload.decode())


def fail(payload: bytes) -> bytes:
    raise KeyError(payload.decode())


def fill(_: bytes) -> bytes:
    raise MemoryError


JOBS = {"shout": shout, "refuse": refuse, "fail": fail, "fill": fill}


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    """Serving jobs changes how garbage is collected; a child has nobody else to mind."""
    yield
    gc.enable()
    gc.unfreeze()


@pytest.fixture
def ends() -> Iterator[tuple[Connection, Connection]]:
    ours, theirs = Pipe()
    with ours, theirs:
        yield ours, theirs


def test_a_job_gets_its_payload_whole() -> None:
    assert work(JOBS, "shout\nxin lỗi\nÔng".encode()) == "done\nXIN LỖI\nÔNG".encode()


def test_a_refusal_tells_its_reason() -> None:
    assert work(JOBS, b"refuse\na reason") == b"failed\na reason"


@pytest.mark.parametrize("kind", [b"fail", b"unknown"])
def test_a_failure_names_a_place_in_code_and_never_the_document(kind: bytes) -> None:
    answer = work(JOBS, kind + "\nPhạm Hữu Tường".encode())

    assert answer.startswith(b"failed\nKeyError, ")
    assert "Tường" not in answer.decode()


def test_requests_are_answered_until_the_connection_closes(
    ends: tuple[Connection, Connection],
) -> None:
    ours, theirs = ends
    ours.send_bytes(b"shout\none")
    ours.send_bytes(b"fail\ntwo")
    ours.send_bytes(b"shout\nthree")
    ours.send_bytes(b"shout\nfour")

    serve(theirs, JOBS, idle_seconds=0.01, limit_seconds=9)

    answers = [ours.recv_bytes() for _ in range(4)]
    assert [answer.partition(b"\n")[0] for answer in answers] == [
        b"done",
        b"failed",
        b"done",
        b"done",
    ]
    assert not ours.poll()


def test_a_child_whose_memory_is_used_up_says_so_and_ends(
    ends: tuple[Connection, Connection],
) -> None:
    ours, theirs = ends
    ours.send_bytes(b"fill\n")
    ours.send_bytes(b"shout\nunheard")

    serve(theirs, JOBS, idle_seconds=0.01, limit_seconds=9)

    assert ours.recv_bytes() == b"failed\nmemory"
    assert not ours.poll()


def test_a_closed_connection_ends_the_loop(ends: tuple[Connection, Connection]) -> None:
    ours, theirs = ends
    ours.close()

    serve(theirs, JOBS, idle_seconds=60, limit_seconds=9)

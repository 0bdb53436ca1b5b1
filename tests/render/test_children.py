"""Children are supervised: what happens to one costs one job at most."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest

from monitor.domain.errors import RenderError
from monitor.render.children import Children
from tests.render.processes import children, wait_for

FACTORY = "tests.render.odd_jobs:{}"


class Pool(Children):
    """Children of the test's own, beside those that other tests have."""

    strangers: frozenset[int] = frozenset()

    def alive(self) -> set[int]:
        return children(os.getpid()) - self.strangers


class Opener(Protocol):
    """Starts a pool that ends with the test."""

    def __call__(
        self,
        *arguments: str,
        factory: str = "open_jobs",
        workers: int = 2,
        limit_seconds: float = 60,
        idle_seconds: float = 300,
        renew_after: int = 1_000,
    ) -> Pool: ...


@pytest.fixture
def a_pool() -> Iterator[Opener]:
    with ExitStack() as stack:

        def start(*arguments: str, factory: str = "open_jobs", **limits: float) -> Pool:
            strangers = frozenset(children(os.getpid()))
            pool = Pool(FACTORY.format(factory), arguments, **limits)  # type: ignore[arg-type]
            pool.strangers = strangers
            return stack.enter_context(pool)

        yield start


def test_a_job_gets_bytes_and_returns_bytes(a_pool: Opener) -> None:
    payload = bytes(range(256)) * 10_000

    assert a_pool().ask("echo", payload) == payload


def test_a_factory_is_told_its_arguments_and_the_command_line_is_not(a_pool: Opener) -> None:
    pool = a_pool("one", "hai bà")

    assert pool.ask("arguments", b"").decode() == "one\nhai bà"

    [child] = pool.alive()
    assert b"one" not in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")


def test_a_refusal_tells_its_reason_and_the_child_goes_on(a_pool: Opener) -> None:
    pool = a_pool()
    first = pool.ask("pid", b"")

    with pytest.raises(RenderError) as refused:
        pool.ask("refuse", b"check_text")

    assert refused.value.facts == {"document": "refuse", "reason": "check_text"}
    assert pool.ask("pid", b"") == first


def test_jobs_run_at_once_in_as_many_children_as_there_are_workers(
    a_pool: Opener, tmp_path: Path
) -> None:
    pool = a_pool(limit_seconds=20)
    with ThreadPoolExecutor(2) as threads:
        jobs = [threads.submit(pool.ask, "meet", bytes(tmp_path)) for _ in range(2)]

        met = {int(job.result()) for job in jobs}

    assert met == pool.alive()
    assert len(met) == 2


def test_more_threads_than_workers_take_turns(a_pool: Opener) -> None:
    pool = a_pool()
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda n: pool.ask("echo", b"%d" % n), range(100)))

    assert answers == [b"%d" % n for n in range(100)]
    assert len(pool.alive()) <= 2


def test_one_thread_keeps_to_one_child(a_pool: Opener) -> None:
    pool = a_pool()

    assert len({pool.ask("pid", b"") for _ in range(10)}) == 1


def test_a_native_crash_gets_a_second_try_in_a_fresh_child(
    a_pool: Opener, tmp_path: Path
) -> None:
    pool = a_pool()
    first = pool.ask("pid", b"")

    assert pool.ask("abort_once", bytes(tmp_path / "seen")) == b"at last"
    assert pool.ask("pid", b"") != first


def test_a_job_that_crashes_twice_fails_alone(a_pool: Opener) -> None:
    pool = a_pool()
    with ThreadPoolExecutor(4) as threads:
        good = [threads.submit(pool.ask, "echo", b"%d" % n) for n in range(20)]
        bad = threads.submit(pool.ask, "abort", b"")

        answers = [job.result() for job in good]
        failed = bad.exception()

    assert answers == [b"%d" % n for n in range(20)]
    assert isinstance(failed, RenderError)
    assert failed.facts == {"document": "abort", "reason": "crash"}


def test_a_job_that_hangs_is_ended(a_pool: Opener) -> None:
    pool = a_pool(limit_seconds=0.5)

    with pytest.raises(RenderError, match="time_limit"):
        pool.ask("hang", b"")

    assert not pool.alive()
    assert pool.ask("echo", b"next") == b"next"


def test_a_job_that_needs_too_much_memory_is_ended(a_pool: Opener) -> None:
    pool = a_pool()
    first = pool.ask("pid", b"")

    with pytest.raises(RenderError) as failed:
        pool.ask("hog", b"%d" % (3 << 30))

    assert failed.value.facts == {"document": "hog", "reason": "memory"}
    wait_for(lambda: not pool.alive())
    assert pool.ask("pid", b"") != first


def test_a_child_is_renewed_after_so_many_jobs(a_pool: Opener) -> None:
    pool = a_pool(renew_after=3)

    pids = [pool.ask("pid", b"") for _ in range(7)]

    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 1]
    assert len(pool.alive()) == 1


def test_a_child_without_work_ends_and_leaves_no_zombie(a_pool: Opener) -> None:
    pool = a_pool(idle_seconds=0.1)
    first = pool.ask("pid", b"")

    wait_for(lambda: not pool.alive())

    assert pool.ask("pid", b"") != first


def test_nothing_is_left_after_closing(a_pool: Opener) -> None:
    pool = a_pool()
    pool.ask("echo", b"")

    pool.close()

    assert not pool.alive()
    with pytest.raises(ValueError, match="Pool"):
        pool.ask("echo", b"")


def test_closing_waits_for_the_job_in_hand(a_pool: Opener, tmp_path: Path) -> None:
    pool = a_pool()
    with ThreadPoolExecutor(1) as threads:
        job = threads.submit(pool.ask, "meet", bytes(tmp_path))
        wait_for(lambda: list(tmp_path.iterdir()))
        [working] = pool.alive()
        closing = threads_closing(pool)
        (tmp_path / "someone").touch()

        assert int(job.result()) == working
        closing()

    assert not pool.alive()


def threads_closing(pool: Pool) -> Callable[[], None]:
    """Begin to close in another thread; return how to wait for its end."""
    threads = ThreadPoolExecutor(1)
    closing = threads.submit(pool.close)

    def finish() -> None:
        closing.result()
        threads.shutdown()

    return finish


def test_a_child_that_hangs_is_ended_by_closing(a_pool: Opener) -> None:
    pool = a_pool()
    pool.ask("echo", b"")
    [child] = pool.alive()
    os.kill(child, signal.SIGSTOP)

    pool.close()

    assert not pool.alive()


@pytest.mark.parametrize("kind", ["echo", "hang"])
def test_a_child_ends_when_its_parent_is_killed(kind: str) -> None:
    program = (
        "import sys; from monitor.render.children import Children\n"
        "pool = Children('tests.render.odd_jobs:open_jobs', limit_seconds=1.5)\n"
        "pool.ask('echo', b''); print('ready', flush=True)\n"
        "pool.ask(sys.argv[1], b''); sys.stdin.read()\n"
    )
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", program, kind],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        [child] = children(parent.pid)
        time.sleep(0.3)

        parent.kill()

    wait_for(lambda: not Path(f"/proc/{child}").exists())


def test_a_child_is_not_told_our_secrets(
    a_pool: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUNGHAN_MAIL_PASSWORD", "secret")
    pool = a_pool()
    pool.ask("echo", b"")

    [child] = pool.alive()

    assert b"DUNGHAN" not in Path(f"/proc/{child}/environ").read_bytes()


@pytest.mark.parametrize(
    ("factory", "arguments", "reason"),
    [
        pytest.param("no_jobs", ("no libpango",), "no libpango", id="missing library"),
        pytest.param("closed_jobs", ("key",), "key", id="refusing"),
        pytest.param("dying_jobs", (), "start", id="crashing"),
    ],
)
def test_a_child_that_cannot_start_says_why(
    a_pool: Opener, factory: str, arguments: tuple[str, ...], reason: str
) -> None:
    pool = a_pool(*arguments, factory=factory)

    with pytest.raises(RenderError) as failed:
        pool.ask("echo", b"")

    assert failed.value.facts == {"document": "echo", "reason": reason}
    assert not pool.alive()

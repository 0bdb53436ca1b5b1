"""The peers are locked apart from the program, and run with the same versions as it."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PINNED = re.compile(r"^(\S+)==(\S+)", re.MULTILINE)
PEERS = {"businesstimedelta", "pandas", "workalendar"}


def versions(lock: str) -> dict[str, str]:
    return dict(PINNED.findall((ROOT / lock).read_text(encoding="utf-8")))


def test_the_program_needs_no_peer() -> None:
    assert not PEERS & versions("requirements.lock").keys()


def test_what_both_locks_name_they_name_in_one_version() -> None:
    program, bench = versions("requirements.lock"), versions("requirements-bench.lock")

    assert bench.keys() >= PEERS
    assert {name: bench[name] for name in bench.keys() & program.keys()} == {
        name: program[name] for name in bench.keys() & program.keys()
    }

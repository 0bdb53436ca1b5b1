"""One process on SQLite, one on PostgreSQL, and four of which two die: all come to the same."""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.offices import FolderOffice
from tests.postgres import Server, a_database
from tests.same.alone import Alone
from tests.same.books import Books, arrived, books, differing, interrupted, without
from tests.same.cluster import Cluster, Deaths
from tests.same.office import IS_LONG, lay_out, open_app
from tests.same.script import Machines, Scene

EACH = 15 if IS_LONG else 5  # dossiers of a unit
SEEDS = range(1, 7) if IS_LONG else (4,)


@dataclass(frozen=True, slots=True)
class Played:
    """What an office came to, and what its people could not do."""

    books: Books
    refused: list[str]


def play(office: FolderOffice, machines: Machines, deaths: Deaths | None = None) -> Played:
    scene = Scene(office, machines, EACH, is_long=IS_LONG)
    if deaths:
        deaths.begin(scene.steps)
    scene.play(begin=deaths.step if deaths else lambda _: None)
    return Played(books(office, machines.app.store), scene.refused)


def play_alone(folder: Path, *, url: str = "") -> Played:
    office = lay_out(folder, url=url)
    alone = Alone(open_app(office, is_plain=not IS_LONG))
    try:
        return play(office, alone)
    finally:
        alone.app.close()


@pytest.fixture(scope="module")
def in_a_file(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Return the office of one process on SQLite."""
    return play_alone(tmp_path_factory.mktemp("same") / "file")


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    with a_database(postgres) as url:
        yield url


def test_the_script_comes_by_all_that_is_to_be_compared(in_a_file: Played) -> None:
    book = in_a_file.books

    assert {name for name in TOLD if not book[name]} == set()
    assert any("void_for=''" not in line for line in book["numbers"])
    assert in_a_file.refused


TOLD = (
    *("agenda", "answers", "changes", "delivery", "files", "findings", "letters", "mails"),
    *("messages", "number_series", "numbers", "pauses", "pdf_bytes", "promises", "reports"),
    *("supplied_figures", "told", "workbook_lines", "workbooks"),
)


def test_on_a_server_one_process_comes_to_the_same(
    in_a_file: Played, tmp_path: Path, url: str
) -> None:
    played = play_alone(tmp_path / "server", url=url)

    assert differing(in_a_file.books, played.books) == []
    assert played.refused == in_a_file.refused


@pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked")
@pytest.mark.parametrize("seed", SEEDS)
def test_four_processes_come_to_the_same_though_two_die_and_the_server_crashes(
    seed: int, in_a_file: Played, cluster: Cluster
) -> None:
    chance = random.Random(seed)  # noqa: S311 - to be played again
    played = play(cluster.office, cluster, Deaths(cluster, chance))
    cluster.stop()
    later = interrupted(cluster.app.store)
    journal = (cluster.office.folder / "journal").read_text(encoding="ascii").splitlines()
    died = [line for line in journal if " died in " in line]
    print(f"seed {seed}: {died}, {len(later)} mails sent later")  # noqa: T201 - for whoever soaks

    assert differing(without(in_a_file.books, later), without(played.books, later)) == []
    assert played.refused == in_a_file.refused
    assert {key for key, count in copies_of(cluster.office).items() if count > 1} <= later
    assert cluster.begun == 6
    assert died
    for flow in ("flows.scan", "flows.letter_paper"):
        assert len({line.split()[0] for line in journal if line.split()[1:] == [flow]}) > 1


def copies_of(office: FolderOffice) -> dict[str, int]:
    """Return how many copies of each mail arrived, by key."""
    found: dict[str, int] = {}
    for line in arrived(office):
        key = line.split()[0]
        found[key] = found.get(key, 0) + 1
    return found

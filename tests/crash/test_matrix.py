"""Killed at any commit or file of any flow and started again, an office comes to the same."""

import json
import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.crash.books import Books, books
from tests.crash.life import LIFE, Step, an_office_in
from tests.crash.processes import Talking, a_process
from tests.offices import FolderOffice

WHOLE = "DUNGHAN_EXAMPLES_TIMES" in os.environ  # `make soak`: every point, not each name once
KILLED = -signal.SIGKILL


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """An office, the process that forks what is to die in it, and its life undisturbed.

    `before` holds a copy of the office at the beginning of each step, `points` what each
    step comes by, `after` what the office holds once the step was taken twice.
    """

    office: FolderOffice
    zygote: Talking
    before: dict[str, Path]
    points: dict[str, list[str]]
    after: dict[str, Books]

    def take(self, step: Step, *, die_at: int | None = None) -> list[str]:
        """Take a step in a process of its own, and return the points that it came by."""
        asked = json.dumps({"step": step.name, "die_at": die_at})
        told = json.loads(self.zygote.ask(asked))
        assert told["status"] == (0 if die_at is None else KILLED), (step.name, die_at)
        points: list[str] = told["points"]
        return points

    def live(self, step: Step) -> None:
        """Take a step undisturbed and remember it."""
        step.begin(self.office)
        self.before[step.name] = self.office.folder.with_name(step.name)
        shutil.copytree(self.office.folder, self.before[step.name])
        self.points[step.name] = self.take(step)
        self.take(step)
        self.after[step.name] = books(self.office)

    def go_back(self, step: Step) -> None:
        """Put the office as it was when the step began."""
        shutil.rmtree(self.office.folder)
        shutil.copytree(self.before[step.name], self.office.folder)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Live the whole life once, undisturbed."""
    office = an_office_in(tmp_path_factory.mktemp("life") / "office")
    with a_process("tests.crash.zygote", office.folder) as zygote:
        assert json.loads(zygote.hear()) == "ready"
        lab = Lab(office=office, zygote=zygote, before={}, points={}, after={})
        for step in LIFE:
            lab.live(step)
        yield lab


def chosen(lab: Lab) -> Iterator[tuple[Step, int]]:
    """Yield the points to die at: all, or each name the first time a life comes by it."""
    met: set[str] = set()
    for step in LIFE:
        for number, name in enumerate(lab.points[step.name]):
            if WHOLE or name not in met:
                met.add(name)
                yield step, number


def test_killed_anywhere_an_office_comes_to_the_same(lab: Lab) -> None:
    differing = {}
    for step, number in chosen(lab):
        lab.go_back(step)
        lab.take(step, die_at=number)
        lab.take(step)
        lab.take(step)
        found, wanted = books(lab.office), lab.after[step.name]
        if wrong := {name for name in wanted if found.get(name) != wanted[name]}:
            differing[step.name, lab.points[step.name][number]] = wrong

    assert differing == {}


def test_a_life_comes_by_every_flow_that_commits(lab: Lab) -> None:
    """What is never come by is never tried: a flow that is new must be lived, too."""
    come_by = {name.split()[0] for points in lab.points.values() for name in points}

    assert come_by >= {
        f"flows.{name}"
        for name in (
            "answer",
            "apologise",
            "freezing",
            "handoff",
            "ingest",
            "issue",
            "letter_paper",
            "merging",
            "notify",
            "rebuild",
            "reconcile",
            "recount",
            "scan",
            "survey",
            "tick",
            "workbooks",
        )
    }


def test_numbers_have_neither_gaps_nor_twins_however_often_it_died(lab: Lab) -> None:
    step = next(one for one in LIFE if one.name == "approve")
    lab.go_back(step)
    for number in (0, 0, 1):
        lab.take(step, die_at=number)

    lab.take(step)

    with closing(sqlite3.connect(lab.office.var / "monitor.db")) as connection:
        given = connection.execute("SELECT number FROM numbers ORDER BY number").fetchall()
    assert given == [(1,), (2,)]

"""Much work is shared with those who can help; what they leave is done by whoever leads."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest

from monitor.domain.letter import LetterState
from monitor.flows.crew import sign_in
from monitor.flows.letter_paper import set_paper, set_papers
from monitor.flows.scan import Scanned, scan, scan_unit
from monitor.ports.crew import Crew
from monitor.ports.dispatcher import Name, Queue, Wake
from monitor.rules import RULES
from monitor.store.work import SqlStore, SqlWork
from tests.builders import a_worker, vn
from tests.exports import a_record
from tests.flows.scene import Scene
from tests.flows.test_scan import take
from tests.notices.office import OFFICE

AT = vn("2026-11-10 07:10")
CODES = [f"H{number}" for number in range(6)]
HELPER = a_worker(Queue.SCAN, Queue.PDF, name="may-2:11", at="2026-11-10 07:10")


@dataclass
class Others:
    """Notes what others are woken for, and does it when a moment is left to them."""

    help_with: Callable[[Wake], object] = lambda _: None
    woken: list[Wake] = field(default_factory=list)
    left: list[Wake] = field(default_factory=list)
    rests: int = 0

    def within(self, connection: Any, wakes: Sequence[Wake]) -> None:
        """Nobody waits for an open transaction."""

    def after(self, wakes: Sequence[Wake]) -> None:
        called = [one for one in wakes if one.name is not Name.DELIVER]
        self.woken += called
        self.left += called

    def rest(self, _: float) -> None:
        self.rests += 1
        if self.left:
            self.help_with(self.left.pop(0))


def a_crew(others: Others, **limits: Any) -> Crew:
    return Crew(me="may-1:10", rest=others.rest, **limits)


def taken(store: SqlStore) -> None:
    records = [
        a_record(code, promised="2026-11-09 17:00", unit=unit, procedure="tro-cap")
        for code, unit in zip(CODES, ["VHXH", "VHXH", "KTHT"] * 2, strict=True)
    ]
    take(store, *records, exported="2026-11-10 07:05")


def judged(store: SqlStore, crew: Crew | None = None, at: datetime = AT) -> Scanned:
    return scan(store, OFFICE, RULES, at=at, crew=crew)


# Dossiers


def test_each_unit_with_much_to_judge_is_called_for(store: SqlStore) -> None:
    others = Others()
    store.waker = others
    taken(store)
    sign_in(store, HELPER, at=AT)

    done = judged(store, a_crew(others, dossiers=6))

    assert others.woken == [
        Wake(Name.SCAN, {"unit": "VHXH"}),
        Wake(Name.SCAN, {"unit": "KTHT"}),
    ]
    assert done.judged == len(CODES)  # nobody came, so it is done here


@pytest.mark.parametrize("helps", [True, False])
def test_little_is_judged_alone_and_so_is_all_without_help(
    store: SqlStore, *, helps: bool
) -> None:
    others = Others()
    store.waker = others
    taken(store)
    if helps:
        sign_in(store, HELPER, at=AT)

    done = judged(store, a_crew(others, dossiers=7 if helps else 1))

    assert (others.woken, done.judged) == ([], len(CODES))


def test_what_a_helper_judges_is_the_same_and_not_judged_again(
    store: SqlStore,
) -> None:
    taken(store)

    helped = scan_unit(store, OFFICE, RULES, "VHXH", at=AT)
    again = scan_unit(store, OFFICE, RULES, "VHXH", at=AT)
    rest = judged(store)

    assert (helped.judged, again.judged, rest.judged) == (4, 0, 2)
    with store.reading() as work:
        assert work.agenda.due(at=AT, limit=1) == []


class RestlessStore(SqlStore):
    """Once a claim has found nothing, one more falls due."""

    rounds = 0

    @contextmanager
    def sharing(self) -> Iterator[SqlWork]:
        with super().sharing() as work:
            yield work
        self.rounds += 1
        if self.rounds == 2:  # the first judged all, the second found nothing
            with self.writing() as work:
                work.agenda.wake([CODES[0]], at=AT)


def test_what_falls_due_meanwhile_is_judged_before_the_scan_is_over(store: SqlStore) -> None:
    taken(store)
    restless = RestlessStore(store.engine)

    done = judged(restless)

    assert (done.judged, restless.rounds) == (len(CODES) + 1, 4)


# Paper


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    scene = Scene(store)
    scene.drafted()
    sign_in(store, HELPER, at=AT)
    return scene


def drawn(scene: Scene, others: Others, **limits: Any) -> tuple[int, int]:
    """Set the paper of the drafted letter anew, with others about."""
    with scene.store.writing() as work:
        (letter,) = work.letters.in_state(LetterState.DRAFT)
        work.letters.save(replace(letter, pdf_sha256=""), was=LetterState.DRAFT)
    scene.store.waker = others
    outside = replace(scene.outside, crew=a_crew(others, letters=1, **limits))
    return set_papers(outside, OFFICE, at=AT)


def unset(store: SqlStore) -> int:
    with store.reading() as work:
        return len(work.letters.unprinted())


def test_a_helper_sets_the_paper(scene: Scene) -> None:
    def help_with(wake: Wake) -> None:
        set_paper(scene.outside, OFFICE, str(wake.ids["dossier"]), at=AT)

    others = Others(help_with)

    assert drawn(scene, others) == (1, 0)
    assert (others.rests, unset(scene.store)) == (1, 0)


def test_what_a_helper_cannot_set_has_failed_in_this_round(scene: Scene) -> None:
    def help_with(wake: Wake) -> None:
        scene.letters.torn.add(str(wake.ids["dossier"]))
        set_paper(scene.outside, OFFICE, str(wake.ids["dossier"]), at=AT)

    assert drawn(scene, Others(help_with)) == (0, 1)
    assert unset(scene.store) == 1


def test_what_no_helper_takes_in_hand_is_set_by_whoever_leads(scene: Scene) -> None:
    others = Others()

    assert drawn(scene, others, patience=0.5) == (1, 0)
    assert others.woken
    assert (others.rests, unset(scene.store)) == (5, 0)


def test_nobody_is_waited_for_who_cannot_help(scene: Scene) -> None:
    others = Others()
    with scene.store.writing() as work:
        work.done.stopped("worker/may-2:11")

    assert drawn(scene, others) == (1, 0)
    assert (others.woken, others.rests) == ([], 0)


def test_what_is_set_already_is_not_set_again_by_a_helper_who_comes_late(
    scene: Scene,
) -> None:
    before = len(scene.letters.set_)

    set_paper(scene.outside, OFFICE, scene.letter.dossier, at=AT)

    assert len(scene.letters.set_) == before

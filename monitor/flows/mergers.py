"""Apply mergers of units: dossiers, figures and findings follow, splits are asked about."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.catalogues.told import merger_sentence
from monitor.domain.batches import batches
from monitor.domain.directory import Directory
from monitor.domain.errors import MergerError
from monitor.domain.merger import MergerList, Plan, Question, SplitAnswer, in_turn, plan
from monitor.ports.store import Store

STEP = 1_000  # rows rewritten in one transaction
LEAST = 20  # what a unit without rows counts for: its tables are looked through
PAGE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a list comes to, told before anything is written.

    `moving` is the number of dossiers that change their unit, `asked` of those to be asked
    about; `by_unit` has, for each new unit, its dossiers afterwards.
    """

    plan: Plan
    moving: int = 0
    asked: int = 0
    by_unit: Mapping[str, int] = field(default_factory=dict)


def look_ahead(store: Store, directory: Directory, told: MergerList) -> Outlook:
    """Return what a list comes to; nothing is written.

    Raises:
        MergerError: the list does not fit the directory, or what was merged before.
    """
    with store.reading() as work:
        found = plan(
            told.rows, directory, known=work.mergers.units(), applied=work.mergers.stated()
        )
        by_unit = work.mergers.counts()
    if found.problems:
        problems = tuple(merger_sentence(one.why, one.units) for one in found.problems)
        raise MergerError(file=told.file, problems=problems)
    after, news = found.counts(by_unit), sorted(set(found.merges.values()))
    return Outlook(
        plan=found,
        moving=sum(by_unit.get(old, 0) for old in found.merges),
        asked=sum(by_unit.get(old, 0) for old in found.splits),
        by_unit={new: after.get(new, 0) for new in news},
    )


def apply(
    store: Store,
    directory: Directory,
    told: MergerList,
    *,
    at: datetime,
    watch: Callable[[int], None] = lambda _: None,
) -> Outlook:
    """Apply a list, in short steps; stopped half-way, the next call goes on.

    Args:
        store: Where the old codes stand.
        directory: Where the new units stand.
        told: The list.
        at: The present.
        watch: Told, step by step, how many rows followed.

    Raises:
        MergerError: the list does not fit; nothing is written.
    """
    go_on(store, at=at, watch=watch)
    found = look_ahead(store, directory, told)
    if found.plan.targets:
        with store.writing() as work:
            work.mergers.register(found.plan, sha256=told.sha256, at=at)
        go_on(store, at=at, watch=watch)
    return found


def go_on(store: Store, *, at: datetime, watch: Callable[[int], None] = lambda _: None) -> None:
    """Carry out what is pending."""
    with store.reading() as work:
        left = in_turn(work.mergers.pending())[::-1]
    while left:
        done, room = 0, STEP
        with store.writing() as work:
            while left and room > 0:
                moved = work.mergers.move(left[-1], limit=room, at=at)
                if moved < room:
                    left.pop()
                done, room = done + moved, room - max(moved, LEAST)
        watch(done)


def questions(store: Store) -> Iterator[Question]:
    """Yield the dossiers that wait for an answer, by code."""
    after = ""
    while True:
        with store.reading() as work:
            page = work.mergers.questions(after=after, limit=PAGE)
        if not page:
            return
        yield from page
        after = page[-1].dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What answers came to: taken in, given before, still blank."""

    answered: int = 0
    known: int = 0
    blank: int = 0


def take_answers(
    store: Store, rows: Iterable[SplitAnswer], *, file: str, at: datetime
) -> Settled:
    """Take answers in; those that contradict an earlier one correct it.

    Raises:
        MergerError: a dossier was never asked about, is told twice, or the unit is none of
            those that it can be of; nothing is written.
    """
    all_rows = list(rows)
    given, problems, known = dict[str, str](), list[str](), 0
    for some in batches(all_rows, PAGE):
        with store.reading() as work:
            asked = work.mergers.asked([one.dossier for one in some])
        for one in some:
            candidates, answer = asked.get(one.dossier, (frozenset[str](), None))
            if one.dossier not in asked:
                problems.append(_told("never_asked", one))
            elif not one.new:
                continue
            elif one.new not in candidates:
                problems.append(_told("no_candidate", one))
            elif given.get(one.dossier, one.new) != one.new:
                problems.append(_told("twice", one))
            elif one.new == answer:
                known += 1
            else:
                given[one.dossier] = one.new
    if problems:
        raise MergerError(file=file, problems=tuple(problems))
    for page in batches(given.items(), PAGE):
        with store.writing() as work:
            work.mergers.answer(dict(page), at=at)
    return Settled(answered=len(given), known=known, blank=sum(not one.new for one in all_rows))


def _told(why: str, answer: SplitAnswer) -> str:
    return merger_sentence(why, (answer.dossier, answer.new), row=answer.row)

"""Have the paper of many letters set by all workers that can, and wait for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.letter import Letter
from monitor.flows.crew import has_help
from monitor.ports.crew import Crew
from monitor.ports.dispatcher import Name, Queue
from monitor.ports.outside import Outside
from monitor.ports.store import Store

LOOK_SECONDS = 0.1  # between two looks at what is left


def fault_of(dossier: str) -> str:
    """Return the name of the fault that a letter could not be set or issued."""
    return f"letter/{dossier}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetElsewhere:
    """How many letters others have set, how many they could not, and which are left."""

    printed: int = 0
    failed: int = 0
    left: Sequence[Letter] = ()


def set_elsewhere(outside: Outside, waiting: Sequence[Letter], *, at: datetime) -> SetElsewhere:
    """Have others set letters where they are many; return once nothing more comes from them.

    What a worker that died had in hand is left, and so is all where nobody can help.
    """
    crew, store = outside.crew, outside.store
    if crew is None or len(waiting) < crew.letters:
        return SetElsewhere(left=waiting)
    with store.reading() as work:
        if not has_help(work, crew, Queue.PDF, at=at):
            return SetElsewhere(left=waiting)
    with store.sharing() as work:
        for letter in waiting:
            work.wake(Name.PAPER, dossier=letter.dossier)
    return _watch(store, crew, waiting, at=at)


def _watch(
    store: Store, crew: Crew, waiting: Sequence[Letter], *, at: datetime
) -> SetElsewhere:
    """Look until all are set or have failed, or nothing has come for too long."""
    left, failed = list(waiting), 0
    silent = 0.0
    while left and silent < crew.patience:
        crew.rest(LOOK_SECONDS)
        silent += LOOK_SECONDS
        with store.reading() as work:
            unset = set(work.letters.unprinted())
            faults = work.done.faults()
        before = len(left)
        refused = {one for one in left if _is_refused(one, faults, at=at)}
        failed += len(refused)
        left = [one for one in left if one in unset and one not in refused]
        if len(left) < before:
            silent = 0.0
    return SetElsewhere(printed=len(waiting) - len(left) - failed, failed=failed, left=left)


def _is_refused(
    letter: Letter, faults: dict[str, tuple[datetime, str]], *, at: datetime
) -> bool:
    """Tell whether a letter could not be set in this round."""
    told = faults.get(fault_of(letter.dossier))
    return told is not None and told[0] >= at

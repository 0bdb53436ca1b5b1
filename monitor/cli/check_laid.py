"""What `dunghan check` sees of the files that `dunghan init` laid out."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from monitor.bootstrap import CARRIED, has_laid_out, look_at_laid_out
from monitor.cli.check_look import Look, warned
from monitor.cli.words import say
from monitor.domain.laid_out import Move

TOLD = (Move.LAY, Move.UPDATE, Move.OFFER, Move.LAGS, Move.MISSING, Move.UNTOUCHED)
MOST = 3  # names in one line; `dunghan init` tells them all


def laid_looks(settings: Path) -> Iterator[Look]:
    """Look what is behind this version, gone, or still a sample; of files of ours alone."""
    if not has_laid_out(settings):
        return
    steps = look_at_laid_out(settings.parent)
    behind = False
    for move in TOLD:
        if paths := [step.path for step in steps if step.move is move]:
            behind = True
            yield warned(f"check_laid_{move}", files=_some(paths), source=CARRIED)
    if not behind:
        yield Look(what=say("check_laid"))


def _some(paths: Sequence[str]) -> str:
    files = ", ".join(paths[:MOST])
    more = len(paths) - MOST
    return say("check_laid_more", files=files, count=more) if more > 0 else files

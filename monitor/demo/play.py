"""Playing the sample month: the same tick as the daemon's, along simulated instants."""

import asyncio
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from monitor.bootstrap import App, build
from monitor.demo.checks import Check, checks
from monitor.demo.exports import write_exports
from monitor.demo.lives import Life
from monitor.demo.making import make_lives
from monitor.demo.people import People
from monitor.demo.timeline import LAST_DAY, days, export_at, instants, kinds_on
from monitor.domain.letter import LetterState
from monitor.flows.tick import tick

SETTINGS = Path(__file__).with_name("settings.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What the month made, and how it compares with what must come out."""

    folder: Path
    mails: dict[str, int]
    letters: dict[str, int]
    report: Path
    checks: tuple[Check, ...]

    @property
    def differences(self) -> int:
        """How many checks differ."""
        return sum(not check.holds for check in self.checks)


def play(
    settings: Path,
    folder: Path,
    *,
    say_day: Callable[[date, int], None] = lambda *_: None,
    until: date = LAST_DAY,
) -> Played:
    """Play the sample month into `folder`, which must be empty.

    Args:
        settings: The settings file beside which templates and examples lie.
        folder: Where database, mails, letters and report go.
        say_day: Told each working day with the number of mails it brought.
        until: The last day played; what must come out is counted for the whole month.
    """
    app = build(_write_settings(settings.resolve().parent, folder), environ={})
    try:
        lives = make_lives(app.office.directory)
        people = People(app, lives)
        for day in days():
            if day > until:
                break
            say_day(day, _play_day(app, people, lives, folder / "inbox", day))
        return _played(app, lives, folder)
    finally:
        app.close()


def is_played(folder: Path) -> bool:
    """Tell whether a demo made a folder, so that it may be made anew."""
    head = SETTINGS.read_text(encoding="utf-8").partition("\n")[0]
    path = folder / "settings.toml"
    return (
        not folder.is_symlink()
        and path.is_file()
        and path.read_text(encoding="utf-8", errors="replace").startswith(head)
    )


def _write_settings(root: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "inbox").mkdir(exist_ok=True)
    text = SETTINGS.read_text(encoding="utf-8")
    path = folder / "settings.toml"
    there = Path(os.path.relpath(root, folder.resolve())).as_posix()
    path.write_text(text.replace("{root}", there), encoding="utf-8")
    return path


def _play_day(app: App, people: People, lives: Sequence[Life], inbox: Path, day: date) -> int:
    """Play one day and return how many mails went out."""
    exported_at = export_at(day)
    for path in write_exports(inbox, lives, at=exported_at, kinds=kinds_on(day)):
        os.utime(path, (exported_at.timestamp(),) * 2)  # nobody waits for a file of that age
    sent = 0
    for at in instants(day):
        people.act(at)
        tick(app.outside, app.plan, at=at)
        sent += asyncio.run(app.deliver(at=at)).sent
    return sent


def _played(app: App, lives: Sequence[Life], folder: Path) -> Played:
    with app.outside.store.reading() as work:
        mails: Counter[str] = Counter()
        for (kind, _), number in work.outbox.counts().items():
            mails[kind] += number
        letters: Counter[LetterState] = Counter(
            letter.state for letter in work.letters.in_state()
        )
    return Played(
        folder=folder,
        mails=dict(mails),
        letters={state.value: number for state, number in letters.items()},
        report=folder / "reports" / "bao-cao-2026-11-TBA.pdf",
        checks=checks(app, lives, folder),
    )

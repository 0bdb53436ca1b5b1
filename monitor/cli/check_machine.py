"""What `dunghan check` sees of the machine: folders, room, fonts, the clock, the port."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from monitor.cli.check_look import Look, Verdict, wrong_with
from monitor.cli.words import say
from monitor.daemon.lock import holder_of
from monitor.domain.instants import vietnam_day
from monitor.flows.last_judged import DRIFT
from monitor.ports.room import Rooms
from monitor.settings import Settings

FAMILY = "Liberation Serif"  # of every paper and report
STYLES = ("Regular", "Bold", "Italic", "Bold Italic")
PATIENCE = 30  # seconds for the list of fonts, which may be made anew
FIRST_YEAR = 2026  # of this program: no clock of today is before it
LAST_YEAR = 2099  # of any calendar


def folder_looks(settings: Settings) -> Iterator[Look]:
    """Look at the drop folders, and at where the program writes."""
    for source in settings.sources:
        yield _folder(source.folder, is_written=source.move_done)
    yield _folder(settings.paths.var, is_written=True)
    if settings.mail.bounces is not None:
        yield _folder(settings.mail.bounces, is_written=True)


def _folder(folder: Path, *, is_written: bool) -> Look:
    what = say("check_folder", folder=folder)
    needed = os.R_OK | os.X_OK | (os.W_OK if is_written else 0)
    if folder.is_dir() and os.access(folder, needed):
        return Look(what=what)
    return wrong_with(what, say("check_folder_remedy"))


def room_looks(rooms: Rooms) -> Iterator[Look]:
    """Look how much room is left on the disks."""
    for one in rooms.left():
        what = say("check_room", place=one.place, free=one.free_mib)
        if one.is_scarce:
            yield Look(what=what, verdict=Verdict.WARNING, remedy=say("check_room_remedy"))
        else:
            yield Look(what=what)


def font_looks(family: str = FAMILY) -> Iterator[Look]:
    """Look whether the papers' fonts are there, with every letter of Vietnamese."""
    what = say("check_fonts", family=family)
    there, fit = _styles(f":family={family}"), _styles(f":family={family}:lang=vi")
    if there is None or fit is None:
        remedy = say("check_fonts_unknown")
        yield Look(what=what, verdict=Verdict.WARNING, remedy=remedy)
    elif missing := [style for style in STYLES if style not in there]:
        yield wrong_with(what, say("check_fonts_missing", styles=", ".join(missing)))
    elif poor := [style for style in STYLES if style not in fit]:
        yield wrong_with(what, say("check_fonts_poor", styles=", ".join(poor)))
    else:
        yield Look(what=what)


def _styles(pattern: str) -> set[str] | None:
    """Return the styles of the fonts that fit a pattern; None where nobody can say."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    asked = subprocess.run(  # noqa: S603 - a program of the system, words of ours
        [program, pattern, "style"], capture_output=True, timeout=PATIENCE, check=False
    )
    if asked.returncode:
        return None
    lines = asked.stdout.decode(errors="replace").splitlines()
    return {line.removeprefix(":style=").partition(",")[0].strip() for line in lines}


def clock_looks(now: datetime, *, newest: datetime | None) -> Iterator[Look]:
    """Look at the machine's clock; `newest` is when the newest export known was made."""
    what = say("check_clock", now=now)
    if not FIRST_YEAR <= vietnam_day(now).year <= LAST_YEAR:
        yield wrong_with(what, say("check_clock_year"))
    elif newest is not None and newest > now + DRIFT:
        yield wrong_with(what, say("check_clock_behind", newest=newest))
    else:
        yield Look(what=what)


def listen_looks(settings: Settings) -> Iterator[Look]:
    """Look whether the port of the watchers' pages is free, or this office's own."""
    address = settings.watch.address
    if address is None:
        return
    what = say("check_listen", address=settings.watch.listen)
    if holder_of(settings.paths.var) is not None or _is_free(address):
        yield Look(what=what)
    else:
        remedy = say("check_listen_taken")
        yield Look(what=what, verdict=Verdict.WARNING, remedy=remedy)


def _is_free(address: tuple[str, int]) -> bool:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(address)
        except OSError:
            return False
    return True

"""What every command shares: the office it works for, the way it ends, what it prints."""

import errno
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click
from sqlalchemy.exc import DBAPIError

from monitor.bootstrap import App, Counting, build, counting
from monitor.catalogues.told import sentence
from monitor.cli.troubles import database_sentence, disk_sentence
from monitor.cli.usage import WrongUseError
from monitor.cli.words import wrong
from monitor.domain.errors import DungHanError
from monitor.domain.instants import VIETNAM

P = ParamSpec("P")
R = TypeVar("R")

FOUND_A_PROBLEM = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of the program: which settings it was given."""

    settings: Path

    @contextmanager
    def app(self, *, upgrades: bool = False) -> Iterator[App]:
        """Open the office for one command; everything is let go of at the end.

        Raises:
            WrongUseError: there is no settings file.
        """
        self.look()
        app = build(self.settings, upgrades=upgrades)
        try:
            yield app
        except DBAPIError as error:
            raise app.broken(error) or error from error
        finally:
            app.close()

    def counting(self) -> Counting:
        """Read what due dates are counted by, and nothing else.

        Raises:
            WrongUseError: there is no settings file.
        """
        self.look()
        return counting(self.settings)

    def look(self) -> None:
        """See that there is a settings file.

        Raises:
            WrongUseError: there is none.
        """
        if not self.settings.exists():
            raise WrongUseError(wrong("settings", file=self.settings))


def told(command: Callable[P, R]) -> Callable[P, R]:
    """End a command whose work meets a problem with one plain sentence and status 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except DungHanError as error:
            trouble: str | None = sentence(error)
        except DBAPIError as error:
            trouble = database_sentence(error)
            if trouble is None:
                raise
        except OSError as error:
            if error.errno == errno.EPIPE:  # who read us has gone: nothing is wrong here
                raise
            trouble = disk_sentence(error)
        click.echo(trouble, err=True)
        raise SystemExit(FOUND_A_PROBLEM)

    return run


def end(*, problems: int) -> None:
    """End a command that is done with its work: with status 1 where it met problems."""
    if problems:
        raise SystemExit(FOUND_A_PROBLEM)


def print_json(value: object) -> None:
    """Print a value as JSON; instants in ISO form on the Vietnam clock."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_plain)
    click.echo("\n".join(map(seen_json, text.split("\n"))))


def seen_json(line: str) -> str:
    """Return a line of JSON with escapes for what cannot be seen: it might steer a terminal."""
    if line.isprintable():
        return line
    return "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in line)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(VIETNAM).isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return str(value)

"""What every command shares: the instant, the office it works for, the way it ends."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click
from sqlalchemy.exc import OperationalError

from monitor.bootstrap import App, build
from monitor.catalogues import load_catalogue
from monitor.catalogues.told import sentence
from monitor.cli.words import help_of
from monitor.domain.errors import DungHanError
from monitor.domain.instants import VIETNAM

P = ParamSpec("P")
R = TypeVar("R")

FOUND_A_PROBLEM = 1
USED_WRONGLY = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of the program: which settings it was given."""

    settings: Path

    @contextmanager
    def app(self, *, upgrades: bool = False) -> Iterator[App]:
        """Open the office for one command; everything is let go of at the end."""
        app = build(self.settings, upgrades=upgrades)
        try:
            yield app
        finally:
            app.close()


def told(command: Callable[P, R]) -> Callable[P, R]:
    """End a command whose work meets a problem with one plain sentence and status 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except DungHanError as error:
            click.echo(sentence(error), err=True)
        except OperationalError as error:
            busy: str = load_catalogue("operator")["errors"]["busy"]
            click.echo(busy.format(reason=type(error.orig).__name__), err=True)
        raise SystemExit(FOUND_A_PROBLEM)

    return run


class Instant(click.ParamType[datetime]):
    """An instant on the Vietnam clock."""

    name = "instant"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read ISO text such as 2026-11-12T09:00; a bare date is its midnight."""
        if isinstance(value, datetime):
            return value
        try:
            instant = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(help_of("at"), param, ctx)
        return instant if instant.tzinfo else instant.replace(tzinfo=VIETNAM)


at_option = click.option("--at", type=Instant(), default=None, help=help_of("at"))
json_option = click.option("--json", "as_json", is_flag=True, help=help_of("json"))


def print_json(value: object) -> None:
    """Print a value as JSON; instants in ISO form on the Vietnam clock."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(VIETNAM).isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return str(value)

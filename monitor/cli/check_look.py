"""One thing that `dunghan check` looks at; a look that fails is a problem told, no abort."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.exc import DBAPIError

from monitor.catalogues.told import sentence
from monitor.cli.troubles import database_sentence, disk_sentence
from monitor.cli.words import say
from monitor.domain.errors import DungHanError


class Verdict(StrEnum):
    """How one thing looked at is."""

    OK = "ok"
    WARNING = "warning"  # the work goes on without it
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One thing looked at; `remedy` is empty when it is well."""

    what: str
    verdict: Verdict = Verdict.OK
    remedy: str = ""


def warned(key: str, **facts: object) -> Look:
    """Return a warning whose remedy stands under the key with `_remedy`."""
    return Look(
        what=say(key, **facts), verdict=Verdict.WARNING, remedy=say(f"{key}_remedy", **facts)
    )


def wrong_with(what: str, remedy: str) -> Look:
    """Return a problem."""
    return Look(what=what, verdict=Verdict.PROBLEM, remedy=remedy)


def guarded(what: str, look: Callable[[], Iterable[Look]]) -> Iterator[Look]:
    """Yield what a look sees; what it breaks on is a problem of `what`."""
    try:
        yield from look()
    except DungHanError as error:
        yield wrong_with(what, sentence(error))
    except DBAPIError as error:
        told = database_sentence(error)
        yield wrong_with(what, told or say("check_broken", error=type(error).__name__))
    except OSError as error:
        yield wrong_with(what, disk_sentence(error))
    except Exception as error:  # noqa: BLE001 - the other looks must still be taken
        yield wrong_with(what, say("check_broken", error=type(error).__name__))

"""Who else works on the database, for the one who leads."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """When others are called to help, and how long one waits for them.

    Args:
        me: The name of this worker.
        dossiers: From how many that are due on the others are called to judge.
        letters: From how many that wait for paper on they are called to set it.
        patience: For how long nothing may come from those who help, in seconds.
        rest: Lets so many seconds go by.
    """

    me: str
    rest: Callable[[float], None]
    dossiers: int = 400
    letters: int = 4
    patience: float = 30.0

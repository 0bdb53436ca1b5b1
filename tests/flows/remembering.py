"""What the same deeds lead to is done once, and laid down again from then on.

Many tests come to the same draft or issued letter before they begin. What a deed does
hangs on its database, office, stand-ins and arguments alone, so where all of them are as
they were before, its end is laid down instead: the bytes of the database, and what the
stand-ins then held.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, fields
from functools import wraps
from hashlib import sha256
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from monitor.domain.office import Office
from monitor.store.work import SqlStore
from tests.stores import file_of


class Place(Protocol):
    """A dataclass whose other fields are stand-ins, dataclasses too."""

    store: SqlStore
    office: Office


P = ParamSpec("P")
S = TypeVar("S", bound=Place)


@dataclass(frozen=True, slots=True)
class End:
    """Where a deed led to: the database, and the attributes of each stand-in."""

    database: bytes
    held: dict[str, dict[str, Any]]


def remembered(deed: Callable[Concatenate[S, P], object]) -> Callable[Concatenate[S, P], None]:
    """Have a deed done once for each beginning it is asked for in."""
    known: list[tuple[object, End]] = []

    @wraps(deed)
    def do(place: S, /, *args: P.args, **kwargs: P.kwargs) -> None:
        if place.store.engine.dialect.name != "sqlite":  # no file to lay down
            deed(place, *args, **kwargs)
            return
        begun = (sha256(_database(place)).digest(), _held(place), place.office, args, kwargs)
        for beginning, end in known:
            if beginning == begun:
                _lay(place, end)
                return
        deed(place, *args, **kwargs)
        known.append((begun, End(_database(place), _held(place))))

    return do


def _database(place: Place) -> bytes:
    place.store.engine.dispose()  # the last connection leaves all in one file
    path = file_of(place.store.engine)
    assert not path.with_name(f"{path.name}-wal").exists()
    return path.read_bytes()


def _held(place: Any) -> dict[str, dict[str, Any]]:
    return {
        name: {key: copy(value) for key, value in vars(stand_in).items()}
        for name, stand_in in _stand_ins(place).items()
    }


def _stand_ins(place: Any) -> dict[str, Any]:
    found = {field.name: getattr(place, field.name) for field in fields(place)}
    return {
        name: one
        for name, one in found.items()
        if one is not None and name not in {"store", "office"}
    }


def _lay(place: Place, end: End) -> None:
    file_of(place.store.engine).write_bytes(end.database)
    for name, stand_in in _stand_ins(place).items():
        vars(stand_in).update({key: copy(value) for key, value in end.held[name].items()})

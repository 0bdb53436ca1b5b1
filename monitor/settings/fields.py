"""The kinds of value that settings are made of, each with its range."""

import re
from collections.abc import Sized
from datetime import date, time
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    ValidationInfo,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from monitor.domain.errors import MailboxError
from monitor.domain.message import checked_mailbox
from monitor.settings.faults import Fault, fault

Items = TypeVar("Items", bound=Sized)

CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
SQLITE = "sqlite:///"
POSTGRESQL = ("postgresql://", "postgresql+psycopg://")
LAST_PORT = 65_535


class Table(BaseModel):
    """One table of a file. A key that nobody knows is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


def _line(text: str) -> str:
    if not text.isprintable():
        raise fault(Fault.ONE_LINE)
    return text.strip()


def _said(text: str) -> str:
    if not text:
        raise fault(Fault.BLANK)
    return text


def _mailbox(text: str) -> str:
    try:
        return checked_mailbox(text)
    except MailboxError as error:
        raise fault(Fault.MAILBOX) from error


def _clock(value: object) -> time:
    if isinstance(value, time):
        return value
    found = CLOCK.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise fault(Fault.CLOCK)
    return time(int(found[1]), int(found[2]))


def folder_of(info: ValidationInfo) -> Path:
    """Return the folder that the file's relative paths start from."""
    folder: Path = (info.context or {}).get("folder", Path())
    return folder


def _place(value: object, info: ValidationInfo) -> Path:
    text = str(value) if isinstance(value, Path) else value
    if not isinstance(text, str) or not text.strip() or not text.isprintable():
        raise fault(Fault.PLACE)
    return folder_of(info) / text


def _store_url(url: str, info: ValidationInfo) -> str:
    if url.startswith(POSTGRESQL):
        if _server(url) is None:
            raise fault(Fault.STORE_URL)
        return url
    place = url.removeprefix(SQLITE)
    if place in {url, ""} or not place.isprintable():
        raise fault(Fault.STORE_URL)
    return f"{SQLITE}{(folder_of(info) / place).as_posix()}"


def _server(url: str) -> URL | None:
    """Return a server's URL in its parts, None where it names no database or cannot be."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # the latter of a port that is no number
        return None
    is_port = parsed.port is None or 0 < parsed.port <= LAST_PORT
    return parsed if parsed.database and is_port and url.isprintable() else None


def without_password(url: str) -> tuple[str, str]:
    """Return the URL of a store without the password that stands in it, and that, or ""."""
    parsed = _server(url) if url.startswith(POSTGRESQL) else None
    if parsed is None:
        return url, ""
    asked = parsed.query.get("password", "")
    password = parsed.password or (asked if isinstance(asked, str) else asked[-1])
    bare = URL.create(
        parsed.drivername,
        username=parsed.username,
        host=parsed.host,
        port=parsed.port,
        database=parsed.database,
        query={key: value for key, value in parsed.query.items() if key != "password"},
    )
    return bare.render_as_string(hide_password=False), str(password)


Whole = Annotated[int, Strict()]
Days = Annotated[Whole, Field(ge=1, le=60)]
Hours = Annotated[Whole, Field(ge=1, le=72)]
Seconds = Annotated[Whole, Field(ge=1, le=3_600)]
Year = Annotated[Whole, Field(ge=1990, le=2100)]
Port = Annotated[Whole, Field(ge=1, le=LAST_PORT)]
Share = Annotated[float, Strict(), Field(ge=0, le=1, allow_inf_nan=False)]
Switch = Annotated[bool, Strict()]
Day = Annotated[date, Strict()]
Line = Annotated[str, AfterValidator(_line)]
Name = Annotated[Line, AfterValidator(_said)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")]
Mailbox = Annotated[str, AfterValidator(_mailbox)]
Clock = Annotated[time, BeforeValidator(_clock)]
Place = Annotated[Path, BeforeValidator(_place)]
StoreUrl = Annotated[str, AfterValidator(_store_url)]


def not_empty(items: Items) -> Items:
    """Refuse an empty list; a list of wrong items is told by those, not by this."""
    if not items:
        raise fault(Fault.EMPTY)
    return items


def _far_first(amounts: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(set(not_empty(amounts)), reverse=True))


def _near_first(amounts: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(set(not_empty(amounts))))


DaysBefore = Annotated[tuple[Days, ...], AfterValidator(_far_first)]
HoursBefore = Annotated[tuple[Hours, ...], AfterValidator(_far_first)]
DaysAfter = Annotated[tuple[Days, ...], AfterValidator(_near_first)]

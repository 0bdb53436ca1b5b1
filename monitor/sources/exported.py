"""As of when a file speaks: from its title rows, else from its name."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from monitor.catalogues import load_catalogue
from monitor.domain.term import fold
from monitor.sources.dates import instant

_DAY = re.compile(
    r"(\d{1,2})(?:[/.\-]| thang )(\d{1,2})(?:[/.\-]| nam )(\d{4})(?!\d)", re.ASCII
)
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}) ?(?::|h|g|gio) ?(\d{2})(?::(\d{2}))?(?!\d)", re.ASCII)
_TAIL = r"(?:[-_ T.]*(?P<hour>\d\d)[-_.:h]?(?P<minute>\d\d)(?:[-_.:]?(?P<second>\d\d))?)?(?!\d)"
_NAMES = (
    re.compile(
        rf"(?<!\d)(?P<year>20\d\d)[-_.]?(?P<month>\d\d)[-_.]?(?P<day>\d\d){_TAIL}", re.ASCII
    ),
    re.compile(
        rf"(?<!\d)(?P<day>\d\d)[-_.](?P<month>\d\d)[-_.](?P<year>20\d\d){_TAIL}", re.ASCII
    ),
)


def exported_at(titles: Iterable[str], stem: str) -> datetime | None:
    """Return the instant as of which a file speaks, None where it does not say.

    A title that names the export itself comes first, then the file's name, then the end
    of the period in the title: that one may lie ahead of the export.

    Args:
        titles: The rows above the header row, as text.
        stem: The file's name without its ending.
    """
    words = load_catalogue("headers")["titles"]
    folded = [fold(title) for title in titles]
    told = _after(folded, words["exported"]) or name_instant(stem)
    return told or _after(folded, words["until"])


def name_instant(stem: str) -> datetime | None:
    """Return the first date in a file's name, with its clock where it has one."""
    for shape in _NAMES:
        for found in shape.finditer(stem):
            parts = {name: int(digits or 0) for name, digits in found.groupdict().items()}
            at = instant(**parts)
            if isinstance(at, datetime):
                return at
    return None


def _after(titles: list[str], markers: Iterable[str]) -> datetime | None:
    return next((at for text in _marked(titles, markers) if (at := _first(text))), None)


def _marked(titles: list[str], markers: Iterable[str]) -> Iterator[str]:
    """Yield what follows each marker; the whole title where the date stands before it."""
    for title in titles:
        for marker in markers:
            _, found, rest = title.partition(fold(marker))
            if found:
                yield rest
                yield title


def _first(text: str) -> datetime | None:
    day, clock = _DAY.search(text), _CLOCK.search(text)
    if day is None:
        return None
    hour, minute, second = (
        (int(digits or 0) for digits in clock.groups()) if clock else (0, 0, 0)
    )
    at = instant(int(day[3]), int(day[2]), int(day[1]), hour, minute, second)
    return at if isinstance(at, datetime) else None

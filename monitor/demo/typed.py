"""What the sample's clerk types in: the figures of a month that no export carries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from monitor.demo.making import sample_words

UNIT = "TBA"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing:
    """Figures of `month` by their names, as the clerk writes them, from `typed_at` on.

    `in_workbook`: into the one-stop unit's workbook of that day; else one by one, by command.
    """

    month: date
    typed_at: datetime
    in_workbook: bool
    figures: Mapping[str, str]


def typings() -> tuple[Typing, ...]:
    """Return what is typed in, in order of time."""
    return tuple(Typing(**one) for one in sample_words()["typed"])

"""The figures that people supply because no source carries them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Measure(StrEnum):
    """What a figure is measured in."""

    COUNT = "count"
    MONEY = "money"  # dong
    PERCENT = "percent"  # kept in hundredths
    HALF_DAYS = "half_days"  # of work, kept in halves, written in days
    TEXT = "text"  # words beside the figures


# The figures that are asked for month by month, by the section that shows them, in reading
# order; nothing is supposed of an empty one.
ASKED: Mapping[str, Mapping[str, Measure]] = {
    "rates": {
        "portal_on_time": Measure.PERCENT,
        "portal_reason": Measure.TEXT,
    },
    "online": {
        "online_procedures": Measure.COUNT,
        "online_eligible": Measure.COUNT,
        "online_of_eligible": Measure.COUNT,
    },
    "digital": {
        "digitised": Measure.COUNT,
        "electronic_results": Measure.COUNT,
        "reused": Measure.COUNT,
    },
    "payments": {
        "payments": Measure.COUNT,
        "payment_amount": Measure.MONEY,
        "post_results": Measure.COUNT,
    },
    "linked": {
        "linked": Measure.COUNT,
        "linked_on_time": Measure.COUNT,
        "on_the_spot": Measure.COUNT,
        "spot_least": Measure.HALF_DAYS,
        "spot_most": Measure.HALF_DAYS,
    },
    "satisfaction": {
        "ratings": Measure.COUNT,
        "ratings_very_satisfied": Measure.COUNT,
        "ratings_satisfied": Measure.COUNT,
        "ratings_dissatisfied": Measure.COUNT,
        "officials_rated": Measure.COUNT,
        "officials_excellent": Measure.COUNT,
        "officials_good": Measure.COUNT,
        "officials_fair": Measure.COUNT,
        "officials_average": Measure.COUNT,
        "officials_weak": Measure.COUNT,
        "complaints": Measure.COUNT,
        "complaints_answered": Measure.COUNT,
    },
    "upkeep": {
        "slips_printed": Measure.COUNT,
        "slips_missing": Measure.COUNT,
    },
}
FIGURES: Mapping[str, Measure] = {
    name: measure for group in ASKED.values() for name, measure in group.items()
}

# Which figures are parts of which.
PARTS_OF: Mapping[str, tuple[str, ...]] = {
    "online_eligible": ("online_of_eligible",),
    "linked": ("linked_on_time",),
    "ratings": ("ratings_very_satisfied", "ratings_satisfied", "ratings_dissatisfied"),
    "officials_rated": (
        "officials_excellent",
        "officials_good",
        "officials_fair",
        "officials_average",
        "officials_weak",
    ),
    "complaints": ("complaints_answered",),
    "spot_most": ("spot_least",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppliedFigure:
    """A figure that a unit filled in, for itself and all below it.

    Counts are whole; a rate is in hundredths of a percent; words are `text`. Both are None
    where it was taken back. `month` is the first day of the calendar month that the reporting
    month is named for.
    """

    unit: str
    month: date
    name: str
    value: int | None
    by: str
    at: datetime
    text: str | None = None


NOTHING = "-"  # what stands for a figure that is taken back


def supplied(  # noqa: PLR0913 - whose, of when, which, what, and who says so
    unit: str, month: date, name: str, said: str, *, by: str, at: datetime
) -> SuppliedFigure:
    """Return a figure from what was read of it; `NOTHING` takes an earlier one back."""
    is_text = FIGURES[name] is Measure.TEXT
    told = said if said != NOTHING else None
    return SuppliedFigure(
        unit=unit,
        month=month,
        name=name,
        value=None if told is None or is_text else int(told),
        by=by,
        at=at,
        text=told if is_text else None,
    )


def contradicting(values: Mapping[str, int]) -> frozenset[str]:
    """Return the names of figures that cannot all be right: parts that exceed their whole."""
    found: set[str] = set()
    for whole, parts in PARTS_OF.items():
        known = [part for part in parts if part in values]
        if whole in values and sum(values[part] for part in known) > values[whole]:
            found |= {whole, *known}
    return frozenset(found)

"""Linked dossiers and those dealt with on the spot, as units supplied them."""

from dataclasses import dataclass

from reports.section import Figures, Month, Section
from reports.supplied_lines import SuppliedLine, supplied_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked(Figures):
    """The figures, in reading order; time saved is in half-days."""

    lines: tuple[SuppliedLine, ...]


def make(month: Month) -> Linked:
    """State the figures; linked ones on time are a part of the linked.

    Source:
        docs/law.md#supplied-figures
    """
    return Linked(
        lines=(
            supplied_line(month, "linked"),
            supplied_line(month, "linked_on_time", share_of="linked"),
            supplied_line(month, "on_the_spot"),
            supplied_line(month, "spot_least"),
            supplied_line(month, "spot_most"),
        )
    )


SECTION = Section(module=__name__, make=make)

"""Digitised dossiers, electronic results and data used again, as units supplied them."""

from dataclasses import dataclass

from reports.section import Figures, Month, Section
from reports.supplied_lines import (
    RECEIVED,
    WITH_RESULT,
    SuppliedLine,
    received,
    supplied_line,
    with_result,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digital(Figures):
    """The figures, in reading order."""

    lines: tuple[SuppliedLine, ...]


def make(month: Month) -> Digital:
    """State the figures: of what was received, and results of what was resolved.

    Source:
        docs/law.md#supplied-figures
    """
    came, went = received(month), with_result(month)
    return Digital(
        lines=(
            supplied_line(month, "digitised", share_of=RECEIVED, dossiers=came),
            supplied_line(month, "electronic_results", share_of=WITH_RESULT, dossiers=went),
            supplied_line(month, "reused", share_of=RECEIVED, dossiers=came),
        )
    )


SECTION = Section(module=__name__, make=make)

"""Payments online and results sent by post, as units supplied them."""

from dataclasses import dataclass

from reports.section import Figures, Month, Section
from reports.supplied_lines import RESOLVED, SuppliedLine, resolved, supplied_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Payments(Figures):
    """The figures, in reading order."""

    lines: tuple[SuppliedLine, ...]


def make(month: Month) -> Payments:
    """State the figures; results by post are a part of what was resolved.

    Source:
        docs/law.md#supplied-figures
    """
    went = resolved(month)
    return Payments(
        lines=(
            supplied_line(month, "payments"),
            supplied_line(month, "payment_amount"),
            supplied_line(month, "post_results", share_of=RESOLVED, dossiers=went),
        )
    )


SECTION = Section(module=__name__, make=make)

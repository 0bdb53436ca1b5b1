"""Figures that people supplied, as sections state them."""

from dataclasses import dataclass

from monitor.domain.figures import Share
from monitor.domain.supplied import FIGURES, Measure
from monitor.domain.supplied_sums import Amount
from reports.section import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppliedLine:
    """One figure; `amount` is None where nobody supplied it.

    `share` is what part it is of what `share_of` names: another figure, the dossiers received
    in the period, those resolved or those with a result. None where that cannot be said, and
    where it is `at_odds`: more than the whole, of which no percentage is made.
    """

    name: str
    measure: Measure
    amount: Amount | None
    share: Share | None = None
    at_odds: Share | None = None
    share_of: str = ""

    @property
    def is_of_dossiers(self) -> bool:
        """True where the whole is counted here, and not supplied itself."""
        return self.share_of in {RECEIVED, RESOLVED, WITH_RESULT}


RECEIVED = "received"
RESOLVED = "resolved"
WITH_RESULT = "with_result"


def sound(share: Share | None) -> Share | None:
    """Return a share that is no more than its whole."""
    return None if share is None or share.numerator > share.denominator else share


def at_odds(share: Share | None) -> Share | None:
    """Return a share that is more than its whole: the two figures do not agree."""
    return None if share is None or share.numerator <= share.denominator else share


def supplied_line(
    month: Month, name: str, *, share_of: str = "", dossiers: int | None = None
) -> SuppliedLine:
    """Return one figure with what part it is of a whole.

    Args:
        month: The period.
        name: The figure.
        share_of: What it is a part of; nothing where it is none.
        dossiers: How many dossiers that is; None where it is another figure.

    Source:
        docs/law.md#supplied-figures
    """
    supplied = month.supplied
    if dossiers is None:
        share = supplied.share(name, share_of)
    else:
        share = supplied.share_of(name, dossiers)
    return SuppliedLine(
        name=name,
        measure=FIGURES[name],
        amount=supplied.amount(name),
        share=sound(share),
        at_odds=at_odds(share),
        share_of=share_of,
    )


def received(month: Month) -> int:
    """Return how many dossiers were received in the period."""
    return sum(one.count for one in month.tallies if one.reckoning.is_received)


def resolved(month: Month) -> int:
    """Return how many dossiers were resolved in the period, those given up among them."""
    return sum(one.count for one in month.tallies if one.reckoning.is_resolved)


def with_result(month: Month) -> int:
    """Return how many were resolved in the period with a result: none of them given up."""
    return sum(
        one.count
        for one in month.tallies
        if one.reckoning.is_resolved and one.reckoning.given_up is None
    )

"""How the office kept its duty to apologise before the deadline."""

from collections import Counter
from dataclasses import dataclass

from monitor.domain.figures import Rate, RateDefinition
from reports.letter_timing import LetterTiming, letter_timing
from reports.section import Figures, Month, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterCounts(Figures):
    """The late dossiers of the period by their letter. `not_ours`: others must apologise.

    `not_owed`: it was decided, with its reason, that none is due.
    """

    before: int
    after: int
    missing: int
    not_ours: int
    not_owed: int = 0

    @property
    def owed(self) -> int:
        """How many letters we had to write."""
        return self.before + self.after + self.missing

    @property
    def rate(self) -> Rate:
        """The share of letters issued before the due day, of those we owed."""
        return Rate(
            definition=RateDefinition.LETTERS, numerator=self.before, denominator=self.owed
        )


def make(month: Month) -> LetterCounts:
    """Count the letters about the period's late dossiers.

    Source:
        docs/law.md#apology-due
    """
    timings = Counter(letter_timing(case.snapshot, month.period) for case in month.late)
    return LetterCounts(
        before=timings[LetterTiming.BEFORE],
        after=timings[LetterTiming.AFTER],
        missing=timings[LetterTiming.MISSING],
        not_ours=timings[LetterTiming.NOT_OURS],
        not_owed=timings[LetterTiming.NOT_OWED],
    )


SECTION = Section(module=__name__, make=make)

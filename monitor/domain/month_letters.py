"""What the register of letters tells of a period."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRegister:
    """Apology letters by when they were issued, whatever the dossiers' deadlines.

    `issued` counts dossiers told in the period for the first time; `kept_after_all` those
    of them that had ended in time by the period's end. `replaced` counts letters issued
    in the place of another, `recalled` those whose taking back was told in the period,
    `put_off_again` dossiers found to be put off a second time.

    Source:
        docs/law.md#apology-letter, docs/law.md#second-reappointment
    """

    issued: int = 0
    kept_after_all: int = 0
    replaced: int = 0
    recalled: int = 0
    put_off_again: int = 0

"""Enter the letter's new date in the system, and tell the citizen: the old one still stands.

Speaks where an export made `policy.new_date_days` working days after the letter was issued
shows another date than the letter's, or none; until one shows it.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.finding import Finding, Severity
from monitor.domain.letter import Letter
from monitor.domain.moved_dates import entered_by, unentered_letter
from monitor.domain.rule import Case, Rule
from monitor.domain.thresholds import has_come, known, known_until


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning while exports do not show the date that the citizen was told."""
    letter = unentered_letter(case)
    if letter is not None and _has_come(case, letter):
        yield Finding(
            rule=RULE.code,
            dossier=case.dossier.code,
            stage="once",
            deadline=letter.new_due_at,
            severity=Severity.WARNING,
            tells=(Role.ONE_STOP,),
            facts={
                "new_due_at": letter.new_due_at,
                "shown_at": case.dossier.shown_promised_at,
                "issued_at": letter.issued_at,
                "as_of": case.dossier.seen_at(Carried.PROMISED),
            },
        )


def moments(case: Case) -> Iterator[datetime]:
    """Yield the instant by which the date should have been entered."""
    if letter := unentered_letter(case):
        yield from known(entered_by(case, letter))


def _has_come(case: Case, letter: Letter) -> bool:
    return has_come(entered_by(case, letter), at=known_until(case, Carried.PROMISED))


RULE = Rule(
    module=__name__,
    source="docs/law.md#one-stop-notice",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS, Carried.PROMISED}),
    check=check,
    moments=moments,
)

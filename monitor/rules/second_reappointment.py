"""Return the result now: the date was put off a second time, which is not lawful.

The citizen is owed an apology that names no further date, and the leader the reason. The
date before the second move stays the one that counts. A date that exports show in the
place of our own letter's is a slip of the pen, and `new_date_not_entered` speaks of it.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.finding import Finding, Severity
from monitor.domain.moved_dates import was_shown
from monitor.domain.rule import Case, Rule


def check(case: Case) -> Iterator[Finding]:
    """Yield a breach while an open dossier has been put off more than once."""
    dossier = case.dossier
    again = dossier.put_off_again if len(dossier.promises) > 1 else None
    binding = dossier.promise
    if again is None or binding is None or not dossier.is_open or not case.is_ours:
        return
    if was_shown(case, binding.promised_at):
        yield Finding(
            rule=RULE.code,
            dossier=dossier.code,
            stage="once",
            deadline=again.promised_at,
            severity=Severity.BREACH,
            tells=(Role.HEAD, Role.LEADER),
            facts={
                "promised_at": binding.promised_at,
                "again_at": again.promised_at,
                "seen_at": again.made_at,
                "as_of": dossier.as_of,
            },
        )


def moments(_case: Case) -> Iterator[datetime]:
    """Yield nothing: only new data changes the answer."""
    return iter(())


RULE = Rule(
    module=__name__,
    source="docs/law.md#second-reappointment",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS, Carried.PROMISED}),
    check=check,
    moments=moments,
)

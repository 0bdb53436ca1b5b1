"""Find the letter behind the new date, or have one written: the date moved without any.

Only a letter moves the date of return. Where the office has written one outside this
program, record it; where the date was entered wrongly before, check it against the slip.
Stage `late`: the old date had passed in an export that still showed it, so it goes on
counting, and the dossier stays overdue. Silent where the move itself was not seen.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.finding import Finding, Severity
from monitor.domain.moved_dates import moved_by_source
from monitor.domain.rule import Case, Rule


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning while an open dossier's date has moved and no letter says so."""
    dossier = case.dossier
    if len(dossier.promises) == 1 or not dossier.is_open or not case.is_ours:
        return
    if moved := moved_by_source(case):
        is_late = moved == dossier.put_off_late
        yield Finding(
            rule=RULE.code,
            dossier=dossier.code,
            stage="late" if is_late else "in_time",
            deadline=moved.promised_at,
            severity=Severity.BREACH if is_late else Severity.WARNING,
            tells=(Role.ONE_STOP,),
            facts={
                "promised_at": moved.promised_at,
                "moved_after": moved.moved_after,
                "moved_by": moved.made_at,
                "as_of": dossier.as_of,
            },
        )


def moments(_case: Case) -> Iterator[datetime]:
    """Yield nothing: only new data or a letter changes the answer."""
    return iter(())


RULE = Rule(
    module=__name__,
    source="docs/law.md#moved-without-letter",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS, Carried.PROMISED}),
    check=check,
    moments=moments,
)

"""A dossier without a name: receipt, term and pauses, to be dated for an auditor."""

from dataclasses import dataclass
from datetime import datetime

from monitor.domain.counting import count_due
from monitor.domain.dossier import Pause
from monitor.domain.errors import DungHanError, OpenPauseError
from monitor.domain.estimates import is_count_estimated
from monitor.domain.policy import Policy
from monitor.domain.procedure import OnSupplement
from monitor.domain.term import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierCase:
    """When a dossier came in, how long it may take, and when it stood still."""

    received_at: datetime
    term: Term
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One row of a spreadsheet: its number and code, the dossier or what is wrong with it."""

    number: int
    code: str
    case: DossierCase | DungHanError


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDue:
    """A due instant; `is_estimated` where a day of rest before it is not decided yet."""

    due_at: datetime
    is_estimated: bool


def date_case(case: DossierCase, policy: Policy, *, rule: OnSupplement) -> CountedDue:
    """Count the lawful due instant as for any dossier of the office.

    Raises:
        CalendarGapError: the count leaves the loaded years.
        OpenPauseError: the dossier still stands still, so it has no due instant.
    """
    opened = [one.paused_at for one in case.pauses if one.resumed_at is None]
    if opened and rule is not OnSupplement.RUN:
        raise OpenPauseError(since=min(opened))
    due_at = count_due(case.received_at, case.term, policy, pauses=case.pauses, rule=rule)
    return CountedDue(
        due_at=due_at,
        is_estimated=is_count_estimated(case.received_at, due_at, case.term, policy.calendar),
    )

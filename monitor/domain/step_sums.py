"""Whether the steps of a procedure fit into its term."""

from collections.abc import Iterable

from monitor.domain.counting import HOUR
from monitor.domain.procedure import StepLimit
from monitor.domain.term import Term, TermUnit

A_DAY = Term(1, TermUnit.WORKING_DAYS)


def exceed(steps: Iterable[StepLimit], term: Term, *, usual_day: int) -> bool:
    """Tell whether steps add up to more than a term: False where that cannot be told.

    Amounts are compared, never dates. Working days, half days, hours and the same day
    compare with each other by the usual day; calendar days and months each only with
    their own kind. Steps done within the day may all fall on one day, and count as one.

    Args:
        steps: With the term of each.
        term: Of the whole procedure.
        usual_day: The working seconds of the calendar's usual day.

    Source:
        docs/law.md#steps
    """
    terms = [one.term for one in steps]
    if any(one.unit is TermUnit.SAME_DAY for one in terms):
        terms = [one for one in terms if one.unit is not TermUnit.SAME_DAY] + [A_DAY]
    if all(one.unit is term.unit for one in terms):
        return sum(one.amount for one in terms) > term.amount
    halves = {  # half seconds: half of an odd day is told exactly
        TermUnit.WORKING_DAYS: 2 * usual_day,
        TermUnit.SAME_DAY: 2 * usual_day,
        TermUnit.HALF_DAYS: usual_day,
        TermUnit.WORKING_HOURS: 2 * HOUR,
    }
    if any(one.unit not in halves for one in (term, *terms)):
        return False
    return sum(one.amount * halves[one.unit] for one in terms) > term.amount * halves[term.unit]

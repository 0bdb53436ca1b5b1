"""The rules, in the order in which they speak over the life of a dossier."""

from monitor.domain.rule import Rule
from monitor.rules import (
    apology_ask,
    apology_due,
    apology_missing,
    dates_contradict,
    due_soon,
    due_today,
    due_unconfirmed,
    overdue,
    promise_missing,
    promise_too_late,
    result_waiting,
)

RULES: tuple[Rule, ...] = (
    promise_missing.RULE,
    promise_too_late.RULE,
    dates_contradict.RULE,
    due_soon.RULE,
    apology_ask.RULE,
    apology_due.RULE,
    due_today.RULE,
    due_unconfirmed.RULE,
    overdue.RULE,
    apology_missing.RULE,
    result_waiting.RULE,
)

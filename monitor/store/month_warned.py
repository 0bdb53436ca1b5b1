"""Whether somebody was warned of a dossier's deadline, and what was answered, in SQL."""

from typing import Any

from sqlalchemy import ColumnElement, case, literal, select

from monitor.domain.month_warned import Warned
from monitor.domain.rule_sets import WARNING
from monitor.store.days import day_of
from monitor.store.tables import answers, dossiers, findings, messages, systems, told

WAYS = tuple(Warned)


def warned(ended_at: ColumnElement[Any]) -> ColumnElement[int]:
    """Ask whether a dossier's people were warned before its first deadline (`WAYS`).

    Told are those whose mail had gone out by then; `ended_at` is when the dossier ended.
    """
    one, is_found = dossiers.c, _found()
    is_told = (
        is_found.join(told, told.c.finding_id == findings.c.id)
        .join(messages, messages.c.key == told.c.message_key)
        .where(messages.c.sent_at < one.first_due_at)
    )
    baseline_at = (
        select(systems.c.baseline_at).where(systems.c.code == one.system).scalar_subquery()
    )
    is_quick = day_of(one.first_due_at) - day_of(one.received_at) <= 1
    has_ended_first = day_of(ended_at) < day_of(one.first_due_at)
    return case(
        (is_told.exists(), _place(Warned.TOLD)),
        (is_found.where(findings.c.is_baseline).exists(), _place(Warned.BASELINE)),
        (is_found.exists(), _place(Warned.NOT_TOLD)),
        (one.first_due_at <= baseline_at, _place(Warned.BASELINE)),
        (is_quick, _place(Warned.QUICK)),
        (has_ended_first, _place(Warned.ENDED_FIRST)),
        else_=_place(Warned.NOT_SEEN),
    )


def said_in_time() -> ColumnElement[bool]:
    """Ask for the last answer before the first deadline to whether it would be in time."""
    one = dossiers.c
    return (
        select(answers.c.is_in_time)
        .where(answers.c.dossier_id == one.id, answers.c.answered_at < one.first_due_at)
        .order_by(answers.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _found() -> Any:
    return (
        select(literal(1))
        .select_from(findings)
        .where(
            findings.c.dossier_id == dossiers.c.id,
            findings.c.rule.in_(sorted(WARNING)),
            findings.c.found_at < dossiers.c.first_due_at,
        )
        .correlate(dossiers)
    )


def _place(way: Warned) -> ColumnElement[int]:
    return literal(WAYS.index(way))

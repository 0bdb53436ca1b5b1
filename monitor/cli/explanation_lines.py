"""Putting the count of a dossier's deadline into lines."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from monitor.catalogues.told import shown, term_text, word
from monitor.cli.explaining import Explained
from monitor.cli.words import say
from monitor.domain.deadline import Basis, Deadline
from monitor.domain.explanation import (
    Converted,
    Counted,
    Explanation,
    Rolled,
    Skipped,
    Step,
    Waited,
)
from monitor.domain.instants import vietnam_day
from monitor.domain.term import Term

HOUR, MINUTE = 3_600, 60


def explanation_lines(facts: Explained) -> list[str]:
    """Put what was gathered into lines."""
    lines = [say("explain_head", dossier=facts.dossier, procedure=facts.procedure)]
    if facts.received_at is not None:
        lines.append(say("explain_received", at=facts.received_at))
        if facts.is_outside_receipt_hours:
            lines.append(say("explain_outside"))
    if facts.term is not None:
        lines.append(say("explain_term", term=term_text(facts.term)))
    if facts.promised_at is not None:
        lines.append(say("explain_promised", at=facts.promised_at))
    else:
        lines.append(say("explain_none"))
    if facts.stopped_since is not None:
        lines.append(say("explain_stopped", since=facts.stopped_since))
    if facts.deadline is not None:
        lines.extend(_deadline_lines(facts.deadline))
    lines.extend(_reception_lines(facts))
    if facts.count is not None:
        lines.append(say("explain_steps"))
        lines.extend(_step_lines(facts.count))
        lines.extend(_made_up_line(*row) for row in facts.made_up)
        lines.extend(
            say(
                "explain_shut",
                first=one.first,
                last=one.last,
                title=one.title,
                source=one.source,
            )
            for one in facts.count.closures
        )
    return lines


def _deadline_lines(deadline: Deadline) -> list[str]:
    mark = say("explain_estimated") if deadline.is_estimated else ""
    is_promised = deadline.basis is Basis.PROMISED
    why = say("explain_by_promise") if is_promised else say("explain_by_count")
    lines = [say("explain_binding", at=deadline.due_at, mark=mark, why=why)]
    if deadline.statutory_at is not None:
        lines.insert(0, say("explain_statutory", at=deadline.statutory_at, mark=mark))
    return lines


def _step_lines(count: Explanation) -> Iterator[str]:
    """Yield a line a step; weekly days of rest that follow each other share one."""
    for is_rest, steps in groupby(count.steps, key=_is_weekly_rest):
        if is_rest:
            days = ", ".join(str(shown(one.day)) for one in steps if isinstance(one, Skipped))
            yield say("explain_rest", days=days)
        else:
            yield from (_step_line(step, count.term) for step in steps)


def _is_weekly_rest(step: Step) -> bool:
    return isinstance(step, Skipped) and step.status is None


def _step_line(step: Step, term: Term) -> str:
    match step:
        case Converted():
            return _converted_line(step, term)
        case Counted():
            return _counted_line(step, term)
        case Skipped():
            status = word("row_status", step.status.value if step.status else "")
            return say(
                "explain_off", day=step.day, title=step.title, source=step.source, status=status
            )
        case Waited():
            key = "explain_again" if step.starts_again else "explain_waited"
            return say(key, paused_at=step.paused_at, resumed_at=step.resumed_at)
        case Rolled():
            return say("explain_rolled", day=step.day, to=step.to)


def _converted_line(step: Converted, term: Term) -> str:
    if term.is_by_the_hour:
        amount = _clock(step.amount)
        return say("explain_converted_hours", term=term_text(term), amount=amount)
    start = vietnam_day(step.start)
    return say("explain_converted_days", term=term_text(term), start=start, amount=step.amount)


def _counted_line(step: Counted, term: Term) -> str:
    if term.is_by_the_hour:
        amount = _clock(step.amount)
        return say("explain_counted_time", amount=amount, first=step.first, last=step.last)
    first, last = vietnam_day(step.first), vietnam_day(step.last)
    return say("explain_counted_days", amount=step.amount, first=first, last=last)


def _clock(seconds: int) -> str:
    return f"{seconds // HOUR:02d}:{seconds % HOUR // MINUTE:02d}"


def _made_up_line(day: date, title: str, source: str, status: str) -> str:
    return say(
        "explain_made_up",
        day=shown(day),
        title=title,
        source=source,
        status=word("row_status", status),
    )


def _reception_lines(facts: Explained) -> Iterator[str]:
    """Tell the clock of the reception, and by when each step should be done."""
    told = facts.reception
    if told is not None:
        verdict = "explain_received_late" if told.is_late else "explain_received_in_time"
        yield say(
            "explain_reception",
            submitted_at=told.submitted_at,
            due_at=told.due_at,
            verdict=say(verdict if told.received_at or told.is_late else "explain_not_yet"),
        )
    if facts.steps:
        yield say("explain_limits")
        yield from (
            say("explain_limit", name=one.name, due_at=one.due_at) for one in facts.steps
        )
        if facts.count is not None and facts.steps[-1].due_at > facts.count.due_at:
            yield say("explain_limits_long")

"""Putting how a dossier's deadline came about into lines."""

from collections.abc import Iterator
from datetime import date

from monitor.catalogues.told import shown, word
from monitor.cli.count_lines import count_lines
from monitor.cli.explained import Explained, Gap, Told
from monitor.cli.words import say
from monitor.domain.clocks import Reception
from monitor.domain.deadline import Basis, Deadline
from monitor.domain.dossier import PromiseKind
from monitor.domain.explanation import Interrupted


def explanation_lines(facts: Explained) -> list[str]:
    """Put what was gathered into lines."""
    return [*_head(facts), *_deadline_lines(facts), *_reception_lines(facts), *_count(facts)]


def _head(facts: Explained) -> Iterator[str]:
    yield say("explain_head", dossier=facts.dossier, procedure=facts.procedure)
    if facts.received_at is not None:
        yield say("explain_received", at=facts.received_at)
        if facts.is_outside_receipt_hours:
            yield say("explain_outside")
    if facts.term is not None:
        yield say("explain_term", term=facts.term)
    if len(facts.promises) > 1:
        yield from _promise_lines(facts)
    elif facts.promised_at is not None:
        yield say("explain_promised", at=facts.promised_at)
    elif facts.received_at is not None:
        yield say("explain_none")


def _promise_lines(facts: Explained) -> Iterator[str]:
    """Tell every date in its order, and that the office may put one off only once."""
    yield say("explain_promises")
    binding = next(one for one in reversed(facts.promises) if one.may_bind)
    for number, one in enumerate(facts.promises):
        mark = "explain_now" if one is binding else "explain_first"
        is_marked = one is binding or number == 0
        yield _promise_line(one, mark=say(mark) if is_marked else "")
    at = facts.deadline.due_at if facts.deadline else facts.promised_at
    stopped = "" if facts.deadline else "_stopped"
    if any(one.is_late for one in facts.promises):
        yield say(f"explain_moved_late{stopped}", at=at)
    if any(not one.may_bind and not one.is_late for one in facts.promises):
        yield say(f"explain_second{stopped}", at=at)


def _promise_line(one: Told, *, mark: str) -> str:
    kind = one.kind if one.may_bind else "late" if one.is_late else "second"
    return say(
        "explain_promise",
        at=one.promised_at,
        kind=say(f"explain_kind_{kind}"),
        made_at=one.made_at,
        mark=mark,
    )


def _deadline_lines(facts: Explained) -> Iterator[str]:
    if (pausing := facts.pausing) is not None:
        how = "seen" if pausing.is_seen else "late" if pausing.is_late else "since"
        yield say(f"explain_stopped_{how}", since=pausing.since)
    if facts.lawful is not None:
        mark = say("explain_estimated") if facts.lawful.is_estimated else ""
        is_held = isinstance(facts.count, Interrupted)
        more = say("explain_statutory_held") if is_held else ""
        yield say("explain_statutory", at=facts.lawful.due_at, mark=mark, more=more)
    elif "count" in facts.gaps:
        yield _gap_line("explain_statutory_gap", facts.gaps["count"])
    if facts.deadline is not None:
        yield _binding_line(facts, facts.deadline)
    elif facts.received_at is None:
        yield say("explain_not_begun" if facts.is_open else "explain_never_begun")
    elif facts.is_undated:
        yield say("explain_undated")


def _binding_line(facts: Explained, deadline: Deadline) -> str:
    mark = say("explain_estimated") if deadline.is_estimated else ""
    if deadline.basis is Basis.COMPUTED:
        return say(
            "explain_binding", at=deadline.due_at, mark=mark, why=say("explain_by_count")
        )
    bound = [one.kind for one in facts.promises if one.may_bind]
    is_slip = bound[-1] is PromiseKind.SLIP
    moved = say("explain_moved") if facts.is_promise_moved else ""
    key = "explain_by_promise" if is_slip else "explain_by_new_promise"
    return say("explain_binding", at=deadline.due_at, mark=mark, why=say(key, moved=moved))


def _reception_lines(facts: Explained) -> Iterator[str]:
    """Tell the clock of the reception, and by when each step should be done."""
    if (told := facts.reception) is not None:
        yield say(
            "explain_reception",
            submitted_at=told.submitted_at,
            due_at=told.due_at,
            verdict=say(f"explain_{_verdict(told)}"),
        )
    elif "reception" in facts.gaps:
        yield _gap_line("explain_reception_gap", facts.gaps["reception"])
    if facts.steps or facts.open_steps:
        yield say("explain_limits")
        for one in facts.steps:
            yield say("explain_limit", name=one.name, due_at=one.due_at)
        for name in facts.open_steps:
            yield say("explain_limit_open", name=name)
    elif "steps" in facts.gaps:
        yield _gap_line("explain_limits_gap", facts.gaps["steps"])


def _verdict(told: Reception) -> str:
    if told.received_at is not None:
        return "received_late" if told.is_late else "received_in_time"
    if told.is_over:
        return "never_received"
    return "still_not_received" if told.is_late else "not_yet"


def _count(facts: Explained) -> Iterator[str]:
    """Tell how the term was counted, and what of the calendar mattered beside."""
    if facts.count is None or facts.beginning is None:
        return
    yield say("explain_steps")
    yield from count_lines(facts.count, facts.beginning, facts.pausing)
    yield from (_made_up_line(*row) for row in facts.made_up)
    for one in facts.count.closures:
        yield say(
            "explain_shut", first=one.first, last=one.last, title=one.title, source=one.source
        )


def _made_up_line(day: date, title: str, source: str, status: str) -> str:
    return say(
        "explain_made_up",
        day=shown(day),
        title=title,
        source=source,
        status=word("row_status", status),
    )


def _gap_line(key: str, gap: Gap) -> str:
    return say(key, year=gap.year, file=gap.file)

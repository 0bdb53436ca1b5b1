"""Putting the count of a term into lines."""

from collections.abc import Iterator
from itertools import groupby

from monitor.catalogues.told import shown, term_text, word
from monitor.cli.explained import Pausing
from monitor.cli.words import say
from monitor.domain.beginnings import Beginning, WhyThen
from monitor.domain.dossier import PauseKind
from monitor.domain.explanation import (
    Converted,
    Counted,
    Explanation,
    Held,
    Interrupted,
    Rolled,
    Skipped,
    Step,
    Waited,
)
from monitor.domain.ignored_pauses import Ignored
from monitor.domain.instants import vietnam_day
from monitor.domain.term import Term

HOUR, MINUTE = 3_600, 60


def count_lines(
    count: Explanation | Interrupted, begins: Beginning, pausing: Pausing | None
) -> Iterator[str]:
    """Yield a line a step; weekly days of rest that follow each other share one.

    From where the term counts is told before it, after the pauses that began it anew.
    """
    is_anew = [isinstance(one, Waited) and one.starts_again for one in count.steps]
    before = sum(is_anew)
    yield from _lines(count.steps[:before], count.term, pausing)
    yield from _beginning_lines(begins, is_anew=before > 0)
    yield from _lines(count.steps[before:], count.term, pausing)
    if isinstance(count, Interrupted):
        yield _used_line(count)
    yield from (_ignored_line(one) for one in count.ignored)


def _lines(steps: tuple[Step, ...], term: Term, pausing: Pausing | None) -> Iterator[str]:
    for is_rest, group in groupby(steps, key=_is_weekly_rest):
        if is_rest:
            days = ", ".join(str(shown(one.day)) for one in group if isinstance(one, Skipped))
            yield say("explain_rest", days=days)
        else:
            yield from (_step_line(step, term, pausing) for step in group)


def _is_weekly_rest(step: Step) -> bool:
    return isinstance(step, Skipped) and step.status is None


def _beginning_lines(begins: Beginning, *, is_anew: bool) -> Iterator[str]:
    """Say what decides from where the term counts; of hours from a session nothing does."""
    if begins.why is WhyThen.AT_ONCE:
        return
    first = begins.counts_from
    yield say(
        f"explain_begins_{begins.why}",
        what=say("explain_event_anew" if is_anew else "explain_event_receipt"),
        start=vietnam_day(begins.start),
        first=first,
        cutoff=f"{begins.cutoff:%H:%M}",
    )


def _step_line(step: Step, term: Term, pausing: Pausing | None) -> str:
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
        case Held():
            return _held_line(step, pausing)
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


def _held_line(step: Held, pausing: Pausing | None) -> str:
    is_money = pausing is not None and pausing.kind is PauseKind.FINANCE
    is_seen = pausing is not None and pausing.is_seen
    return say(
        "explain_held_seen" if is_seen else "explain_held",
        paused_at=step.paused_at,
        what=say("explain_no_payment" if is_money else "explain_no_supplement"),
        then=say("explain_then_anew" if step.starts_again else "explain_then_on"),
    )


def _used_line(count: Interrupted) -> str:
    if count.term.is_by_the_hour:
        used, total, left = map(_clock, (count.used, count.total, count.left))
        return say("explain_used_time", used=used, total=total, left=left)
    used, total, left = (f"{days:02d}" for days in (count.used, count.total, count.left))
    return say("explain_used_days", used=used, total=total, left=left)


def _ignored_line(one: Ignored) -> str:
    key = "explain_pause" if one.resumed_at else "explain_pause_open"
    pause = say(key, paused_at=one.paused_at, resumed_at=one.resumed_at)
    return say(f"explain_pause_{one.why}", pause=pause)


def _clock(seconds: int) -> str:
    """Return working time as hours and minutes, with seconds where there are any."""
    clock = f"{seconds // HOUR:02d}:{seconds % HOUR // MINUTE:02d}"
    return f"{clock}:{seconds % MINUTE:02d}" if seconds % MINUTE else clock

"""What an explanation costs beside the plain call."""

from collections.abc import Callable, Iterator
from datetime import datetime

from benchmarks.measuring import Measurement, Sense, Side, agree, race
from benchmarks.office import POLICY, receipts
from monitor.domain.counting import count_due
from monitor.domain.explanation import Explanation, explain
from monitor.domain.term import Term, TermUnit

ALLOWED = 10e-6  # seconds, beside what the days cost
TERMS = (
    Term(4, TermUnit.WORKING_HOURS),
    Term(80, TermUnit.WORKING_HOURS),
    Term(1, TermUnit.WORKING_DAYS),
    Term(15, TermUnit.WORKING_DAYS),
    Term(30, TermUnit.CALENDAR_DAYS),
)


def measure(turns: int = 150) -> Iterator[Measurement]:
    """Yield for each term how many plain calls a crossed calendar day costs."""
    inputs = receipts(100)
    days = [_days_crossed(term, inputs) for term in TERMS]
    explained = [Side(_explain(term), inputs) for term in TERMS]
    plain = [Side(_count(term), inputs, times=2) for term in TERMS]
    values = race(*explained, *plain, turns=turns)  # one race, to outlast busy moments
    for term, crossed, value, peer_value in zip(
        TERMS, days, values[: len(TERMS)], values[len(TERMS) :], strict=True
    ):
        yield Measurement(
            name=f"explain_{term.amount}_{term.unit}",
            ours=value,
            peer="the plain call",
            peer_value=peer_value,
            ratio=(value - ALLOWED) / (peer_value * crossed),
            sense=Sense.AT_MOST,
            target=4,
        )


def _explain(term: Term) -> Callable[[datetime], Explanation]:
    return lambda received_at: explain(received_at, term, POLICY)


def _count(term: Term) -> Callable[[datetime], datetime]:
    return lambda received_at: count_due(received_at, term, POLICY)


def _days_crossed(term: Term, inputs: list[datetime]) -> float:
    """Return how many midnights lie between a receipt and its due instant, on average."""
    ends = [_count(term)(at) for at in inputs]
    agree(f"explain {term}", [_explain(term)(at).due_at for at in inputs], ends)
    crossed = [(end.date() - at.date()).days for at, end in zip(inputs, ends, strict=True)]
    return sum(crossed) / len(crossed)

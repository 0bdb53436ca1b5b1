"""Between its moments a rule's answer stands still, so a scan may sleep until the next."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.deadline import Running, assess
from monitor.domain.dossier import Dossier, Pause, Promise, PromiseKind, Status
from monitor.domain.instants import is_date_only, midnight, vietnam_day
from monitor.domain.letter import UNCLOSED, Letter, LetterState
from monitor.domain.policy import DayEnd, LateBy, Policy
from monitor.domain.procedure import OnSupplement, Procedure
from monitor.domain.rule import Case, Rule
from monitor.domain.term import Term, TermUnit
from monitor.rules import RULES
from tests.builders import CALENDAR_2026, a_dossier, a_procedure, vn

START, END = vn("2026-01-01"), vn("2026-12-31 23:59:59")
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A dossier with all that surrounds it, to be judged at any instant."""

    dossier: Dossier
    procedure: Procedure | None
    policy: Policy
    letter: Letter | None
    is_ours: bool

    def case(self, at: datetime) -> Case:
        return Case(
            dossier=self.dossier,
            procedure=self.procedure,
            standing=assess(self.dossier, self.procedure, self.policy, at=at),
            policy=self.policy,
            at=at,
            letter=self.letter,
            is_ours=self.is_ours,
        )


def instants() -> st.SearchStrategy[datetime]:
    """Any second of the loaded year, or a date without a time."""
    seconds = st.datetimes(datetime(2026, 1, 5), datetime(2026, 12, 28)).map(  # noqa: DTZ001
        lambda naive: naive.replace(microsecond=0, tzinfo=START.tzinfo)
    )
    return seconds | seconds.map(lambda at: midnight(vietnam_day(at)))


def terms() -> st.SearchStrategy[Term]:
    return st.builds(Term, st.integers(1, 20), st.sampled_from(TermUnit))


def procedures() -> st.SearchStrategy[Procedure | None]:
    return st.none() | st.builds(
        lambda term, rule: replace(a_procedure(on_supplement=rule), term=term),
        st.none() | terms(),
        st.sampled_from(OnSupplement),
    )


def pauses() -> st.SearchStrategy[tuple[Pause, ...]]:
    one = st.builds(
        lambda at, hours: Pause(
            paused_at=at, resumed_at=None if hours is None else at + timedelta(hours=hours)
        ),
        instants(),
        st.none() | st.integers(0, 200),
    )
    return st.lists(one, max_size=1).map(tuple)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    received_at = draw(instants())
    soon = st.integers(-2, 480).map(lambda hours: received_at + timedelta(hours=hours))
    promises = st.builds(
        lambda at, kind, shown: Promise(
            promised_at=at, made_at=received_at, kind=kind, moved_after=shown
        ),
        soon | soon.map(lambda at: midnight(vietnam_day(at))),
        st.sampled_from(PromiseKind),
        st.none() | soon,
    )
    dossier = replace(
        a_dossier(),
        received_at=received_at,
        promises=tuple(draw(st.lists(promises, max_size=3))),
        shown_promised_at=draw(st.none() | soon),
        pauses=draw(pauses()),
        as_of=draw(soon | st.just(END)),
        status=draw(st.sampled_from([None, Status.IN_PROGRESS, Status.FINISHED])),
        finished_at=draw(st.none() | st.none() | soon),
    )
    policy = Policy(
        calendar=CALENDAR_2026,
        late_by=draw(st.sampled_from(LateBy)),
        day_end=draw(st.sampled_from(DayEnd)),
        warn_days=draw(st.sampled_from([(3, 1), (5,), ()])),
    )
    deadlines = [promise.promised_at for promise in dossier.promises] or [received_at]
    letters = st.builds(
        Letter,
        dossier=st.just(dossier.code),
        deadline=st.sampled_from(deadlines),
        state=st.sampled_from(LetterState),
        cause=st.sampled_from(["", UNCLOSED]),
        answered_at=st.none() | soon,
        approved_at=st.none() | soon,
        issued_at=st.none() | soon,
        dated_on=st.none() | soon.map(vietnam_day),
        new_due_at=st.none() | st.sampled_from(deadlines),
    )
    return Story(
        dossier=dossier,
        procedure=draw(procedures()),
        policy=policy,
        letter=draw(st.none() | letters),
        is_ours=draw(st.booleans()),
    )


def said(rule: Rule, case: Case) -> list[tuple[object, ...]]:
    return [(one.key, one.severity, one.tells) for one in rule.check(case)]


@given(story=stories(), share=st.floats(0, 1))
@settings(deadline=None)
def test_the_answer_stands_still_between_moments(story: Story, share: float) -> None:
    for rule in RULES:
        moments = {at for at in rule.moments(story.case(START)) if START < at < END}
        for begin, end in pairwise(sorted({START, *moments, END})):
            last = end - SECOND
            first = said(rule, story.case(begin))

            assert said(rule, story.case(begin + (last - begin) * share)) == first
            assert said(rule, story.case(last)) == first


@given(story=stories(), at=instants())
@settings(deadline=None)
def test_neither_moments_nor_zone_hang_on_the_instant_of_asking(
    story: Story, at: datetime
) -> None:
    case, elsewhere, first = story.case(at), story.case(at.astimezone(UTC)), story.case(START)

    for rule in RULES:
        moments = list(rule.moments(case))

        assert moments == list(rule.moments(first))
        assert all(moment.tzinfo is not None for moment in moments)
        assert said(rule, case) == said(rule, elsewhere)


@given(story=stories(), at=instants())
@settings(deadline=None)
def test_what_is_late_is_overdue_or_not_confirmed(story: Story, at: datetime) -> None:
    case = story.case(at)
    codes = {finding.rule for rule in RULES for finding in rule.check(case)}
    is_late = (
        isinstance(case.standing, Running) and case.dossier.is_open and case.standing.is_late
    )

    assert len(codes & {"due_soon", "due_today", "due_unconfirmed", "overdue"}) <= 1
    assert not codes & {"apology_ask", "apology_due"} or "apology_missing" not in codes
    if not is_date_only(at):
        assert bool(codes & {"due_unconfirmed", "overdue"}) is is_late

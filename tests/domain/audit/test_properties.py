"""Whatever mistake a date was made by, the audit names that one or a simpler one."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.audit.calendars import Calendars
from monitor.domain.audit.hypotheses import HYPOTHESES
from monitor.domain.audit.inputs import Inputs
from monitor.domain.audit.judging import audit_dossier
from monitor.domain.audit.why import counted
from monitor.domain.dossier import Dossier, Pause
from monitor.domain.instants import VIETNAM, vietnam_day
from monitor.domain.policy import Policy
from monitor.domain.procedure import OnSupplement
from monitor.domain.term import Term, TermUnit
from tests.builders import CALENDAR_2026, a_dossier, a_promise
from tests.domain.audit.asking import an_office
from tests.domain.strategies import drawing

CALENDARS = Calendars()
ORDER = {one.code: number for number, one in enumerate(HYPOTHESES)}
often = drawing(100)

received = st.builds(
    lambda day, minute: (
        datetime(2026, 1, 5, 7, tzinfo=VIETNAM) + timedelta(days=day, minutes=minute)
    ),
    st.integers(0, 250),
    st.integers(0, 600),
)
terms = st.builds(
    Term,
    st.integers(1, 30),
    st.sampled_from([TermUnit.WORKING_DAYS, TermUnit.CALENDAR_DAYS, TermUnit.WORKING_HOURS]),
) | st.builds(Term, st.integers(1, 2), st.just(TermUnit.MONTHS))
waits = st.lists(st.tuples(st.integers(1, 200), st.integers(1, 100)), max_size=2)


def pauses_after(start: datetime, spans: list[tuple[int, int]]) -> tuple[Pause, ...]:
    """Return pauses one after the other; each has hours until it begins and hours of it."""
    found, clock = [], start
    for until, length in spans:
        paused_at = clock + timedelta(hours=until)
        clock = paused_at + timedelta(hours=length)
        found.append(Pause(paused_at=paused_at, resumed_at=clock))
    return tuple(found)


def inputs_of(dossier: Dossier, term: Term, rule: OnSupplement, submitted: datetime) -> Inputs:
    assert dossier.received_at is not None
    return Inputs(
        received_at=dossier.received_at,
        submitted_at=submitted,
        term=term,
        policy=Policy(calendar=CALENDAR_2026),
        rule=rule,
        pauses=dossier.pauses,
        until=date(2026, 12, 31),
        by_minute=term.is_by_the_hour,
    )


@given(
    start=received,
    term=terms,
    spans=waits,
    rule=st.sampled_from(OnSupplement),
    data=st.data(),
)
@often
def test_a_date_made_by_a_mistake_is_explained_by_it_or_a_simpler_one(
    start: datetime,
    term: Term,
    spans: list[tuple[int, int]],
    rule: OnSupplement,
    data: st.DataObject,
) -> None:
    submitted = start - timedelta(days=3)
    dossier = replace(
        a_dossier(received=f"{start:%Y-%m-%d %H:%M}", pauses=pauses_after(start, spans)),
        submitted_at=submitted,
    )
    lawful = inputs_of(dossier, term, rule, submitted)
    made = [(one.code, way) for one in HYPOTHESES for way in one.changes(lawful, CALENDARS)]
    code, way = data.draw(st.sampled_from(made))
    promised_at, lawful_at = counted(way), counted(lawful)
    end = a_promise(f"{promised_at:%Y-%m-%d %H:%M}", made="2026-12-31")

    one = audit_dossier(
        replace(dossier, promises=(end,)), an_office(term, rule=rule), CALENDARS
    )

    assert one.unjudged is None
    if vietnam_day(promised_at) != vietnam_day(lawful_at):
        assert len(one.differences) == 1
    for difference in one.differences:
        assert len(difference.why.codes) == 1
        assert ORDER[difference.why.codes[0]] <= ORDER[code]


@given(start=received, term=terms, spans=waits, rule=st.sampled_from(OnSupplement))
@often
def test_the_lawful_date_never_shows_up(
    start: datetime, term: Term, spans: list[tuple[int, int]], rule: OnSupplement
) -> None:
    dossier = a_dossier(received=f"{start:%Y-%m-%d %H:%M}", pauses=pauses_after(start, spans))
    lawful_at = counted(inputs_of(dossier, term, rule, start))
    promise = a_promise(f"{lawful_at:%Y-%m-%d %H:%M}", made="2026-12-31")

    one = audit_dossier(
        replace(dossier, promises=(promise,)), an_office(term, rule=rule), CALENDARS
    )

    assert (one.unjudged, one.differences) == (None, ())
    assert one.lateness is None or one.lateness.by_source == one.lateness.by_law

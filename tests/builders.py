"""Small valid things, named for what matters in a test."""

from dataclasses import replace
from datetime import date, datetime, time

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import (
    CalendarSpec,
    Closure,
    DatedDay,
    DayKind,
    RowStatus,
    Season,
    Session,
    Week,
)
from monitor.domain.deadline import assess
from monitor.domain.dossier import (
    Carried,
    Dossier,
    Pause,
    PauseKind,
    Promise,
    PromiseKind,
    Status,
)
from monitor.domain.instants import VIETNAM
from monitor.domain.letter import Letter, LetterState
from monitor.domain.policy import Policy
from monitor.domain.procedure import OnSupplement, Procedure
from monitor.domain.rule import Case
from monitor.domain.term import Term, TermUnit
from monitor.domain.worker import Worker

OFFICE_HOURS = (Session(time(7), time(11, 30)), Session(time(13, 30), time(17)))
WINTER_HOURS = (Session(time(7, 30), time(11, 30)), Session(time(13), time(17)))
WORKING_WEEK = dict.fromkeys(range(5), OFFICE_HOURS)


def vn(text: str) -> datetime:
    """Return an instant from Vietnam's clock: "2026-11-02 09:00" or a bare date."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def a_day_off(day: str, *, status: RowStatus = RowStatus.DECIDED) -> DatedDay:
    return DatedDay(
        day=date.fromisoformat(day),
        kind=DayKind.OFF,
        title=f"off {day}",
        source="a notice",
        status=status,
    )


def a_make_up_day(day: str, *, works_as: int = 0) -> DatedDay:
    return DatedDay(
        day=date.fromisoformat(day),
        kind=DayKind.MAKE_UP,
        title=f"worked {day}",
        source="a notice",
        status=RowStatus.DECIDED,
        works_as=works_as,
    )


DAYS_2026 = (
    a_day_off("2026-01-01"),
    a_day_off("2026-01-02"),
    a_make_up_day("2026-01-10", works_as=4),
    *(a_day_off(f"2026-02-{day}") for day in range(16, 21)),
    a_day_off("2026-04-27"),
    a_day_off("2026-04-30"),
    a_day_off("2026-05-01"),
    a_make_up_day("2026-08-22", works_as=0),
    a_day_off("2026-08-31"),
    a_day_off("2026-09-01"),
    a_day_off("2026-09-02"),
    a_day_off("2026-11-23", status=RowStatus.PROPOSED),
    a_day_off("2026-11-24"),
)


def a_spec(
    *,
    week: Week = WORKING_WEEK,
    seasons: tuple[Season, ...] = (),
    days: tuple[DatedDay, ...] = (),
    closures: tuple[Closure, ...] = (),
    receipt: Week | None = None,
) -> CalendarSpec:
    """Return a calendar of 2026 as written: Monday to Friday unless told otherwise."""
    return CalendarSpec(
        name="test",
        first_year=2026,
        last_year=2026,
        week=week,
        seasons=seasons,
        days=days,
        closures=closures,
        receipt=receipt,
    )


def a_season(
    begins: tuple[int, int] = (10, 16),
    ends: tuple[int, int] = (4, 15),
    *,
    week: Week | None = None,
    first_year: int | None = None,
    last_year: int | None = None,
) -> Season:
    """Return a season of winter hours."""
    return Season(
        title=f"from {begins}",
        source="an order on hours",
        begins=begins,
        ends=ends,
        week=dict.fromkeys(range(5), WINTER_HOURS) if week is None else week,
        first_year=first_year,
        last_year=last_year,
    )


def a_closure(
    first: str,
    last: str,
    *,
    suspends_terms: bool = False,
    status: RowStatus = RowStatus.DECIDED,
) -> Closure:
    """Return days on which the counter is shut."""
    return Closure(
        first=date.fromisoformat(first),
        last=date.fromisoformat(last),
        title="shut",
        source="an order",
        status=status,
        suspends_terms=suspends_terms,
    )


def a_calendar(
    *days: DatedDay, first_year: int = 2026, last_year: int = 2026
) -> WorkingCalendar:
    """Return Monday to Friday, 07:00-11:30 and 13:30-17:00, with these dated days."""
    return WorkingCalendar(
        CalendarSpec(
            name="test",
            first_year=first_year,
            last_year=last_year,
            week=WORKING_WEEK,
            days=days,
        )
    )


CALENDAR_2026 = a_calendar(*DAYS_2026)
POLICY_2026 = Policy(calendar=CALENDAR_2026)


def days_term(amount: int) -> Term:
    return Term(amount, TermUnit.WORKING_DAYS)


def hours_term(amount: int) -> Term:
    return Term(amount, TermUnit.WORKING_HOURS)


def a_procedure(
    term: Term | None = None,
    *,
    on_supplement: OnSupplement = OnSupplement.RESUME,
    deciding_unit: str | None = None,
) -> Procedure:
    """Return a procedure; ten working days unless told otherwise."""
    return Procedure(
        code="1.000001",
        name="A procedure",
        field="A field",
        term=term or days_term(10),
        on_supplement=on_supplement,
        deciding_unit=deciding_unit,
    )


def a_promise(
    promised: str, *, made: str = "2026-01-05 08:00", kind: PromiseKind = PromiseKind.SLIP
) -> Promise:
    return Promise(promised_at=vn(promised), made_at=vn(made), kind=kind)


def a_move(promised: str, *, shown: str, seen: str) -> Promise:
    """Return a date that an export shows moved, after `shown`, the last that did not."""
    return Promise(
        promised_at=vn(promised),
        made_at=vn(seen),
        kind=PromiseKind.REAPPOINTMENT,
        moved_after=vn(shown),
    )


def a_pause(
    paused: str, resumed: str | None = None, *, kind: PauseKind = PauseKind.SUPPLEMENT
) -> Pause:
    return Pause(
        paused_at=vn(paused), resumed_at=vn(resumed) if resumed is not None else None, kind=kind
    )


def a_dossier(  # noqa: PLR0913 - a builder names whatever a test may care about
    *,
    code: str = "H99.01-261102-0001",
    received: str | None = "2026-11-02 08:00",
    promised: str | None = None,
    promises: tuple[Promise, ...] = (),
    status: Status | None = Status.IN_PROGRESS,
    pauses: tuple[Pause, ...] = (),
    finished: str | None = None,
    collected: str | None = None,
    as_of: str = "2026-11-02 08:00",
    carries: frozenset[Carried] = frozenset(Carried),
    unit: str | None = "VHXH",
    handler: str | None = "hoa",
) -> Dossier:
    """Return an open dossier whose source carries everything, unless told otherwise."""
    received_at = vn(received) if received else None
    if promised:
        made_at = received_at or vn(promised)
        promises = (Promise(promised_at=vn(promised), made_at=made_at), *promises)
    return Dossier(
        code=code,
        system="test",
        as_of=vn(as_of),
        carries=carries,
        unit=unit,
        procedure="1.000001",
        procedure_name="A procedure",
        status=status,
        handler=handler,
        received_at=received_at,
        promises=promises,
        pauses=pauses,
        finished_at=vn(finished) if finished else None,
        collected_at=vn(collected) if collected else None,
    )


def a_letter(
    state: LetterState, *, deadline: str, dossier: str = "H99.01-261102-0001"
) -> Letter:
    """Return a letter; once it is drafted somebody has named the cause."""
    cause = "" if state in {LetterState.ASKED, LetterState.IN_TIME} else "B2"
    return Letter(dossier=dossier, deadline=vn(deadline), state=state, cause=cause)


def a_case(  # noqa: PLR0913 - as above
    dossier: Dossier,
    *,
    at: str,
    procedure: Procedure | None = None,
    policy: Policy = POLICY_2026,
    letter: Letter | None = None,
    is_ours: bool = True,
) -> Case:
    """Return the dossier's case at an instant.

    The export speaks of the same instant unless the dossier says otherwise.
    """
    procedure = procedure or a_procedure()
    if dossier.as_of == vn("2026-11-02 08:00"):
        dossier = replace(dossier, as_of=vn(at))
    return Case(
        dossier=dossier,
        procedure=procedure,
        standing=assess(dossier, procedure, policy, at=vn(at)),
        policy=policy,
        at=vn(at),
        letter=letter,
        is_ours=is_ours,
    )


def a_worker(
    *queues: str,
    name: str = "may-1:10",
    since: str = "2026-11-12 07:00",
    at: str,
    binding: str = "a",
) -> Worker:
    """Return a process that serves these queues, seen alive at an instant."""
    return Worker(
        name=name,
        since=vn(since),
        seen_at=vn(at),
        program="1.0",
        schema="0000",
        binding=binding,
        queues=frozenset(queues),
    )

"""Run past imports through other settings, and tell what would have been warned of."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime

from monitor.domain.batches import batches
from monitor.domain.deadline import Running
from monitor.domain.errors import CalendarGapError
from monitor.domain.instants import vietnam_day
from monitor.domain.office import Office
from monitor.domain.rule import Case, Rule
from monitor.domain.rule_sets import ASKING
from monitor.flows.cases import make_case
from monitor.flows.ingest import ingest
from monitor.flows.scan import scan
from monitor.ports.sources import ExportFile
from monitor.ports.store import Import, Standing, Store

WARNINGS = ASKING | {"due_soon", "due_today"}
PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An import of the past, and how its file is opened again."""

    taken: Import
    open: Callable[[], ExportFile]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forewarned:
    """One dossier whose deadline lay in the span, and the first warning before it.

    `lead_days` counts working days from the day of that warning to the due day: 0 on the
    due day itself, None where nothing warned in time or the calendar does not reach.
    """

    dossier: str
    unit: str | None
    due_at: datetime
    is_late: bool
    rule: str | None
    warned_at: datetime | None
    lead_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What a replay found. `warnings` counts what was found in the span, by rule and stage."""

    imports: int
    warnings: tuple[tuple[str, str, int], ...]
    dossiers: tuple[Forewarned, ...]

    @property
    def leads(self) -> tuple[tuple[int, int], ...]:
        """How many dossiers were first warned how many working days ahead, longest first."""
        leads = Counter(one.lead_days for one in self.dossiers if one.lead_days is not None)
        return tuple(sorted(leads.items(), reverse=True))

    @property
    def unforeseen(self) -> tuple[Forewarned, ...]:
        """The late dossiers that no warning preceded."""
        return tuple(one for one in self.dossiers if one.is_late and one.warned_at is None)


def replay(  # noqa: PLR0913 - what is judged, by what, and which days are told of
    scratch: Store,
    office: Office,
    rules: Sequence[Rule],
    past: Sequence[Past],
    *,
    span: tuple[date, date],
    until: datetime,
) -> Replayed:
    """Take past imports in anew, each at its instant, and judge in between as a tick would.

    Mails, letters and answers are left out: it tells what the rules would have found.

    Args:
        scratch: An empty store that nobody else uses.
        office: The office under the settings to be tried.
        rules: Those that judge.
        past: The imports, oldest first; those before the span set the scene.
        span: First and last day of the deadlines and warnings that are told of.
        until: The instant that the replay ends at.

    Raises:
        SourceFileError: a file cannot be read any more.
        MassRejectError: too many of its rows cannot.
    """
    for one in past:
        at = one.taken.imported_at
        _judge_until(scratch, office, rules, at)
        file = replace(one.open(), exported_at=one.taken.exported_at)
        ingest(scratch, office.directory, file, max_reject_share=1, at=at)
        scan(scratch, office, rules, at=at)
    _judge_until(scratch, office, rules, until)
    found = list(_dossiers(scratch, office, span=span, until=until))
    warnings = Counter(
        (one.finding.rule, one.finding.stage)
        for _, standing in found
        for one in standing
        if one.finding.rule in WARNINGS
    )
    return Replayed(
        imports=len(past),
        warnings=tuple((rule, stage, n) for (rule, stage), n in sorted(warnings.items())),
        dossiers=tuple(one for one, _ in found),
    )


def _judge_until(
    scratch: Store, office: Office, rules: Sequence[Rule], until: datetime
) -> None:
    """Judge at every instant at which something could be said, as a tick a minute would."""
    while True:
        with scratch.reading() as work:
            next_at = work.agenda.next_look()
        if next_at is None or next_at > until:
            return
        scan(scratch, office, rules, at=next_at)


def _dossiers(
    scratch: Store, office: Office, *, span: tuple[date, date], until: datetime
) -> Iterator[tuple[Forewarned, list[Standing]]]:
    """Yield the dossiers due in the span, each with the findings about that deadline."""
    with scratch.reading() as work:
        for codes in batches(list(work.dossiers.codes()), PAGE):
            found = work.findings.about(codes)
            for code, dossier in work.dossiers.load(codes).items():
                case = make_case(dossier, None, office, at=until)
                standing = case.standing
                if not isinstance(standing, Running):
                    continue
                if span[0] <= standing.deadline.due_on <= span[1]:
                    about = [
                        one
                        for one in found.get(code, ())
                        if one.finding.deadline == standing.deadline.due_at
                    ]
                    yield _forewarned(case, standing, about), about


def _forewarned(case: Case, standing: Running, found: Sequence[Standing]) -> Forewarned:
    due_at = standing.deadline.due_at
    warnings = [one for one in found if one.finding.rule in WARNINGS and one.found_at <= due_at]
    first = min(warnings, key=lambda one: one.found_at, default=None)
    lead = None
    if first is not None:
        with suppress(CalendarGapError):
            lead = case.policy.calendar.days_between(
                vietnam_day(first.found_at), standing.deadline.due_on
            )
    return Forewarned(
        dossier=case.dossier.code,
        unit=case.dossier.unit,
        due_at=due_at,
        is_late=standing.is_late,
        rule=first.finding.rule if first else None,
        warned_at=first.found_at if first else None,
        lead_days=lead,
    )

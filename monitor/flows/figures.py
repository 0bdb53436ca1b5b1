"""The figures of a month's report, from the dossiers of the store."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.domain.batches import batches
from monitor.domain.directory import Unit
from monitor.domain.history import before_reopening
from monitor.domain.letter import SENT, Letter, LetterKind
from monitor.domain.office import Office
from monitor.domain.period import Period
from monitor.flows.month_entries import data_doubts
from monitor.flows.month_findings import verifications
from monitor.flows.month_index import index_facts
from monitor.flows.month_outlook import prospect
from monitor.flows.month_pace import pace
from monitor.flows.month_past import asked_in, is_known, past_of
from monitor.flows.month_supplied import supplied_in
from monitor.flows.month_units import online_targets, still_units
from monitor.flows.month_warned import warnings
from monitor.flows.report_codes import unpacked
from monitor.flows.snapshots import snapshot
from monitor.notices.slots import Telling
from monitor.ports.months import MonthCounts, Whose
from monitor.ports.store import StoredReport, Work
from reports.canonical import closing
from reports.judged import Judged, judge
from reports.month import MonthReport, make
from reports.scope import ReportScope, SourceAge
from reports.section import Month
from reports.tallies import tally

CHUNK = 500
MOST_NAMED = 200  # dossiers behind an opening that differs
FIRST_MORNING = timedelta(days=1)  # files of one speak of instants a little apart


def figures(  # noqa: PLR0913 - from where, whose, of when, as known when
    work: Work,
    office: Office,
    telling: Telling,
    unit: Unit,
    period: Period,
    *,
    at: datetime,
    whole: Period | None = None,
) -> MonthReport:
    """Return the figures of a unit and all below it, as of the period's end.

    Of a `whole` period that has not ended, `period` holds the first days.

    The office's topmost unit also answers for dossiers of units that the directory
    does not know, so that none is left out unsaid.
    """
    counts = month_counts(work, office, unit, period, at=at)
    unsettled = list(judged(work, office, counts.unsettled(), period))
    settled_late = judged(work, office, counts.late(), period)
    late = [*(case for case in unsettled if case.reckoning.is_late), *settled_late]
    tallies = (*counts.tallies(), *tally(unsettled))
    unknown = {one.procedure for one in tallies} - office.directory.procedures.keys()
    results = tuple(counts.results())
    before = work.reports.ending(unit.code, period.first - timedelta(days=1))
    closing_before = closing(before.figures) if before else None
    opening = sum(one.count for one in tallies if one.reckoning.is_carried)
    is_off = closing_before is not None and opening != closing_before
    past = past_of(work, office, counts, period, whole=whole)
    return make(
        Month(
            period=period,
            scope=replace(
                _scope(work, office, telling, unit, period, counts, at=at),
                whole=whole,
                closing_before=closing_before,
            ),
            directory=office.directory,
            tallies=tallies,
            late=tuple(sorted(late, key=lambda case: case.snapshot.code)),
            procedure_names=counts.procedure_names(unknown),
            past=past,
            is_known=is_known(period, tallies, past),
            asked=asked_in(work, office, counts, period),
            least=office.policy_of(unit.code).unit_min_dossiers,
            supplied=supplied_in(work, office, unit, period),
            online_targets=online_targets(office, unit),
            still=still_units(counts, office, unit),
            register=counts.register(),
            verified=verifications(work, office, counts, period),
            warned=warnings(counts, unsettled, period),
            doubts=data_doubts(counts, office, late, period),
            pace=pace(results, unsettled, office),
            index=index_facts(counts, results, office),
            prospect=prospect(counts, unsettled, office, period, whole=whole),
            opened_otherwise=_carried_otherwise(counts, unsettled, before) if is_off else (),
            odd=tuple(counts.odd()) if any(one.reckoning.is_odd for one in tallies) else (),
        )
    )


def month_counts(
    work: Work, office: Office, unit: Unit, period: Period, *, at: datetime
) -> MonthCounts:
    """Have the dossiers of a unit and all below it be counted."""
    below, known = office.directory.subtree(unit.code), frozenset(office.directory.units)
    whose = Whose(but=known - below) if is_topmost(unit, office) else Whose(units=below)
    first = work.imports.first_exported_at()
    known_from = first + FIRST_MORNING if first is not None else None
    return work.months.count(period, whose, known_from=known_from, at=at)


def judged(
    work: Work, office: Office, codes: Sequence[str], period: Period
) -> Iterator[Judged]:
    """Yield dossiers as they stood when the period ended, read one by one."""
    for chunk in batches(codes, CHUNK):
        letters = {**work.letters.newest(chunk), **_sent(work, chunk)}
        urged = _urged(work, chunk, ends_at=period.ends_at)
        changes = work.dossiers.changes(chunk)
        for code, dossier in sorted(work.dossiers.load(chunk).items()):
            one = snapshot(
                before_reopening(dossier, changes.get(code, ()), at=period.ends_at),
                letters.get(code),
                office,
                ends_at=period.ends_at,
                is_urged=code in urged,
            )
            if one is not None:
                yield judge(one, period, office.policy_of(dossier.unit).calendar)


def _scope(  # noqa: PLR0913, PLR0917 - whose, of when, and what it rests on
    work: Work,
    office: Office,
    telling: Telling,
    unit: Unit,
    period: Period,
    counts: MonthCounts,
    *,
    at: datetime,
) -> ReportScope:
    sources = tuple(
        SourceAge(name=telling.system_names.get(system, system), exported_at=newest.exported_at)
        for system, newest in sorted(work.imports.newest_of_systems(until=at).items())
    )
    issuer = office.directory.issuer(unit.code) or unit
    left_out = counts.left_out()
    return ReportScope(
        unit=unit.code,
        unit_name=unit.name,
        letterhead=issuer.letterhead or (unit.name,),
        place=issuer.place,
        sources=sources,
        not_covered=telling.not_covered,
        without_receipt=left_out.without_receipt,
        without_end=left_out.without_end,
        elsewhere=left_out.elsewhere,
        of_other_system=work.imports.foreign(since=period.starts_at, until=at),
        months=office.months,
    )


def _sent(work: Work, codes: Sequence[str]) -> dict[str, Letter]:
    """Return the apologies that are out, by dossier: a later answer takes none of them back."""
    return {
        letter.dossier: letter
        for letter in work.letters.of(codes)
        if letter.state in SENT and letter.kind is LetterKind.APOLOGY
    }


def _urged(work: Work, codes: Sequence[str], *, ends_at: datetime) -> set[str]:
    """Return the dossiers about which a slip to the agency that decides was out."""
    return {
        slip.dossier
        for slip in work.letters.of(codes)
        if slip.kind is LetterKind.URGING and slip.state in SENT
        if slip.told_at is not None and slip.told_at < ends_at
    }


def is_topmost(unit: Unit, office: Office) -> bool:
    """Tell whether this is the unit that answers for units that nobody knows, too."""
    return unit.code == office.directory.topmost


def _carried_otherwise(
    counts: MonthCounts, unsettled: Sequence[Judged], before: StoredReport | None
) -> tuple[str, ...]:
    """Return what opens a period and did not close the one before, or the other way round."""
    if before is None or not before.pending:
        return ()
    carried = {line.code for line in counts.lines() if line.reckoning.is_carried}
    carried.update(case.snapshot.code for case in unsettled if case.reckoning.is_carried)
    return tuple(sorted(carried ^ unpacked(before.pending))[:MOST_NAMED])

"""The figures of a month's report, from the dossiers of the store."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from monitor.domain.batches import batches
from monitor.domain.directory import Level, Unit
from monitor.domain.dossier import Dossier
from monitor.domain.figures import Period, Snapshot
from monitor.domain.letter import SENT, Letter, LetterKind
from monitor.domain.office import Office
from monitor.flows.snapshots import snapshot
from monitor.notices.slots import Telling
from monitor.ports.store import Work
from reports.canonical import closing
from reports.month import MonthReport, make
from reports.scope import ReportScope, SourceAge

CHUNK = 500
FIRST_MORNING = timedelta(days=1)  # files of one speak of instants a little apart


def figures(
    work: Work, office: Office, telling: Telling, unit: Unit, period: Period
) -> MonthReport:
    """Return the figures of a unit and all below it, as of the period's end.

    The office's topmost unit also answers for dossiers of units that the directory
    does not know, so that none is left out unsaid.
    """
    snapshots: list[Snapshot] = []
    without_receipt = without_end = 0
    first = work.imports.first_exported_at()
    for dossier, letter in _dossiers(work, office, unit):
        if first is not None and is_end_unknown(dossier, first=first):
            without_end += 1
        elif one := snapshot(dossier, letter, office, ends_at=period.ends_at):
            snapshots.append(one)
        else:
            without_receipt += 1
    sources = tuple(
        SourceAge(name=telling.system_names.get(system, system), exported_at=newest.exported_at)
        for system, newest in sorted(work.imports.newest_of_systems().items())
    )
    issuer = office.directory.issuer(unit.code) or unit
    scope = ReportScope(
        unit=unit.code,
        unit_name=unit.name,
        letterhead=issuer.letterhead or (unit.name,),
        sources=sources,
        not_covered=telling.not_covered,
        without_receipt=without_receipt,
        without_end=without_end,
        closing_before=_closing_before(work, unit, period),
    )
    return make(
        snapshots, period, scope, calendar_of=lambda code: office.policy_of(code).calendar
    )


def _dossiers(
    work: Work, office: Office, unit: Unit
) -> Iterator[tuple[Dossier, Letter | None]]:
    below = office.directory.subtree(unit.code)
    is_top, known = is_topmost(unit, office), office.directory.units
    codes = list(work.dossiers.codes(units=None if is_top else below))
    for chunk in batches(codes, CHUNK):
        letters = {**work.letters.newest(chunk), **_sent(work, chunk)}
        for code, dossier in work.dossiers.load(chunk).items():
            if not is_top or dossier.unit in below or dossier.unit not in known:
                yield dossier, letters.get(code)


def _sent(work: Work, codes: Sequence[str]) -> dict[str, Letter]:
    """Return the apologies that are out, by dossier: a later answer takes none of them back."""
    return {
        letter.dossier: letter
        for letter in work.letters.of(codes)
        if letter.state in SENT and letter.kind is LetterKind.APOLOGY
    }


def is_topmost(unit: Unit, office: Office) -> bool:
    """Tell whether every unit of ours lies below this one."""
    units = office.directory.units.values()
    tops = [one for one in units if one.parent is None and one.level is not Level.OUTSIDE]
    return tops == [unit]


def is_end_unknown(dossier: Dossier, *, first: datetime) -> bool:
    """Tell whether a dossier had ended before anything was known of it, nobody says when.

    Args:
        dossier: Open or ended.
        first: The instant of which the first export speaks; the files of a first
            morning speak of instants a little apart.
    """
    if dossier.is_open or dossier.ended_at is not None or dossier.end_seen_at is None:
        return False
    return dossier.end_seen_at < first + FIRST_MORNING


def _closing_before(work: Work, unit: Unit, period: Period) -> int | None:
    """Return column (11) of the frozen report on the month before, if there is one."""
    last_on = period.first - timedelta(days=1)
    stored = work.reports.find(unit.code, last_on.replace(day=1), last_on)
    return closing(stored.figures) if stored else None

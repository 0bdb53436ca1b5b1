"""Find the imports that set many finishes of one unit back at once: one finding, not many."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime

from monitor.domain.backdating import FINISHED, backdatings
from monitor.domain.change import Change
from monitor.domain.edits import BulkEdit
from monitor.domain.office import Office
from monitor.flows.cases import make_case
from monitor.ports.store import Work

Changes = Mapping[str, Iterable[Change]]


def edited_in_bulk(
    work: Work, office: Office, changes: Changes, *, at: datetime
) -> Mapping[str, frozenset[int]]:
    """Return, by code, the imports that set its finish back together with many others.

    An import is read for this once, as soon as it is merged and the first dossier whose
    finish it set is judged: a scan in which no finish was set reads nothing.
    """
    imports = {
        one.shown_by.import_id
        for altered in changes.values()
        for one in altered
        if one.field == FINISHED
    }
    if not imports:
        return {}
    for import_id in work.edits.unread(imports):
        found = tuple(_bulk_edits(work, office, import_id, at=at))
        work.edits.keep(import_id, found, at=at)
        for one in found:
            work.agenda.wake(one.codes, at=at)
        work.units.enrol([one.unit for one in found], at=at)
    return work.edits.of(imports)


def _bulk_edits(
    work: Work, office: Office, import_id: int, *, at: datetime
) -> Iterator[BulkEdit]:
    """Yield the units of which an import set as many finishes back as the settings say.

    Of a unit that no survey looks at, each is asked about by itself.
    """
    by_unit: defaultdict[str, dict[str, Change]] = defaultdict(dict)
    own = office.directory.own_units
    for unit, code, change in _set_back(work, office, import_id, at=at):
        if unit in own:
            by_unit[unit][code] = change
    for unit, changes in sorted(by_unit.items()):
        if len(changes) < office.policy_of(unit, None).bulk_edits:
            continue
        shown_by = next(iter(changes.values())).shown_by
        before = (one.shown_before for one in changes.values() if one.shown_before)
        yield BulkEdit(
            import_id=import_id,
            unit=unit,
            source=shown_by.source,
            codes=tuple(sorted(changes)),
            shown_by_at=shown_by.exported_at,
            shown_before_at=max(one.exported_at for one in before),
            read_at=shown_by.imported_at,
        )


def _set_back(
    work: Work, office: Office, import_id: int, *, at: datetime
) -> Iterator[tuple[str, str, Change]]:
    """Yield unit, code and change of each finish that an import set back.

    A dossier that cannot be judged is left to the scan, which tells of it.
    """
    codes = work.edits.finishes_set_by(import_id)
    changes = work.dossiers.changes(codes)
    for code, dossier in work.dossiers.load(codes).items():
        with suppress(Exception):
            case = make_case(dossier, None, office, at=at, changes=changes[code])
            for edit in backdatings(case):
                if dossier.unit and edit.change.shown_by.import_id == import_id:
                    yield dossier.unit, code, edit.change

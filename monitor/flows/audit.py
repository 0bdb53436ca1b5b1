"""Hold every dossier of the store against the lawful count, page by page."""

from collections.abc import Callable, Iterator, Sequence

from monitor.domain.audit.audited import Audited
from monitor.domain.audit.calendars import Calendars
from monitor.domain.audit.judging import audit_dossier
from monitor.domain.audit.summary import Audit
from monitor.domain.audit.tally import summarise
from monitor.domain.batches import batches
from monitor.domain.errors import UnknownUnitError
from monitor.domain.office import Office
from monitor.ports.store import Store, Work

PAGE = 500

Watch = Callable[[int, int], None]


def audit(
    store: Store, office: Office, *, unit: str | None = None, watch: Watch | None = None
) -> Audit:
    """Audit all dossiers, or those of a unit and the units below it.

    All is read in one transaction, so the figures are of one state of the store.

    Args:
        store: The database; nothing is written.
        office: The directory, calendars and choices to count by.
        unit: The code of a unit; None for all dossiers, whatever their unit.
        watch: Told after each page how many dossiers it held, of how many in all.

    Raises:
        UnknownUnitError: the directory has no such unit.
    """
    units = None
    if unit is not None:
        if unit not in office.directory.units:
            raise UnknownUnitError(unit=unit)
        units = office.directory.subtree(unit)
    with store.reading() as work:
        codes = list(work.dossiers.codes(units=units))
        return summarise(_audited(work, office, codes, watch))


def _audited(
    work: Work, office: Office, codes: Sequence[str], watch: Watch | None
) -> Iterator[Audited]:
    calendars = Calendars()
    for some in batches(codes, PAGE):
        page = work.dossiers.load(some)
        for dossier in page.values():
            yield audit_dossier(dossier, office, calendars)
        if watch is not None:
            watch(len(page), len(codes))

"""What each child of a report's unit received, with all below it."""

from collections.abc import Mapping

from monitor.domain.reckoning import Tally
from reports.children import Child, Place, by_child
from reports.section import Month


def received_by_child(month: Month) -> Mapping[Child, list[Tally]]:
    """Return the tallies of what each child received, by code; those of none are left out."""
    received = (one for one in month.tallies if one.reckoning.is_received)
    rows = by_child(month, received, lambda one: one.unit)
    found = {row: own for row, own in rows.items() if own and row.place is Place.CHILD}
    return dict(sorted(found.items(), key=lambda one: one[0].code))

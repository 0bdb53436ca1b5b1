"""Which units a command is asked about: one, and all below it."""

from monitor.bootstrap import App
from monitor.domain.errors import UnknownUnitError
from monitor.ports.outbox import Place


def units_below(app: App, unit: str | None) -> frozenset[str] | None:
    """Return the codes of a unit and of all below it; None where none is named.

    Raises:
        UnknownUnitError: the directory holds no such unit.
    """
    if unit is None:
        return None
    if unit not in app.office.directory.units:
        raise UnknownUnitError(unit=unit)
    return app.office.directory.subtree(unit)


def place_below(app: App, unit: str | None) -> Place | None:
    """Return the same units with their own mailboxes and those of their people.

    Raises:
        UnknownUnitError: the directory holds no such unit.
    """
    units = units_below(app, unit)
    if units is None:
        return None
    directory = app.office.directory
    mailboxes = {directory.units[code].mailbox for code in units}
    people = (one for code in units for one in directory.staff(code))
    mailboxes.update(one.mailbox for one in people)
    return Place(units=units, mailboxes=mailboxes - {""})

"""What `dunghan check` sees in the directory and in the calendars."""

from collections.abc import Iterator
from datetime import datetime

from monitor.catalogues.told import shown
from monitor.cli.check_look import Look, Verdict, warned
from monitor.cli.words import say
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import RowStatus
from monitor.domain.directory import Level, Role
from monitor.domain.instants import vietnam_day
from monitor.domain.office import Office
from monitor.domain.procedure import Procedure
from monitor.domain.step_sums import exceed
from monitor.notices.operator import DAYS_AHEAD
from monitor.notices.recipients import can_receive


def directory_looks(office: Office) -> Iterator[Look]:
    """Look at units, officials and procedures: who gets no mail, which terms cannot hold."""
    directory = office.directory
    yield Look(
        what=say(
            "check_directory",
            units=len(directory.units),
            officials=len(directory.officials),
            procedures=len(directory.procedures),
        )
    )
    for code, official in sorted(directory.officials.items()):
        if not official.mailbox:
            yield warned("check_no_mailbox", official=code)
        elif not can_receive(official.mailbox):
            yield warned("check_bad_mailbox", official=code)
    for code, unit in sorted(directory.units.items()):
        if unit.level is not Level.OUTSIDE and not directory.nearest(code, Role.LEADER):
            yield warned("check_no_leader", unit=code)
    for code, procedure in sorted(directory.procedures.items()):
        if procedure.not_counted:
            yield warned(
                "check_not_counted",
                procedure=code,
                term=procedure.term,
                text=procedure.not_counted,
            )
        if _is_too_short(procedure, office):
            limits = " + ".join(str(shown(step.term)) for step in procedure.steps)
            yield warned("check_steps_long", procedure=code, term=procedure.term, limits=limits)


def _is_too_short(procedure: Procedure, office: Office) -> bool:
    """Tell whether the steps of a procedure take longer than its term allows."""
    if procedure.term is None:
        return False
    usual_day = office.policy_of(procedure.deciding_unit).calendar.usual_day
    return exceed(procedure.steps, procedure.term, usual_day=usual_day)


def calendar_looks(calendar: WorkingCalendar, *, at: datetime) -> Iterator[Look]:
    """Look how far a calendar reaches, and which of the days ahead are not sure."""
    today, name = vietnam_day(at), calendar.name
    days = (calendar.last_day - today).days
    what = say("check_calendar", name=name, last_day=calendar.last_day)
    if not calendar.first_day <= today <= calendar.last_day:
        remedy = say("check_calendar_outside", day=today)
        yield Look(what=what, verdict=Verdict.PROBLEM, remedy=remedy)
    elif days < DAYS_AHEAD:
        remedy = say("check_calendar_short", days=days)
        yield Look(what=what, verdict=Verdict.WARNING, remedy=remedy)
    else:
        yield Look(what=what)
    for status in (RowStatus.ESTIMATED, RowStatus.PROPOSED):
        found = [
            f"{row.day:%d/%m/%Y}"
            for row in calendar.rows
            if row.status is status and 0 <= (row.day - today).days <= DAYS_AHEAD
        ]
        if found:
            dates = ", ".join(found)
            yield warned(f"check_{status}", name=name, days=DAYS_AHEAD, dates=dates)

"""`dunghan check`: look whether all is well before the work begins."""

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import click

from monitor.bootstrap import App
from monitor.catalogues.told import sentence, shown, word
from monitor.cli.options import at_option, json_option
from monitor.cli.running import FOUND_A_PROBLEM, Call, print_json, told
from monitor.cli.usage import Command
from monitor.cli.words import help_of, say
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import RowStatus
from monitor.domain.directory import Level, Role
from monitor.domain.errors import DungHanError
from monitor.domain.instants import vietnam_day
from monitor.domain.office import Office
from monitor.domain.procedure import Procedure
from monitor.domain.step_sums import exceed
from monitor.notices.recipients import can_receive

DAYS_AHEAD = 120


class Verdict(StrEnum):
    """How one thing looked at is."""

    OK = "ok"
    WARNING = "warning"  # the work goes on without it
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One thing looked at; `remedy` is empty when it is well."""

    what: str
    verdict: Verdict = Verdict.OK
    remedy: str = ""


@click.command(cls=Command, help=help_of("check"))
@at_option
@json_option
@click.pass_obj
@told
def check(call: Call, at: datetime | None, *, as_json: bool) -> None:
    """Look whether all is well."""
    with call.app() as app:
        looks = list(_looks(app, at=at or app.clock()))
    if as_json:
        print_json([asdict(one) for one in looks])
    else:
        for one in looks:
            click.echo(say(f"check_{one.verdict}", what=one.what, remedy=one.remedy))
    if any(one.verdict is Verdict.PROBLEM for one in looks):
        raise SystemExit(FOUND_A_PROBLEM)


def _looks(app: App, *, at: datetime) -> Iterator[Look]:
    yield Look(what=say("check_settings"))
    yield from _directory(app)
    for _, calendar in sorted(app.office.calendars.items()):
        yield from _calendar(calendar, at=at)
    yield Look(what=say("check_database"))
    for source in app.settings.sources:
        yield _folder(source.folder, is_written=source.move_done)
    yield _folder(app.settings.paths.var, is_written=True)
    yield from _decisions(app)
    paper = _paper(app)
    yield paper
    if paper.verdict is Verdict.OK:  # what is signed is a sample
        yield _signatures(app)


def _directory(app: App) -> Iterator[Look]:
    directory = app.office.directory
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
            yield _warning("check_no_mailbox", official=code)
        elif not can_receive(official.mailbox):
            yield _warning("check_bad_mailbox", official=code)
    for code, unit in sorted(directory.units.items()):
        if unit.level is not Level.OUTSIDE and not directory.nearest(code, Role.LEADER):
            yield _warning("check_no_leader", unit=code)
    for code, procedure in sorted(directory.procedures.items()):
        if procedure.not_counted:
            yield _warning(
                "check_not_counted",
                procedure=code,
                term=procedure.term,
                text=procedure.not_counted,
            )
        if _is_too_short(procedure, app.office):
            limits = " + ".join(str(shown(step.term)) for step in procedure.steps)
            yield _warning(
                "check_steps_long", procedure=code, term=procedure.term, limits=limits
            )


def _is_too_short(procedure: Procedure, office: Office) -> bool:
    """Tell whether the steps of a procedure take longer than its term allows."""
    if procedure.term is None:
        return False
    usual_day = office.policy_of(procedure.deciding_unit).calendar.usual_day
    return exceed(procedure.steps, procedure.term, usual_day=usual_day)


def _warning(key: str, **facts: object) -> Look:
    return Look(
        what=say(key, **facts), verdict=Verdict.WARNING, remedy=say(f"{key}_remedy", **facts)
    )


def _calendar(calendar: WorkingCalendar, *, at: datetime) -> Iterator[Look]:
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
            yield _warning(f"check_{status}", name=name, days=DAYS_AHEAD, dates=dates)


def _folder(folder: Path, *, is_written: bool) -> Look:
    what = say("check_folder", folder=folder)
    needed = os.R_OK | os.X_OK | (os.W_OK if is_written else 0)
    if folder.is_dir() and os.access(folder, needed):
        return Look(what=what)
    return Look(what=what, verdict=Verdict.PROBLEM, remedy=say("check_folder_remedy"))


def _decisions(app: App) -> Iterator[Look]:
    """Cite what allows the office to number, and to issue without an approval."""
    letters = app.office.letters
    if letters.gives_numbers:
        yield Look(what=say("check_numbering", decision=letters.numbering_decision))
    if letters.skips_approval:
        yield Look(what=say("check_issuing", decision=letters.issuing_decision))


def _paper(app: App) -> Look:
    what = say("check_templates")
    try:
        app.set_sample_papers()
    except DungHanError as error:
        reason = word("render", str(error.facts.get("reason", error.code)))
        remedy = say("check_templates_remedy", reason=reason)
        return Look(what=what, verdict=Verdict.PROBLEM, remedy=remedy)
    return Look(what=what)


def _signatures(app: App) -> Look:
    what = say("check_signatures")
    try:
        app.sign_sample()
    except DungHanError as error:
        return Look(what=what, verdict=Verdict.PROBLEM, remedy=sentence(error))
    return Look(what=what)

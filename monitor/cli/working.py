"""The commands that do the work, once or for ever."""

import asyncio
from dataclasses import replace
from datetime import datetime

import click

from monitor.cli.moves import moved_facts, moved_lines
from monitor.cli.options import at_option, json_option
from monitor.cli.rehearsing import dry_run_option, tell_notify, tell_scan
from monitor.cli.running import Call, end, print_json, told
from monitor.cli.usage import Command
from monitor.cli.words import counted, help_of, say
from monitor.daemon import TICK_LOCK, Holder, alone, run_daemon
from monitor.flows.life import tell_life
from monitor.flows.look import Looked, look
from monitor.flows.notify import Notified
from monitor.flows.notify import notify as notify_flow
from monitor.flows.tick import Plan, Ticked
from monitor.flows.tick import tick as tick_flow
from monitor.ports.outside import Outside


@click.command(cls=Command, help=help_of("scan"))
@at_option
@dry_run_option
@json_option
@click.pass_obj
@told
def scan(call: Call, at: datetime | None, *, dry_run: bool, as_json: bool) -> None:
    """Judge the dossiers and units whose time has come."""
    if dry_run:
        _rehearse_scan(call, at, as_json=as_json)
        return
    with call.app() as app:
        instant = at or app.clock()
        looked = look(app.outside, app.plan, at=instant)
        with app.outside.store.reading() as work:
            unknown = work.dossiers.unknown_counts()
    done, units = looked.scanned, looked.surveyed
    if as_json:
        print_json(
            {
                "recounted": looked.recounted.counted,
                "moved": [moved_facts(one) for one in looked.recounted.moved],
                "judged": done.judged,
                "found": done.found,
                "failed": done.failed,
                "unknown": unknown,
                "units": {
                    "judged": units.judged,
                    "found": units.found,
                    "failed": units.failed,
                },
            }
        )
    else:
        for line in moved_lines(looked.recounted):
            click.echo(line)
        click.echo(say("scan_done", judged=done.judged, found=done.found, failed=done.failed))
        if unknown:
            click.echo(say("scan_unknown", rules=counted(unknown, "rule")))
        if units.judged or units.failed:
            click.echo(
                say("scan_units", judged=units.judged, found=units.found, failed=units.failed)
            )
    end(problems=looked.failed)


def _rehearse_scan(call: Call, at: datetime | None, *, as_json: bool) -> None:
    with call.app() as app, app.rehearsing() as rehearsal:
        outside = replace(app.outside, store=rehearsal)
        looked = look(outside, app.plan, at=at or app.clock())
        made = rehearsal.findings_made()
    tell_scan(looked, made, as_json=as_json)
    end(problems=looked.failed)


@click.command(cls=Command, help=help_of("notify"))
@at_option
@dry_run_option
@json_option
@click.pass_obj
@told
def notify(call: Call, at: datetime | None, *, dry_run: bool, as_json: bool) -> None:
    """Judge what is due, and queue the mails of the slots that have come."""
    if dry_run:
        _rehearse_notify(call, at, as_json=as_json)
        return
    with call.app() as app:
        done = _tell(app.outside, app.plan, at=at or app.clock())[1]
    if as_json:
        print_json(
            {
                "slots": done.slots,
                "mails": done.mails,
                "held": done.held,
                "failed": done.failed,
            }
        )
    else:
        click.echo(say("notify_done", mails=done.mails))
        if done.held:
            click.echo(say("notify_held", held=done.held))
    end(problems=done.failed + done.held)


def _rehearse_notify(call: Call, at: datetime | None, *, as_json: bool) -> None:
    with call.app() as app, app.rehearsing() as rehearsal:
        instant = at or app.clock()
        outside = replace(app.outside, store=rehearsal)
        looked, notified = _tell(outside, app.plan, at=instant)
        made = rehearsal.findings_made(), rehearsal.messages_made()
    tell_notify(looked, notified, made, at=instant, as_json=as_json)
    end(problems=looked.failed + notified.failed + notified.held)


def _tell(outside: Outside, plan: Plan, *, at: datetime) -> tuple[Looked, Notified]:
    """Do what `dunghan notify` is for; the rehearsal does the very same elsewhere."""
    looked = look(outside, plan, at=at)
    told_now = notify_flow(
        outside.store, plan.office, outside.mails, telling=plan.telling, at=at
    )
    return looked, told_now


@click.command(cls=Command, help=help_of("deliver"))
@at_option
@click.pass_obj
@told
def deliver(call: Call, at: datetime | None) -> None:
    """Send what waits."""
    with call.app() as app:
        done = asyncio.run(app.deliver(at=at))
    click.echo(
        say(
            "deliver_done",
            sent=done.sent,
            retried=done.retried,
            uncertain=done.uncertain,
            parked=done.parked,
        )
    )
    end(problems=done.parked)


@click.command(cls=Command, help=help_of("tick"))
@at_option
@click.pass_obj
@told
def tick(call: Call, at: datetime | None) -> None:
    """Do once all that is due; nothing where another such call is still at it."""
    with (
        call.app() as app,
        alone(app.settings.paths.var, at=app.clock(), name=TICK_LOCK) as other,
    ):
        if other:
            click.echo(_other("tick_other", other))
            return
        instant = at or app.clock()
        done = tick_flow(app.outside, app.plan, at=instant)
        delivered = asyncio.run(app.deliver(at=at))
        if ping := app.ping():
            tell_life(app.outside.store, ping, is_well=True, at=instant)
        with app.outside.store.reading() as work:
            faults = work.done.faults()
    for line in moved_lines(done.recounted):
        click.echo(line)
    click.echo(_tick_line(done, sent=delivered.sent))
    read = done.workbooks_read
    if read.read:
        line = say("tick_workbooks", read=read.read, taken=read.taken, wrong=read.wrong)
        click.echo(line)
    for since, detail in faults.values():
        click.echo(say("status_fault", at=since, detail=detail), err=True)
    end(problems=_failures(done) + delivered.parked)


def _failures(done: Ticked) -> int:
    return (
        done.collected.refused
        + done.scanned.failed
        + done.surveyed.failed
        + done.apologised.failed
        + done.notified.failed
        + done.notified.held
        + done.reported.failed
        + done.workbooks_read.refused
        + done.workbooks_made.failed
        + done.reconciled.drift
    )


def _tick_line(done: Ticked, *, sent: int) -> str:
    """Return one line on what a tick did."""
    return say(
        "tick_done",
        taken=done.collected.taken,
        refused=done.collected.refused,
        judged=done.scanned.judged,
        found=done.scanned.found,
        mails=done.notified.mails,
        printed=done.apologised.printed,
        reports=done.reported.made,
        sent=sent,
    )


@click.command(cls=Command, help=help_of("run"))
@click.pass_obj
@told
def run(call: Call) -> None:
    """Run until told to stop."""
    with call.app() as app, alone(app.settings.paths.var, at=app.clock()) as other:
        if other:
            click.echo(_other("run_other", other))
        click.echo(say("run_started"))
        asyncio.run(run_daemon(app))
        click.echo(say("run_stopped"))


def _other(key: str, other: Holder) -> str:
    """Return who is at work already, as far as the lock tells."""
    if not other.pid:
        return say(f"{key}_unknown")
    return say(key, pid=other.pid, host=other.host, since=other.since)

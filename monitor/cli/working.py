"""The commands that do the work, once or for ever."""

import asyncio
from datetime import datetime

import click

from monitor.cli.moves import moved_facts, moved_lines
from monitor.cli.options import at_option, json_option
from monitor.cli.running import Call, end, print_json, told
from monitor.cli.usage import Command
from monitor.cli.words import counted, help_of, say
from monitor.daemon import alone, run_daemon
from monitor.flows.notify import notify as notify_flow
from monitor.flows.recount import Recounted
from monitor.flows.scan import scan as scan_flow
from monitor.flows.tick import Ticked, bind
from monitor.flows.tick import tick as tick_flow


@click.command(cls=Command, help=help_of("scan"))
@at_option
@json_option
@click.pass_obj
@told
def scan(call: Call, at: datetime | None, *, as_json: bool) -> None:
    """Judge the dossiers whose time has come."""
    with call.app() as app:
        instant = at or app.clock()
        recounted = bind(app.outside, app.plan, at=instant) or Recounted()
        done = scan_flow(app.outside.store, app.office, app.plan.rules, at=instant)
        with app.outside.store.reading() as work:
            unknown = work.dossiers.unknown_counts()
    if as_json:
        print_json(
            {
                "recounted": recounted.counted,
                "moved": [moved_facts(one) for one in recounted.moved],
                "judged": done.judged,
                "found": done.found,
                "failed": done.failed,
                "unknown": unknown,
            }
        )
    else:
        for line in moved_lines(recounted):
            click.echo(line)
        click.echo(say("scan_done", judged=done.judged, found=done.found, failed=done.failed))
        if unknown:
            click.echo(say("scan_unknown", rules=counted(unknown, "rule")))
    end(problems=done.failed)


@click.command(cls=Command, help=help_of("notify"))
@at_option
@click.pass_obj
@told
def notify(call: Call, at: datetime | None) -> None:
    """Queue the mails of the slots that have come."""
    with call.app() as app:
        done = notify_flow(
            app.outside.store,
            app.office,
            app.outside.mails,
            telling=app.plan.telling,
            at=at or app.clock(),
        )
    click.echo(say("notify_done", mails=done.mails))
    end(problems=done.failed)


@click.command(cls=Command, help=help_of("deliver"))
@at_option
@click.pass_obj
@told
def deliver(call: Call, at: datetime | None) -> None:
    """Send what waits."""
    with call.app() as app:
        done = asyncio.run(app.deliver(at=at or app.clock()))
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
    """Do once all that is due."""
    with call.app() as app:
        instant = at or app.clock()
        done = tick_flow(app.outside, app.plan, at=instant)
        delivered = asyncio.run(app.deliver(at=instant))
        with app.outside.store.reading() as work:
            faults = work.done.faults()
    for line in moved_lines(done.recounted):
        click.echo(line)
    click.echo(_tick_line(done, sent=delivered.sent))
    for since, detail in faults.values():
        click.echo(say("status_fault", at=since, detail=detail), err=True)
    end(problems=_failures(done) + delivered.parked)


def _failures(done: Ticked) -> int:
    return (
        done.collected.refused
        + done.scanned.failed
        + done.apologised.failed
        + done.notified.failed
        + done.reported.failed
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
    with call.app() as app, alone(app.settings.paths.var) as other:
        if other:
            click.echo(say("run_other", who=other))
        click.echo(say("run_started"))
        asyncio.run(run_daemon(app))
        click.echo(say("run_stopped"))

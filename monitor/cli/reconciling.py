"""`dunghan reconcile`: hold what scans have kept against a full judging."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

import click

from monitor.cli.options import at_option, json_option
from monitor.cli.running import Call, end, print_json, told
from monitor.cli.usage import Command
from monitor.cli.words import help_of, say
from monitor.flows.reconcile import Reconciled, check_instant
from monitor.flows.reconcile import reconcile as reconcile_flow
from monitor.flows.tick import bind


@click.command(cls=Command, help=help_of("reconcile"))
@at_option
@json_option
@click.pass_obj
@told
def reconcile(call: Call, at: datetime | None, *, as_json: bool) -> None:
    """Judge all that is open or spoken of, and mend what scans had missed."""
    with call.app() as app:
        instant = at or app.clock()
        store, plan = app.outside.store, app.plan
        check_instant(store, at=instant)
        bind(app.outside, plan, at=instant)
        done = reconcile_flow(store, app.office, plan.rules, plan.unit_rules, at=instant)
        with store.reading() as work:
            failing = len(work.agenda.failing())
    if as_json:
        print_json({**asdict(done), "drift": done.drift, "failing": failing})
    else:
        for line in _lines(done, failing):
            click.echo(line)
    end(problems=done.drift + failing)


def _lines(done: Reconciled, failing: int) -> Iterator[str]:
    if done.drift:
        facts = asdict(done)
        del facts["failed"]
        yield say("reconcile_drift", drift=done.drift, **facts)
    else:
        yield say("reconcile_done", judged=done.judged, units=done.units)
    if failing:
        yield say("reconcile_failed", failed=failing)

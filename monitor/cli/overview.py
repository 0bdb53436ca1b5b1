"""`dunghan status`: how things stand, on one screen."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import click

from monitor.catalogues import load_catalogue
from monitor.catalogues.told import word
from monitor.cli.below import units_below
from monitor.cli.options import at_option, json_option, unit_option
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Command
from monitor.cli.words import counted, help_of, say
from monitor.daemon.lock import Holder, holder_of
from monitor.domain.worker import Worker, outdated
from monitor.flows.crew import workers
from monitor.flows.situation import Situation, situation
from monitor.ports.dispatcher import Queue

MOST_UNKNOWN = 3  # rules on the screen; the JSON has all


@click.command(cls=Command, help=help_of("status"))
@unit_option
@at_option
@json_option
@click.pass_obj
@told
def status(call: Call, unit: str | None, at: datetime | None, *, as_json: bool) -> None:
    """Show how things stand, on one screen."""
    with call.app() as app:
        names, units = app.plan.telling.system_names, units_below(app, unit)
        instant = at or app.clock()
        with app.outside.store.reading() as work:
            found = situation(work, app.office, app.plan.telling, units=units, at=instant)
            alive = workers(work, at=instant) if app.is_cluster else None
            unknown = work.dossiers.unknown_counts(units)
            left = {
                "split_open": work.mergers.open_count(),
                "merging": len(work.mergers.pending()),
            }
        runs = holder_of(app.settings.paths.var)
        dump = app.dump_command
        facts = {"database": app.database, **_facts(found), "unknown": unknown, **left}
        missing = [names[system] for system in found.missing]
    for system, one in facts["imports"].items():
        one["name"] = names.get(system, system)
    if as_json:
        print_json({**facts, "runs": _runs(runs), "workers": _workers(alive or ())})
        return
    click.echo(say("status_database", url=facts["database"]))
    for line in [_run_line(runs)] if alive is None else _worker_lines(alive):
        click.echo(line)
    for line in _lines(facts, missing, dump=dump):
        click.echo(line)
    for key, fact in (("status_split", "split_open"), ("status_merging", "merging")):
        if left[fact]:
            click.echo(say(key, count=left[fact]))
    for line in _troubles(found):
        click.echo(line)


def _facts(found: Situation) -> dict[str, Any]:
    """Return a situation as the JSON has it."""
    return {
        "schema": found.schema,
        "last_tick": found.last_tick_at,
        "imports": {
            one.system: {
                "exported_at": one.exported_at,
                "imported_at": one.imported_at,
                "source": one.source,
                "state": one.state,
            }
            for one in found.sources
        },
        "never_read": list(found.missing),
        "open": found.open,
        "due_today": found.due_today,
        "late": found.late,
        "findings": found.findings,
        "letters": found.letters,
        "messages": found.outbox.by_state,
        "uncertain": found.outbox.uncertain,
        "waiting_since": found.outbox.oldest_waiting_at,
        "last_delivery": found.outbox.last_sent_at,
        "next_mails": found.next_mails_at,
        "backup": found.backup_at,
        "faults": {one.name: {"since": one.at, "detail": one.detail} for one in found.faults},
        "failing": {one.code: {"times": one.times, "why": one.why} for one in found.failing},
        "calendars": {
            one.name: {"last_day": one.last_day, "days": one.days} for one in found.calendars
        },
    }


def _runs(holder: Holder | None) -> dict[str, object] | None:
    if holder is None:
        return None
    return {"pid": holder.pid, "host": holder.host, "since": holder.since}


def _run_line(holder: Holder | None) -> str:
    if holder is None:
        return say("status_runs_not")
    if holder.since is None:
        return say("status_runs_unnamed")
    return say("status_runs", pid=holder.pid, host=holder.host, since=holder.since)


def _workers(alive: Sequence[Worker]) -> list[dict[str, object]]:
    waiting = outdated(alive)
    return [
        {
            "name": one.name,
            "since": one.since,
            "seen": one.seen_at,
            "program": one.program,
            "queues": sorted(one.queues),
            "clock_ahead_seconds": one.clock_ahead.total_seconds(),
            "is_outdated": one in waiting,
        }
        for one in alive
    ]


def _worker_lines(alive: Sequence[Worker]) -> Iterator[str]:
    """Yield who works for a cluster, and what nobody does."""
    waiting = outdated(alive)
    for one in alive:
        key = "status_worker_outdated" if one in waiting else "status_worker"
        queues = ", ".join(sorted(one.queues))
        yield say(key, name=one.name, queues=queues, since=one.since, program=one.program)
    served = {queue for one in alive for queue in one.queues if one not in waiting}
    if idle := [queue.value for queue in Queue if queue not in served]:
        yield say("status_unserved", queues=", ".join(idle))


def _lines(facts: dict[str, Any], missing: Iterable[str], *, dump: str) -> Iterator[str]:
    """Yield what is there and what is done; `missing` systems have shown nothing yet.

    `dump` is the command that backs a database on a server up, "" where that is a file.
    """
    last = facts["last_tick"]
    yield say("status_beat", at=last) if last else say("status_no_beat")
    for one in facts["imports"].values():
        yield say(
            "status_import",
            system=one["name"],
            exported_at=one["exported_at"],
            source=load_catalogue("facts")["source"].get(one["source"], one["source"]),
            state=word("import_state", one["state"]),
        )
    if facts["imports"]:
        yield from (say("status_never_read", system=name) for name in missing)
    else:
        yield say("status_no_import")
    yield say(
        "status_open", count=facts["open"], due_today=facts["due_today"], late=facts["late"]
    )
    for key, table in (
        ("findings", "rule"),
        ("letters", "letter_state"),
        ("messages", "message_state"),
    ):
        if facts[key]:
            yield say(f"status_{key}", counted=counted(facts[key], table))
    if unknown := facts["unknown"]:
        most = dict(Counter(unknown).most_common(MOST_UNKNOWN))
        yield say("status_unknown", total=sum(unknown.values()), counted=counted(most, "rule"))
    if facts["uncertain"]:
        yield say("status_uncertain", count=facts["uncertain"])
    for key, fact in (
        ("status_waiting", "waiting_since"),
        ("status_delivered", "last_delivery"),
        ("status_next", "next_mails"),
    ):
        if facts[fact]:
            yield say(key, at=facts[fact])
    last = facts["backup"]
    if dump:
        yield say("status_backup_served", command=dump)
        return
    yield say("status_backup", at=last) if last else say("status_no_backup")


def _troubles(found: Situation) -> Iterator[str]:
    """Yield what did not work, and how far the calendars reach."""
    for one in found.faults:
        yield say("status_fault", detail=one.detail, at=one.at)
    for bad in found.failing:
        yield say("status_failing", dossier=bad.code, times=bad.times, why=bad.why)
    for calendar in found.calendars:
        yield say(
            "status_calendar",
            name=calendar.name,
            last_day=calendar.last_day,
            days=calendar.days,
        )

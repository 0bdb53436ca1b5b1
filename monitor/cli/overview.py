"""`dunghan status`: how things stand, on one screen."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from monitor.bootstrap import App
from monitor.catalogues import load_catalogue
from monitor.catalogues.told import word
from monitor.cli.options import at_option, json_option
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Command
from monitor.cli.words import counted, help_of, say
from monitor.domain.instants import vietnam_day
from monitor.ports.store import Work


@click.command(cls=Command, help=help_of("status"))
@at_option
@json_option
@click.pass_obj
@told
def status(call: Call, at: datetime | None, *, as_json: bool) -> None:
    """Show how things stand, on one screen."""
    with call.app() as app:
        with app.outside.store.reading() as work:
            facts = {"database": app.database, **_work(work)}
        names = app.plan.telling.system_names
        for system, one in facts["imports"].items():
            one["name"] = names.get(system, system)
        facts["calendars"] = _calendars(app, at=at or app.clock())
    if as_json:
        print_json(facts)
        return
    for line in _lines(facts):
        click.echo(line)


def _work(work: Work) -> dict[str, Any]:
    beats = work.done.beats()
    return {
        "last_tick": beats["tick"][0] if "tick" in beats else None,
        "imports": {
            system: {
                "exported_at": one.exported_at,
                "source": one.source,
                "state": one.state,
            }
            for system, one in sorted(work.imports.newest_of_systems().items())
        },
        "open": work.dossiers.open_count(),
        "findings": Counter(one.finding.rule for one in work.findings.standing()),
        "unknown": work.dossiers.unknown_counts(),
        "letters": Counter(letter.state.value for letter in work.letters.in_state()),
        "messages": _messages(work),
        "faults": {
            name: {"since": since, "detail": detail}
            for name, (since, detail) in sorted(work.done.faults().items())
        },
        "failing": {
            code: {"times": times, "why": why} for code, times, why in work.agenda.failing()
        },
    }


def _messages(work: Work) -> Counter[str]:
    messages: Counter[str] = Counter()
    for (_, state), number in work.outbox.counts().items():
        messages[state.value] += number
    return messages


def _calendars(app: App, *, at: datetime) -> dict[str, dict[str, object]]:
    today = vietnam_day(at)
    return {
        name: {"last_day": one.last_day, "days": (one.last_day - today).days}
        for name, one in sorted(app.office.calendars.items())
    }


def _lines(facts: dict[str, Any]) -> Iterator[str]:
    yield say("status_database", url=facts["database"])
    last = facts["last_tick"]
    yield say("status_beat", at=last) if last else say("status_no_beat")
    for one in facts["imports"].values():
        state = word("import_state", one["state"])
        yield say(
            "status_import",
            system=one["name"],
            exported_at=one["exported_at"],
            source=load_catalogue("facts")["source"].get(one["source"], one["source"]),
            state=state,
        )
    if not facts["imports"]:
        yield say("status_no_import")
    yield say("status_open", count=facts["open"])
    for key, table in (
        ("findings", "rule"),
        ("unknown", "rule"),
        ("letters", "letter_state"),
        ("messages", "message_state"),
    ):
        if facts[key]:
            yield say(f"status_{key}", counted=counted(facts[key], table))
    for one in facts["faults"].values():
        yield say("status_fault", detail=one["detail"], at=one["since"])
    for code, one in facts["failing"].items():
        yield say("status_failing", dossier=code, times=one["times"], why=one["why"])
    for name, one in facts["calendars"].items():
        yield say("status_calendar", name=name, last_day=one["last_day"], days=one["days"])

"""The commands that only look."""

from calendar import monthrange
from collections import Counter
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

import click

from monitor.bootstrap import App
from monitor.catalogues.told import word
from monitor.cli.explaining import explained, explanation_lines
from monitor.cli.running import Call, at_option, json_option, print_json, told
from monitor.cli.words import help_of, say
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.errors import UnknownDossierError, UnknownUnitError
from monitor.domain.figures import Period
from monitor.domain.instants import vietnam_day
from monitor.domain.message import MessageState, OutboxEntry
from monitor.ports.store import Standing
from monitor.rules import RULES


@click.group(help=help_of("calendar"))
def calendar() -> None:
    """Hold the commands about calendars."""


@calendar.command("show", help=help_of("calendar_show"))
@click.argument("month")
@json_option
@click.pass_obj
@told
def show(call: Call, month: str, *, as_json: bool) -> None:
    """Print every day of a month in every calendar."""
    period = Period.month(month)
    with call.app() as app:
        shown = {name: _days(one, period) for name, one in sorted(app.office.calendars.items())}
    if as_json:
        print_json(shown)
        return
    for name, days in shown.items():
        count = sum(bool(day["hours"]) for day in days)
        click.echo(say("calendar_head", name=name, month=f"{period.first:%m/%Y}", count=count))
        for day in days:
            click.echo(_day_line(day))


def _days(one: WorkingCalendar, period: Period) -> list[dict[str, Any]]:
    first = period.first
    number = monthrange(first.year, first.month)[1]
    rows = {row.day: row for row in one.rows}
    days: list[dict[str, Any]] = []
    for day in (first + timedelta(days=n) for n in range(number)):
        hours = [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in one.sessions(day)]
        row = rows.get(day)
        note = {"title": row.title, "source": row.source, "status": row.status} if row else None
        days.append({"day": day, "hours": hours, "note": note})
    return days


def _day_line(day: dict[str, Any]) -> str:
    found = day["note"]
    note = ""
    if found:
        status = word("row_status", found["status"])
        note = say("calendar_note", title=found["title"], source=found["source"], status=status)
    when: date = day["day"]
    return say(
        "calendar_day",
        weekday=word("weekday", str(when.isoweekday())),
        day=when,
        hours=", ".join(day["hours"]) or say("calendar_rest"),
        note=note,
    )


@click.command(help=help_of("explain"))
@click.argument("code")
@at_option
@json_option
@click.pass_obj
@told
def explain(call: Call, code: str, *, at: datetime | None, as_json: bool) -> None:
    """Tell how one dossier's deadline was counted."""
    with call.app() as app:
        with app.outside.store.reading() as work:
            dossier = work.dossiers.load([code]).get(code)
        if dossier is None:
            raise UnknownDossierError(dossier=code)
        facts = explained(dossier, app.office, at=at or app.clock())
    if as_json:
        print_json(asdict(facts))
        return
    for line in explanation_lines(facts):
        click.echo(line)


@click.command(help=help_of("rules"))
@json_option
def rules(*, as_json: bool) -> None:
    """List the rules, what they rest on, and since when they are in force."""
    if as_json:
        print_json(
            [
                {
                    "code": rule.code,
                    "source": rule.source,
                    "in_force_from": rule.in_force_from,
                    "needs": sorted(rule.needs),
                }
                for rule in RULES
            ]
        )
        return
    for rule in RULES:
        click.echo(
            say(
                "rule_line",
                code=rule.code,
                since=rule.in_force_from,
                source=rule.source,
                title=word("rule", rule.code),
            )
        )


@click.group(help=help_of("findings"))
def findings() -> None:
    """Hold the commands about findings."""


@findings.command("list", help=help_of("findings_list"))
@click.option(
    "--rule", type=click.Choice([rule.code for rule in RULES]), help=help_of("findings_rule")
)
@click.option("--unit", help=help_of("findings_unit"))
@json_option
@click.pass_obj
@told
def list_findings(call: Call, rule: str | None, unit: str | None, *, as_json: bool) -> None:
    """List what stands."""
    with call.app() as app:
        found = _standing(app, rule, unit)
    if as_json:
        print_json([_finding(one) for one in found])
        return
    for one in found:
        click.echo(
            say(
                "finding_line",
                dossier=one.finding.dossier,
                rule=word("rule", one.finding.rule),
                stage=one.finding.stage,
                deadline=one.finding.deadline or "-",
                found_at=one.found_at,
            )
        )
    if not found:
        click.echo(say("none"))


def _standing(app: App, rule: str | None, unit: str | None) -> list[Standing]:
    directory = app.office.directory
    if unit is not None and unit not in directory.units:
        raise UnknownUnitError(unit=unit)
    with app.outside.store.reading() as work:
        found = [one for one in work.findings.standing() if rule in (None, one.finding.rule)]
        if unit is None:
            return found
        units = directory.subtree(unit)
        dossiers = work.dossiers.load({one.finding.dossier for one in found})
        return [one for one in found if dossiers[one.finding.dossier].unit in units]


def _finding(one: Standing) -> dict[str, Any]:
    finding = one.finding
    return {
        "dossier": finding.dossier,
        "rule": finding.rule,
        "stage": finding.stage,
        "deadline": finding.deadline,
        "severity": finding.severity,
        "facts": dict(finding.facts),
        "found_at": one.found_at,
        "is_baseline": one.is_baseline,
        "told": one.told,
    }


@click.group(help=help_of("outbox"))
def outbox() -> None:
    """Hold the commands about the outbox."""


@outbox.command("list", help=help_of("outbox_list"))
@click.option(
    "--state",
    type=click.Choice([state.value for state in MessageState]),
    help=help_of("outbox_state"),
)
@json_option
@click.pass_obj
@told
def list_outbox(call: Call, state: str | None, *, as_json: bool) -> None:
    """List the messages, newest first."""
    states = (MessageState(state),) if state else ()
    with call.app() as app, app.outside.store.reading() as work:
        found = work.outbox.list(*states)
    if as_json:
        print_json([asdict(entry) for entry in found])
        return
    for entry in found:
        click.echo(_entry_line(entry))
    if not found:
        click.echo(say("none"))


def _entry_line(entry: OutboxEntry) -> str:
    return say(
        "outbox_line",
        created_at=entry.created_at,
        state=word("message_state", entry.state.value),
        kind=word("message_kind", entry.kind),
        recipient=entry.recipient,
        attempts=entry.attempts,
        more=say("outbox_reply", reply=entry.reply) if entry.reply else "",
    )


@click.command(help=help_of("status"))
@at_option
@json_option
@click.pass_obj
@told
def status(call: Call, at: datetime | None, *, as_json: bool) -> None:
    """Show how things stand, on one screen."""
    with call.app() as app:
        facts = _status(app, at=at or app.clock())
    if as_json:
        print_json(facts)
        return
    for line in _status_lines(facts):
        click.echo(line)


def _status(app: App, *, at: datetime) -> dict[str, Any]:
    with app.outside.store.reading() as work:
        standing = Counter(one.finding.rule for one in work.findings.standing())
        letters = Counter(letter.state.value for letter in work.letters.in_state())
        messages: Counter[str] = Counter()
        for (_, state), number in work.outbox.counts().items():
            messages[state.value] += number
        beats, faults = work.done.beats(), work.done.faults()
        newest = work.imports.newest_of_systems()
        return {
            "database": app.database,
            "last_tick": beats["tick"][0] if "tick" in beats else None,
            "imports": {
                system: {
                    "exported_at": one.exported_at,
                    "source": one.source,
                    "state": one.state,
                }
                for system, one in newest.items()
            },
            "open": work.dossiers.open_count(),
            "findings": dict(standing),
            "unknown": work.dossiers.unknown_counts(),
            "letters": dict(letters),
            "messages": dict(messages),
            "faults": {
                name: {"since": since, "detail": detail}
                for name, (since, detail) in faults.items()
            },
            "failing": dict(work.dossiers.failing()),
            "calendars": {
                name: {"last_day": one.last_day, "days": (one.last_day - vietnam_day(at)).days}
                for name, one in sorted(app.office.calendars.items())
            },
        }


def _status_lines(facts: dict[str, Any]) -> list[str]:
    lines = [say("status_database", url=facts["database"])]
    last = facts["last_tick"]
    lines.append(say("status_beat", at=last) if last else say("status_no_beat"))
    lines.extend(
        say(
            "status_import",
            system=system,
            exported_at=one["exported_at"],
            source=one["source"],
            state=word("import_state", one["state"]),
        )
        for system, one in facts["imports"].items()
    )
    if not facts["imports"]:
        lines.append(say("status_no_import"))
    lines.append(say("status_open", count=facts["open"]))
    for key, table in (
        ("findings", "rule"),
        ("unknown", "rule"),
        ("letters", "letter_state"),
        ("messages", "message_state"),
    ):
        if facts[key]:
            counted = ", ".join(f"{word(table, code)} {n}" for code, n in facts[key].items())
            name = "status_outbox" if key == "messages" else f"status_{key}"
            lines.append(say(name, **{key if key != "unknown" else "rules": counted}))
    lines.extend(
        say("status_fault", detail=one["detail"], at=one["since"])
        for one in facts["faults"].values()
    )
    lines.extend(
        say("status_failing", dossier=code, times=times)
        for code, times in facts["failing"].items()
    )
    lines.extend(
        say("status_calendar", name=name, last_day=one["last_day"], days=one["days"])
        for name, one in facts["calendars"].items()
    )
    return lines

"""The commands that only look."""

import re
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from monitor.bootstrap import App
from monitor.catalogues.told import word
from monitor.cli.explained import explanation_facts
from monitor.cli.explaining import explained
from monitor.cli.explanation_lines import explanation_lines
from monitor.cli.options import Text, at_option, code_argument, json_option
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Command, Group
from monitor.cli.words import help_of, say
from monitor.domain.contradiction import ContradictionKind
from monitor.domain.errors import UnknownDossierError, UnknownUnitError
from monitor.domain.message import MessageState, OutboxEntry, masked
from monitor.domain.notice import NoticeKind
from monitor.ports.store import Standing
from monitor.rules import RULES

THRESHOLD = re.compile(r"(\d+)([dh])")
KINDS = frozenset(ContradictionKind)
TO_CITIZENS = frozenset({NoticeKind.CITIZEN_LETTER.value})


@click.command(cls=Command, help=help_of("explain"))
@code_argument
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
        print_json(explanation_facts(facts))
        return
    for line in explanation_lines(facts):
        click.echo(line)


@click.command(cls=Command, help=help_of("rules"))
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


@click.group(cls=Group, help=help_of("findings"))
def findings() -> None:
    """Hold the commands about findings."""


@findings.command("list", help=help_of("findings_list"))
@click.option(
    "--rule", type=click.Choice([rule.code for rule in RULES]), help=help_of("findings_rule")
)
@click.option("--unit", type=Text(), help=help_of("findings_unit"))
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
                stage=_stage(one.finding.stage),
                deadline=one.finding.deadline or "-",
                found_at=one.found_at,
            )
        )
    if not found:
        click.echo(say("none"))


def _stage(code: str) -> str:
    """Return which threshold, or which dates, a finding is about; nothing where none is."""
    if found := THRESHOLD.fullmatch(code):
        return say(f"finding_{found[2]}", amount=found[1])
    return say("finding_dates", dates=word("contradiction", code)) if code in KINDS else ""


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


@click.group(cls=Group, help=help_of("outbox"))
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
        print_json([{**asdict(entry), "recipient": _recipient(entry)} for entry in found])
        return
    for entry in found:
        click.echo(_entry_line(entry))
    if not found:
        click.echo(say("none"))


def _recipient(entry: OutboxEntry) -> str:
    """Return whom a message goes to; a citizen's mailbox is not shown."""
    return masked(entry.recipient) if entry.kind in TO_CITIZENS else entry.recipient


def _entry_line(entry: OutboxEntry) -> str:
    return say(
        "outbox_line",
        created_at=entry.created_at,
        state=word("message_state", entry.state.value),
        kind=word("message_kind", entry.kind),
        recipient=_recipient(entry),
        attempts=entry.attempts,
        more=say("outbox_reply", reply=entry.reply) if entry.reply else "",
    )

"""`dunghan findings`: what the rules say, and what people answer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import click

from monitor.bootstrap import App
from monitor.catalogues.told import word
from monitor.cli.below import units_below
from monitor.cli.finding_lines import (
    Known,
    as_of,
    deadline_of,
    finding_words,
    known_lines,
    state_of,
    table_lines,
)
from monitor.cli.options import Count, Text, at_option, json_option, unit_option
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Group, WrongUseError
from monitor.cli.words import help_of, say, wrong
from monitor.domain.errors import SaidTooLateError, UnknownFindingError
from monitor.domain.finding import Severity
from monitor.flows.noting import Noted, Said, acknowledge
from monitor.flows.noting import explain as explain_flow
from monitor.ports.store import FindingState, Standing, Wanted

LISTED = 50
A_CENTURY = 36_500  # days: further back than any finding
ID = wrong("finding_name")

by_option = click.option("--by", type=Text(), required=True, help=help_of("findings_by"))
codes_option = click.option("--rule", type=Text(), help=help_of("findings_rule"))


@click.group(cls=Group, help=help_of("findings"))
def findings() -> None:
    """Hold the commands about findings."""


@findings.command("list", help=help_of("findings_list"))
@unit_option
@codes_option
@click.option(
    "--severity",
    type=click.Choice([one.value for one in Severity]),
    help=help_of("findings_severity"),
)
@click.option("--older-than", type=Count(), help=help_of("findings_older"))
@click.option("--newer-than", type=Count(), help=help_of("findings_newer"))
@click.option(
    "--state",
    type=click.Choice([one.value for one in FindingState]),
    help=help_of("findings_state"),
)
@click.option("--all", "every", is_flag=True, help=help_of("findings_all"))
@click.option("--limit", type=Count(), default=LISTED, help=help_of("findings_limit"))
@click.option("--after", type=Count(), help=help_of("findings_after"))
@at_option
@json_option
@click.pass_obj
@told
def list_findings(  # noqa: PLR0913 - one parameter an option
    call: Call,
    *,
    unit: str | None,
    rule: str | None,
    severity: str | None,
    older_than: int | None,
    newer_than: int | None,
    state: str | None,
    every: bool,
    limit: int,
    after: int | None,
    at: datetime | None,
    as_json: bool,
) -> None:
    """List findings, newest first."""
    if every and state:
        raise WrongUseError(wrong("findings_all"))
    with call.app() as app:
        instant = at or app.clock()
        wanted = Wanted(
            state=None if every else FindingState(state or FindingState.STANDING),
            units=units_below(app, unit),
            rule=_rule(app, rule),
            severity=Severity(severity) if severity else None,
            found_before=_days_before(instant, older_than),
            found_from=_days_before(instant, newer_than),
        )
        with app.outside.store.reading() as work:
            total = work.findings.count(wanted)
            found = work.findings.find(wanted, limit=limit, after=after)
            left = bool(found and work.findings.find(wanted, limit=1, after=found[-1].id))
    last = found[-1].id if left else None
    if as_json:
        rows = [finding_facts(one) for one in found]
        print_json({"total": total, "next": last, "findings": rows})
        return
    _tell(found, total, last)


def _tell(found: list[Standing], total: int, last: int | None) -> None:
    if not found:
        click.echo(say("none"))
        return
    for line in table_lines(found):
        click.echo(line)
    if last is not None or len(found) < total:
        click.echo(say("findings_some", listed=len(found), total=total))
    else:
        click.echo(say("findings_every", total=total))
    if last is not None:
        click.echo(say("findings_next", after=last))


def _rule(app: App, rule: str | None) -> str | None:
    """Refuse a rule that nobody knows; one that is no longer asked has its word still."""
    if rule is not None and word("rule", rule) == rule:
        known = ", ".join(one.code for one in app.plan.rules)
        raise WrongUseError(wrong("finding_rule", rule=rule, known=known))
    return rule


def _days_before(at: datetime, days: int | None) -> datetime | None:
    return at - timedelta(days=min(days, A_CENTURY)) if days is not None else None


@findings.command("show", help=help_of("findings_show"))
@click.argument("finding", metavar=ID, type=Count())
@at_option
@json_option
@click.pass_obj
@told
def show(call: Call, finding: int, *, at: datetime | None, as_json: bool) -> None:
    """Show all that is known of one finding, as of a time where one is named."""
    with call.app() as app, app.outside.store.reading() as work:
        one = work.findings.get(finding)
        if one is None or (at and at < one.found_at):
            raise UnknownFindingError(finding=finding)
        stages, heard = work.findings.stages(finding), work.findings.heard_by(finding)
        directory = app.office.directory
    known = Known(standing=one, stages=stages, heard=heard)
    if at is not None:
        known = as_of(known, at)
    if as_json:
        print_json(_known_facts(known))
        return
    for line in known_lines(known, directory):
        click.echo(line)


@findings.command("ack", help=help_of("findings_ack"))
@click.argument("ids", metavar=ID, type=Count(), nargs=-1, required=True)
@by_option
@click.option("--note", type=Text(), required=True, help=help_of("findings_note"))
@at_option
@click.pass_obj
@told
def ack(call: Call, ids: tuple[int, ...], *, by: str, note: str, at: datetime | None) -> None:
    """Keep that findings are seen: their repeats are silent from now on."""
    _keep(call, acknowledge, ids, Said(by=by, text=note), at=at, done="finding_acknowledged")


@findings.command("explain", help=help_of("findings_explain"))
@click.argument("finding", metavar=ID, type=Count())
@by_option
@click.option("--text", type=Text(), required=True, help=help_of("findings_text"))
@at_option
@click.pass_obj
@told
def explain(call: Call, finding: int, *, by: str, text: str, at: datetime | None) -> None:
    """Keep what a unit says of a finding."""
    said = Said(by=by, text=text)
    _keep(call, explain_flow, (finding,), said, at=at, done="finding_explained")


def _keep(  # noqa: PLR0913 - what two commands share
    call: Call,
    keep: Callable[..., Noted],
    ids: tuple[int, ...],
    said: Said,
    *,
    at: datetime | None,
    done: str,
) -> None:
    with call.app() as app:
        instant, now = at or app.clock(), app.clock()
        if instant > now:
            raise SaidTooLateError(at=instant, now=now)
        for one in dict.fromkeys(ids):
            noted = keep(app.outside.store, app.office, one, said, at=instant)
            kept = noted.standing
            subject = kept.finding.dossier or kept.finding.unit
            line = done if noted.is_new else "finding_said"
            what = finding_words(kept.finding)
            click.echo(say(line, id=kept.id, subject=subject, what=what))


def finding_facts(one: Standing) -> dict[str, Any]:
    """Return a finding as programs read it."""
    finding = one.finding
    return {
        "id": one.id,
        "dossier": finding.dossier or None,
        "unit": finding.unit or None,
        "rule": finding.rule,
        "stage": finding.stage,
        "deadline": deadline_of(finding),
        "severity": finding.severity,
        "tells": finding.tells,
        "facts": dict(finding.facts),
        "state": state_of(one),
        "found_at": one.found_at,
        "ended_at": one.resolved_at,
        "is_baseline": one.is_baseline,
        "told": one.told,
        "notes": [
            {
                "kind": note.kind,
                "by": note.by,
                "at": note.at,
                "text": note.text,
                "way": note.way,
            }
            for note in one.notes
        ],
    }


def _known_facts(known: Known) -> dict[str, Any]:
    return {
        **finding_facts(known.standing),
        "stages": [
            {
                "id": one.id,
                "stage": one.finding.stage,
                "deadline": deadline_of(one.finding),
                "state": state_of(one),
                "found_at": one.found_at,
                "ended_at": one.resolved_at,
            }
            for one in known.stages
        ],
        "heard": [
            {
                "person": one.person,
                "message": one.message_key,
                "state": one.state,
                "created_at": one.created_at,
                "sent_at": one.sent_at,
            }
            for one in known.heard
        ],
    }

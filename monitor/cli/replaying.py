"""`dunghan replay`: past imports through other settings, and what would have been warned of."""

from dataclasses import asdict
from datetime import date, timedelta

import click

from monitor.bootstrap import replaying
from monitor.catalogues.told import word
from monitor.cli.finding_lines import stage_words
from monitor.cli.options import Day, Text, json_option
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Command, WrongUseError
from monitor.cli.words import help_of, say, wrong
from monitor.domain.instants import midnight
from monitor.flows.replay import Replayed
from monitor.flows.replay import replay as replay_flow

TABLE = "rules."


@click.command(cls=Command, help=help_of("replay"))
@click.option("--from", "first", type=Day(), required=True, help=help_of("replay_from"))
@click.option("--to", "last", type=Day(), required=True, help=help_of("replay_to"))
@click.option("--set", "tried", type=Text(), multiple=True, help=help_of("replay_set"))
@json_option
@click.pass_obj
@told
def replay(
    call: Call, first: date, last: date, tried: tuple[str, ...], *, as_json: bool
) -> None:
    """Run past imports through other settings."""
    if first > last:
        raise WrongUseError(wrong("span_reversed"))
    until = midnight(last + timedelta(days=1))
    with (
        call.app() as app,
        replaying(app, call.settings, tried=_choices(tried), until=until) as replaying_,
    ):
        done = replay_flow(
            replaying_.scratch,
            replaying_.office,
            app.plan.rules,
            replaying_.past,
            span=(first, last),
            until=until,
        )
        missing = [one.file_name for one in replaying_.missing]
    if as_json:
        print_json(_facts(done, missing))
    else:
        _tell(done, missing)


def _choices(tried: tuple[str, ...]) -> dict[str, str]:
    """Return what is tried, by key of [rules]."""
    found: dict[str, str] = {}
    for text in tried:
        key, is_set, value = text.partition("=")
        if not is_set or not key.strip().startswith(TABLE):
            raise WrongUseError(wrong("replay_set", text=text))
        found[key.strip().removeprefix(TABLE)] = value.strip()
    return found


def _facts(done: Replayed, missing: list[str]) -> dict[str, object]:
    return {
        "imports": done.imports,
        "missing": missing,
        "warnings": [
            {"rule": rule, "stage": stage, "count": n} for rule, stage, n in done.warnings
        ],
        "due": len(done.dossiers),
        "late": sum(one.is_late for one in done.dossiers),
        "leads": [{"days": days, "count": n} for days, n in done.leads],
        "dossiers": [asdict(one) for one in done.dossiers],
        "unforeseen": [one.dossier for one in done.unforeseen],
    }


def _tell(done: Replayed, missing: list[str]) -> None:
    click.echo(say("replay_imports", imports=done.imports))
    for name in missing:
        click.echo(say("replay_missing", file=name))
    late = [one for one in done.dossiers if one.is_late]
    click.echo(say("replay_due", due=len(done.dossiers), late=len(late)))
    if not done.dossiers:
        click.echo(say("replay_none"))
        return
    for rule, stage, count in done.warnings:
        words = stage_words(stage)
        click.echo(say("replay_warnings", rule=word("rule", rule), stage=words, count=count))
    for days, count in done.leads:
        key = "replay_lead" if days else "replay_lead_today"
        click.echo(say(key, days=days, count=count))
    unwarned = sum(one.warned_at is None for one in done.dossiers)
    if unwarned:
        click.echo(say("replay_unwarned", count=unwarned))
    if done.unforeseen:
        click.echo(say("replay_unforeseen", count=len(done.unforeseen)))
    for one in done.unforeseen:
        click.echo(say("replay_dossier", dossier=one.dossier, due=one.due_at))
    if late and not done.unforeseen:
        click.echo(say("replay_all_foreseen"))

"""`dunghan units`: units that were merged or split, and what follows them."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from monitor.bootstrap import App
from monitor.catalogues import load_catalogue
from monitor.catalogues.workbooks import workbook_word
from monitor.cli.options import Place, at_option, json_option
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Group
from monitor.cli.words import help_of, say
from monitor.domain.merger import Merger
from monitor.flows.crew import check_settings
from monitor.flows.mergers import Outlook, Settled, apply, look_ahead, questions, take_answers


@click.group(cls=Group, help=help_of("units"))
def units() -> None:
    """Hold the commands about units."""


@units.command("merge", help=help_of("units_merge"))
@click.argument("file", type=Place(), metavar=help_of("units_file"))
@click.option("--dry-run", is_flag=True, help=help_of("units_dry_run"))
@click.option("--ask", type=Place(), default=None, help=help_of("units_ask"))
@click.option("--answers", type=Place(), default=None, help=help_of("units_answers"))
@at_option
@json_option
@click.pass_obj
@told
def merge(  # noqa: PLR0913 - one parameter an option
    call: Call,
    file: Path,
    *,
    dry_run: bool,
    ask: Path | None,
    answers: Path | None,
    at: datetime | None,
    as_json: bool,
) -> None:
    """Apply a list of mergers, and take in what was answered about split units."""
    with call.app() as app:
        store, directory = app.outside.store, app.office.directory
        listed, instant = app.mergers(file), at or app.clock()
        settled, asked_in = None, None
        if dry_run:
            found = look_ahead(store, directory, listed)
        else:
            with store.reading() as work:
                check_settings(work, app.plan.version, at=instant)
            found = apply(store, directory, listed, at=instant)
            if answers is not None:
                rows = app.split_answers(answers)
                settled = take_answers(store, rows, file=answers.name, at=instant)
            asked_in = _ask(app, file, ask, is_answered=answers is not None)
        with store.reading() as work:
            still_open = work.mergers.open_count()
        names = {code: unit.name for code, unit in directory.units.items()}
    if as_json:
        facts = _facts(found, settled) | {"dry_run": dry_run, "open": still_open}
        print_json({**facts, "asked_in": asked_in and asked_in[0]})
        return
    _tell(found, names, is_dry=dry_run)
    if settled is not None:
        click.echo(say("merger_answered", **asdict(settled)))
    if asked_in is not None:
        path, is_new = asked_in
        key = "merger_asked" if is_new else "merger_asked_there"
        click.echo(say(key, count=still_open, file=path, list=file))
    elif still_open:
        click.echo(say("merger_open", count=still_open))


def _ask(
    app: App, file: Path, ask: Path | None, *, is_answered: bool
) -> tuple[Path, bool] | None:
    """Write the list of questions, where there are any; tell where, and whether it is new.

    A list that is there may hold answers: it is never written over.
    """
    with app.outside.store.reading() as work:
        is_open = work.mergers.open_count() > 0
    if not is_open or (is_answered and ask is None):
        return None
    usual = load_catalogue("operator")["split_list"]["file"].format(name=file.stem)
    path = ask or file.with_name(usual)
    if path.exists():
        return path, False
    path.write_bytes(app.split_questions(questions(app.outside.store)))
    return path, True


def _facts(found: Outlook, settled: Settled | None) -> dict[str, Any]:
    return {
        "merged": found.plan.merges,
        "split": found.plan.splits,
        "unchanged": found.plan.unchanged,
        "applied": found.plan.applied,
        "passed": found.plan.passed,
        "moving": found.moving,
        "asked": found.asked,
        "units": dict(found.by_unit),
        "answers": asdict(settled) if settled else None,
    }


def _tell(found: Outlook, names: dict[str, str], *, is_dry: bool) -> None:
    plan = found.plan
    click.echo(
        say(
            "merger_plan",
            merged=len(plan.merges),
            split=len(plan.splits),
            unchanged=plan.unchanged,
            applied=plan.applied,
            passed=plan.passed,
            moving=found.moving,
            asked=found.asked,
        )
    )
    for unit, count in found.by_unit.items():
        click.echo(say("merger_unit", unit=unit, name=names[unit], count=count))
    if is_dry:
        click.echo(say("merger_dry"))
    else:
        click.echo(say("merger_done" if plan.targets else "merger_nothing"))


@units.command("mergers", help=help_of("units_mergers"))
@json_option
@click.pass_obj
@told
def mergers(call: Call, *, as_json: bool) -> None:
    """List what was merged, and what is to be asked yet."""
    with call.app() as app, app.outside.store.reading() as work:
        applied = work.mergers.applied()
        still_open = work.mergers.open_count()
        left = work.mergers.left_figures()
    if as_json:
        figures = [{**asdict(one), "month": f"{one.month:%Y-%m}"} for one in left]
        print_json(
            {"mergers": [asdict(one) for one in applied], "open": still_open, "left": figures}
        )
        return
    for one in applied:
        click.echo(_line(one))
    if not applied:
        click.echo(say("none"))
    if still_open:
        click.echo(say("merger_open", count=still_open))
    for figure in left:
        name = workbook_word("figure", figure.name)
        month = f"{figure.month:%m/%Y}"
        click.echo(say("merger_figure", unit=figure.old, name=name, month=month))


def _line(one: Merger) -> str:
    state = "" if one.is_carried else say("merger_moving")
    return say(
        "merger_line", at=one.merged_at, old=one.old, new=", ".join(one.new), state=state
    )

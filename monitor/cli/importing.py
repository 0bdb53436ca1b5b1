"""`dunghan ingest`: take one export in by hand."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from monitor.bootstrap import App
from monitor.catalogues.told import note_sentence, reject_sentence, word
from monitor.cli.options import Instant, Place, Text, at_option, json_option
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Command, WrongUseError
from monitor.cli.words import help_of, say, wrong
from monitor.domain.errors import MassRejectError
from monitor.domain.record import Contents
from monitor.flows.ingest import ingest as ingest_flow
from monitor.ports.sources import ExportFile
from monitor.ports.store import Import

SHOWN_REJECTS = 10
SHOWN_LETTERS = 80


@click.command(cls=Command, help=help_of("ingest"))
@click.argument("file", type=Place(), metavar=wrong("file_name"))
@click.option(
    "--source",
    type=click.Choice(["ledger", "list", "national"]),
    default=None,
    help=help_of("ingest_source"),
)
@click.option("--system", type=Text(), default=None, help=help_of("ingest_system"))
@click.option("--exported-at", type=Instant(), default=None, help=help_of("ingest_exported"))
@click.option("--accept", is_flag=True, help=help_of("ingest_accept"))
@at_option
@json_option
@click.pass_obj
@told
def ingest(  # noqa: PLR0913 - one parameter an option
    call: Call,
    file: Path,
    *,
    source: str | None,
    system: str | None,
    exported_at: datetime | None,
    accept: bool,
    at: datetime | None,
    as_json: bool,
) -> None:
    """Take one export in."""
    with call.app() as app:
        _check_system(app, system)
        opened = app.open_file(file, kind=source, system=system)
        if exported_at is not None:
            opened = replace(opened, exported_at=exported_at, is_stated=True)
        share = 1.0 if accept else app.plan.max_reject_share
        try:
            done, notes = _ingest(app, opened, share=share, at=at or app.clock())
        except MassRejectError:
            _say_rejects(app, app.newest_import(), err=True)
            raise
        if as_json:
            print_json(_facts(app, done, opened, notes))
        else:
            _say_done(app, done, opened, notes)


def _check_system(app: App, system: str | None) -> None:
    known = list(dict.fromkeys(one.system for one in app.settings.sources))
    if system is not None and system not in known:
        raise WrongUseError(wrong("system", system=system, known=", ".join(known)))


def _ingest(
    app: App, opened: ExportFile, *, share: float, at: datetime
) -> tuple[Import, tuple[str, ...]]:
    """Take the file in, and return its notes, too; on a terminal a bar shows how far it is."""
    notes: list[str] = []
    is_hidden = not sys.stderr.isatty()
    label = say("ingest_bar")
    with click.progressbar(length=0, label=label, file=sys.stderr, hidden=is_hidden) as bar:

        def staged(contents: Contents) -> None:
            notes.extend(contents.notes)
            bar.length = contents.records

        done = ingest_flow(
            app.outside.store,
            app.office.directory,
            opened,
            max_reject_share=share,
            at=at,
            staged=staged,
            merged=bar.update,
        )
    return done, tuple(notes)


def _say_done(app: App, done: Import, opened: ExportFile, notes: Sequence[str]) -> None:
    click.echo(
        say(
            "ingest_done",
            file=done.file_name,
            state=word("import_state", done.state),
            exported_at=done.exported_at,
            assumed="" if opened.is_stated else say("ingest_assumed"),
            records=done.records,
            rejected=done.rejected,
            added=done.added,
            changed=done.changed,
        )
    )
    for note in notes:
        click.echo(f"  {note_sentence(note)}")
    _say_rejects(app, done)


def _facts(
    app: App, done: Import, opened: ExportFile, notes: Sequence[str]
) -> dict[str, object]:
    with app.outside.store.reading() as work:
        rejects = work.imports.rejects(done.id)
    return {
        "file": done.file_name,
        "system": done.system,
        "source": done.source,
        "state": done.state,
        "exported_at": done.exported_at,
        "exported_at_is_stated": opened.is_stated,
        "records": done.records,
        "rejected": done.rejected,
        "added": done.added,
        "changed": done.changed,
        "notes": list(notes),
        "rejects": [
            {"row": one.row, "column": one.column, "value": one.value, "reason": one.reason}
            for one in rejects
        ],
    }


def _say_rejects(app: App, done: Import, *, err: bool = False) -> None:
    with app.outside.store.reading() as work:
        rejects = work.imports.rejects(done.id)
    for one in rejects[:SHOWN_REJECTS]:
        key = "ingest_reject" if one.value else "ingest_reject_blank"
        why = reject_sentence(one.reason, column=one.column)
        is_long = len(one.value) > SHOWN_LETTERS
        value = one.value[:SHOWN_LETTERS] + "…" if is_long else one.value
        line = say(key, row=one.row, column=one.column, value=value, sentence=why)
        click.echo(line, err=err)
    if len(rejects) > SHOWN_REJECTS:
        click.echo(say("ingest_more", count=len(rejects) - SHOWN_REJECTS), err=err)

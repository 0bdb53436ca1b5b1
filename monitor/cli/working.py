"""The commands that do the work, once or for ever."""

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from monitor.bootstrap import App
from monitor.catalogues.told import note_sentence, reject_sentence, word
from monitor.cli.running import Call, Instant, at_option, json_option, print_json, told
from monitor.cli.words import help_of, say
from monitor.daemon import alone, run_daemon
from monitor.domain.errors import MassRejectError, UnknownUnitError
from monitor.domain.figures import Period
from monitor.flows.ingest import ingest as ingest_flow
from monitor.flows.notify import notify as notify_flow
from monitor.flows.report import make_report, reporting_units
from monitor.flows.scan import scan as scan_flow
from monitor.flows.tick import Ticked, bind
from monitor.flows.tick import tick as tick_flow
from monitor.ports.store import Import, StoredReport

SHOWN_REJECTS = 10


@click.command(help=help_of("ingest"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--source",
    type=click.Choice(["ledger", "list", "national"]),
    default=None,
    help=help_of("ingest_source"),
)
@click.option("--system", default=None, help=help_of("ingest_system"))
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
        opened = app.open_file(file, kind=source, system=system)
        if exported_at is not None:
            opened = replace(opened, exported_at=exported_at, is_stated=True)
        share = 1.0 if accept else app.plan.max_reject_share
        instant = at or app.clock()
        try:
            done = ingest_flow(
                app.outside.store,
                app.office.directory,
                opened,
                max_reject_share=share,
                at=instant,
            )
        except MassRejectError:
            _say_rejects(app, app.newest_import())
            raise
        if as_json:
            print_json(_import_facts(done, is_stated=opened.is_stated))
            return
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
        for note in opened.export.notes:
            click.echo(f"  {note_sentence(note)}")
        _say_rejects(app, done)


def _import_facts(done: Import, *, is_stated: bool) -> dict[str, object]:
    return {
        "file": done.file_name,
        "system": done.system,
        "source": done.source,
        "state": done.state,
        "exported_at": done.exported_at,
        "exported_at_is_stated": is_stated,
        "records": done.records,
        "rejected": done.rejected,
        "added": done.added,
        "changed": done.changed,
    }


def _say_rejects(app: App, done: Import) -> None:
    with app.outside.store.reading() as work:
        rejects = work.imports.rejects(done.id)
    for one in rejects[:SHOWN_REJECTS]:
        click.echo(
            say(
                "ingest_reject",
                row=one.row,
                column=one.column,
                value=one.value,
                sentence=reject_sentence(one.reason, column=one.column),
            )
        )
    if len(rejects) > SHOWN_REJECTS:
        click.echo(say("ingest_more", count=len(rejects) - SHOWN_REJECTS))


@click.command(help=help_of("scan"))
@at_option
@json_option
@click.pass_obj
@told
def scan(call: Call, at: datetime | None, *, as_json: bool) -> None:
    """Judge the dossiers whose time has come."""
    with call.app() as app:
        instant = at or app.clock()
        bind(app.outside, app.plan, at=instant)
        done = scan_flow(app.outside.store, app.office, app.plan.rules, at=instant)
        with app.outside.store.reading() as work:
            unknown = work.dossiers.unknown_counts()
    if as_json:
        print_json(
            {
                "judged": done.judged,
                "found": done.found,
                "failed": done.failed,
                "unknown": unknown,
            }
        )
        return
    click.echo(say("scan_done", judged=done.judged, found=done.found, failed=done.failed))
    if unknown:
        counted = ", ".join(f"{word('rule', code)} {n}" for code, n in sorted(unknown.items()))
        click.echo(say("scan_unknown", rules=counted))


@click.command(help=help_of("notify"))
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


@click.command(help=help_of("deliver"))
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


@click.command(help=help_of("tick"))
@at_option
@click.pass_obj
@told
def tick(call: Call, at: datetime | None) -> None:
    """Do once all that is due."""
    with call.app() as app:
        instant = at or app.clock()
        done = tick_flow(app.outside, app.plan, at=instant)
        delivered = asyncio.run(app.deliver(at=instant))
    click.echo(tick_line(done, sent=delivered.sent))


def tick_line(done: Ticked, *, sent: int) -> str:
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


@click.command(help=help_of("run"))
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


@click.command(help=help_of("report"))
@click.option("--month", required=True, help=help_of("report_month"))
@click.option("--unit", default=None, help=help_of("report_unit"))
@at_option
@json_option
@click.pass_obj
@told
def report(
    call: Call, month: str, unit: str | None, at: datetime | None, *, as_json: bool
) -> None:
    """Make a month's report, or show the one that was made."""
    period = Period.month(month)
    with call.app() as app:
        directory = app.office.directory
        if unit is not None and unit not in directory.units:
            raise UnknownUnitError(unit=unit)
        units = [directory.units[unit]] if unit else reporting_units(app.office)
        made = [
            make_report(
                app.outside,
                app.office,
                app.plan.telling,
                one,
                period,
                at=at or app.clock(),
            )
            for one in units
        ]
        lines = [_report_facts(app, stored) for stored in made]
    if as_json:
        print_json(lines)
        return
    for line in lines:
        click.echo(say("report_done", **line))
    if not lines:
        click.echo(say("report_none"))


def _report_facts(app: App, stored: StoredReport) -> dict[str, object]:
    pdf, xlsx, figures = app.report_paths(stored)
    return {
        "unit": app.office.directory.units[stored.unit].name,
        "pdf": pdf,
        "xlsx": xlsx,
        "json": figures,
        "code": stored.sha256[:12],
    }

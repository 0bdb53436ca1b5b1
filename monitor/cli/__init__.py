"""The command line: parse, call one flow, print."""

from pathlib import Path

import click

from monitor import __version__
from monitor.cli import (
    auditing,
    bounced,
    calendars,
    checking,
    copying,
    due,
    figures,
    findings,
    handing,
    importing,
    keeping,
    laying,
    letters,
    outgoing,
    overview,
    reading,
    reconciling,
    replaying,
    reporting,
    serving,
    setup,
    so_viec,
    suggesting,
    terms,
    units,
    working,
)
from monitor.cli.options import Place
from monitor.cli.running import Call
from monitor.cli.usage import Program
from monitor.cli.words import help_of


@click.group(
    cls=Program,
    help=help_of("main"),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--settings",
    type=Place(),
    default=Path("settings.toml"),
    envvar="DUNGHAN_SETTINGS",
    help=help_of("settings"),
)
@click.version_option(__version__, message="%(prog)s %(version)s", help=help_of("version"))
@click.pass_context
def main(context: click.Context, settings: Path) -> None:
    """Open no file yet: a command that needs none must run without."""
    context.obj = Call(settings=settings)


calendars.calendar.add_command(suggesting.suggest)
outgoing.outbox.add_command(bounced.mailboxes)
outgoing.outbox.add_command(bounced.trust)
COMMANDS: tuple[click.Command, ...] = (
    setup.demo,
    laying.init,
    checking.check,
    calendars.calendar,
    importing.ingest,
    working.scan,
    working.notify,
    letters.letters,
    so_viec.so_viec,
    handing.handoff,
    reporting.report,
    working.deliver,
    working.run,
    serving.worker,
    working.tick,
    reading.explain,
    due.due,
    terms.terms,
    auditing.audit,
    replaying.replay,
    reading.rules,
    findings.findings,
    figures.figures,
    outgoing.outbox,
    reconciling.reconcile,
    units.units,
    keeping.backup,
    keeping.restore,
    copying.copy,
    keeping.export_dossier,
    overview.status,
)
for command in COMMANDS:
    main.add_command(command)

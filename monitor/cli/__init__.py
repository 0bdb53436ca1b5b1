"""The command line: parse, call one flow, print."""

from pathlib import Path

import click

from monitor import __version__
from monitor.cli import letters, reading, setup, working
from monitor.cli.running import Call
from monitor.cli.words import help_of


@click.group(help=help_of("main"), context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--settings",
    type=click.Path(path_type=Path),
    default=Path("settings.toml"),
    envvar="DUNGHAN_SETTINGS",
    help=help_of("settings"),
)
@click.version_option(__version__)
@click.pass_context
def main(context: click.Context, settings: Path) -> None:
    """Open no file yet: a command that needs none must run without."""
    context.obj = Call(settings=settings)


COMMANDS: tuple[click.Command, ...] = (
    setup.demo,
    setup.init,
    setup.check,
    reading.calendar,
    working.ingest,
    working.scan,
    working.notify,
    letters.letters,
    working.report,
    working.deliver,
    working.run,
    working.tick,
    reading.explain,
    reading.rules,
    reading.findings,
    reading.outbox,
    reading.status,
)
for command in COMMANDS:
    main.add_command(command)

"""`dunghan audit`: what citizens were promised against the lawful count."""

import sys
from pathlib import Path

import click

from monitor.bootstrap import App
from monitor.cli.audit_facts import audit_facts
from monitor.cli.audited import audit_lines
from monitor.cli.options import Count, Place, Text, json_option
from monitor.cli.running import Call, end, print_json, told
from monitor.cli.usage import Command
from monitor.cli.words import help_of, say
from monitor.domain.audit.summary import Audit
from monitor.flows.audit import audit as audit_flow

SHOWN = 20


@click.command(cls=Command, help=help_of("audit"))
@click.option("--unit", type=Text(), default=None, help=help_of("audit_unit"))
@click.option("--xlsx", type=Place(), default=None, help=help_of("audit_xlsx"))
@click.option("--limit", type=Count(), default=SHOWN, help=help_of("audit_limit"))
@json_option
@click.pass_obj
@told
def audit(
    call: Call, *, unit: str | None, xlsx: Path | None, limit: int, as_json: bool
) -> None:
    """Hold every dossier against the lawful count."""
    with call.app() as app:
        found = _audit(app, unit)
        at = app.clock()
        name = app.office.directory.units[unit].name if unit else ""
        if xlsx is not None:
            xlsx.write_bytes(app.audit_workbook(found, unit_name=name, at=at))
    if as_json:
        print_json(audit_facts(found, unit=unit, at=at))
    else:
        for line in audit_lines(found, unit_name=name, limit=limit):
            click.echo(line)
        if xlsx is not None:
            click.echo(say("audit_written", file=xlsx))
    end(problems=len(found.differences) + len(found.misjudged) + len(found.contradicted))


def _audit(app: App, unit: str | None) -> Audit:
    """Audit; on a terminal a bar shows how far it is."""
    label, is_hidden = say("audit_bar"), not sys.stderr.isatty()
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=is_hidden) as bar:

        def watch(done: int, total: int) -> None:
            bar.length = total
            bar.update(done)

        return audit_flow(app.outside.store, app.office, unit=unit, watch=watch)

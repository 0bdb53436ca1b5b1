"""`dunghan copy`: the database moved whole, from a file to a server or back."""

import sys
from contextlib import ExitStack

import click

from monitor.bootstrap import App, var_of
from monitor.cli.options import Text, json_option
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Command
from monitor.cli.words import help_of, say
from monitor.clock import now
from monitor.daemon import LOCK, TICK_LOCK, alone
from monitor.domain.errors import CopyError
from monitor.flows.crew import workers


@click.command(cls=Command, help=help_of("copy"))
@click.option("--to", type=Text(), required=True, help=help_of("copy_to"))
@click.option("--while-running", is_flag=True, help=help_of("copy_while_running"))
@json_option
@click.pass_obj
@told
def copy(call: Call, to: str, *, while_running: bool, as_json: bool) -> None:
    """Copy the database whole into an empty one, and hold both against each other."""
    call.look()
    with ExitStack() as open_:
        if not while_running:
            _hold_off(call, open_)
        app = open_.enter_context(call.app())
        if not while_running:
            _look_for_workers(app)
        place, rows, sums = _copy(app, to)
    if as_json:
        tables = {name: {"rows": rows[name], "sha256": sums[name]} for name in rows}
        print_json({"place": place, "rows": sum(rows.values()), "tables": tables})
        return
    for name, count in rows.items():
        click.echo(say("copy_table", table=name, rows=count))
    click.echo(say("copy_done", place=place, rows=sum(rows.values()), tables=len(rows)))
    click.echo(say("copy_next", place=place))


def _hold_off(call: Call, open_: ExitStack) -> None:
    """Keep a daemon and ticks of this machine from starting meanwhile.

    Raises:
        CopyError: one runs.
    """
    for name in (LOCK, TICK_LOCK):
        other = open_.enter_context(alone(var_of(call.settings), at=now(), name=name))
        if other is not None:
            raise CopyError(place="--to", reason="running", pid=other.pid)


def _look_for_workers(app: App) -> None:
    """See that no process of a cluster works, on whatever machine.

    Raises:
        CopyError: one does.
    """
    with app.outside.store.reading() as work:
        alive = workers(work, at=app.clock())
    if alive:
        names = ", ".join(one.name for one in alive)
        raise CopyError(place="--to", reason="workers", names=names)


def _copy(app: App, to: str) -> tuple[str, dict[str, int], dict[str, str]]:
    """Copy; on a terminal a bar shows how far it is. Return the place, rows and checksums."""
    label, is_hidden = say("copy_bar"), not sys.stderr.isatty()
    with click.progressbar(length=0, label=label, file=sys.stderr, hidden=is_hidden) as bar:

        def started(steps: int) -> None:
            bar.length = steps

        def step(_table: str, rows: int) -> None:
            bar.update(rows)

        place, copied = app.copy(to, started=started, step=step)
    return place, copied.rows, copied.sums

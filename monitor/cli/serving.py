"""`dunghan worker`: one process of a cluster, which serves the queues it is told."""

import asyncio
import re
from typing import Any

import click

from monitor.cli.running import Call, told
from monitor.cli.usage import Command
from monitor.cli.words import help_of, say, wrong
from monitor.daemon import run_daemon
from monitor.domain.errors import NoClusterError
from monitor.ports.dispatcher import Queue

MOST = 16  # jobs of one queue in one process
SERVED = re.compile(r"([a-z]+)(?:=([0-9]{1,2}))?")


class Queues(click.ParamType[dict[Queue, int | None]]):
    """Queues, each perhaps with how many jobs at once: pdf=2,mail."""

    name = "hàng"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dict[Queue, int | None]:
        """Read them; the same one twice is an error."""
        queues: dict[Queue, int | None] = {}
        for one in str(value).split(","):
            found = SERVED.fullmatch(one.strip())
            count = int(found[2]) if found and found[2] else None
            if found is None or found[1] not in set(Queue) or found[1] in queues:
                self.fail(wrong("queues", known=", ".join(Queue)), param, ctx)
            if count is not None and not 1 <= count <= MOST:
                self.fail(wrong("queue_count", most=MOST), param, ctx)
            queues[Queue(found[1])] = count
        return queues


@click.command(cls=Command, help=help_of("worker"))
@click.option("--queues", type=Queues(), default=None, help=help_of("worker_queues"))
@click.pass_obj
@told
def worker(call: Call, queues: dict[Queue, int | None] | None) -> None:
    """Work on some queues until told to stop; on all of them where none is named."""
    with call.app() as app:
        if not app.is_cluster:
            raise NoClusterError(file=app.file.name)
        usual = app.all_queues
        asked = queues or dict.fromkeys(usual)
        serves = {queue: count or usual[queue] for queue, count in asked.items()}
        shown = ", ".join(f"{queue}={count}" for queue, count in serves.items())
        click.echo(say("worker_started", queues=shown))
        asyncio.run(run_daemon(app, serves))
        click.echo(say("run_stopped"))

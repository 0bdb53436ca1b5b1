"""What `--dry-run` prints: the keys that the real run would make, and nothing done."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import click

from monitor.catalogues.told import word
from monitor.cli.finding_lines import finding_words
from monitor.cli.running import print_json
from monitor.cli.words import help_of, say
from monitor.domain.finding import Finding
from monitor.domain.message import OutboxEntry
from monitor.flows.look import Looked
from monitor.flows.notify import Notified
from monitor.ports.store import Standing

dry_run_option = click.option("--dry-run", is_flag=True, help=help_of("dry_run"))


def tell_scan(looked: Looked, made: Iterable[Standing], *, as_json: bool) -> None:
    """Tell what a scan would find."""
    found = [one.finding for one in made]
    if as_json:
        print_json(_looked(looked, found))
        return
    judged = looked.scanned.judged
    click.echo(say("dry_scan", judged=judged, found=len(found), failed=looked.failed))
    for one in found:
        click.echo(_finding_line(one))


def tell_notify(
    looked: Looked,
    notified: Notified,
    made: tuple[Iterable[Standing], Iterable[OutboxEntry]],
    *,
    at: datetime,
    as_json: bool,
) -> None:
    """Tell what a scan would find, and which mails would be made of what stands then."""
    found, mails = [one.finding for one in made[0]], list(made[1])
    if as_json:
        messages = [{"key": one.key, "kind": one.kind, "state": one.state} for one in mails]
        print_json({**_looked(looked, found), "slots": notified.slots, "messages": messages})
        return
    click.echo(
        say(
            "dry_notify",
            at=at,
            judged=looked.scanned.judged,
            found=len(found),
            mails=notified.mails,
            held=notified.held,
        )
    )
    for one in mails:
        state = word("message_state", one.state.value)
        click.echo(
            say("dry_mail", message=one.key, kind=word("message_kind", one.kind), state=state)
        )


def _looked(looked: Looked, found: Iterable[Finding]) -> dict[str, Any]:
    return {
        "dry_run": True,
        "judged": looked.scanned.judged,
        "failed": looked.failed,
        "findings": [
            {
                "dossier": one.dossier or None,
                "unit": one.unit or None,
                "rule": one.rule,
                "stage": one.stage,
                "deadline": one.deadline,
            }
            for one in found
        ],
    }


def _finding_line(one: Finding) -> str:
    return say(
        "dry_finding",
        subject=one.dossier or one.unit,
        what=finding_words(one),
        deadline=one.deadline or "-",
    )

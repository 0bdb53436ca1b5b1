"""`dunghan handoff`: texts for work groups and phones, a list to call by, and what was told."""

from dataclasses import asdict
from datetime import datetime

import click

from monitor.catalogues.told import word
from monitor.cli.below import units_below
from monitor.cli.options import Text, at_option, json_option, unit_option
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Group, WrongUseError
from monitor.cli.words import help_of, say, wrong
from monitor.domain.handed import Handed, HandWay, Subject
from monitor.flows.handoff import ByHand, by_hand, lay_out, tell
from monitor.notices.handoff import RESULT

TOLD_LAST = 50


@click.group(cls=Group, help=help_of("handoff"))
def handoff() -> None:
    """Hold the commands about what is told by hand."""


@handoff.command("show", help=help_of("handoff_show"))
@unit_option
@at_option
@json_option
@click.pass_obj
@told
def show(call: Call, unit: str | None, at: datetime | None, *, as_json: bool) -> None:
    """Show what is to be passed on now."""
    with call.app() as app:
        instant = at or app.clock()
        units = units_below(app, unit)
        found = by_hand(app.outside, app.office, app.plan.telling, units=units, at=instant)
    if as_json:
        print_json(_facts(found))
        return
    for _, text in found.groups:
        click.echo(say("handoff_group", text=text, length=len(text)))
    for one in found.texts:
        click.echo(
            say(
                "handoff_text",
                mobile=one.facts.mobile,
                segments=one.segments,
                text=one.text,
            )
        )
    for facts in found.calls:
        phone = facts.applicant.phone or say("handoff_no_phone")
        subject = word("subject", facts.subject)
        click.echo(say("handoff_call", dossier=facts.dossier, phone=phone, subject=subject))
    if found == ByHand():
        click.echo(say("none"))


def _facts(found: ByHand) -> dict[str, object]:
    return {
        "groups": [{"unit": one.unit_code, "text": text} for one, text in found.groups],
        "texts": [
            {
                "dossier": one.facts.dossier,
                "mobile": one.facts.mobile,
                "text": one.text,
                "segments": one.segments,
            }
            for one in found.texts
        ],
        "calls": [
            {
                "dossier": one.dossier,
                "phone": one.applicant.phone,
                "subject": one.subject.value,
                "new_due_on": one.new_due_on,
            }
            for one in found.calls
        ],
    }


@handoff.command("write", help=help_of("handoff_write"))
@at_option
@click.pass_obj
@told
def write(call: Call, at: datetime | None) -> None:
    """Lay texts and list into their folder."""
    with call.app() as app:
        instant = at or app.clock()
        found = lay_out(app.outside, app.office, app.plan.telling, at=instant)
        folder = app.handoff_folder
    click.echo(
        say(
            "handoff_written",
            groups=len(found.groups),
            texts=len(found.texts),
            calls=len(found.calls),
            folder=folder,
        )
    )


@handoff.command("told", help=help_of("handoff_told"))
@click.argument("code", metavar=wrong("code_name"), type=Text(), required=False, default="")
@click.option("--unit", type=Text(), default="", help=help_of("handoff_unit"))
@click.option(
    "--way",
    type=click.Choice([HandWay.SMS.value, HandWay.CALL.value]),
    help=help_of("handoff_way"),
)
@click.option("--by", type=Text(), required=True, help=help_of("letters_by"))
@click.option("--note", type=Text(), default="", help=help_of("handoff_note"))
@at_option
@click.pass_obj
@told
def told_command(  # noqa: PLR0913 - one parameter an option
    call: Call,
    code: str,
    *,
    unit: str,
    way: str | None,
    by: str,
    note: str,
    at: datetime | None,
) -> None:
    """Keep that a citizen, or a work group, was told."""
    if bool(code) == bool(unit) or bool(code) != bool(way):
        raise WrongUseError(wrong("handoff_told"))
    with call.app() as app:
        handed = Handed(
            dossier=code,
            unit=unit,
            way=HandWay(way) if way else HandWay.GROUP,
            by=by,
            at=at or app.clock(),
            note=note,
        )
        handed = tell(app.outside, app.office, handed)
    click.echo(_line(handed))


@handoff.command("list", help=help_of("handoff_list"))
@unit_option
@json_option
@click.pass_obj
@told
def list_handed(call: Call, unit: str | None, *, as_json: bool) -> None:
    """List what was told last."""
    with call.app() as app:
        units = units_below(app, unit)
        with app.outside.store.reading() as work:
            found = work.handed.newest(TOLD_LAST, units=units)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        click.echo(_line(one))
    if not found:
        click.echo(say("none"))


def _subject(one: Handed) -> str:
    if not one.about:
        return ""
    subject = Subject.RESULT if one.about == RESULT else Subject.LETTER
    return say("handoff_subject", subject=word("subject", subject))


def _line(one: Handed) -> str:
    note = say("handoff_noted", note=one.note) if one.note else ""
    return say(
        "handoff_line",
        at=one.at,
        whom=one.dossier or one.unit,
        way=word("by_hand", one.way),
        subject=_subject(one),
        by=one.by,
        note=note,
    )

"""`dunghan check`: look whether all is well before the work begins.

Each thing is looked at by itself: what is broken is told, and the others are looked at all
the same.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from functools import partial

import click

from monitor.bootstrap import App, directory_of, disk_rooms, inspect_store
from monitor.catalogues.told import sentence, word
from monitor.cli.check_aside import aside_looks
from monitor.cli.check_directory import calendar_looks, directory_looks
from monitor.cli.check_laid import laid_looks
from monitor.cli.check_look import Look, Verdict, guarded, warned, wrong_with
from monitor.cli.check_machine import (
    FAMILY,
    clock_looks,
    folder_looks,
    font_looks,
    listen_looks,
    room_looks,
)
from monitor.cli.check_ways import certificate_looks, mail_looks
from monitor.cli.options import at_option, json_option
from monitor.cli.running import FOUND_A_PROBLEM, Call, print_json, told
from monitor.cli.usage import Command
from monitor.cli.words import help_of, say
from monitor.clock import now
from monitor.domain.errors import DungHanError
from monitor.settings import Settings, load, load_calendars


@click.command(cls=Command, help=help_of("check"))
@at_option
@json_option
@click.pass_obj
@told
def check(call: Call, at: datetime | None, *, as_json: bool) -> None:
    """Look whether all is well."""
    looks = list(_looks(call, at=at))
    if as_json:
        print_json([asdict(one) for one in looks])
    else:
        for one in looks:
            click.echo(say(f"check_{one.verdict}", what=one.what, remedy=one.remedy))
    if any(one.verdict is Verdict.PROBLEM for one in looks):
        raise SystemExit(FOUND_A_PROBLEM)


def _looks(call: Call, *, at: datetime | None) -> Iterator[Look]:
    """Yield all that is seen; `at` stands in for the clock, which is then not looked at."""
    call.look()
    try:
        settings = load(call.settings, os.environ)
    except DungHanError as error:
        yield wrong_with(say("check_settings"), sentence(error))
        yield from guarded(say("check_fonts", family=FAMILY), font_looks)
        return
    yield Look(what=say("check_settings"))
    read = list(_read(settings))
    database = list(
        guarded(say("check_database"), partial(_database, settings, at=at or now()))
    )
    if any(one.verdict is Verdict.PROBLEM for one in (*read, *database)):
        yield from (*read, *database)
    else:
        office = partial(_office, call, database, at=at)
        yield from guarded(say("check_office"), office)
    yield from _others(settings, at=at or now())
    yield from guarded(say("check_laid"), partial(laid_looks, call.settings))


def _read(settings: Settings) -> Iterator[Look]:
    """Yield what is wrong with the files that the office is made of."""

    def directory() -> tuple[Look, ...]:
        directory_of(settings.paths)
        return ()

    def calendars() -> tuple[Look, ...]:
        load_calendars(settings.paths.calendar)
        return ()

    yield from guarded(say("check_directory_files"), directory)
    yield from guarded(say("check_calendar_file"), calendars)


def _database(settings: Settings, *, at: datetime) -> Iterator[Look]:
    seen, what = inspect_store(settings, at=at), say("check_database")
    if seen.server:
        what = say("check_database_served", place=seen.place, version=seen.server)
    if seen.network:
        yield wrong_with(what, say("check_database_network", kind=seen.network))
    else:
        yield Look(what=what)


def _office(call: Call, database: Iterable[Look], *, at: datetime | None) -> Iterator[Look]:
    """Look at an office that can be opened."""
    with call.app() as app:
        yield from directory_looks(app.office)
        for _, calendar in sorted(app.office.calendars.items()):
            yield from calendar_looks(calendar, at=at or app.clock())
        yield from database
        if at is None:
            with app.outside.store.reading() as work:
                newest = work.imports.newest_of_systems().values()
            last = max((one.exported_at for one in newest), default=None)
            yield from clock_looks(app.clock(), newest=last)
        yield from _mergers(app)
        yield from _decisions(app)
        if app.dump_command:
            yield warned("check_backup_served", command=app.dump_command)
        paper = _paper(app)
        yield paper
        if paper.verdict is Verdict.OK:  # what is signed is a sample
            yield _signatures(app)


def _others(settings: Settings, *, at: datetime) -> Iterator[Look]:
    """Look at what needs no open office."""
    mail, watch = settings.mail, settings.watch
    yield from folder_looks(settings)
    yield from room_looks(disk_rooms(settings))
    yield from guarded(say("check_set_aside"), partial(aside_looks, settings, at=at))
    yield from guarded(say("check_fonts", family=FAMILY), font_looks)
    yield from guarded(
        say("check_mail", host=mail.host, port=mail.port), partial(mail_looks, settings, at=at)
    )
    yield from guarded(say("check_signatures"), partial(certificate_looks, settings, at=at))
    yield from guarded(
        say("check_listen", address=watch.listen), partial(listen_looks, settings)
    )


def _mergers(app: App) -> Iterator[Look]:
    """Warn of what mergers of units have left open."""
    with app.outside.store.reading() as work:
        left = {"split": work.mergers.open_count(), "merging": len(work.mergers.pending())}
    for name, count in left.items():
        if count:
            remedy = say(f"check_{name}_remedy", count=count)
            yield Look(what=say("check_mergers"), verdict=Verdict.WARNING, remedy=remedy)


def _decisions(app: App) -> Iterator[Look]:
    """Cite what allows the office to number, and to issue without an approval."""
    letters = app.office.letters
    if letters.gives_numbers:
        yield Look(what=say("check_numbering", decision=letters.numbering_decision))
    if letters.skips_approval:
        yield Look(what=say("check_issuing", decision=letters.issuing_decision))


def _paper(app: App) -> Look:
    what = say("check_templates")
    try:
        app.set_sample_papers()
    except DungHanError as error:
        reason = word("render", str(error.facts.get("reason", error.code)))
        return wrong_with(what, say("check_templates_remedy", reason=reason))
    return Look(what=what)


def _signatures(app: App) -> Look:
    what = say("check_signatures")
    try:
        app.sign_sample()
    except DungHanError as error:
        return wrong_with(what, sentence(error))
    return Look(what=what)

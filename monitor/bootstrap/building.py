"""Reads the settings and joins everything they name."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic

from monitor.bootstrap.app import App
from monitor.bootstrap.dispatching import cluster_waker, is_cluster
from monitor.bootstrap.keeping import keeper_of, open_office
from monitor.bootstrap.looking import disk_rooms
from monitor.bootstrap.planning import plan_of
from monitor.clock import now
from monitor.domain.directory import Directory
from monitor.domain.office import Office
from monitor.domain.period import MonthScheme
from monitor.flows.freezing import SHELF
from monitor.ports.outside import Outside
from monitor.render.children import Children
from monitor.render.handoff import HandoffRenderer
from monitor.render.letters import LetterRenderer
from monitor.render.mail import MailRenderer
from monitor.render.pdf import PdfRenderer
from monitor.render.report import ReportRenderer
from monitor.render.signing import PdfExaminer, Pkcs12Signer
from monitor.render.so_viec import WorkbookRenderer
from monitor.render.words import Words
from monitor.settings import (
    Settings,
    check_calendars,
    check_exceptions,
    default_calendar,
    load,
    load_calendars,
    load_causes,
    to_exceptions,
    to_letters,
    to_policy,
)
from monitor.settings.tables import Paths
from monitor.sources.directory import read_directory
from monitor.store.engine import SQLITE
from monitor.store.server_clock import ServerClock
from monitor.store.shelf import FolderShelf
from monitor.store.work import SqlStore

KEYS = "monitor.render.sign_jobs:open_jobs"  # never sees a file that was handed in
FILES = "monitor.render.examine_jobs:open_jobs"  # never sees a key


def build(
    path: Path,
    *,
    environ: Mapping[str, str] = os.environ,
    clock: Callable[[], datetime] | None = None,
    upgrades: bool = False,
) -> App:
    """Read the settings at `path` and join everything they name.

    Where no `clock` is given it is the machine's, or that of the database's server.

    A new database is set up; an older one is brought to this program's schema only
    where `upgrades` says so.

    Raises:
        SettingsError: settings or calendar hold what cannot be.
        DirectoryError: units, officials or procedures do.
        SchemaError: the database is older or newer than this program.
        MissingExtraError: there is to be a cluster, and what it needs is not installed.
    """
    settings = load(path, environ)
    paths = settings.paths
    calendars = load_calendars(paths.calendar)
    directory = read_directory(paths.units, paths.officials, paths.procedures)
    office = Office(
        directory=directory,
        calendars=calendars,
        policy=to_policy(settings, default_calendar(settings, calendars)),
        causes=load_causes(),
        exceptions=to_exceptions(settings),
        letters=to_letters(settings),
        months=MonthScheme(settings.report.month_begins),
    )
    check_calendars(office, paths.units)
    check_exceptions(office, path)
    store, saved = open_office(settings, upgrades=upgrades, at=(clock or now)())
    told_by = clock or _clock_of(store)
    if is_cluster(settings):
        store.waker = cluster_waker(store.engine)
    words = Words(paths.templates)
    drop = _as_given(settings.workbook.drop, path.resolve().parent)
    pdf = PdfRenderer(paths.templates / "assets", workers=settings.letters.workers)
    keys, files = Children(KEYS, workers=1), Children(FILES, workers=1)
    outside = Outside(
        store=store,
        mails=MailRenderer(
            words,
            sender=(settings.mail.sender_name, settings.mail.sender),
            address=settings.notify.form_of_address,
        ),
        letters=LetterRenderer(words, pdf),
        examiner=PdfExaminer(settings.letters.trust_roots, files),
        signer=_signer(settings, keys),
        reports=ReportRenderer(words, pdf),
        shelf=FolderShelf(paths.var),
        workbooks=WorkbookRenderer(office.causes.values(), office.directory, drop=drop),
        workbook_shelf=FolderShelf(settings.workbook.folder, is_shared=True),
        texts=HandoffRenderer(words, pdf),
        rooms=disk_rooms(settings),
        keeper=keeper_of(settings, path, store),
    )
    return App(
        settings=settings,
        office=office,
        outside=outside,
        plan=plan_of(
            settings,
            office,
            told_by,
            drop=drop,
            report_folder=_as_given(paths.var / SHELF, path.resolve().parent),
        ),
        clock=told_by,
        children=(pdf, keys, files),
        store=store,
        again=partial(build, path, environ=environ, clock=clock),
        saved=saved,
        file=path,
    )


def directory_of(paths: Paths) -> Directory:
    """Read units, officials and procedures, and nothing else.

    Raises:
        DirectoryError: they hold what cannot be.
    """
    return read_directory(paths.units, paths.officials, paths.procedures)


def _clock_of(store: SqlStore) -> Callable[[], datetime]:
    """Return the clock that all who work on a database share."""
    if store.engine.dialect.name == SQLITE:
        return now
    return ServerClock(store.engine, now, monotonic)


def _signer(settings: Settings, keys: Children) -> Pkcs12Signer | None:
    """Return who signs for the office; None where it has no certificate."""
    table = settings.letters
    if table.certificate is None:
        return None
    return Pkcs12Signer(table.certificate, table.certificate_password.get_secret_value(), keys)


def _as_given(place: Path, folder: Path) -> str:
    """Return a place as the settings in `folder` name it, so that people know it again."""
    return str(place.relative_to(folder) if place.is_relative_to(folder) else place)

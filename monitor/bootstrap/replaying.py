"""A replay of past imports in a store of its own."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.bootstrap.app import App
from monitor.bootstrap.keeping import open_store
from monitor.domain.office import Office
from monitor.flows.replay import Past
from monitor.ports.sources import Inbox
from monitor.ports.store import Import, Store
from monitor.settings import (
    load,
    to_exceptions,
    to_policy,
)
from monitor.sources.inbox import FolderInbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaying:
    """What a replay stands on: a store of its own, an office that tries other settings.

    `missing` are the imports whose files are no longer there.
    """

    scratch: Store
    office: Office
    past: tuple[Past, ...]
    missing: tuple[Import, ...]


@contextmanager
def replaying(
    app: App,
    path: Path,
    *,
    tried: Mapping[str, str],
    until: datetime,
    environ: Mapping[str, str] = os.environ,
) -> Iterator[Replaying]:
    """Open an empty store for a replay of the app's imports; it is gone at the end.

    Raises:
        SettingsError: what is tried is no choice of [rules], or out of range.
    """
    settings = load(path, environ, tried=tried)
    office = replace(
        app.office,
        policy=to_policy(settings, app.office.policy.calendar),
        exceptions=to_exceptions(settings),
    )
    with app.outside.store.reading() as work:
        taken = work.imports.merged(until=until)
    kept = _kept_files(app.plan.inboxes)
    found = {one.id: kept[one.sha256] for one in taken if one.sha256 in kept}
    with TemporaryDirectory(prefix="dunghan-") as folder:
        scratch = open_store(f"sqlite:///{folder}/replay.db", upgrades=True)
        try:
            yield Replaying(
                scratch=scratch,
                office=office,
                past=tuple(
                    Past(
                        taken=one, open=partial(app.open_file, found[one.id], system=one.system)
                    )
                    for one in taken
                    if one.id in found
                ),
                missing=tuple(one for one in taken if one.id not in found),
            )
        finally:
            scratch.engine.dispose()


def _kept_files(inboxes: Iterable[Inbox]) -> dict[str, Path]:
    folders = (one for one in inboxes if isinstance(one, FolderInbox))
    return {digest: path for one in folders for digest, path in one.kept().items()}

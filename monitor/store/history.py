"""What dossiers were promised, when they waited and what changed, for many at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, select, type_coerce

from monitor.domain.change import Change, Shown
from monitor.domain.dossier import Pause, PauseKind, Promise, PromiseKind
from monitor.domain.step import StepSaid, join_said
from monitor.store.among import among
from monitor.store.rows import to_step_said
from monitor.store.tables import changes, imports, pauses, promises, steps
from monitor.store.types import Word, on_clock

PROMISES = (
    select(
        promises.c.dossier_id,
        on_clock(promises.c.promised_at),
        on_clock(promises.c.made_at),
        type_coerce(promises.c.kind, Word(PromiseKind)),
        on_clock(promises.c.moved_after),
    )
    .where(among(promises.c.dossier_id, "ids"))
    .order_by(promises.c.made_at, promises.c.id)
)
PAUSES = (
    select(
        pauses.c.dossier_id,
        on_clock(pauses.c.paused_at),
        on_clock(pauses.c.resumed_at),
        type_coerce(pauses.c.kind, Word(PauseKind)),
        pauses.c.by_status,
        on_clock(pauses.c.over_at),
    )
    .where(among(pauses.c.dossier_id, "ids"))
    .order_by(pauses.c.paused_at)
)
STEPS = select(steps).where(among(steps.c.dossier_id, "ids"))
CHANGES = select(changes).where(among(changes.c.dossier_id, "ids")).order_by(changes.c.id)


def promises_of(connection: Connection, ids: Sequence[int]) -> dict[int, list[Promise]]:
    """Return the promises of dossiers by their id, oldest first."""
    rows = connection.execute(PROMISES, {"ids": ids}).all()
    found: defaultdict[int, list[Promise]] = defaultdict(list)
    for dossier_id, promised_at, made_at, kind, moved_after in rows:
        found[dossier_id].append(
            Promise(
                promised_at=promised_at, made_at=made_at, kind=kind, moved_after=moved_after
            )
        )
    return found


def pauses_of(connection: Connection, ids: Sequence[int]) -> dict[int, list[Pause]]:
    """Return the pauses of dossiers by their id, oldest first, as exports state them."""
    rows = connection.execute(PAUSES, {"ids": ids}).all()
    found: defaultdict[int, list[Pause]] = defaultdict(list)
    for dossier_id, paused_at, resumed_at, kind, by_status, over_at in rows:
        found[dossier_id].append(
            Pause(
                paused_at=paused_at,
                resumed_at=resumed_at,
                kind=kind,
                by_status=bool(by_status),
                over_at=over_at,
            )
        )
    return found


def said_of(connection: Connection, ids: Sequence[int]) -> defaultdict[int, list[StepSaid]]:
    """Return what messages of progress say of dossiers by their id, oldest first."""
    found: defaultdict[int, list[StepSaid]] = defaultdict(list)
    for row in connection.execute(STEPS, {"ids": ids}).mappings():
        found[row["dossier_id"]].append(to_step_said(row))
    return defaultdict(list, {id_: list(join_said((), said)) for id_, said in found.items()})


def changes_of(connection: Connection, ids: Sequence[int]) -> defaultdict[int, list[Change]]:
    """Return what imports altered of dossiers by their id, oldest first."""
    rows = list(connection.execute(CHANGES, {"ids": ids}).mappings())
    shown = _shown(connection, rows)
    found: defaultdict[int, list[Change]] = defaultdict(list)
    for row in rows:
        before, told = shown.get(row["import_before_id"]), found[row["dossier_id"]]
        one = Change(
            field=row["field"],
            before=row["before"],
            after=row["after"],
            shown_by=_as_of(shown[row["import_id"]], row["seen_at"], row["source"]),
            shown_before=_as_of(before, row["seen_before_at"], row["source_before"])
            if before
            else None,
        )
        told.append(_shown_since(one, told))
    return found


def _shown_since(change: Change, earlier: Sequence[Change]) -> Change:
    """Return a change whose value before was shown by the import that altered it last.

    Its own source may have shown the dossier before another altered it.
    """
    before = change.shown_before
    told = (one.shown_by for one in reversed(earlier) if one.field == change.field)
    last = next((one for one in told if one.import_id != change.shown_by.import_id), None)
    if before is None or last is None or last.exported_at <= before.exported_at:
        return change
    return replace(change, shown_before=last)


def _as_of(shown: Shown, seen_at: datetime | None, source: str | None) -> Shown:
    """Return an export with the instant as of which it speaks of one dossier, and whence."""
    return replace(
        shown, exported_at=seen_at or shown.exported_at, source=source or shown.source
    )


def _shown(connection: Connection, rows: Sequence[RowMapping]) -> dict[int | None, Shown]:
    ids = {row[name] for row in rows for name in ("import_id", "import_before_id")}
    if not ids:
        return {}
    query = select(
        imports.c.id, imports.c.source, imports.c.exported_at, imports.c.imported_at
    ).where(imports.c.id.in_(ids))
    return {
        id_: Shown(
            import_id=id_, source=source, exported_at=exported_at, imported_at=imported_at
        )
        for id_, source, exported_at, imported_at in connection.execute(query)
    }

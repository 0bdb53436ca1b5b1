"""Stores in which units were merged."""

from collections.abc import Iterable

from monitor.domain.directory import Directory, Level, Unit
from monitor.domain.merger import MergerList, MergerRow
from monitor.flows.mergers import Outlook, apply
from monitor.store.work import SqlStore
from tests.builders import vn

AT = vn("2026-11-12 08:00")


def a_list(*pairs: str, file: str = "mergers.csv") -> MergerList:
    """Return a list of rows such as "A>X": what was A is X."""
    rows = [
        MergerRow(old=old, new=new) for old, _, new in (one.partition(">") for one in pairs)
    ]
    return MergerList(file=file, sha256=f"{file} {pairs}", rows=rows)


def communes(codes: Iterable[str]) -> Directory:
    units = {code: Unit(code=code, name=code, level=Level.COMMUNE) for code in codes}
    return Directory(units=units)


def merge_units(store: SqlStore, *pairs: str) -> Outlook:
    """Apply such a list in an office whose directory has all new units."""
    told = a_list(*pairs)
    return apply(store, communes(one.new for one in told.rows), told, at=AT)


def units_of(store: SqlStore) -> dict[str, int]:
    with store.reading() as work:
        return dict(work.mergers.counts())

"""Read an answered workbook back: the right rows are taken, the wrong ones go back marked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from monitor.catalogues.workbooks import workbook_word
from monitor.domain.errors import WorkbookError
from monitor.domain.instants import vietnam_day
from monitor.domain.office import Office
from monitor.domain.workbook import Part, Workbook, slug
from monitor.flows.reachable import reachable
from monitor.flows.workbook_answers import State
from monitor.flows.workbook_rows import MOST_QUOTED, Row, RowReader
from monitor.flows.writing import queue, write
from monitor.notices.recipients import Routing
from monitor.notices.slots import Telling
from monitor.notices.workbook_mail import file_name, reader_of, returned_mail, where_of
from monitor.ports.outside import Outside
from monitor.ports.workbooks import FilledWorkbook, NotRead, Remark, Returned, Stray


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """What one file brought; `unread` tells of sheets that could not be read.

    `lost` counts those of them in which no row was found that says something.
    """

    workbook: Workbook
    rows: tuple[Row, ...]
    unread: tuple[str, ...] = ()
    lost: int = 0

    def count(self, state: State) -> int:
        """Return how many rows came to a state; a lost sheet counts as a wrong row."""
        more = self.lost if state is State.WRONG else 0
        return sum(row.state is state for row in self.rows) + more


def read_back(  # noqa: PLR0913 - whose file, and for whom
    outside: Outside,
    office: Office,
    telling: Telling,
    filled: FilledWorkbook,
    *,
    at: datetime,
    unit: str = "",
) -> ReadBack:
    """Take the right rows of a workbook; lay down and mail a marked copy of what is not.

    Args:
        outside: The store, and those who write and lay down.
        office: What binds the office.
        telling: Who is told.
        filled: The file as it stands.
        at: When it is read; a saving dated later counts as of now.
        unit: Whose folder it came from; empty where the folder is everybody's.

    Raises:
        WorkbookError: we made no such workbook, or it is another unit's.
    """
    with outside.store.reading() as work:
        workbook = work.workbooks.get(filled.id)
    if workbook is None:
        raise WorkbookError(file=filled.file, reason=NotRead.UNKNOWN)
    if filled.unit != workbook.unit or unit not in {"", workbook.unit}:
        raise WorkbookError(
            file=filled.file, reason=NotRead.ANOTHER_UNIT, unit=workbook.unit_name
        )
    filled = replace(filled, saved_at=min(filled.saved_at, at).replace(microsecond=0))
    reader = RowReader(outside=outside, office=office, workbook=workbook, filled=filled, at=at)
    rows = tuple(row for part in Part for row in reader.page(part))
    unread = tuple(
        workbook_word("fault", "column", columns=", ".join(page.missing))
        for page in filled.pages.values()
        if page.missing
    )
    found = {row.part for row in rows}
    lost = sum(bool(page.missing) and part not in found for part, page in filled.pages.items())
    back = ReadBack(workbook=workbook, rows=rows, unread=unread, lost=lost)
    if back.count(State.WRONG) or back.count(State.PASSED_BY):
        _send_back(outside, office, telling, back, at=at)
    return back


def _send_back(
    outside: Outside, office: Office, telling: Telling, back: ReadBack, *, at: datetime
) -> None:
    """Lay the marked copy down and mail it to the unit; the same copy goes once."""
    workbook = back.workbook
    counts = (
        back.count(State.TAKEN) + back.count(State.ALREADY),
        back.count(State.WRONG),
        back.count(State.PASSED_BY),
    )
    content = outside.workbooks.xlsx(workbook, _returned(back, counts))
    with outside.store.reading() as work:
        directory = reachable(work, office.directory)
    routing = Routing(directory, on=vietnam_day(at), operator=telling.operator_mailbox)
    reader = reader_of(workbook.unit, directory, routing)
    digest = sha256(content).hexdigest()[:12]
    where = where_of(workbook.unit, office.directory, telling.workbook_drop)
    notice = returned_mail(workbook, content, counts, reader, where, digest=digest)
    written = write([notice], outside.mails, at=at)
    with outside.store.writing() as work:
        queue(work, written, at=at)
        name = file_name(workbook, is_returned=True)
        outside.workbook_shelf.put(slug(workbook.unit), name, content)


def _returned(back: ReadBack, counts: tuple[int, int, int]) -> Returned:
    taken, wrong, passed_by = counts
    summary = workbook_word(
        "returned", "summary", taken=taken, wrong=wrong, passed_by=passed_by
    )
    return Returned(
        summary=" ".join((summary, *back.unread)),
        remarks=_remarks(back.rows),
        strays=tuple(
            Stray(part=row.part, shown=row.shown, remark=row.remark)
            for row in back.rows
            if not row.token
        ),
    )


def _remarks(rows: Iterable[Row]) -> dict[str, Remark]:
    """Return the remark of each line; where two rows were told of, none of them stands."""
    found: dict[str, Remark] = {}
    for row in rows:
        mark, remark = row.token, row.remark
        before = found.setdefault(mark, remark)
        if before != remark:
            found[mark] = Remark(
                cells={},
                text=f"{before.text} {remark.text}",
                wrong={**before.wrong, **remark.wrong},
                written=f"{before.written} {remark.written}".strip()[:MOST_QUOTED],
            )
    found.pop("", None)
    return found

"""The workbook of a unit on its way out, and its marked copy on the way back."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from monitor.domain.directory import Directory, Role
from monitor.domain.notice import Attachment, Notice, NoticeKind, Recipient
from monitor.domain.workbook import Part, Workbook, slug
from monitor.notices.occasion import Contact
from monitor.notices.recipients import Routing, can_receive
from monitor.notices.report_mails import XLSX

LATE = "late"
# A name of ours, also where a browser has numbered the copy.
OWN_NAME = re.compile(r"so-viec-(.+)-\d{4}-\d\d-\d\d(-gui-lai)?( ?\(\d+\))?\.xlsx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where an answered workbook is saved, and whom its unit may ask."""

    folder: str
    contact: Contact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookFacts:
    """What a mail with a workbook says.

    `counts` tells the lines of each sheet, those of late dossiers apart. `back` is set
    for one that came back: rows taken, wrong and passed by. `refusal` says why a file
    was not read at all.
    """

    unit_name: str
    day: date
    counts: Mapping[str, int]
    where: Where
    back: tuple[int, int, int] | None = None
    refusal: str = ""


def where_of(unit: str, directory: Directory, folder: str) -> Where:
    """Return where a unit saves its answers, and its one-stop unit unless it is that."""
    serving = directory.contact(unit)
    if serving is None or serving.code == unit:
        return Where(folder=folder)
    return Where(folder=folder, contact=Contact(unit=serving.name, reach=serving.contact))


def made_mail(workbook: Workbook, content: bytes, reader: Recipient, where: Where) -> Notice:
    """Return the mail that brings a unit its workbook of the day."""
    parts = Counter(LATE if line.is_late else line.part.value for line in workbook.lines)
    return Notice(
        kind=NoticeKind.WORKBOOK,
        key=f"workbook/{workbook.id}/{reader.person}",
        recipient=reader,
        facts=WorkbookFacts(
            unit_name=workbook.unit_name,
            day=workbook.day,
            counts={part: parts[part] for part in (LATE, *(part.value for part in Part))},
            where=where,
        ),
        thread=f"workbook/{workbook.unit}",
        attachments=(_file(file_name(workbook), content),),
    )


def returned_mail(  # noqa: PLR0913 - what came back, and for whom
    workbook: Workbook,
    content: bytes,
    back: tuple[int, int, int],
    reader: Recipient,
    where: Where,
    *,
    digest: str,
) -> Notice:
    """Return the mail that brings a marked copy back; `digest` is of what it tells."""
    return Notice(
        kind=NoticeKind.WORKBOOK,
        key=f"workbook/{workbook.id}/{digest}/{reader.person}",
        recipient=reader,
        facts=WorkbookFacts(
            unit_name=workbook.unit_name, day=workbook.day, counts={}, where=where, back=back
        ),
        thread=f"workbook/{workbook.unit}",
        attachments=(_file(file_name(workbook, is_returned=True), content),),
    )


def refused_mail(  # noqa: PLR0913 - whose file, what is wrong with it, and for whom
    unit_name: str, refusal: str, reader: Recipient, where: Where, *, digest: str, on: date
) -> Notice:
    """Return the mail that tells a unit why a file was not read; `digest` is of the file."""
    return Notice(
        kind=NoticeKind.WORKBOOK,
        key=f"workbook/refused/{digest}/{reader.person}",
        recipient=reader,
        facts=WorkbookFacts(
            unit_name=unit_name, day=on, counts={}, where=where, refusal=refusal
        ),
    )


def reader_of(unit: str, directory: Directory, routing: Routing) -> Recipient:
    """Return who gets a unit's workbook: its mailbox, its head, or whoever is above."""
    known = directory.units.get(unit)
    if known is None or not can_receive(known.mailbox):
        for role in (Role.HEAD, Role.LEADER):
            for official in directory.in_role(unit, role):
                return routing.to_official(official).recipient
    return routing.to_unit(unit).recipient


def file_name(workbook: Workbook, *, is_returned: bool = False) -> str:
    """Return the ASCII name of a workbook's file, or of its marked copy's."""
    mark = "-gui-lai" if is_returned else ""
    return f"so-viec-{slug(workbook.unit)}-{workbook.day:%Y-%m-%d}{mark}.xlsx"


def is_own_name(file: str, units: Iterable[str]) -> bool:
    """Tell whether a file bears the name that we gave it, of one of these units."""
    found = OWN_NAME.fullmatch(file)
    return found is not None and found[1] in map(slug, units)


def _file(name: str, content: bytes) -> Attachment:
    return Attachment(name=name, media_type=XLSX, content=content)

"""The month's report on its way to the leaders of a unit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from monitor.domain.directory import Directory, Level, Role, Unit
from monitor.domain.figures import Rate
from monitor.domain.notice import Attachment, Notice, NoticeKind, Recipient
from monitor.domain.period import Period
from monitor.domain.since import Since
from monitor.notices.recipients import Routing
from monitor.notices.route import Gap, Lack

OFFICE = "application/vnd.openxmlformats-officedocument"
XLSX = f"{OFFICE}.spreadsheetml.sheet"


class FileKind(StrEnum):
    """A file of a report, as its name ends."""

    PDF = ".pdf"
    COVER = ".docx"
    XLSX = ".xlsx"
    JSON = ".json"


MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.COVER: f"{OFFICE}.wordprocessingml.document",
    FileKind.XLSX: XLSX,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """That a report stands in the place of one made at `replaced_at`; `moved` counts figures.

    `since` counts what was recorded after that one was made.
    """

    number: int
    replaced_at: datetime
    moved: int
    since: Since = field(default_factory=Since)
    has_other_settings: bool = False
    has_other_directory: bool = False
    has_other_calendar: bool = False
    has_other_program: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPaper:
    """A report as it is mailed: its files, and the one figure named in the mail.

    `exported_at` is the oldest of the newest exports behind the figures, None where
    nothing was read. `on_time` is the headline rate. `files` go with the mail; what is too
    large for it lies in `folder`, which is empty where all go.
    """

    unit: str
    unit_name: str
    period: Period
    exported_at: datetime | None
    on_time: Rate
    late: int
    files: Mapping[FileKind, bytes]
    folder: str = ""
    revision: Revision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMailFacts:
    """What a mail that carries a report says."""

    unit_name: str
    first_on: date
    last_on: date
    is_month: bool
    exported_at: datetime | None
    on_time: Rate
    late: int
    kinds: tuple[str, ...]
    folder: str
    revision: Revision | None


def report_mails(
    paper: ReportPaper, directory: Directory, routing: Routing
) -> tuple[Notice, ...]:
    """Return the mails that carry a report to the leaders of its unit, one a person.

    Where the unit names its own mail domains, nobody outside them gets one.

    Source:
        docs/law.md#personal-data
    """
    readers = {one.person: one for one in _readers(paper.unit, directory, routing)}
    return tuple(
        _mail(paper, reader)
        for reader in readers.values()
        if _may_read(reader, paper.unit, directory)
    )


def kept_out(directory: Directory, routing: Routing) -> frozenset[Lack]:
    """Return the readers whom no report reaches: their mailbox lies outside the agency.

    Source:
        docs/law.md#personal-data
    """
    return frozenset(
        Lack(gap=Gap.FOREIGN_MAILBOX, where=reader.name)
        for code, unit in directory.units.items()
        if unit.level is not Level.OUTSIDE
        for reader in _readers(code, directory, routing)
        if reader.mailbox and not _may_read(reader, code, directory)
    )


def _may_read(reader: Recipient, unit: str, directory: Directory) -> bool:
    domains = _own_domains(unit, directory)
    return not domains or reader.mailbox.rpartition("@")[2].lower() in domains


def _readers(unit: str, directory: Directory, routing: Routing) -> Iterator[Recipient]:
    leaders = directory.nearest(unit, Role.LEADER)
    yield from (routing.to_official(one).recipient for one in leaders)
    if not leaders:
        yield routing.to_unit(unit).recipient


def _own_domains(unit: str, directory: Directory) -> frozenset[str]:
    """Return the domains of the nearest unit upward that names any."""
    above: Unit | None = next((one for one in directory.upward(unit) if one.own_domains), None)
    return frozenset(domain.lower() for domain in above.own_domains) if above else frozenset()


def _mail(paper: ReportPaper, reader: Recipient) -> Notice:
    period, revision = paper.period, paper.revision
    name = f"bao-cao-{period.code.replace('..', '-')}"
    key = f"report/{paper.unit}/{period.code}/{reader.person}"
    if revision is not None:
        name, key = f"{name}-ban-{revision.number}", f"{key}/{revision.number}"
    return Notice(
        kind=NoticeKind.REPORT,
        key=key,
        recipient=reader,
        facts=ReportMailFacts(
            unit_name=paper.unit_name,
            first_on=period.first,
            last_on=period.last,
            is_month=period.is_month,
            exported_at=paper.exported_at,
            on_time=paper.on_time,
            late=paper.late,
            kinds=tuple(kind.name.lower() for kind in paper.files),
            folder=paper.folder,
            revision=revision,
        ),
        thread=f"report/{paper.unit}",
        attachments=tuple(
            Attachment(name=f"{name}{kind}", media_type=MEDIA_TYPES[kind], content=content)
            for kind, content in paper.files.items()
        ),
    )

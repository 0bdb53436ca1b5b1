"""An office that is told: exports taken in, ticks, and mails without words."""

from datetime import datetime
from hashlib import sha256

from monitor.domain.dossier import Carried, Status
from monitor.domain.errors import MailboxError, RenderError
from monitor.domain.message import Message
from monitor.domain.notice import Notice
from monitor.domain.office import Office
from monitor.domain.record import Export, Record
from monitor.flows.ingest import ingest
from monitor.flows.notify import Notified, notify
from monitor.flows.scan import scan
from monitor.notices.slots import Telling
from monitor.ports.sources import ExportFile
from monitor.ports.words import MailWriter
from monitor.rules import RULES
from monitor.sources.held import held
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.notices.office import OFFICE, TELLING

DAY = "2026-11-12"


class PlainMails:
    """Writes a mail without words; fails or dies where a test says so."""

    def __init__(
        self, *, broken: frozenset[str] = frozenset(), dies_at: int | None = None
    ) -> None:
        self.broken = broken
        self.written: list[Notice] = []
        self._dies_at = dies_at

    def message(self, notice: Notice, *, at: datetime) -> Message:
        if len(self.written) == self._dies_at:
            raise KeyboardInterrupt
        self.written.append(notice)
        if notice.recipient.person in self.broken:
            raise RenderError(document=notice.kind.value, reason="torn")
        if not notice.recipient.mailbox:
            raise MailboxError(mailbox="***")
        return Message(
            key=notice.key,
            kind=notice.kind.value,
            recipient=notice.recipient.mailbox,
            message_id=f"{notice.key}@tthc.example",
            content=notice.key.encode(),
            created_at=at,
        )

    def to(self, person: str) -> list[Notice]:
        return [one for one in self.written if one.recipient.person == person]


def a_record(  # noqa: PLR0913 - a builder names whatever a test may care about
    code: str,
    *,
    received: str = "2026-11-02 08:00",
    promised: str | None = "2026-11-09 17:00",
    unit: str = "VHXH",
    handler: str = "hoa",
    procedure: str = "mai-tang",
) -> Record:
    """Return an open dossier, late since 9 November unless told otherwise."""
    return Record(
        row=1,
        code=code,
        unit=unit,
        handler=handler,
        procedure=procedure,
        procedure_name="theo sổ",
        status=Status.IN_PROGRESS,
        received_at=vn(received),
        promised_at=vn(promised) if promised else None,
    )


def take_in(
    store: SqlStore,
    *records: Record,
    at: str,
    exported: str | None = None,
    system: str = "test",
) -> None:
    """Take an export in and judge what it brought."""
    carries = frozenset(Carried) - {Carried.PAUSES}
    file = ExportFile(
        system=system,
        name="so.xlsx",
        sha256=sha256(f"{at}{exported}{records!r}".encode()).hexdigest(),
        exported_at=vn(exported or at),
        export=Export(source="list", carries=carries, stage=held(records)),
        is_stated=True,
    )
    ingest(store, OFFICE.directory, file, max_reject_share=0.5, at=vn(at))
    scan(store, OFFICE, RULES, at=vn(at))


def tell(
    store: SqlStore,
    at: str,
    mails: MailWriter | None = None,
    *,
    office: Office = OFFICE,
    telling: Telling = TELLING,
) -> Notified:
    """Judge and tell, as a tick does."""
    scan(store, office, RULES, at=vn(at))
    return notify(store, office, mails or PlainMails(), telling=telling, at=vn(at))


def keys(store: SqlStore) -> list[str]:
    with store.reading() as work:
        return sorted(entry.key for entry in work.outbox.list(limit=10_000))


def settled(store: SqlStore, at: str = "2026-11-11 16:00") -> None:
    """Put the baseline behind: an empty system that has been told of."""
    take_in(store, a_record("old", promised="2026-12-30 17:00"), at=at)
    tell(store, at)

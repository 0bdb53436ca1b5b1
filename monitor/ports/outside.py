"""All of the outside that a flow may need, handed over as one value."""

from dataclasses import dataclass

from monitor.ports.crew import Crew
from monitor.ports.keeping import Keeper
from monitor.ports.paper import LetterPrinter, ReportPrinter, Shelf
from monitor.ports.room import Rooms
from monitor.ports.signing import Examiner, Signer
from monitor.ports.store import Store
from monitor.ports.texts import TextWriter
from monitor.ports.words import MailWriter
from monitor.ports.workbooks import WorkbookPrinter


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """The store, and those who write, set and lay down."""

    store: Store
    mails: MailWriter
    letters: LetterPrinter
    examiner: Examiner
    reports: ReportPrinter
    shelf: Shelf
    texts: TextWriter
    workbooks: WorkbookPrinter
    workbook_shelf: Shelf
    signer: Signer | None = None  # None: letters wait for a person's signature
    rooms: Rooms | None = None  # None: nobody looks how much room is left
    crew: Crew | None = None  # None: this process works alone
    keeper: Keeper | None = None  # None: the office has named no folder for backups

"""One office at work: what comes in, what its people do, and what goes out."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from monitor.domain.dossier import Applicant, ApplicantKind, Carried, Channel, Dossier
from monitor.domain.letter import Letter
from monitor.domain.message import MessageState, Outcome, Phase, Reply
from monitor.domain.office import Office
from monitor.domain.record import Record
from monitor.flows.answer import Lateness, answer_late, approve
from monitor.flows.apologise import Apologised, apologise
from monitor.flows.ingest import ingest
from monitor.flows.issue import Signed, issue
from monitor.flows.scan import scan
from monitor.rules import RULES
from monitor.settings import load_causes
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE, a_file, a_record
from tests.fakes import (
    DictShelf,
    PlainExaminer,
    PlainLetters,
    PlainMails,
    PlainSigner,
    an_outside,
)
from tests.flows.remembering import remembered
from tests.notices.office import DIRECTORY, OFFICE
from tests.outbox import LEASE, an_end

ASKED, DUE = "2026-11-11 07:30", "2026-11-16 17:00"  # asked three working days before
APPLICANT = Applicant(
    name="Phạm Hữu Tường",
    kind=ApplicantKind.PERSON,
    address="Thôn 4",
    mailbox="tuong@nguoidan.example",
)
RECORD = a_record(
    promised=DUE,
    procedure="tro-cap",
    unit="VHXH",
    handler="hoa",
    step="Thẩm tra hồ sơ",
    channel=Channel.ONLINE,
    applicant=APPLICANT,
)
REASON = (
    "Trung tâm kiểm soát bệnh tật chưa gửi kết quả giám định đã đề nghị tại văn bản số "
    "45/UBND-VHXH ngày 03 tháng 11 năm 2026, dự kiến có ngày 18 tháng 11"
)
LATENESS = Lateness(cause="B2", reason=REASON, new_due_on=date(2026, 11, 20))
SIGNED = Signed(
    number="118/UBND-VHXH", dated_on=date(2026, 11, 12), content=b"%PDF-1.7 signed by hand"
)


@dataclass
class Scene:
    """The sample office; every step names its instant on Vietnam's clock."""

    store: SqlStore
    office: Office = field(default_factory=lambda: replace(OFFICE, causes=load_causes()))
    mails: PlainMails = field(default_factory=PlainMails)
    letters: PlainLetters = field(default_factory=PlainLetters)
    shelf: DictShelf = field(default_factory=DictShelf)
    signer: PlainSigner | None = None
    examiner: PlainExaminer = field(default_factory=PlainExaminer)

    def __post_init__(self) -> None:
        self.outside = an_outside(
            self.store,
            mails=self.mails,
            letters=self.letters,
            shelf=self.shelf,
            signer=self.signer,
            examiner=self.examiner,
        )

    def choose(self, **choices: Any) -> None:
        """Have the office choose otherwise about its letters."""
        letters = replace(self.office.letters, **choices)
        self.office = replace(self.office, letters=letters)

    def take(self, *records: Record, exported: str) -> None:
        """Take in an export that carries everything, and look at what it says."""
        carries = frozenset(Carried)
        file = a_file(*records, exported=exported, source="national", carries=carries)
        ingest(self.store, DIRECTORY, file, max_reject_share=0, at=vn(exported))
        self.look(exported)

    def look(self, at: str) -> None:
        scan(self.store, self.office, RULES, at=vn(at))

    def apologise(self, at: str) -> Apologised:
        """Look at what is due, and keep the register."""
        self.look(at)
        return apologise(self.outside, self.office, at=vn(at))

    def answer(self, at: str, *, lateness: Lateness = LATENESS) -> Letter:
        return answer_late(self.store, self.office, CODE, lateness, at=vn(at))

    def approve(self, at: str, *, by: str = "thanh") -> Letter:
        return approve(self.store, self.office, CODE, by=by, at=vn(at))

    def issue(self, at: str, *, signed: Signed = SIGNED) -> Letter:
        return issue(self.outside, self.office, CODE, signed, at=vn(at))

    @remembered
    def drafted(self, record: Record = RECORD) -> None:
        """Come to a draft on 11 November, printed."""
        self.take(record, exported=ASKED)
        self.apologise(ASKED)
        self.answer("2026-11-11 09:00")
        self.apologise("2026-11-11 09:05")

    @remembered
    def approved(self, record: Record = RECORD) -> None:
        """Come to an approved letter on 12 November, printed for the signer."""
        self.drafted(record)
        self.approve("2026-11-12 08:00")
        self.apologise("2026-11-12 08:05")

    def send(self, at: str) -> int:
        """Have the post accept every message that waits."""
        with self.store.writing() as work:
            claimed = work.delivery.claim(at=vn(at), limit=100, lease=LEASE)
        for one in claimed:
            reply = Reply(outcome=Outcome.SENT, phase=Phase.REPLIED, text="250 accepted")
            with self.store.writing() as work:
                work.delivery.settle([an_end(one, reply)], at=vn(at))
        return len(claimed)

    @property
    def letter(self) -> Letter:
        """The letter of the dossier."""
        with self.store.reading() as work:
            return work.letters.newest([CODE])[CODE]

    @property
    def dossier(self) -> Dossier:
        with self.store.reading() as work:
            return work.dossiers.load([CODE])[CODE]

    @property
    def said(self) -> set[tuple[str, str]]:
        """Rule and stage of everything that stands."""
        with self.store.reading() as work:
            return {(one.finding.rule, one.finding.stage) for one in work.findings.standing()}

    @property
    def rules(self) -> set[str]:
        return {rule for rule, _ in self.said}

    @property
    def queued(self) -> dict[str, str]:
        """Return who gets what: kind by mailbox, of everything that waits."""
        with self.store.reading() as work:
            return {
                entry.recipient: entry.kind for entry in work.outbox.list(MessageState.READY)
            }

    @property
    def faults(self) -> dict[str, str]:
        with self.store.reading() as work:
            return {name: detail for name, (_, detail) in work.done.faults().items()}

    def paper(self) -> bytes:
        """Return the letter's PDF as it is kept."""
        with self.store.reading() as work:
            return work.letters.pdf(self.letter.pdf_sha256)

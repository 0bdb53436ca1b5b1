"""The life of an office, step by step at fixed instants: whatever commits is among them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from monitor.bootstrap import App, build
from monitor.domain.letter import LetterState
from monitor.flows.answer import Lateness, answer_late, approve
from monitor.flows.issue import Signed, issue
from monitor.flows.tick import tick
from monitor.ports.outside import Outside
from tests.crash.deaths import DeadlyShelf, DeadlyStore, Points
from tests.fakes import (
    PlainExaminer,
    PlainLetters,
    PlainReports,
    PlainTexts,
    PlainWorkbooks,
)
from tests.offices import (
    CODE,
    PAPER,
    FolderOffice,
    a_message,
    an_office,
    lay_messages,
    three_messages,
)
from tests.stores import unsynced

LETTERS = '\n[letters]\nnumbering = "own"\nnumbering_decision = "QD 12/QD-UBND"\n'
LATENESS = Lateness(
    cause="B2",
    reason=(
        "Chi nhánh đất đai chưa gửi kết quả trích đo đã đề nghị tại văn bản số 12/KT ngày "
        "05 tháng 11 năm 2026"
    ),
    new_due_on=date(2026, 11, 23),
)
NUMBERS = {CODE: "01/UBND-KT", PAPER: "02/UBND-KT"}
DONE = {"TrangThaiHoSo": "9", "NgayKetThucXuLy": "20261112100000"}


@dataclass(frozen=True, slots=True)
class World:
    """The office at work: its real parts, but for paper, whose bytes stand for themselves."""

    app: App
    outside: Outside

    def tick(self, at: datetime) -> None:
        tick(self.outside, self.app.plan, at=at)

    def answer(self, at: datetime) -> None:
        """An official says of two dossiers that they will be late; said once is enough."""
        for code in NUMBERS:
            if self._state(code) is LetterState.ASKED:
                answer_late(self.outside.store, self.app.office, code, LATENESS, at=at)

    def approve(self, at: datetime) -> None:
        """Two letters are approved, and bear numbers of our own register."""
        for code in NUMBERS:
            if self._state(code) is LetterState.DRAFT:
                approve(self.outside.store, self.app.office, code, by="thanh", at=at)

    def issue(self, at: datetime) -> None:
        """The signed letters come back."""
        for code, number in NUMBERS.items():
            signed = Signed(
                number=number,
                dated_on=date(2026, 11, 11),
                content=b"%PDF-1.7 " + code.encode(),
                is_scan=True,
            )
            if self._state(code) is LetterState.APPROVED:
                issue(self.outside, self.app.office, code, signed, at=at)

    def _state(self, code: str) -> LetterState:
        with self.outside.store.reading() as work:
            return work.letters.newest([code])[code].state


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens: what is laid into the drop folder before, who does what when."""

    name: str
    at: str
    act: Callable[[World, datetime], None] = World.tick
    lays: tuple[dict[str, object], ...] = ()

    def begin(self, office: FolderOffice) -> None:
        """Lay down the export that this step is to find."""
        if self.lays:
            lay_messages(office.inbox, list(self.lays), at=self.at)


LIFE = (
    Step("baseline", "2026-11-10 07:10", lays=tuple(three_messages())),
    Step(
        "asked",
        "2026-11-11 07:40",
        lays=(*three_messages(), a_message("H99.01-261102-0004", NgayHenTra="20261112170000")),
    ),
    Step("answer", "2026-11-11 09:00", World.answer),
    Step("approve", "2026-11-11 10:00", World.approve),
    Step("printed", "2026-11-11 10:05"),
    Step("issue", "2026-11-11 11:00", World.issue),
    Step("afternoon", "2026-11-11 13:50"),
    Step("night", "2026-11-12 02:10"),
    Step(
        "ended",
        "2026-11-13 07:40",
        lays=(a_message(**DONE), *three_messages()[1:]),
    ),
    Step("late", "2026-11-18 07:40", lays=tuple(three_messages())),
    Step("report", "2026-12-01 13:50", lays=tuple(three_messages())),
)


def an_office_in(folder: Path) -> FolderOffice:
    """Set the office up."""
    return an_office(folder, more=LETTERS)


def open_app(office: FolderOffice) -> App:
    """Join its parts; no test pulls the plug, so nobody waits for the disk."""
    app = build(office.settings, environ={})
    unsynced(app.store.engine)
    return app


def deadly(app: App, points: Points) -> World:
    """Return the office with every commit and every file laid down a point."""
    settings = app.settings
    outside = replace(
        app.outside,
        store=DeadlyStore(app.store, points),
        letters=PlainLetters(),
        reports=PlainReports(),
        texts=PlainTexts(),
        workbooks=PlainWorkbooks(),
        examiner=PlainExaminer(),
        shelf=DeadlyShelf(settings.paths.var, points),
        workbook_shelf=DeadlyShelf(settings.workbook.folder, points, is_shared=True),
    )
    return World(app=app, outside=outside)

"""Some days of an office: imports, people's decisions, faults, and the clock going on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from monitor.domain.errors import LetterError
from monitor.domain.letter import LetterState
from monitor.flows.answer import Lateness, answer_in_time, answer_late, approve, refuse
from monitor.flows.issue import Signed, issue
from monitor.flows.supplying import Typed, supply
from tests.builders import vn
from tests.offices import FolderOffice, a_message, aged, lay_messages
from tests.same.office import UNITS, ScriptApp, clock_of

LATENESS = Lateness(
    cause="B2",
    reason=(
        "Chi nhánh đất đai chưa gửi kết quả trích đo đã đề nghị tại văn bản số 12/KT ngày "
        "05 tháng 11 năm 2026"
    ),
    new_due_on=date(2026, 11, 23),
)
DONE = {"TrangThaiHoSo": "9", "NgayKetThucXuLy": "20261112100000"}
ASKED_FOR = {"TrangThaiHoSo": "5", "DanhSachHoSoBoSung": [{"NgayBoSung": "20261110150000"}]}
HOLIDAY = (
    '  { day = 2026-11-20, kind = "off", status = "decided", title = "X", source = "Y" },\n'
)
LAIN = timedelta(minutes=5)  # for so long an export has been in the folder

Message = dict[str, object]


class Machines(Protocol):
    """Whoever does the office's work."""

    @property
    def app(self) -> ScriptApp:
        """The office, for people."""
        ...

    def work(self) -> None:
        """Do all that is due as of the office's clock."""
        ...

    def reload(self) -> None:
        """Work by the settings as they now are."""
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens: what is laid down before, and who does what when."""

    at: str
    act: Callable[["Scene"], None] = lambda _: None
    lays: Callable[["Scene"], Iterator[Message]] | None = None
    is_long: bool = False  # left out where the script is to be short


@dataclass(frozen=True, slots=True)
class Scene:
    """An office, who works there, and how many dossiers it has of each unit."""

    office: FolderOffice
    machines: Machines
    each: int
    is_long: bool = False
    refused: list[str] = field(default_factory=list)  # what people could not do, and why
    given_up: set[str] = field(default_factory=set)  # dossiers that ended with a number bound

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for step in SCRIPT if self.is_long or not step.is_long)

    def play(self, *, begin: Callable[[Step], None] = lambda _: None) -> None:
        """Live through all days; `begin` is told before the machines work on a step."""
        for step in self.steps:
            self.bring(step)
            begin(step)
            self.machines.work()

    def bring(self, step: Step) -> None:
        """Have a step happen: machines have not seen it yet."""
        if step.lays:
            path = lay_messages(self.office.inbox, list(step.lays(self)), at=step.at)
            aged(path, at=vn(step.at) - LAIN)
        clock_of(self.office).set(vn(step.at))
        step.act(self)

    @property
    def at(self) -> datetime:
        return clock_of(self.office)()

    def dossiers(self, **more: object) -> Iterator[Message]:
        """Yield the export of a day, the same but for what is said of some of them."""
        for number in range(1, self.each * len(UNITS) + 1):
            yield self.dossier(number, **more)

    def dossier(self, number: int, **more: object) -> Message:
        unit = list(UNITS.values())[number % len(UNITS)]
        is_paper, is_foreign = number % 4 == 1, number % 7 == 3
        said: Message = {
            "DonViXuLy": unit,
            "MaTTHC": "1.000002" if is_foreign else "1.000001",
            "NgayHenTra": f"202611{16 + number % 2:02}170000",
        }
        if is_paper:
            said |= {"KenhThucHien": "1", "Email": ""}
        return a_message(code_of(number), **{**said, **more})

    def announce(self, day: str) -> None:
        """Write a line into the calendar."""
        calendar = self.office.folder / "calendar.toml"
        head, found, tail = calendar.read_text(encoding="utf-8").partition("days = [\n")
        assert found
        calendar.write_text(head + found + day + tail, encoding="utf-8")

    @contextmanager
    def trying(self, code: str) -> Iterator[None]:
        """Do what a person wants, who is told where it cannot be."""
        try:
            yield
        except LetterError as error:
            self.refused.append(f"{self.at} {code} {error.facts['reason']}")

    def in_state(self, *states: LetterState) -> list[str]:
        """Return the dossiers whose newest letter is in one of these states, by code."""
        with self.machines.app.store.reading() as work:
            found = [one.dossier for state in states for one in work.letters.in_state(state)]
        return sorted(found)


def code_of(number: int) -> str:
    return f"H99.01-261102-{number:04}"


def baseline(scene: Scene) -> Iterator[Message]:
    yield from scene.dossiers()


def corrected(scene: Scene) -> Iterator[Message]:
    """One's date is moved, one waits for its citizen, one changes its unit; one is new."""
    for number, said in enumerate(scene.dossiers(), start=1):
        if number == 6:
            yield {**said, "NgayHenTra": "20261118170000"}
        elif number == 7:
            yield {**said, **ASKED_FOR}
        elif number == 8:
            yield {**said, "DonViXuLy": UNITS["TP"]}
        else:
            yield said
    yield scene.dossier(900, NgayHenTra="20261102170000")


def ended(scene: Scene) -> Iterator[Message]:
    """Some have ended, one with a letter that bears a number and that nobody has signed."""
    scene.given_up.update(
        scene.in_state(LetterState.APPROVED)[:1] if not scene.given_up else ()
    )
    for number, said in enumerate(corrected(scene), start=1):
        yield {**said, **DONE} if number % 5 == 4 or said["MaHoSo"] in scene.given_up else said


def answer(scene: Scene) -> None:
    """Officials say of most that they will be late; of some, in time."""
    app = scene.machines.app
    for place, code in enumerate(scene.in_state(LetterState.ASKED)):
        with scene.trying(code):
            if place % 5 == 2:
                answer_in_time(app.store, app.office, code, by="tam", at=scene.at)
            else:
                answer_late(app.store, app.office, code, LATENESS, at=scene.at)


def decide(scene: Scene) -> None:
    """Letters are approved, and bear numbers of our own; one is refused."""
    app = scene.machines.app
    for place, code in enumerate(scene.in_state(LetterState.DRAFT)):
        with scene.trying(code):
            if place == 1:
                why = "Chưa rõ lý do"
                refuse(app.store, app.office, code, by="thanh", why=why, at=scene.at)
            else:
                approve(app.store, app.office, code, by="thanh", at=scene.at)


def sign(scene: Scene) -> None:
    """Most of the signed letters come back."""
    app = scene.machines.app
    for place, code in enumerate(scene.in_state(LetterState.APPROVED)):
        if place % 3 == 2:
            continue
        with app.store.reading() as work:
            letter = work.letters.newest([code])[code]
        signed = Signed(
            number=letter.number,
            dated_on=scene.at.date(),
            content=b"%PDF-1.7 " + code.encode(),
            is_scan=True,
        )
        with scene.trying(code):
            issue(app.outside, app.office, code, signed, at=scene.at)


def supply_figures(scene: Scene) -> None:
    """A unit counts for the report what no export shows."""
    app = scene.machines.app
    for name, text in (("ratings", "12"), ("ratings_satisfied", "7")):
        typed = Typed(unit="TTHCC", month=date(2026, 11, 1), name=name, text=text, by="thanh")
        supply(app.store, app.office, typed, at=scene.at)


def change_calendar(scene: Scene) -> None:
    """A day off is announced: every date is counted anew."""
    scene.announce(HOLIDAY)
    scene.machines.reload()


SCRIPT = (
    Step("2026-11-10 07:10", lays=baseline),
    Step("2026-11-10 13:50", is_long=True),
    Step("2026-11-11 07:40", lays=corrected),
    Step("2026-11-11 09:00", answer),
    Step("2026-11-11 10:00", decide),
    Step("2026-11-11 10:20"),
    Step("2026-11-11 11:00", sign),  # from now on the mail server refuses
    Step("2026-11-11 11:20", is_long=True),
    Step("2026-11-11 11:45"),
    Step("2026-11-11 13:50", is_long=True),
    Step("2026-11-12 02:40", is_long=True),
    Step("2026-11-12 07:40", lays=corrected),  # one dossier is poison
    Step("2026-11-12 10:00", change_calendar),
    Step("2026-11-13 07:40", lays=ended),
    Step("2026-11-13 08:10", decide),
    Step("2026-11-13 08:30", sign),
    Step("2026-11-18 07:40", lays=ended, is_long=True),
    Step("2026-11-18 08:10", answer, is_long=True),
    Step("2026-11-18 13:50", decide, is_long=True),
    Step("2026-12-01 13:50", supply_figures, lays=ended),
    Step("2026-12-02 07:40", lays=ended, is_long=True),
)

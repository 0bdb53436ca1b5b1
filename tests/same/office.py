"""The office of the script: three units, a mail server with moods, a dossier that is poison."""

import os
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from monitor.bootstrap import App, build
from monitor.dispatch.cluster import ClusterDispatcher
from monitor.dispatch.tending import Pace
from monitor.domain.finding import Finding
from monitor.domain.message import Claimed, Outcome, Phase, Reply
from monitor.domain.rule import Case, Rule
from monitor.ports.channel import Channel
from monitor.ports.crew import Crew
from monitor.ports.dispatcher import Dispatcher, Queue
from monitor.ports.store import Work
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.crash.deaths import flow_at_work
from tests.dispatch.queues import NEVER
from tests.fakes import (
    PlainExaminer,
    PlainLetters,
    PlainReports,
    PlainTexts,
    PlainWorkbooks,
)
from tests.offices import DIRECTORY, ROOT, FolderOffice, an_office
from tests.same.clock import FileClock

IS_LONG = "DUNGHAN_EXAMPLES_TIMES" in os.environ  # `make soak`: more days, papers as they are
UNITS = {"KT": "Phòng Kinh tế", "VH": "Phòng Văn hóa", "TP": "Phòng Tư pháp"}
MORE = """
[letters]
numbering = "own"
numbering_decision = "QD 12/QD-UBND"
workers = 1
"""
ON_SERVER = """
[store]
url = "{url}"
"""
OF_MANY = """
[run]
dispatcher = "cluster"
"""
PACE = Pace(poll=1, heartbeat=0.5, dead=2, patience=2, pause=0.5)
REFUSES = (vn("2026-11-11 11:00"), vn("2026-11-11 11:40"))  # from, until
POISON = "H99.01-261102-0005"
POISONED = (vn("2026-11-12 07:00"), vn("2026-11-13 07:00"))


def lay_out(folder: Path, *, url: str = "", is_cluster: bool = False) -> FolderOffice:
    """Set the office up: in a file, or on a server; its clock stands before the first day."""
    more = MORE + (ON_SERVER.format(url=url) if url else "") + (OF_MANY if is_cluster else "")
    folder.mkdir(parents=True, exist_ok=True)
    calendar = folder / "calendar.toml"
    calendar.write_bytes((ROOT / "calendar.toml").read_bytes())
    office = an_office(folder, calendar=calendar, more=more)
    lines = list(DIRECTORY["units"])
    lines += [
        f"{code},{name},TBA,Phòng,,{code.lower()}@vidu.example,,,,{code},"
        for code, name in UNITS.items()
        if code != "KT"
    ]
    (folder / "units.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    people = [
        *DIRECTORY["officials"],
        "lan,Đỗ Thị Mẫu Lan,Trưởng phòng,lan@vidu.example,VH,Trưởng phòng",
        "hai,Bùi Văn Mẫu Hải,Chuyên viên,hai@vidu.example,VH,Công chức xử lý",
        "mai,Hồ Thị Mẫu Mai,Trưởng phòng,mai@vidu.example,TP,Trưởng phòng",
    ]
    (folder / "officials.csv").write_text("\n".join(people) + "\n", encoding="utf-8")
    clock_of(office).set(vn("2026-11-10 06:00"))
    return office


def clock_of(office: FolderOffice) -> FileClock:
    """Return the clock that all processes of an office read."""
    return FileClock(office.folder / "clock")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptApp(App):
    """The office at work, with what a script can bring about: mails refused, helpers called."""

    book: Path
    passing: Callable[[str], None]

    def channel(self) -> Channel:
        return MoodyPost(self.book, self.clock, lambda: self.passing("mail"))

    def crew(self, me: str, *, rest: Callable[[float], None]) -> Crew:
        return Crew(me=me, rest=rest, dossiers=8, letters=2, patience=5)

    def dispatcher(
        self, *, on_error: Callable[[str, Exception], None], serves: Mapping[Queue, int]
    ) -> Dispatcher:
        return ClusterDispatcher(
            self.settings.store.address,
            serves,
            on_error=on_error,
            pace=PACE,
            turn=lambda _: NEVER,
        )


def open_app(
    office: FolderOffice, *, is_plain: bool, passing: Callable[[str], None] | None = None
) -> ScriptApp:
    """Join the office's parts, by its files as they now are.

    Args:
        office: Its folder.
        is_plain: Whether the bytes of papers stand for themselves, which is quick.
        passing: Told around each commit which flow comes by, and around a mail "mail".
    """
    app = build(office.settings, environ={}, clock=clock_of(office))
    parts = {one.name: getattr(app, one.name) for one in fields(App)}
    parts["plan"] = replace(app.plan, rules=(*app.plan.rules, POISONOUS))
    if is_plain:
        parts["outside"] = replace(
            app.outside,
            letters=PlainLetters(),
            reports=PlainReports(),
            texts=PlainTexts(),
            workbooks=PlainWorkbooks(),
            examiner=PlainExaminer(),
        )
    if passing:
        store = PassingStore(app.store, passing)
        parts["outside"] = replace(parts["outside"], store=store)
    parts["again"] = lambda: open_app(office, is_plain=is_plain, passing=passing)
    return ScriptApp(**parts, book=office.folder / "mail.book", passing=passing or unseen)


def unseen(_: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class PassingStore:
    """A real store; it is told before and after each commit which flow comes by."""

    store: SqlStore
    passing: Callable[[str], None]

    def writing(self) -> AbstractContextManager[Work]:
        return self._passed(self.store.writing)

    def sharing(self) -> AbstractContextManager[Work]:
        return self._passed(self.store.sharing)

    def reading(self) -> AbstractContextManager[Work]:
        return self.store.reading()

    @contextmanager
    def _passed(self, opened: Callable[[], AbstractContextManager[Work]]) -> Iterator[Work]:
        flow = flow_at_work()
        with opened() as work:
            yield work
            self.passing(flow)
        self.passing(flow)


class MoodyPost:
    """A mail server: it refuses for a while, and writes down what it takes.

    Args:
        book: Where a line is written for each copy that it takes.
        clock: The present.
        around: Called before and after a content is taken.
    """

    def __init__(
        self, book: Path, clock: Callable[[], datetime], around: Callable[[], None]
    ) -> None:
        self._book = book
        self._clock = clock
        self._around = around

    async def send(
        self, claimed: Claimed, *, before_data: Callable[[], Awaitable[None]]
    ) -> Reply:
        """Take one message, or refuse it for the moment."""
        begins, ends = REFUSES
        if begins <= self._clock() < ends:
            return Reply(
                outcome=Outcome.TEMPORARY, phase=Phase.ENVELOPE, text="451 4.3.0 later"
            )
        await before_data()
        self._around()
        message = claimed.message
        code = sha256(message.content).hexdigest()
        line = f"{message.key} {message.recipient} {code}\n"
        book = os.open(self._book, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(book, line.encode())
        os.close(book)
        self._around()
        return Reply(outcome=Outcome.SENT, phase=Phase.REPLIED, text="250 2.0.0 Ok")

    async def close(self) -> None:
        """Have nothing to let go of."""


def _poisoned(case: Case) -> Iterator[Finding]:
    begins, ends = POISONED
    if case.dossier.code == POISON and begins <= case.at < ends:
        raise ZeroDivisionError
    return iter(())


POISONOUS = Rule(
    module="tests.same.poison",
    source="docs/law.md#none",
    in_force_from=date(2025, 7, 1),
    needs=frozenset(),
    check=_poisoned,
    moments=lambda _: iter(()),
)

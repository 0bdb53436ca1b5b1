"""An office whose mail goes out and comes back into a real Maildir."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from monitor.domain.message import (
    Claimed,
    Ended,
    Message,
    MessageState,
    OutboxEntry,
    Outcome,
    Phase,
)
from monitor.domain.office import Office
from monitor.domain.return_path import ReturnPath
from monitor.flows.bounces import BouncesRead, ReturnedBox, read_bounces
from monitor.ports.outside import Outside
from monitor.sources.bounce_folder import BounceFolder
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.fakes import an_outside
from tests.notices.office import OFFICE, TELLING
from tests.outbox import LEASE, a_reply, an_end, queue
from tests.returned_mail import Bounce

RETURN = "tra-lai@xa.example"
GONE, BACK = "2026-11-12 07:41", "2026-11-12 07:45"


@dataclass
class Returning:
    """The office, its mail and its Maildir; every step names its instant."""

    store: SqlStore
    maildir: Path
    office: Office = OFFICE
    is_tagged: bool = True
    outside: Outside | None = None
    _numbers: "count[int]" = field(default_factory=count)

    def __post_init__(self) -> None:
        for name in ("new", "cur", "tmp"):
            (self.maildir / name).mkdir(parents=True)
        self.outside = self.outside or an_outside(self.store)

    @property
    def returns(self) -> ReturnPath:
        with self.store.writing() as work:
            secret = work.bounces.secret()
        return ReturnPath(mailbox=RETURN, secret=secret, is_tagged=self.is_tagged)

    def claim(self, *, at: str = GONE) -> list[Claimed]:
        with self.store.writing() as work:
            return work.delivery.claim(at=vn(at), limit=100, lease=LEASE)

    def send(
        self,
        *messages: Message,
        outcome: Outcome = Outcome.SENT,
        at: str = GONE,
        again: str | None = None,
    ) -> None:
        """Queue messages and have the post meet them all with one outcome."""
        queue(self.store, *messages)
        retry_at = vn(again) if again else None
        phase = Phase.DATA if outcome is Outcome.UNCERTAIN else Phase.REPLIED
        ends = [
            an_end(one, a_reply(outcome, phase), retry_at=retry_at) for one in self.claim(at=at)
        ]
        self.settle(ends, at=at)

    def settle(self, ends: Sequence[Ended], *, at: str = GONE) -> None:
        with self.store.writing() as work:
            work.delivery.settle(ends, at=vn(at))

    def bounce(self, key: str, *, form: str = "postfix", **facts: str) -> None:
        """Have a message come back, to the address it was sent from unless told otherwise."""
        entry = self.entry(key)
        told = {
            "to": self.returns.sender(entry.id),
            "recipient": entry.recipient,
        }
        self.lay(getattr(Bounce(**told | facts), form)())

    def lay(self, mail: bytes) -> None:
        (self.maildir / "new" / f"{next(self._numbers):04d}.mx").write_bytes(mail)

    def read(self, *, at: str = BACK) -> BouncesRead:
        assert self.outside
        box = ReturnedBox(
            box=BounceFolder(folder=self.maildir, clock=lambda: vn(at)),
            mailbox=RETURN,
            is_tagged=self.is_tagged,
        )
        operator = TELLING.operator_mailbox
        return read_bounces(self.outside, self.office, box, operator=operator, at=vn(at))

    def entry(self, key: str) -> OutboxEntry:
        with self.store.reading() as work:
            found = work.outbox.find(key)
        assert found
        return found

    @property
    def marked(self) -> list[str]:
        with self.store.reading() as work:
            return [one.mailbox for one in work.bounces.marked()]

    @property
    def faults(self) -> dict[str, str]:
        with self.store.reading() as work:
            return {name: detail for name, (_, detail) in work.done.faults().items()}

    @property
    def states(self) -> dict[str, MessageState]:
        with self.store.reading() as work:
            return {entry.key: entry.state for entry in work.outbox.list()}

    @property
    def lies(self) -> list[str]:
        """Where mails lie in the Maildir, without their numbers' noughts."""
        paths = sorted(path for path in self.maildir.rglob("*") if path.is_file())
        return [str(path.relative_to(self.maildir)) for path in paths]

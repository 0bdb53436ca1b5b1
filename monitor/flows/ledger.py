"""What happens to messages on their way, several changes to one commit.

Every step of every message must be on disk before the next one is taken. What four
connections ask goes into one transaction, so that they do not wait for four times as many
syncs of the disk.
"""

import asyncio
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime

from monitor.domain.message import Claimed, Ended
from monitor.domain.trying import Trying
from monitor.ports.store import Store, Work

PATIENCE = 0.02  # seconds for which carriers on their way are waited for


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a wish came to: whether the lease was still ours, and the message claimed."""

    is_ours: bool = True
    claimed: Claimed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """One carrier's part of a page, and where it waits for the answer."""

    entering: Claimed | None = None
    ended: Ended | None = None
    unused: Claimed | None = None  # given back
    takes: bool = False
    answer: asyncio.Future[Answer] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    @property
    def id(self) -> int:
        """Return which message it is about; 0 where it only takes one."""
        claimed = self.ended.claimed if self.ended else self.entering or self.unused
        return claimed.id if claimed else 0

    def tell(self, answer: Answer) -> None:
        if not self.answer.done():  # whoever waited may have been cancelled
            self.answer.set_result(answer)

    def fail(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


class Ledger:
    """Claims, marks and settles messages; made for one round of delivery."""

    def __init__(
        self,
        store: Store,
        *,
        trying: Trying,
        now: Callable[[], datetime],
        reached: Callable[[str], None],
    ) -> None:
        self._store = store
        self._trying = trying
        self._now = now
        self._reached = reached
        self._page: list[_Wish] = []
        self._writer: asyncio.Task[None] | None = None
        self._on_the_way: set[int] = set()  # messages whose carriers will ask again
        self._are_all_here = asyncio.Event()

    def find_abandoned(self) -> int:
        """Write down attempts whose process died inside DATA, and return how many.

        What a clock that ran ahead has put off is brought back.
        """
        at = self._now()
        with self._store.writing() as work:
            work.delivery.turn_back(at=at)
            return work.delivery.find_abandoned(
                at=at,
                wait=self._trying.uncertain_wait,
                holds=self._trying.holds_uncertain,
            )

    def take(self) -> asyncio.Future[Answer]:
        """Claim one message, if one is due."""
        return self._ask(_Wish(takes=True))

    def enter_data(self, claimed: Claimed, *, takes: bool) -> asyncio.Future[Answer]:
        """Mark that the content is about to go out, if the lease is still ours.

        `takes`: claim the next message with the same commit.
        """
        return self._ask(_Wish(entering=claimed, takes=takes))

    def settle(self, ended: Ended, *, takes: bool) -> asyncio.Future[Answer]:
        """Keep an attempt's end; `takes` as above."""
        return self._ask(_Wish(ended=ended, takes=takes))

    def give_back(self, claimed: Claimed) -> asyncio.Future[Answer]:
        """Let go of a message that nothing was done with."""
        return self._ask(_Wish(unused=claimed))

    def _ask(self, wish: _Wish) -> asyncio.Future[Answer]:
        self._page.append(wish)
        self._on_the_way.discard(wish.id)
        if not self._on_the_way:
            self._are_all_here.set()
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_all())
        return wish.answer

    async def _write_all(self) -> None:
        """Write page after page until nobody waits.

        Where a commit is refused, each wish is written once more by itself: a row that
        cannot be kept, or a lock held for long elsewhere, is to stop no other message.
        """
        while self._page:
            await self._wait_for_others()
            page, self._page = self._page, []
            try:
                await self._write_page(page)
            except Exception:  # noqa: BLE001 - told by the wish that meets it again
                for wish in page:
                    await self._write_alone(wish)

    async def _wait_for_others(self) -> None:
        """Wait for carriers that will ask soon; for those that are slow but once."""
        if not self._on_the_way:
            return
        self._are_all_here.clear()
        try:
            async with asyncio.timeout(PATIENCE):
                await self._are_all_here.wait()
        except TimeoutError:
            self._on_the_way.clear()

    async def _write_alone(self, wish: _Wish) -> None:
        try:
            await self._write_page([wish])
        except Exception as error:  # noqa: BLE001 - told to whom it concerns
            wish.fail(error)

    async def _write_page(self, page: Sequence[_Wish]) -> None:
        answers = await asyncio.to_thread(self._write, page)
        for wish, answer in zip(page, answers, strict=True):
            if wish.entering and answer.is_ours:
                self._on_the_way.add(wish.entering.id)
            if answer.claimed:
                self._on_the_way.add(answer.claimed.id)
            wish.tell(answer)

    def _write(self, page: Sequence[_Wish]) -> list[Answer]:
        ends = [one.ended for one in page if one.ended]
        entering = [one.entering for one in page if one.entering]
        unused = [one.unused for one in page if one.unused]
        wanted = sum(one.takes for one in page)
        at = self._now()
        # A limit is kept only where no other counts, and claims, at the same time.
        counts = bool(wanted) and self._trying.pace.is_limited
        with self._store.writing() if counts else self._store.sharing() as work:
            ours = {*work.delivery.settle(ends, at=at)} if ends else set()
            entered = work.delivery.enter_data(entering, at=at) if entering else frozenset()
            claimed = self._claim(work, wanted, at=at) if wanted else []
            if unused:
                work.delivery.give_back(unused, at=at)
            if ends:
                self._reached("before_commit")
        self._reach_each("committed", len(ends))
        self._reach_each("claimed", len(claimed))
        self._reach_each("before_data", len(entered))
        return _answers(page, ours=ours.union(entered), claimed=claimed)

    def _claim(self, work: Work, wanted: int, *, at: datetime) -> list[Claimed]:
        self._reached("before_claim")
        return work.delivery.claim(
            at=at, limit=wanted, lease=self._trying.lease, pace=self._trying.pace
        )

    def _reach_each(self, point: str, times: int) -> None:
        for _ in range(times):
            self._reached(point)


def _answers(
    page: Sequence[_Wish], *, ours: AbstractSet[int], claimed: Sequence[Claimed]
) -> list[Answer]:
    """Return what each wish came to; messages go to who asks first."""
    left = iter(claimed)
    return [
        Answer(is_ours=one.id in ours, claimed=next(left, None) if one.takes else None)
        for one in page
    ]

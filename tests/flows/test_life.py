"""A sign of life that nobody takes is told to the operator until one is taken."""

from dataclasses import dataclass, field

from monitor.domain.errors import PingError
from monitor.flows.life import FAULT, tell_life
from monitor.store.work import SqlStore
from tests.builders import vn

AT = vn("2026-11-12 08:00")


@dataclass
class Watcher:
    """Somebody who is told, or is not there."""

    is_there: bool = True
    told: list[bool] = field(default_factory=list)

    def tell(self, *, is_well: bool) -> None:
        if not self.is_there:
            raise PingError(reason="timeout")
        self.told.append(is_well)


def faults(store: SqlStore) -> dict[str, str]:
    with store.reading() as work:
        return {name: detail for name, (_, detail) in work.done.faults().items()}


def test_a_watcher_is_told_how_the_tick_went(store: SqlStore) -> None:
    watcher = Watcher()

    assert tell_life(store, watcher, is_well=True, at=AT) == ""
    assert tell_life(store, watcher, is_well=False, at=AT) == ""

    assert watcher.told == [True, False]
    assert faults(store) == {}


def test_a_watcher_who_is_not_there_is_a_fault_until_he_is(store: SqlStore) -> None:
    watcher = Watcher(is_there=False)

    assert tell_life(store, watcher, is_well=True, at=AT) == "timeout"
    assert set(faults(store)) == {FAULT}
    assert faults(store)[FAULT].startswith("Không báo được cho dịch vụ theo dõi ở ping_url: ")

    watcher.is_there = True
    assert tell_life(store, watcher, is_well=True, at=AT) == ""
    assert faults(store) == {}

"""Signs of life: a stamp each, which one thread leaves and another reads."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pulse:
    """When something was last seen alive; needs no lock, for a stamp is one value.

    Args:
        name: Whose pulse it is: the loop's, or a job's.
        limit: After how many seconds without a beat it counts as hung.
        clock: Tells seconds that only ever go on.
        rests: Whether it may be silent while it has nothing in hand: others may be called.
    """

    name: str
    limit: float
    clock: Callable[[], float]
    rests: bool = False
    last: float = field(init=False)
    in_hand: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.beat()

    def beat(self) -> None:
        """Leave a sign of life."""
        self.last = self.clock()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Have something in hand, in the loop's own thread."""
        self.beat()
        self.in_hand += 1
        try:
            yield
        finally:
            self.in_hand -= 1
            self.beat()

    @property
    def silent(self) -> float:
        """For how many seconds there has been none."""
        return self.clock() - self.last

    @property
    def is_hung(self) -> bool:
        """Tell whether the silence has lasted for too long."""
        return self.silent > self.limit and not (self.rests and not self.in_hand)

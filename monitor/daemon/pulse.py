"""Signs of life: a stamp each, which one thread leaves and another reads."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pulse:
    """When something was last seen alive; needs no lock, for a stamp is one value.

    Args:
        name: Whose pulse it is: `loop`, `tick` or `deliver`.
        limit: After how many seconds without a beat it counts as hung.
        clock: Tells seconds that only ever go on.
    """

    name: str
    limit: float
    clock: Callable[[], float]
    last: float = field(init=False)

    def __post_init__(self) -> None:
        self.beat()

    def beat(self) -> None:
        """Leave a sign of life."""
        self.last = self.clock()

    @property
    def silent(self) -> float:
        """For how many seconds there has been none."""
        return self.clock() - self.last

    @property
    def is_hung(self) -> bool:
        """Tell whether the silence has lasted for too long."""
        return self.silent > self.limit

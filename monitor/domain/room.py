"""How much room is left where the program writes."""

from dataclasses import dataclass

MIB = 1 << 20
LEAST = 1 << 30  # bytes
LEAST_SHARE = 20  # one part in so many


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A disk by one place on it; sizes in bytes."""

    place: str
    free: int
    total: int

    @property
    def is_scarce(self) -> bool:
        """Whether less than a gibibyte, or less than one part in twenty, is left."""
        return self.free < LEAST or self.free * LEAST_SHARE < self.total

    @property
    def free_mib(self) -> int:
        """What is left, in whole mebibytes."""
        return self.free // MIB

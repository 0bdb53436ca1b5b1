"""Codes that stand twice in a file, found without keeping the codes.

A code is remembered by its hash alone, eight bytes. Sorted share by share, so that at no
time more than a sixteenth of them is a list of numbers.
"""

from array import array
from collections.abc import Iterator
from itertools import pairwise

SHARES = 16


class Repeated:
    """Remembers codes by their hash, and tells which hashes came more than once."""

    def __init__(self) -> None:
        self._shares = [array("q") for _ in range(SHARES)]

    def add(self, code: str) -> None:
        """Remember a code; a blank one is none."""
        if code:
            hashed = hash(code)
            self._shares[hashed % SHARES].append(hashed)

    def hashes(self) -> frozenset[int]:
        """Return the hashes that came more than once."""
        return frozenset(hashed for share in self._shares for hashed in _twice(share))


def _twice(share: "array[int]") -> Iterator[int]:
    ordered = sorted(share)
    return (one for one, other in pairwise(ordered) if one == other)

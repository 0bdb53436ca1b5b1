"""Going through many things a few at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

One = TypeVar("One")


def batches(values: Iterable[One], size: int) -> Iterator[list[One]]:
    """Yield values in lists of at most `size`."""
    taken = iter(values)
    while batch := list(islice(taken, size)):
        yield batch

"""Numbers of items, runs of them drawn together."""

from collections.abc import Iterable

Spans = tuple[tuple[int, int], ...]
"""First and last of each run; both are one where a number stands alone."""


def spans(numbers: Iterable[int]) -> Spans:
    """Return the runs of ascending numbers."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)

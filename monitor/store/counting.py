"""Counting rows that are alike, outside the database where it would sort them first."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select

STEP = 5_000  # rows read at a time


def count_alike(
    connection: Connection, query: Select[Any], given: Mapping[str, Any] | None = None
) -> Counter[tuple[Any, ...]]:
    """Return how often each row comes; for columns of texts, numbers and truths alone.

    The rows are the driver's own: those of the library take longer to make than to count.
    """
    counted: Counter[tuple[Any, ...]] = Counter()
    with connection.execute(query, given) as result:
        while some := result.cursor.fetchmany(STEP):
            counted.update(some)
    return counted

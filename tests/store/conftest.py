"""Every test of the store has a database of its own."""

from tests.stores import blank, store

__all__ = ["blank", "store"]

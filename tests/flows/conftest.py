"""Every test of a flow has a database of its own."""

from tests.stores import blank, store, warm_engine

__all__ = ["blank", "store", "warm_engine"]

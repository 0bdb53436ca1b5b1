"""Every test of a flow has a database of its own."""

from tests.stores import blank, postgres, postgres_engine, store, warm_engine

__all__ = ["blank", "postgres", "postgres_engine", "store", "warm_engine"]

"""Fixtures of the dispatchers' tests."""

from tests.dispatch.queues import queues, queues_of_all
from tests.stores import postgres

__all__ = ["postgres", "queues", "queues_of_all"]

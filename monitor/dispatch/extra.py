"""What is installed with an extra only, and may be missing."""

from collections.abc import Iterator
from contextlib import contextmanager

from monitor.domain.errors import MissingExtraError


@contextmanager
def needed(extra: str) -> Iterator[None]:
    """Import within this what the named extra brings.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtraError(extra=extra, module=error.name) from error

"""Values laid aside on disk, page by page, to be gone through again."""

import pickle
from collections.abc import Iterable, Iterator
from os import SEEK_END
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Generic, Self, TypeVar

PAGE = 1_000
IN_MEMORY = 1 << 20  # bytes; a small file is never written at all

Value = TypeVar("Value")


class Pages(Generic[Value]):
    """A list that lives on disk: it grows at its end and is read from its beginning.

    Its file has no name, so that nobody else can open it and a killed process leaves
    nothing behind.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by `__exit__`
        self._page: list[Value] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, values: Iterable[Value]) -> None:
        """Lay further values behind those that lie there."""
        self._page.extend(values)
        if len(self._page) >= PAGE:
            self._put_down()

    def __iter__(self) -> Iterator[Value]:
        """Yield all values; nothing may be added until the last one is out."""
        self._put_down()
        self._file.seek(0)
        while True:
            try:
                page: list[Value] = pickle.load(self._file)  # noqa: S301 - this very process wrote it
            except EOFError:
                return
            yield from page

    def _put_down(self) -> None:
        if self._page:
            self._file.seek(0, SEEK_END)
            pickle.dump(self._page, self._file, protocol=pickle.HIGHEST_PROTOCOL)
            self._page = []

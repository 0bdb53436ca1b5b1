"""The bytes of a file, its text, and its lines one by one."""

import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

from monitor.domain.errors import SourceFileError
from monitor.sources.limits import MOST_BYTES, MOST_LINE
from monitor.sources.reasons import Reason

SAMPLE = 4_096
BROKEN_LINE = '"a"b\r\n'  # whatever parts the cells

Opener = Callable[[], BinaryIO]
"""Opens the bytes of a file, from their beginning each time."""


def open_plain(path: Path) -> io.BufferedReader:
    """Open a file to be read, waiting for nobody: a pipe or a device is refused.

    Raises:
        OSError: it is not there, may not be read, or is no plain file.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    if S_ISREG(os.fstat(descriptor).st_mode):
        return os.fdopen(descriptor, "rb")
    os.close(descriptor)
    raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))


def opener_of(path: Path) -> Opener:
    """Return how a file is opened.

    Calling it raises SourceFileError where the file is not there, may not be read or is
    larger than any export.
    """

    def opener() -> BinaryIO:
        try:
            stream = open_plain(path)
        except FileNotFoundError as error:
            raise SourceFileError(file=path.name, reason=Reason.NO_FILE) from error
        except OSError as error:
            raise SourceFileError(file=path.name, reason=Reason.UNREADABLE) from error
        if os.fstat(stream.fileno()).st_size > MOST_BYTES:
            stream.close()
            raise SourceFileError(file=path.name, reason=Reason.TOO_BIG)
        return stream

    return opener


def read_bytes(path: Path, *, most: int) -> bytes:
    """Return the bytes of a file.

    Args:
        most: How many there may be.

    Raises:
        SourceFileError: it is not there, may not be read, is empty or too big.
    """
    data = _read(opener_of(path), path.name, most + 1)
    if len(data) > most:
        raise SourceFileError(file=path.name, reason=Reason.TOO_BIG)
    return data


def read_head(opener: Opener, *, file: str) -> bytes:
    """Return the first bytes of a file.

    Raises:
        SourceFileError: it is not there, may not be read, or is empty.
    """
    return _read(opener, file, SAMPLE)


def _read(opener: Opener, file: str, size: int) -> bytes:
    try:
        with opener() as stream:
            data = stream.read(size)
    except OSError as error:
        raise SourceFileError(file=file, reason=Reason.UNREADABLE) from error
    if not data:
        raise SourceFileError(file=file, reason=Reason.EMPTY_FILE)
    return data


@contextmanager
def open_lines(opener: Opener, *, file: str) -> Iterator[Iterator[str]]:
    """Open a CSV file, to be read line by line; each line keeps its ending.

    In place of a line longer than any that is read stands one that breaks its row.

    Raises:
        SourceFileError: not text, or in an encoding that is not Unicode; the latter also
            while lines are read.
    """
    encoding = _encoding(read_head(opener, file=file), file, Reason.NOT_A_SPREADSHEET)
    with opener() as stream, io.TextIOWrapper(stream, encoding=encoding, newline="") as text:
        yield _unicode(text, file)


def _unicode(text: io.TextIOWrapper, file: str) -> Iterator[str]:
    try:
        while line := text.readline(MOST_LINE):
            if not _is_whole(line):
                _pass_over(text)
                line = BROKEN_LINE
            yield line
    except UnicodeDecodeError as error:
        raise SourceFileError(file=file, reason=Reason.LEGACY_ENCODING) from error


def _is_whole(line: str) -> bool:
    return len(line) < MOST_LINE or line.endswith("\n")


def _pass_over(text: io.TextIOWrapper) -> None:
    """Go to the end of a line."""
    while not _is_whole(text.readline(MOST_LINE)):
        pass


def decode(data: bytes, *, file: str, otherwise: Reason = Reason.NOT_A_SPREADSHEET) -> str:
    """Return the text of a JSON file.

    Args:
        data: All of it; UTF-8, with or without a mark, or UTF-16 with one.
        file: Its name, for the error.
        otherwise: The reason where it is no text at all.

    Raises:
        SourceFileError: empty, not text, or in an encoding that is not Unicode.
    """
    encoding = _encoding(data[:SAMPLE], file, otherwise)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceFileError(file=file, reason=Reason.LEGACY_ENCODING) from error
    if not text.strip():
        raise SourceFileError(file=file, reason=Reason.EMPTY_FILE)
    return text


def _encoding(head: bytes, file: str, otherwise: Reason) -> str:
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    if _is_binary(head):
        raise SourceFileError(file=file, reason=otherwise)
    return "utf-8-sig"


def _is_binary(sample: bytes) -> bool:
    controls = sum(1 for byte in sample if byte < ord(" ") and byte not in b"\t\n\v\f\r")
    return controls * 10 > len(sample)

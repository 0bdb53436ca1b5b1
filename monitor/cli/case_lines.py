"""JSON lines in: one case a line, and no line that spoils another."""

import json
import math
from collections.abc import Iterator
from typing import BinaryIO, NoReturn

from monitor.domain.cases.fields import Fault
from monitor.domain.errors import CaseError

CHUNK = 1 << 16
LONGEST = 1 << 20  # bytes of a line
BOM = b"\xef\xbb\xbf"
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # any letter may stand anywhere in them
LINE = "line"


def is_json_lines(head: bytes) -> bool:
    """Tell whether a line of `head` begins as an object does: a spreadsheet has none such."""
    if head.startswith(WORKBOOKS):
        return False
    lines = head.removeprefix(BOM).split(b"\n")
    return any(line.lstrip().startswith(b"{") for line in lines)


def read_chunk(stream: BinaryIO) -> bytes:
    """Return what is there to be read, without waiting for more; nothing at the end."""
    read = getattr(stream, "read1", stream.read)
    chunk: bytes = read(CHUNK)
    return chunk


def numbered_lines(head: bytes, stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines that are not blank, with their numbers; None for one beyond measure.

    Args:
        head: What has been read of the stream.
        stream: The rest. Only a chunk of it and the line at hand are in memory.
    """
    for number, line in enumerate(_lines(head.removeprefix(BOM), stream), start=1):
        if line is None or line.strip():
            yield number, line


def _lines(pending: bytes, stream: BinaryIO) -> Iterator[bytes | None]:
    is_cut = False  # the line at hand is too long: its rest is passed over
    while True:
        *lines, pending = pending.split(b"\n")
        for line in lines:
            yield None if is_cut or len(line) > LONGEST else line
            is_cut = False
        if len(pending) > LONGEST:
            pending, is_cut = b"", True
        chunk = read_chunk(stream)
        if not chunk:
            break
        pending += chunk
    if pending or is_cut:
        yield None if is_cut else pending


def parse_line(line: bytes | None) -> dict[str, object]:
    """Return the case that a line holds.

    Raises:
        CaseError: the line is no JSON object, or one that is open to doubt.
        RecursionError: it is nested too deep.
    """
    if line is None:
        raise _unreadable(Fault.TOO_LONG)
    try:
        text = line.decode()
    except UnicodeDecodeError:
        raise _unreadable(Fault.NOT_UTF8) from None
    try:
        case = json.loads(
            text, object_pairs_hook=_once, parse_constant=_refuse, parse_float=_finite
        )
    except CaseError:
        raise
    except ValueError:  # also for a number of thousands of digits
        raise _unreadable(Fault.NOT_JSON) from None
    if isinstance(case, dict):
        return case
    raise _unreadable(Fault.NOT_JSON)


def _unreadable(reason: Fault) -> CaseError:
    return CaseError(field=LINE, reason=reason)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return a table in which no key stands twice: the second would hide the first."""
    table = dict(pairs)
    if len(table) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in table if keys.count(key) > 1)
        raise CaseError(field=twice, reason=Fault.REPEATED_KEY)
    return table


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)  # NaN and the infinities are no JSON


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(text)
    return number

"""The bytes of a file, and its text."""

from pathlib import Path

from monitor.domain.errors import SourceFileError
from monitor.sources.reasons import Reason

SAMPLE = 4_096


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        SourceFileError: it is not there, may not be read, or is empty.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise SourceFileError(file=path.name, reason=Reason.NO_FILE) from error
    except OSError as error:
        raise SourceFileError(file=path.name, reason=Reason.UNREADABLE) from error
    if not data:
        raise SourceFileError(file=path.name, reason=Reason.EMPTY_FILE)
    return data


def decode(data: bytes, *, file: str, otherwise: Reason = Reason.NOT_A_SPREADSHEET) -> str:
    """Return the text of a CSV or JSON file.

    Args:
        data: All of it; UTF-8, with or without a mark, or UTF-16 with one.
        file: Its name, for the error.
        otherwise: The reason where it is no text at all.

    Raises:
        SourceFileError: empty, not text, or in an encoding that is not Unicode.
    """
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
        if _is_binary(data[:SAMPLE]):
            raise SourceFileError(file=file, reason=otherwise)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceFileError(file=file, reason=Reason.LEGACY_ENCODING) from error
    if not text.strip():
        raise SourceFileError(file=file, reason=Reason.EMPTY_FILE)
    return text


def _is_binary(sample: bytes) -> bool:
    controls = sum(1 for byte in sample if byte < ord(" ") and byte not in b"\t\n\v\f\r")
    return controls * 10 > len(sample)

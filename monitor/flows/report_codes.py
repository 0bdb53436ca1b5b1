"""The dossiers that were open when a report's period ended, by their codes, packed."""

import zlib
from collections.abc import Iterable, Iterator

from monitor.domain.reckoning import DossierLine


def noting(lines: Iterable[DossierLine], pending: list[str]) -> Iterator[DossierLine]:
    """Yield lines, and note the codes of what was open."""
    for line in lines:
        if line.reckoning.is_pending:
            pending.append(line.code)
        yield line


def packed(codes: Iterable[str]) -> bytes:
    """Return codes as bytes; a code has no line end."""
    return zlib.compress("\n".join(codes).encode())


def unpacked(content: bytes) -> frozenset[str]:
    """Return the codes; none of a report made before they were kept."""
    if not content:
        return frozenset()
    return frozenset(zlib.decompress(content).decode().split("\n")) - {""}

"""The kinds of export we can read. A new kind is a file beside these and a line here."""

from pathlib import Path

from monitor.domain.errors import AmbiguousSourceError, SourceFileError
from monitor.domain.record import Export
from monitor.sources import ledger, listing, national
from monitor.sources.directory import read_directory
from monitor.sources.headers import Field
from monitor.sources.messages import is_messages, open_messages
from monitor.sources.options import SourceOptions, with_settings
from monitor.sources.reasons import Reason
from monitor.sources.source import Content, Source
from monitor.sources.table import Table, open_table

__all__ = ["SOURCES", "SourceOptions", "open_export", "read_directory", "with_settings"]

SOURCES: tuple[Source, ...] = (
    ledger.SOURCE,
    listing.SOURCE,
    national.SOURCE,
)


def open_export(path: Path, *, options: SourceOptions, kind: str | None = None) -> Export:
    """Read a file, or a folder of messages, whole.

    Args:
        path: A spreadsheet (.xlsx, .csv), a .json file or a folder of them; what it
            holds decides, not its name.
        options: The office's names of columns and words.
        kind: The code of one of SOURCES; None to know it by the headers.

    Raises:
        SourceFileError: the file cannot be read as a whole; `reason` and, for a
            missing column, `column` say why.
        AmbiguousSourceError: the headers fit several kinds, or none.
        ValueError: there is no such kind.
    """
    chosen = _named(kind) if kind is not None else None
    if is_messages(path):
        messages = open_messages(path)
        return (chosen or _known(messages)).read(messages, options)
    with open_table(path, options.headers) as table:
        return (chosen or _known(table)).read(table, options)


def _named(kind: str) -> Source:
    for source in SOURCES:
        if source.code == kind:
            return source
    raise ValueError(kind)


def _known(content: Content) -> Source:
    fitting = [source for source in SOURCES if source.recognises(content)]
    if len(fitting) == 1:
        return fitting[0]
    if isinstance(content, Table) and content.layout.columns and not fitting:
        needed = (Field.CODE, Field.RECEIVED)
        missing = next(name for name in needed if name not in content.layout.columns)
        raise SourceFileError(
            file=content.file, reason=Reason.MISSING_COLUMN, column=content.label(missing)
        )
    raise AmbiguousSourceError(
        file=content.file, kinds=tuple(source.code for source in fitting)
    )

"""The list of dossiers, the second export of one-stop software.

It carries what its headers say: status, step, person in charge, channel, unit,
procedure, finish.
"""

from monitor.domain.errors import SourceFileError
from monitor.domain.record import Export
from monitor.sources.headers import Field
from monitor.sources.options import SourceOptions
from monitor.sources.reasons import Reason
from monitor.sources.source import Content, Source
from monitor.sources.spreadsheet import read_spreadsheet
from monitor.sources.table import Table

REQUIRED = frozenset({Field.CODE})
TELLING = frozenset({Field.STATUS, Field.STEP, Field.HANDLER, Field.FINISHED})


def recognises(content: Content) -> bool:
    """Tell a list: a code, and a status, a step, a person in charge or a finish."""
    if not isinstance(content, Table):
        return False
    columns = content.layout.columns.keys()
    return columns >= REQUIRED and not TELLING.isdisjoint(columns)


def read(content: Content, options: SourceOptions) -> Export:
    """Read a list.

    Raises:
        SourceFileError: not a spreadsheet, or without codes.
    """
    if not isinstance(content, Table):
        raise SourceFileError(file=content.file, reason=Reason.WRONG_KIND)
    return read_spreadsheet(
        content, options, source=SOURCE.code, fields=frozenset(Field), required=REQUIRED
    )


SOURCE = Source(code="list", recognises=recognises, read=read)

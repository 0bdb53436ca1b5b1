"""The ledger that one-stop software exports.

It knows receipt, promise and collection, and who applied. It has no status, no pauses,
no procedure code and no handler; its only end is the collection. The person who took
the dossier in is not the one who handles it, and is left out.
"""

from monitor.domain.errors import SourceFileError
from monitor.domain.record import Export
from monitor.sources.headers import Field
from monitor.sources.options import SourceOptions
from monitor.sources.reasons import Reason
from monitor.sources.source import Content, Source
from monitor.sources.spreadsheet import read_spreadsheet
from monitor.sources.table import Table

REQUIRED = frozenset({Field.CODE, Field.RECEIVED})
FIELDS = REQUIRED | {
    Field.PROCEDURE_NAME,
    Field.APPLICANT,
    Field.ADDRESS,
    Field.PHONE,
    Field.PROMISED,
    Field.COLLECTED,
    Field.UNIT,
}


def recognises(content: Content) -> bool:
    """Tell a ledger: code and receipt, and no status."""
    if not isinstance(content, Table):
        return False
    columns = content.layout.columns.keys()
    return columns >= REQUIRED and Field.STATUS not in columns


def read(content: Content, options: SourceOptions) -> Export:
    """Read a ledger; columns that no ledger has are left out.

    Raises:
        SourceFileError: not a spreadsheet, or without code or receipt.
    """
    if not isinstance(content, Table):
        raise SourceFileError(file=content.file, reason=Reason.WRONG_KIND)
    return read_spreadsheet(
        content, options, source=SOURCE.code, fields=FIELDS, required=REQUIRED
    )


SOURCE = Source(code="ledger", recognises=recognises, read=read)

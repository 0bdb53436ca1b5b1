"""An export that is a spreadsheet: known by its head, read to its end when asked for."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType

from monitor.domain.dossier import Carried
from monitor.domain.errors import SourceFileError
from monitor.domain.record import Alike, Contents, Export, Reject, Row
from monitor.sources.exported import exported_at
from monitor.sources.headers import Field
from monitor.sources.marks import Marker
from monitor.sources.options import SourceOptions
from monitor.sources.pages import Pages
from monitor.sources.reasons import Reason
from monitor.sources.staged import Staged
from monitor.sources.table import Table
from monitor.sources.tabular import RowReader

CARRIED: Mapping[Field, Carried] = MappingProxyType(
    {
        Field.RECEIVED: Carried.RECEIVED,
        Field.PROMISED: Carried.PROMISED,
        Field.FINISHED: Carried.FINISHED,
        Field.COLLECTED: Carried.COLLECTED,
        Field.STATUS: Carried.STATUS,
        Field.STEP: Carried.STEP,
        Field.HANDLER: Carried.HANDLER,
        Field.UNIT: Carried.UNIT,
        Field.PROCEDURE: Carried.PROCEDURE,
        Field.CHANNEL: Carried.CHANNEL,
        Field.APPLICANT: Carried.APPLICANT,
        Field.SUBMITTED: Carried.SUBMITTED,
    }
)


def read_spreadsheet(
    table: Table,
    options: SourceOptions,
    *,
    source: str,
    fields: frozenset[Field],
    required: frozenset[Field],
) -> Export:
    """Return an export that takes only the `fields` of this kind of source.

    Raises:
        SourceFileError: a `required` column is missing.
    """
    _check_columns(table, required)
    columns = table.only(fields).layout.columns
    return Export(
        source=source,
        carries=frozenset(CARRIED[name] for name in CARRIED if name in columns),
        stage=_Stage(table=table, options=options, source=source, fields=fields),
        exported_at=exported_at(table.titles, table.stem),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """How a spreadsheet is read; `table` is closed by then, and opened again."""

    table: Table
    options: SourceOptions
    source: str
    fields: frozenset[Field]

    @contextmanager
    def __call__(self, alike: Alike, salt: str) -> Iterator[Contents]:
        """Lay the rows aside on disk for as long as the context lasts."""
        with Pages[Row]() as laid, Pages[Reject]() as refused, Pages[Reject]() as doubled:
            with self.table.again() as opened:
                table = opened.only(self.fields)
                marker = Marker(table.layout.columns, self._reading(salt))
                reader = RowReader(table, self.options, marker)
                staged = Staged(reader, laid, refused, doubled)
                staged.take(alike, other_sheets=table.other_sheets)
            yield staged

    def _reading(self, salt: str) -> str:
        """Return, beside the columns, all that records rest on."""
        words = self.options
        tables = (words.statuses, words.verdicts, words.channels, words.applicant_kinds)
        return repr((self.source, salt, [sorted(one.items()) for one in tables]))


def _check_columns(table: Table, required: frozenset[Field]) -> None:
    for name in Field:
        if name in required and name not in table.layout.columns:
            raise SourceFileError(
                file=table.file, reason=Reason.MISSING_COLUMN, column=table.label(name)
            )

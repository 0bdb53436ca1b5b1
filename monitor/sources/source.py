"""What a kind of source is."""

from collections.abc import Callable
from dataclasses import dataclass, field

from monitor.domain.record import Export
from monitor.sources.messages import Messages
from monitor.sources.options import SourceOptions
from monitor.sources.table import Table

Content = Table | Messages
"""An opened file: a spreadsheet, or messages of the national portal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One kind of export, as an index card.

    `recognises` looks at the headers or the shape alone; `read` takes in the whole
    content and raises SourceFileError where it is of another kind.
    """

    code: str
    recognises: Callable[[Content], bool] = field(repr=False)
    read: Callable[[Content, SourceOptions], Export] = field(repr=False)

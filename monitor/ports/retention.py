"""What flows ask of the tables about data that have served their time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from monitor.domain.dossier import Applicant
from monitor.domain.personal import FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A dossier that ended long ago and whose personal data are still kept.

    `texts` are those that people wrote about it, `batches` name the prints that it was in.
    """

    id: int
    code: str
    applicant: Applicant
    texts: tuple[FreeText, ...] = ()
    batches: tuple[str, ...] = ()


class Retention(Protocol):
    """Personal data, and when they have served their time."""

    def closed(self, *, before: datetime, after: int, limit: int) -> list[Closed]:
        """Return dossiers past an id that ended before an instant, in order of their ids.

        Left out are those blanked already, and those of which a letter is on its way.
        """
        ...

    def blank(
        self, dossiers: Sequence[Closed], texts: Sequence[FreeText], *, at: datetime
    ) -> None:
        """Blank who applied, the papers, and these texts; figures, dates and codes stay."""
        ...

    def forget_drafts(self, *, limit: int) -> int:
        """Let go of papers that no letter names any more; return how many."""
        ...

    def forget_rejects(self, *, before: datetime, limit: int) -> int:
        """Blank the cells of rows refused before an instant; return how many were."""
        ...

    def forget_mails(self, *, before: datetime, limit: int) -> int:
        """Let go of the bytes of settled mails queued before an instant; return how many."""
        ...

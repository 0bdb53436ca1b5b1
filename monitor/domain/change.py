"""What an import altered: a field, before and after, and the two exports that differ."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An export, as one that showed a value: whence, as of when, and when it was read."""

    import_id: int
    source: str
    exported_at: datetime
    imported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field that an import altered; instants as ISO texts, None where nothing stood.

    `shown_before` is the newest export that had shown the value before.
    """

    field: str
    before: str | None
    after: str | None
    shown_by: Shown
    shown_before: Shown | None = None

    @property
    def instant_before(self) -> datetime | None:
        """The value before, of a field that holds an instant."""
        return datetime.fromisoformat(self.before) if self.before else None

    @property
    def instant_after(self) -> datetime | None:
        """The value after, of a field that holds an instant."""
        return datetime.fromisoformat(self.after) if self.after else None

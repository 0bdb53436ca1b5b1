"""What an import altered: a field, before and after, and the two exports that differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.domain.dossier import Pause, PauseKind

PAUSE = "pause"
"""The field of a change that adds, alters or takes back one pause that an export states."""


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

    `shown_before` is the newest export that had shown the value before; None where none
    carried the field.
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

    @property
    def pause_after(self) -> Pause | None:
        """The pause after, of a change of pauses."""
        return _read_pause(self.after) if self.after else None


def pause_changes(
    before: Sequence[Pause], after: Sequence[Pause]
) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield field, text before and text after of every pause that differs, by its begin.

    Two instants of one minute do not differ: some sources leave the seconds out.
    """
    old = {_minute(one.paused_at): one for one in before}
    new = {_minute(one.paused_at): one for one in after}
    for start in sorted(old.keys() | new.keys()):
        was, now = old.get(start), new.get(start)
        if was is None or now is None or _lasting(was) != _lasting(now):
            yield PAUSE, _pause_text(was), _pause_text(now)


def _lasting(pause: Pause) -> tuple[datetime | None, PauseKind]:
    resumed_at = pause.resumed_at
    return _minute(resumed_at) if resumed_at else None, pause.kind


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _pause_text(pause: Pause | None) -> str | None:
    if pause is None:
        return None
    resumed = pause.resumed_at.astimezone(UTC).isoformat() if pause.resumed_at else ""
    return f"{pause.paused_at.astimezone(UTC).isoformat()}/{resumed}/{pause.kind.value}"


def _read_pause(text: str) -> Pause:
    paused, resumed, kind = text.split("/")
    return Pause(
        paused_at=datetime.fromisoformat(paused),
        resumed_at=datetime.fromisoformat(resumed) if resumed else None,
        kind=PauseKind(kind),
    )

"""Imports that alter a dossier, told in few words."""

from monitor.domain.change import Change, Shown
from tests.builders import vn

ASKED_AT = "2026-11-16 07:30"  # a Monday


def shown(
    exported: str, *, number: int = 1, source: str = "list", read: str | None = None
) -> Shown:
    """Return an export, read when it was made unless told otherwise."""
    return Shown(
        import_id=number,
        source=source,
        exported_at=vn(exported),
        imported_at=vn(read or exported),
    )


BEFORE = shown("2026-11-14 07:00", number=1)  # a Saturday
BY = shown("2026-11-16 07:00", number=2, read=ASKED_AT)


def a_change(
    field: str,
    before: str | None,
    after: str | None,
    *,
    by: Shown = BY,
    shown_before: Shown | None = BEFORE,
) -> Change:
    """Return what an import altered; Vietnam's clock where the field holds an instant."""
    return Change(
        field=field,
        before=_text(field, before),
        after=_text(field, after),
        shown_by=by,
        shown_before=shown_before,
    )


def _text(field: str, value: str | None) -> str | None:
    return vn(value).isoformat() if value and field.endswith("_at") else value

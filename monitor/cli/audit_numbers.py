"""Numbers of an audit as a terminal shows them."""

from monitor.domain.audit.summary import WHOLE


def number(count: int | None) -> str:
    """Return a number as tables show it: 10.776."""
    return "-" if count is None else f"{count:,}".replace(",", ".")


def told(count: int) -> str:
    """Return a number as sentences tell it: 06, 10.776."""
    return f"{count:02d}" if count < 10 else number(count)  # noqa: PLR2004 - one digit


def percent(part: int, whole: int) -> str:
    """Return a share in percent: 83,33%."""
    hundredths = (2 * WHOLE * part + whole) // (2 * whole)
    return f"{hundredths // 100},{hundredths % 100:02d}%"

"""The words by which reasons of lateness are read, and those that are suggested."""

from datetime import date

from monitor.catalogues import load_catalogue
from monitor.domain.reason import Cause, ReasonWords, Whereabouts

ZERO_LED_MONTHS = 2


def reason_words() -> ReasonWords:
    """Return the words by which reasons are read."""
    tables = load_catalogue("reasons")["words"]
    return ReasonWords(**{name: tuple(listed) for name, listed in tables.items()})


def suggest_reason(cause: Cause, place: Whereabouts) -> str:
    """Return a reason to start from; what only a person knows is a visible blank in it.

    Where the cause has particulars to state, the dossier's own day and unit are left out, so
    that they are not taken for those. No dot ends it: letters set one.
    """
    return _words(
        "joined",
        "reason",
        standing=_opening(place) if cause.states else standing_sentence(place),
        tail=cause.tail,
    )


def standing_sentence(place: Whereabouts) -> str:
    """Return where a dossier lies and since when, as far as it is known."""
    unit = place.unit or _words("standing", "own_unit")
    if place.step and place.since:
        since = day_in_words(place.since)
        return _words("standing", "dated", step=place.step, unit=unit, since=since)
    if place.step:
        return _words("standing", "undated", step=place.step, unit=unit)
    if place.received_on:
        received = day_in_words(place.received_on)
        return _words("standing", "received", received=received, unit=unit)
    return _words("standing", "bare", unit=unit)


def day_in_words(day: date) -> str:
    """Write a day as letters do: two digits for days below 10 and months 1 and 2.

    Source:
        docs/law.md#layout
    """
    month = f"{day.month:02}" if day.month <= ZERO_LED_MONTHS else str(day.month)
    text: str = load_catalogue("words")["day"]
    return text.format(day=f"{day.day:02}", month=month, year=day.year)


def _opening(place: Whereabouts) -> str:
    return _words("opening", "step" if place.step else "bare", step=place.step)


def _words(table: str, key: str, **facts: str) -> str:
    text: str = load_catalogue("reasons")[table][key]
    return text.format(**facts)

"""The catalogue of causes of lateness."""

from monitor.catalogues import load_catalogue
from monitor.catalogues.reasons import reason_words
from monitor.domain.reason import Cause, Particular


def load_causes() -> dict[str, Cause]:
    """Return the causes by code, in the order of the catalogue.

    Source:
        docs/law.md#causes
    """
    words = reason_words()
    return {
        code: Cause(code=code, words=words, **{**line, "states": _particulars(line)})
        for code, line in load_catalogue("causes").items()
    }


def _particulars(line: dict[str, list[str]]) -> tuple[Particular, ...]:
    return tuple(Particular(one) for one in line.get("states", ()))

"""The catalogue of causes of lateness."""

from monitor.catalogues import load_catalogue
from monitor.domain.letter import Cause


def load_causes() -> dict[str, Cause]:
    """Return the causes by code, in the order of the catalogue.

    Source:
        docs/law.md#causes
    """
    return {code: Cause(code=code, **line) for code, line in load_catalogue("causes").items()}

"""What kind of applicant a name is, where an export does not say it."""

import unicodedata
from functools import cache

from monitor.catalogues import load_catalogue
from monitor.domain.dossier import ApplicantKind
from monitor.sources.catalogue import plain

STROKED = {ord("\u0111"): "d"}  # the one Vietnamese letter that is no letter with marks


def kind_of_name(name: str) -> ApplicantKind:
    """Return ORGANISATION where a name begins as that of one, whatever its case; else UNKNOWN.

    More words have to follow. Some beginnings are known without their marks, too; those that
    would then be a person's name are not.
    """
    words = plain(name.lstrip("\"'(\u201c")).split()
    longest = max(map(len, _beginnings()))
    begun = (tuple(words[:length]) for length in range(1, min(longest, len(words) - 1) + 1))
    is_one = any(beginning in _beginnings() for beginning in begun)
    return ApplicantKind.ORGANISATION if is_one else ApplicantKind.UNKNOWN


@cache
def _beginnings() -> frozenset[tuple[str, ...]]:
    table = load_catalogue("statuses")["organisation_name"]
    marked = [plain(text) for texts in table.values() for text in texts]
    bare = [_without_marks(plain(text)) for text in table["any_writing"]]
    return frozenset(tuple(text.split()) for text in (*marked, *bare))


def _without_marks(text: str) -> str:
    parted = unicodedata.normalize("NFD", text.translate(STROKED))
    return "".join(letter for letter in parted if not unicodedata.combining(letter))

"""What an office may say about its own exports: names of columns and words in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from monitor.domain.dossier import ApplicantKind, Channel, Status
from monitor.domain.errors import SettingsError
from monitor.sources.catalogue import plain, word_table
from monitor.sources.headers import Field, Headers, known_headers

Word = TypeVar("Word", bound=StrEnum)


def known_statuses() -> Mapping[str, Status]:
    """Return compared status text -> status, as the catalogue knows them."""
    return {word: Status(value) for word, value in word_table("status").items()}


def known_channels() -> Mapping[str, Channel]:
    """Return compared channel text -> channel."""
    return {word: Channel(value) for word, value in word_table("channel").items()}


def known_applicant_kinds() -> Mapping[str, ApplicantKind]:
    """Return compared word or number -> kind of applicant."""
    return {word: ApplicantKind(value) for word, value in word_table("applicant_kind").items()}


def known_verdicts() -> Mapping[str, bool]:
    """Return compared status text -> whether it says late; texts that judge nothing lack."""
    return {word: value == "late" for word, value in word_table("said").items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOptions:
    """How the columns and words of exports are read; by default as the catalogues say.

    Keys of the word tables are as `catalogue.plain` makes them.
    """

    headers: Headers = field(default_factory=lambda: known_headers("dossiers"))
    statuses: Mapping[str, Status] = field(default_factory=known_statuses)
    verdicts: Mapping[str, bool] = field(default_factory=known_verdicts)
    channels: Mapping[str, Channel] = field(default_factory=known_channels)
    applicant_kinds: Mapping[str, ApplicantKind] = field(default_factory=known_applicant_kinds)


def with_settings(
    *,
    headers: Mapping[str, Sequence[str]],
    statuses: Mapping[str, str],
    applicant_kinds: Mapping[str, str],
) -> SourceOptions:
    """Lay an office's own names over the catalogues.

    Args:
        headers: Field -> further headers of that column; they go first.
        statuses: Status text -> name of a status, such as "paused_supplement".
        applicant_kinds: Word or number -> "person", "organisation" or "unknown".

    Raises:
        SettingsError: a field, status or kind that does not exist, all of them at once.
    """
    problems = [f"headers.{name}" for name in headers if name not in set(Field)]
    own_statuses = _typed(statuses, Status, problems, "statuses")
    own_kinds = _typed(applicant_kinds, ApplicantKind, problems, "applicant_kinds")
    if problems:
        raise SettingsError(file="settings.toml", problems=tuple(problems))
    known = SourceOptions()
    return SourceOptions(
        headers={name: (*headers.get(name, ()), *known.headers[name]) for name in Field},
        statuses={**known.statuses, **own_statuses},
        applicant_kinds={**known.applicant_kinds, **own_kinds},
    )


def _typed(
    words: Mapping[str, str], kind: type[Word], problems: list[str], table: str
) -> dict[str, Word]:
    typed: dict[str, Word] = {}
    for word, value in words.items():
        try:
            typed[plain(word)] = kind(value)
        except ValueError:
            problems.append(f"{table}.{word} = {value}")
    return typed

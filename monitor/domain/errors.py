"""Every error of ours: a code and its facts.

The words an operator reads live in `monitor/catalogues/operator.toml` under the
same code, so an error says what is wrong, where, and what to do in one sentence.
"""

from typing import ClassVar


class DungHanError(Exception):
    """Something the caller or the operator must put right.

    Args:
        facts: What the sentence in the catalogue names; never personal data.
    """

    code: ClassVar[str] = "error"

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        told = ", ".join(f"{name}={value!r}" for name, value in facts.items())
        super().__init__(f"{self.code}: {told}")


class NaiveTimeError(DungHanError, ValueError):
    """An instant carries no time zone."""

    code = "naive_time"


class CalendarGapError(DungHanError):
    """A count needs a day of a `year` that the `calendar` does not hold."""

    code = "calendar_gap"


class CalendarConflictError(DungHanError, ValueError):
    """Two rows of a `calendar` contradict each other about one `day`."""

    code = "calendar_conflict"


class SessionError(DungHanError, ValueError):
    """Sessions of a `calendar` overlap, run backwards or cross midnight."""

    code = "bad_session"


class TermError(DungHanError, ValueError):
    """A time-limit `text` cannot be read as one term."""

    code = "bad_term"


class SettingsError(DungHanError):
    """`problems` in a settings, calendar or directory `file`, all at once."""

    code = "bad_settings"


class DirectoryError(DungHanError):
    """`problems` in a directory `file`: units, officials, procedures."""

    code = "bad_directory"


class SourceFileError(DungHanError):
    """A `file` of a source cannot be read as a whole, for a `reason`."""

    code = "bad_source_file"


class AmbiguousSourceError(DungHanError):
    """The headers of a `file` fit several `kinds` of source, or none."""

    code = "ambiguous_source"


class MassRejectError(DungHanError):
    """An import would drop more than the set share of its rows."""

    code = "mass_reject"


class UnknownDossierError(DungHanError):
    """No dossier has this `dossier` code."""

    code = "unknown_dossier"


class UnknownUnitError(DungHanError):
    """The directory holds no `unit` of this code."""

    code = "unknown_unit"


class UndatedDossierError(DungHanError):
    """The due date of this `dossier` cannot be counted, for a `reason`."""

    code = "undated_dossier"


class LetterError(DungHanError):
    """A letter may not take this step, for a `reason` of the catalogue."""

    code = "bad_letter"


class MailboxError(DungHanError, ValueError):
    """A `mailbox` is not an address that mail can go to."""

    code = "bad_mailbox"


class RenderError(DungHanError):
    """A `document` could not be rendered, for a `reason`."""

    code = "render_failed"


class SchemaError(DungHanError):
    """The database is not at the schema `version` that this program needs."""

    code = "bad_schema"


class OpenPeriodError(DungHanError):
    """The `period` ends on `ends_on`: no report before that."""

    code = "open_period"


class PeriodError(DungHanError, ValueError):
    """A `period` is not one that a report can be made for."""

    code = "bad_period"

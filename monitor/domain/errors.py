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
    """A count needs a day of a `year` that the `calendar` in `file` does not hold."""

    code = "calendar_gap"


class CalendarConflictError(DungHanError, ValueError):
    """Two rows of a `calendar` contradict each other about one `day`."""

    code = "calendar_conflict"


class SeasonConflictError(DungHanError, ValueError):
    """Two seasons of a `calendar`, `one` and `other`, hold on one day."""

    code = "season_conflict"


class SessionOverlapError(DungHanError, ValueError):
    """Sessions of a `calendar` overlap; `place` is their weekday (0 = Monday) or day."""

    code = "session_overlap"


class SessionMidnightError(DungHanError, ValueError):
    """A session of a `calendar` closes before it opens; `place` as for overlaps."""

    code = "session_midnight"


class TermError(DungHanError, ValueError):
    """A time-limit `text` is no term that can be counted; `why` is a code of `WhyNot`."""

    code = "bad_term"


class TermConflictError(DungHanError, ValueError):
    """A time-limit `text` and the `term` given beside it as a value differ."""

    code = "term_conflict"


class AmountError(DungHanError, ValueError):
    """The `amount` of a term is not from 1 to `most`."""

    code = "bad_amount"


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


class FolderGoneError(DungHanError):
    """The `folder` of a `system`'s exports cannot be listed: a share that is cut off."""

    code = "folder_gone"


class UnknownDossierError(DungHanError):
    """No dossier has this `dossier` code."""

    code = "unknown_dossier"


class UnknownUnitError(DungHanError):
    """The directory holds no `unit` of this code."""

    code = "unknown_unit"


class BeforeDataError(DungHanError):
    """`at` lies before the newest export: how things stood then cannot be told."""

    code = "before_data"


class NothingToTellError(DungHanError):
    """Nobody is to be told of this `dossier` by hand now, for a `reason`."""

    code = "nothing_to_tell"


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


class SigningKeyError(DungHanError):
    """The office's certificate in a `file` cannot be opened, or is not in force."""

    code = "bad_signing_key"


class TrustRootError(DungHanError):
    """A `file` of certificates that signatures must lead to cannot be read."""

    code = "bad_trust_root"


class SchemaError(DungHanError):
    """The database is not at the schema `version` that this program needs."""

    code = "bad_schema"


class OpenPeriodError(DungHanError):
    """The `period` ends on `ends_on`: no report before that."""

    code = "open_period"


class UnknownDaysError(DungHanError):
    """No export speaks of a whole day of the `period`."""

    code = "unknown_days"


class PeriodError(DungHanError, ValueError):
    """A `period` is not one that a report can be made for."""

    code = "bad_period"


class CaseError(DungHanError, ValueError):
    """A `field` of a case, its line, or what it asks is not usable, for a `reason`."""

    code = "bad_case"


class UnknownOperationError(DungHanError, ValueError):
    """A case asks for an operation `op` that is not known."""

    code = "unknown_op"


class UnknownCalendarError(DungHanError):
    """The office has no calendar of this `name`; `known` ones stand in `file`."""

    code = "unknown_calendar"


class ReversedSpanError(DungHanError, ValueError):
    """A span ends at `end`, before its `start`."""

    code = "reversed_span"


class OpenPauseError(DungHanError):
    """A pause that began at `since` has not ended: no due instant can be named."""

    code = "open_pause"


class UnknownFindingError(DungHanError):
    """No `finding` has this number."""

    code = "unknown_finding"


class UnknownOfficialError(DungHanError):
    """The directory knows no `official` of this code or name."""

    code = "unknown_official"


class NotTheirFindingError(DungHanError):
    """A `finding` that the unit of the `official` has nothing to do with."""

    code = "not_their_finding"


class FindingEndedError(DungHanError):
    """A `finding` stands no longer, since `ended_at`."""

    code = "finding_ended"


class NotHeldError(DungHanError):
    """No message of this `key` is held."""

    code = "not_held"


class OutboxError(DungHanError):
    """Nothing can be done with the message of this `key`, for a `reason` of the catalogue."""

    code = "bad_outgoing"


class MailHeldError(DungHanError):
    """So many `mails` with news of `named` dossiers, `late` ones among them, are held."""

    code = "mail_held"


class BounceFolderError(DungHanError):
    """The `folder` of returned mail cannot be read, or nothing be moved in it."""

    code = "bounce_folder"


class StrangeBouncesError(DungHanError):
    """So many returned mails, a `count`, were set aside: what came back is not seen in them."""

    code = "strange_bounces"


class MailboxReturnedError(DungHanError):
    """Mail to `whose` mailbox came back for good at `since`, with a `status` code."""

    code = "mailbox_returned"


class MailReturnedError(DungHanError):
    """The message of a `key` did not reach its reader, with a `status` code."""

    code = "mail_returned"


class LetterReturnedError(DungHanError):
    """The mail with the letter about a `dossier` came back, with a `status` code."""

    code = "letter_returned"


class UnmarkedMailboxError(DungHanError):
    """No mailbox that is marked is `named` so, and none of whoever is."""

    code = "unmarked_mailbox"


class SaidTooEarlyError(DungHanError):
    """Something is said of a `finding` at a time before `found_at`, when it was found."""

    code = "said_too_early"


class SaidTooLateError(DungHanError):
    """Something is said at a time, `at`, that has not come: it is `now`."""

    code = "said_too_late"


class BlankNoteError(DungHanError):
    """Nothing is said of a `finding`."""

    code = "blank_note"


class HollowNoteError(DungHanError):
    """Fewer than so many `words` that say something explain a `finding`."""

    code = "hollow_note"


class BrokenRuleError(DungHanError):
    """A `rule` raised an error of the kind `reason` at one dossier or unit."""

    code = "broken_rule"


class RepeatedFindingError(DungHanError):
    """`rules` yield one key twice: nobody could tell the two findings apart."""

    code = "repeated_finding"


class WorkbookError(DungHanError):
    """A `file` is no workbook that can be read back, for a `reason` of the catalogue."""

    code = "bad_workbook"


class FigureError(DungHanError):
    """What was given as a `figure` is none; `why` is the workbook's sentence on it."""

    code = "bad_figure"


class ForeignFolderError(DungHanError):
    """Root was asked to lay files out in a `folder` that belongs to an `owner`."""

    code = "foreign_folder"


class JudgedLaterError(DungHanError):
    """A tick or a judging of `last`, an instant later than `at`, has left what stands."""

    code = "judged_later"


class DriftError(DungHanError):
    """A full judging `added` and `ended` findings, and found `unseen` dossiers and units."""

    code = "drift"


class ScarceRoomError(DungHanError):
    """Where `place` lies, only `free` mebibytes are left."""

    code = "scarce_room"


class PingError(DungHanError):
    """The watcher's address took no sign of life, for a `reason` of the catalogue."""

    code = "ping_failed"


class MailServerError(DungHanError):
    """The mail server at `host` and `port` lets nobody in, for a `reason` of the catalogue.

    `told` is what it said itself, cut and without addresses.
    """

    code = "mail_server"


class BackupError(DungHanError):
    """No backup could be made in a `folder`, for a `reason` of the catalogue."""

    code = "backup_failed"


class NoBackupFolderError(DungHanError):
    """Nobody has said where backups are to lie; the settings' `file` may."""

    code = "no_backup_folder"


class RestoreError(DungHanError):
    """Nothing can be restored from a `file`, for a `reason` of the catalogue."""

    code = "restore_failed"


class LostDatabaseError(DungHanError):
    """The `database` is gone, empty or another than the one that `sign` tells of.

    `newest` is the newest backup, "" where none is known; `reason` tells which of the two.
    """

    code = "lost_database"


class BrokenDatabaseError(DungHanError):
    """The `database` is no database, or a broken one; `newest` as for a lost one."""

    code = "broken_database"


class ServerError(DungHanError):
    """The database at a `place` on a server cannot be worked with, for a `reason`."""

    code = "bad_server"


class ServerBackupError(DungHanError):
    """The database lies on a server; a `command` backs it up, not this program."""

    code = "server_backup"


class CopyError(DungHanError):
    """The database was not copied to a `place`, for a `reason` of the catalogue."""

    code = "copy_failed"


class SendingStoppedError(DungHanError):
    """Nothing is sent since a backup of `made_at` was laid down; `held` messages wait."""

    code = "sending_stopped"


class RestartNeededError(DungHanError):
    """Settings have `changed` that a running daemon stands on: their names."""

    code = "restart_needed"


class ClockApartError(DungHanError):
    """A `worker`'s clock is `minutes` ahead of the database's; below 0: behind."""

    code = "clock_apart"


class WorkersDifferError(DungHanError):
    """Some `workers` judge by other settings, or another version, than the youngest."""

    code = "workers_differ"


class OtherSettingsError(DungHanError):
    """The `worker` that leads goes by other settings than whoever asks."""

    code = "other_settings"


class NoClusterError(DungHanError):
    """A worker was asked for, and the settings' `file` names no cluster."""

    code = "no_cluster"


class MissingExtraError(DungHanError):
    """The settings ask for what the `extra` brings, and its `module` is not installed."""

    code = "missing_extra"


class QueueRightsError(DungHanError):
    """The `user` may not make the queues' tables in the `database`."""

    code = "queue_rights"


class QueueSchemaError(DungHanError):
    """The queues' tables are at the version `found`, the installed package needs `wanted`."""

    code = "queue_schema"


class QueueLostError(DungHanError):
    """The queues cannot be reached; `reason` is the error's name. They are tried again."""

    code = "queue_lost"


class UnknownJobError(DungHanError):
    """A queue holds a `job` that this version of the program does not know."""

    code = "unknown_job"


class MergerError(DungHanError):
    """`problems` in a `file` of merged units, or of answers about split ones, all at once."""

    code = "bad_merger"

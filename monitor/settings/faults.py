"""Faults of values that our own checks find: each has its sentence in the catalogue."""

from enum import StrEnum

from pydantic_core import PydanticCustomError


class Fault(StrEnum):
    """What is wrong with a value, beside its type and its range."""

    ONE_LINE = "one_line"
    BLANK = "blank"
    EMPTY = "empty"
    MAILBOX = "mailbox"
    CLOCK = "clock"
    PLACE = "place"
    STORE_URL = "store_url"
    CLUSTER_STORE = "cluster_store"
    HEADERS = "headers"
    SMTP_HOST = "smtp_host"
    RETURN_PATH = "return_path"
    CLEAR_TEXT = "clear_text"
    SILENCE = "silence"
    QUOTES = "quotes"
    SLOTS = "slots"
    SAME_FOLDER = "same_folder"
    TWO_NAMES = "two_names"
    WORKBOOK_FOLDERS = "workbook_folders"
    LISTEN = "listen"
    PING_URL = "ping_url"
    NUMBERING_DECISION = "numbering_decision"
    ISSUE_DECISION = "issue_decision"
    ISSUE_NUMBERING = "issue_numbering"
    NEEDLESS_CERTIFICATE = "needless_certificate"
    SESSION = "session"
    SESSION_MIDNIGHT = "session_midnight"
    OVERLAP = "overlap"
    NO_SESSIONS = "no_sessions"
    DAY_OF_YEAR = "day_of_year"
    CLOSURE_REVERSED = "closure_reversed"
    HOURS_MISSING = "hours_missing"
    HOURS_OF_DAY_OFF = "hours_of_day_off"
    YEARS = "years"
    WORKS_AS_MISSING = "works_as_missing"
    WORKS_AS_OF_DAY_OFF = "works_as_of_day_off"


def fault(kind: Fault, **facts: object) -> PydanticCustomError:
    """Return the error that a validator raises."""
    return PydanticCustomError(kind.value, kind.value, facts)

"""Why a file, a row or a directory line cannot be taken, in the operator's words."""

from enum import StrEnum


class Reason(StrEnum):
    """The codes of `monitor/catalogues/operator_sources.toml`, one sentence each."""

    # the file as a whole
    NO_FILE = "no_file"
    UNREADABLE = "unreadable"
    LINK = "link"
    BAD_NAME = "bad_name"
    CHANGED = "changed"
    EMPTY_FILE = "empty_file"
    EMPTY_FOLDER = "empty_folder"
    NOT_A_SPREADSHEET = "not_a_spreadsheet"
    LEGACY_EXCEL = "legacy_excel"
    HTML_TABLE = "html_table"
    LEGACY_ENCODING = "legacy_encoding"
    TOO_BIG = "too_big"
    MISSING_COLUMN = "missing_column"
    BAD_JSON = "bad_json"
    NOT_DOSSIERS = "not_dossiers"
    WRONG_KIND = "wrong_kind"
    # one row
    BROKEN_ROW = "broken_row"
    MISSING_CODE = "missing_code"
    BAD_CODE = "bad_code"
    DUPLICATE_CODE = "duplicate_code"
    BAD_DATE = "bad_date"
    DATE_OUT_OF_RANGE = "date_out_of_range"
    UNKNOWN_STATUS = "unknown_status"
    TOO_LONG = "too_long"
    BAD_VALUE = "bad_value"
    ELSEWHERE = "elsewhere"
    NOT_A_DOSSIER = "not_a_dossier"
    BAD_COUNT = "bad_count"
    BAD_ROUNDED = "bad_rounded"
    BAD_PERCENTAGES = "bad_percentages"
    # the directory
    MISSING_VALUE = "missing_value"
    REPEATED_CODE = "repeated_code"
    UNKNOWN_WORD = "unknown_word"
    BAD_MAILBOX = "bad_mailbox"
    BAD_DOMAIN = "bad_domain"
    BAD_FEE = "bad_fee"
    BAD_STEP = "bad_step"
    BAD_TERM_AMOUNT = "bad_term_amount"
    DATES_REVERSED = "dates_reversed"
    UNKNOWN_UNIT = "unknown_unit"
    UNKNOWN_OFFICIAL = "unknown_official"
    PARENT_CYCLE = "parent_cycle"
    DEPUTY_CYCLE = "deputy_cycle"


class Note(StrEnum):
    """What an export says beside its rows, as a code and a count."""

    IDENTICAL = "identical"  # rows left out: they repeat another to the last field
    SUPERSEDED = "superseded"  # messages left out: a newer one speaks of the dossier
    SKIPPED_ROWS = "skipped_rows"  # rows left out: no dossiers
    UNKNOWN_CHANNEL = "unknown_channel"
    BLANK_STATUS = "blank_status"
    BAD_APPLICANT_MAILBOX = "bad_applicant_mailbox"
    LONG_CELLS = "long_cells"
    OTHER_SHEETS = "other_sheets"
    NO_ROWS = "no_rows"

"""From when a time-limit text counts: what the words after an amount say of it."""

import re
from enum import StrEnum

from monitor.domain.terms.letters import PAUSES

_AS_RULED = re.compile(
    r"theo (?:dung )?quy dinh(?: (?:cua phap luat|cua luat|hien hanh))?(?![a-z])"
)
_EACH_DOSSIER = re.compile(r"/ ?(?:(?:0?1|mot) )?(?:bo )?ho so(?![a-z])")
_START = re.compile(
    r"(?:(?:ke|tinh) tu|tu(?= (?:ngay|khi|luc|thoi|[0-9]))|sau|tiep nhan|nhan|nop)(?![a-z])"
    r"[^()]*"
)
_RECEIVED = re.compile(
    r"(?<![a-z])(?:(?:nhan|nop)(?![a-z])[^()]{0,60}? (?:ho so|giay to|don|to khai)(?![a-z])"
    r"|(?:ngay|khi|luc|thoi diem) (?:duoc )?tiep nhan(?: (?:theo )?(?:dung )?quy dinh)?"
    r"[ .,:]*$)"
)
_SOMETHING_ELSE = re.compile(
    r"(?<![a-z])(?:ket qua|van ban|quyet dinh|thong bao|y kien|niem yet|bien ban|tham tra"
    r"|nghia vu|bo sung|ket luan|hop dong)(?![a-z])"
)
_CONDITION = re.compile(
    r"(?<![a-z])(?:neu|truong hop|hoac|keo dai|gia han|rieng|tru|doi voi|tuy|co the)(?![a-z])"
)
_ANY_START = re.compile(r"(?<![a-z])(?:(?:ke|tinh) tu|sau (?:khi|ngay))(?![a-z])[^()|;]*")


class Rest(StrEnum):
    """What the words round an amount do to it."""

    NOTHING = "nothing"
    OTHER_START = "other_start"
    CONDITION = "condition"


def rest_after(plain: str) -> Rest:
    """Tell what the words after an amount do: whence it counts, or anything else."""
    found, left = Rest.NOTHING, plain.strip(PAUSES)
    while left:
        said = _AS_RULED.match(left) or _EACH_DOSSIER.match(left) or _START.match(left)
        if said is None or _CONDITION.search(said[0]):
            return Rest.CONDITION
        if said.re is _START and not _is_receipt(said[0]):
            found = Rest.OTHER_START
        left = left[said.end() :].strip(PAUSES)
    return found


def names_other_start(plain: str) -> bool:
    """Tell whether words name a start that is not the receipt, whatever else they say."""
    return any(not _is_receipt(found[0]) for found in _ANY_START.finditer(plain))


def _is_receipt(plain: str) -> bool:
    return _RECEIVED.search(plain) is not None and _SOMETHING_ELSE.search(plain) is None

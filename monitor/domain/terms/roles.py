"""Which amounts of a time-limit text are whole terms that a dossier can have.

Only what is understood counts as one: where any amount is unclear, none of its text is.
"""

import re
from collections.abc import Sequence

from monitor.domain.terms.clauses import Clause
from monitor.domain.terms.letters import PAUSES
from monitor.domain.terms.parts import Join
from monitor.domain.terms.reading import Role
from monitor.domain.terms.shares import TAKES_APART
from monitor.domain.terms.starts import Rest, names_other_start, rest_after

_CASE = re.compile(
    r"(?:(?:va|hoac|trong|con)(?![a-z])[ ,]*)*(?:neu|truong hop|doi voi|rieng|khu vuc|vung"
    r"|dia ban|tuy)(?![a-z])"
)
_MORE = r"them|keo dai|gia han|bo sung"
_LESS = (
    r"giam(?! (?:dien tich|dinh))|rut ngan|bot|tru(?! (?:truong hop|khi))|thay vi|so voi|ruoi"
    r"|moi (?:co quan|don vi|nganh|cap|noi|buoc|khau|lan)|tung"
)
_ON_TOP = re.compile(r"(?<![a-z])them(?![a-z])")
_GROWS = re.compile(rf"(?<![a-z])(?:{_MORE}|(?<!tong )cong)[ (]*$")
_CHANGES = re.compile(rf"(?<![a-z])(?:{_MORE}|{_LESS})(?![a-z])")
_SHRINKS = re.compile(rf"(?<![a-z])(?:{_LESS})(?![a-z])")
_CASE_CHANGES = re.compile(  # the case is that the time itself changes
    r"(?:(?:neu|truong hop|doi voi|thoi (?:gian|han)|can|phai|duoc|co the|tang|cat)"
    rf"(?![a-z]) ?)*(?:{_MORE}|{_LESS})(?![a-z])"
)
_OF_AN_AGENCY = re.compile(
    r"doi voi (?:cap (?:xa|huyen|tinh|bo|trung uong)|ubnd|uy ban|so|trung tam|chi nhanh|bo phan"
    r"|van phong|khau|buoc|moi|tung|thoi (?:gian|han)|viec|cong viec|thu tuc)(?![a-z])"
)
_AGENCY_OR_STEP = re.compile(
    r"(?:(?:tai|o|cap|phia|buoc|khau)(?![a-z]) ?)*(?:"
    r"ubnd|uy ban|so|bo|cuc|xa|phuong|tinh|huyen|thue|cong an|kho bac|co quan|phong|trung tam"
    r"|chi (?:nhanh|cuc)|van phong|vp\w*|bo phan|mot cua|[0-9]|giai doan|cong doan|tiep nhan"
    r"|tham (?:dinh|tra|muu)|kiem tra|xac minh|trinh|ky|phe duyet|duyet|xem xet|xu ly"
    r"|lay y kien|niem yet|cong khai|thong bao|lap|soan|du thao|ban hanh|dong dau|so hoa|nhap"
    r"|luu|in|tra|giao|chuyen (?:ho so|tra|den|vien|mon)|giai quyet|thuc hien|hoan thien|hop"
    r"|hoi dong|do dac|khao sat|dang (?:tin|bao)|lanh dao|chu tich|truong phong|can bo"
    r"|cong chuc|van thu)(?![a-z])"
)
_CITED = re.compile(r"(?<![a-z])(?:dieu|khoan|muc|luat|so|nam) [0-9]+\S*|[0-9]+(?:/[0-9]+)+\S*")
_JOINS = re.compile(r"[+=]")
_RECKONS = re.compile(r"[0-9+=%]")
_AND, _OR = re.compile(r"[ ,:(]*va(?![a-z])"), re.compile(r"(?<![a-z])hoac(?![a-z])")
_APART = re.compile(r" *[,.;:(|-]| *(?:theo|tai|ke tu|tinh tu)(?![a-z])")


def roles(clauses: Sequence[Clause]) -> tuple[Role, ...]:
    """Return what each amount is; a clause without one is only looked at for what it does."""
    is_alone = sum(clause.amount is not None for clause in clauses) == 1
    found = [_role(clause, is_alone=is_alone) for clause in clauses]
    if Role.UNCLEAR in found or _stand_side_by_side(clauses, found):
        found = [Role.UNCLEAR if one is Role.WHOLE else one for one in found]
    return tuple(found)


def _role(clause: Clause, *, is_alone: bool) -> Role:
    if clause.is_share:
        return Role.BESIDE
    if clause.amount is None:
        return _role_of_words(clause.after)
    if len(clause.amount.units) > 1 or clause.amount.note:
        return Role.UNCLEAR
    if None in clause.amount.units:
        is_bare = is_alone and clause.rest is Rest.NOTHING and clause.amount.join is Join.SUM
        return Role.WHOLE if is_bare else Role.UNCLEAR
    if clause.before.strip(PAUSES):
        before = _role_before(clause.before, clause.led)
        if before is not Role.WHOLE:
            return before
    return _role_after(clause.after, is_alone=is_alone)


def _role_of_words(words: str) -> Role:
    """Tell whether words without an amount leave the amounts beside them clear."""
    is_case = _CASE.match(words.strip(PAUSES))
    reckons = not is_case and (_reckons(words) or _SHRINKS.search(words))
    return Role.UNCLEAR if reckons or names_other_start(words) else Role.BESIDE


def _role_before(words: str, led: str) -> Role:
    """Tell what words before an amount make of it: a term of a case is led up to."""
    if _ON_TOP.search(words):
        return Role.ADDED
    if _GROWS.search(words):  # by so much, or to so much at most
        return Role.BESIDE if led.strip(" (:") else Role.ADDED
    if not _CASE.match(words.strip(PAUSES)):
        return Role.UNCLEAR
    is_term = led.strip(" (") and not _CHANGES.search(words)
    return Role.WHOLE if is_term else Role.BESIDE


def _role_after(words: str, *, is_alone: bool) -> Role:
    said = words.strip(PAUSES)
    if rest_after(words) is Rest.NOTHING:
        return Role.WHOLE
    if rest_after(words) is Rest.OTHER_START or names_other_start(said) or _JOINS.search(said):
        return Role.UNCLEAR
    if _CASE_CHANGES.match(said):
        return Role.BESIDE
    return Role.WHOLE if _leaves_whole(words, is_alone=is_alone) else Role.UNCLEAR


def _leaves_whole(words: str, *, is_alone: bool) -> bool:
    """Tell whether words after an amount say when it applies, or what else is known of it."""
    said = words.strip(PAUSES)
    if _CASE.match(said):
        return not _OF_AN_AGENCY.match(said)
    if is_alone and TAKES_APART.match(said):
        return True
    if _reckons(said) or _SHRINKS.search(said):
        return False
    is_label = words.lstrip()[:1] in {":", "("} and not _AGENCY_OR_STEP.match(said)
    return is_label or (is_alone and _APART.match(words) is not None)


def _reckons(words: str) -> bool:
    """Tell whether words hold numbers beyond those of laws and dates."""
    return _RECKONS.search(_CITED.sub(" ", words)) is not None


def _stand_side_by_side(clauses: Sequence[Clause], found: Sequence[Role]) -> bool:
    """Tell whether amounts follow each other with nothing that makes a choice of them."""
    whole = [one for one, role in zip(clauses, found, strict=True) if role is Role.WHOLE]
    plain = [one for one in whole if one.rest is not Rest.CONDITION]
    unjoined = [one for one in plain if not _OR.search(one.led)]
    is_sum = plain and any(_AND.match(one.before + one.led) for one in whole)
    return len(unjoined) > 1 or bool(is_sum)

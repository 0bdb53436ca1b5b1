"""Reasons of lateness: what may be said in a letter, and what has to be."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise, takewhile
from unicodedata import normalize

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.errors import LetterError
from monitor.domain.instants import vietnam_day
from monitor.domain.term import fold


class Particular(StrEnum):
    """What a reason may have to state."""

    AGENCY = "agency"
    DOCUMENT = "document"  # by its number
    DATE = "date"
    FIGURE = "figure"  # that is no date
    SPAN = "span"  # two days or hours: from and to


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonWords:
    """The words by which reasons are read (monitor/catalogues/reasons.toml), with their marks.

    `agencies` name one by themselves, `offices` only with a name behind them; `documents`
    stand before a number, `titles` before a person's name.
    """

    agencies: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One line of the catalogue of causes (docs/law.md#causes).

    `must_state` tells the answering person what a reason of this kind has to name; `states`
    is as much of that as can be seen in a text. `tail` ends the text that is suggested.
    """

    code: str
    text: str
    nature: str
    in_letter: bool
    must_state: str = ""
    states: tuple[Particular, ...] = ()
    tail: str = ""
    words: ReasonWords = ReasonWords()


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where a dossier lies, as far as it is known.

    `since` is the day on which its step began, `received_on` that of its receipt.
    """

    step: str
    unit: str
    since: date | None
    received_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTerms:
    """What an answer is held against.

    `people` are the names of the office's officials; `applicant` is the one person whom a
    reason may name.
    """

    calendar: WorkingCalendar
    old_due_at: datetime
    is_promised_again: bool
    at: datetime
    people: Collection[str]
    applicant: str


HOLLOW = re.compile(
    r"\b(?:(?:do|vi) (?:ly do |nguyen nhan )?|(?:ly do|nguyen nhan) )(?:khach quan|cong viec)\b"
)
WHATEVER = (
    "anh bi can cham chua chung co con cua da dan den do dung gian han hen ho huong "
    "khong kip la lam len mot nay nen nguoi nhieu nhung phai phan qua quan ra rang rat so "
    "su thoi toi tra tre va van vay ve vi viec voi vua xay xin"
)
PADDING = frozenset(WHATEVER.split())
"""Words, folded, that can be said of any dossier that is late."""
REASON_WORDS = 8
REASON_FAULTS = (  # why a reason itself is refused
    *("hollow", "unfilled", "official_named", "person_named"),
    *("mailbox", "phone", "identity", "unstated"),
)
BLANK = re.compile(r"\u2026|\.{3}|_{3}")
NAME_WORDS = 2  # the fewest of a name; a single word may be any word

# Of folded texts, but for the document's own number and the sign before a number.
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_SPELT = r"(?:mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|muoi|mong|mung|ram|gieng|chap)"
_BEFORE = "|".join(rf"(?<=\b{word} )" for word in ("ngay", "tu", "den", "toi", "hom"))
_ENDS = r"(?![/\w]|[.-]\d)"
_DATE = (
    rf"(?:\bngay {_DAY} thang {_MONTH}\b"
    rf"|\bngay (?:{_SPELT} ){{1,3}}thang {_SPELT}\b"
    rf"|(?<![\w/.-]){_DAY}(?:/{_MONTH}/(?:\d\d)?\d\d|[.-]{_MONTH}[.-]\d{{4}}){_ENDS}"
    rf"|(?:{_BEFORE}){_DAY}/{_MONTH}{_ENDS})"
)
_HOUR = r"\b(?:[01]?\d|2[0-4]) ?(?:gio\b|[:h](?:[0-5]\d)?\b)"
DATE = re.compile(_DATE)
MOMENT = re.compile(rf"{_DATE}|{_HOUR}|(?:{_BEFORE}){_DAY}\b")  # a day alone: as "from"
FROM, TO = re.compile(r"\btu\b"), re.compile(r"\b(?:den|toi)\b|^ ?[-\u2013] ?$")
NO_FIGURE = re.compile(rf"{_DATE}|\b(?:thang|quy|nam) \d+")
DOCUMENT = re.compile(
    r"\b\d+[a-z]?(?:/\d{4})?/(?:[A-Z\u0110]{2}|[a-z\u0111]+-[a-z\u0111])"  # 12/2026/CV-UBND
)
NUMBER_SIGN = "s\u1ed1"
PHONE = re.compile(r"(?<![\w.-])(?:\+84|0)(?:[ .-]?\d){8,10}(?![ .-]?\d)")
IDENTITY = re.compile(r"(?<![\w.-])(?:\d{3}(?: ?\d{3}){2,3})(?![\w.]\d| ?\d|\w)")
MAILBOX = re.compile(r"[\w.+-]@[\w-]+\.\w")


def check_answer(
    *, dossier: str, cause: Cause, reason: str, new_due_at: datetime, terms: AnswerTerms
) -> None:
    """Refuse an answer that could not stand in a letter.

    Raises:
        LetterError: the cause may not stand in a letter, the reason is refused by
            `check_reason`, the new date is not a working day, not on a later day than the
            old one or not after the answer, or the dossier was promised again before.
        CalendarGapError: the new date lies outside the loaded years.

    Source:
        docs/law.md#apology-letter
    """
    if not cause.in_letter:
        raise LetterError(reason="cause", dossier=dossier, cause=cause.code)
    check_reason(reason, cause, dossier=dossier, people=terms.people, applicant=terms.applicant)
    if terms.is_promised_again:
        raise LetterError(reason="second", dossier=dossier)
    day = vietnam_day(new_due_at)
    if not terms.calendar.is_working_day(day):
        raise LetterError(reason="rest_day", dossier=dossier, day=day)
    if day <= vietnam_day(terms.old_due_at) or new_due_at <= terms.at:
        raise LetterError(reason="not_after", dossier=dossier, day=day)


def check_reason(
    text: str, cause: Cause, *, dossier: str, people: Collection[str], applicant: str
) -> None:
    """Refuse a reason that a letter of this cause could not give.

    Args:
        people: The names of the officials whom no letter blames.
        applicant: The name of the one person who may be named; empty where nobody may.

    Raises:
        LetterError: it has a blank left, is empty or hollow, names somebody, holds data of a
            person, or does not state what its cause has to (`missing`, in that order).

    Source:
        docs/law.md#causes
    """
    text = _even(text)
    if count_words(text) < REASON_WORDS:
        raise LetterError(reason="hollow", dossier=dossier, words=REASON_WORDS)
    if BLANK.search(text):
        raise LetterError(reason="unfilled", dossier=dossier)
    check_persons(text, cause.words, dossier=dossier, people=people, applicant=applicant)
    missing = tuple(one for one in cause.states if not _is_stated(one, text, cause.words))
    if missing:
        raise LetterError(reason="unstated", dossier=dossier, missing=missing)


def check_persons(
    text: str, words: ReasonWords, *, dossier: str, people: Collection[str], applicant: str
) -> None:
    """Refuse a text that names an official or a stranger, or by which a person is reached.

    Marks and case do not matter in names. A name of one word alone is not looked for, as it
    may be any word; strangers are known by the title before their names.

    Raises:
        LetterError: it does.
    """
    text, applicant = _even(text), _spaced(applicant)
    officials = (_spaced(one) for one in people if len(one.split()) >= NAME_WORDS)
    spaced = _spaced(text)
    if any(one in spaced for one in officials if one != applicant):
        raise LetterError(reason="official_named", dossier=dossier)
    titled = map(_spaced, _titled(text, words.titles))
    if any(not (one in applicant or applicant in one) for one in titled):
        raise LetterError(reason="person_named", dossier=dossier)
    if MAILBOX.search(text):
        raise LetterError(reason="mailbox", dossier=dossier)
    if PHONE.search(text):
        raise LetterError(reason="phone", dossier=dossier)
    if IDENTITY.search(text):
        raise LetterError(reason="identity", dossier=dossier)


def count_words(reason: str) -> int:
    """Count the words of a reason that say something, each once.

    Hollow phrases are none, nor beside one what any dossier that is late could say.
    """
    text = _spaced(reason)
    rest = HOLLOW.sub(" ", text)
    words = set(rest.split())
    return len(words - PADDING) if rest != text else len(words)


def _titled(text: str, titles: tuple[str, ...]) -> Iterator[str]:
    """Yield the names that stand behind a title: two words with capitals, or more."""
    if not titles:
        return
    for found in re.finditer(rf"{_any(titles)}\)?(?=\s+(\w+(?:\s+\w+){{0,7}}))", text):
        name = tuple(takewhile(lambda word: word[0].isupper(), found[1].split()))
        if len(name) >= NAME_WORDS:
            yield " ".join(name)


def _is_stated(one: Particular, text: str, words: ReasonWords) -> bool:
    folded = fold(text)
    if one is Particular.AGENCY:
        return _names_agency(text, words)
    if one is Particular.DOCUMENT:
        return _numbers_document(text, words)
    if one is Particular.DATE:
        return DATE.search(folded) is not None
    if one is Particular.SPAN:
        return _spans(folded)
    return re.search(r"\d", NO_FIGURE.sub(" ", fold(DOCUMENT.sub(" ", text)))) is not None


def _spans(folded: str) -> bool:
    """Tell whether a text says from when to when."""
    said = FROM.search(folded)
    moments = MOMENT.finditer(folded, said.end()) if said else ()
    return any(TO.search(folded[one.end() : other.start()]) for one, other in pairwise(moments))


def _names_agency(text: str, words: ReasonWords) -> bool:
    if words.agencies and re.search(_any(words.agencies), text):
        return True
    behind = re.findall(rf"{_any(words.offices)} (\w)", text) if words.offices else []
    return any(letter.isupper() for letter in behind)


def _numbers_document(text: str, words: ReasonWords) -> bool:
    if DOCUMENT.search(text):
        return True
    numbered = rf"{_any(words.documents)}[^\d.;]{{0,40}}\b(?i:{NUMBER_SIGN}):? ?\d"
    return bool(words.documents) and re.search(numbered, text) is not None


def _any(words: tuple[str, ...]) -> str:
    return rf"\b(?i:{'|'.join(map(re.escape, words))})\b"


def _even(text: str) -> str:
    """Return a text in composed letters, with single blanks."""
    return " ".join(normalize("NFC", text).split())


def _spaced(text: str) -> str:
    """Return the words of a text, folded, each between blanks: whole words are found in it."""
    words = " ".join(re.findall(r"\w+", fold(text)))
    return f" {words} "

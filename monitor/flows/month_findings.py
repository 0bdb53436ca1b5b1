"""What units were asked to verify in a period, and what they said of it, for its report."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from monitor.catalogues.reasons import reason_words
from monitor.domain.directory import Directory
from monitor.domain.errors import LetterError
from monitor.domain.finding import Fact
from monitor.domain.month_findings import Found, Said, Verification
from monitor.domain.note import Note, NoteKind
from monitor.domain.office import Office
from monitor.domain.period import Period
from monitor.domain.personal import BLANKED, tells_of
from monitor.domain.reason import check_persons
from monitor.domain.rule_sets import EXPLAINED, TO_VERIFY
from monitor.domain.verification import edit_of
from monitor.ports.months import MonthCounts
from monitor.ports.store import Work

LONGEST = 160  # letters of an explanation that a report holds
NOBODY = "0"  # the only person whom a text may name: no name is like it


def verifications(
    work: Work, office: Office, counts: MonthCounts, period: Period
) -> tuple[Verification, ...]:
    """Return what was asked in a period, as of its end, in order of the asking.

    The stages of one edit are one thing.
    """
    asked = [one for one in counts.found() if one.finding.rule in TO_VERIFY]
    asked.sort(key=lambda one: (_thing(one), one.found_at))
    things = [
        _verification(work, office, list(stages), period)
        for _, stages in groupby(asked, key=_thing)
    ]
    return tuple(sorted(things, key=lambda one: (one.found_at, one.codes, one.rule)))


def _thing(found: Found) -> tuple[str, str, str, str]:
    one = found.finding
    edit = edit_of(one)
    return one.dossier, one.unit, one.rule, edit or f"{one.stage} {one.deadline}"


def _verification(
    work: Work, office: Office, stages: list[Found], period: Period
) -> Verification:
    first, last = stages[0], stages[-1]
    finding, is_over = first.finding, _is_over(last, period)
    note = _first_said(note for one in stages for note in one.notes if _is_in(note, period))
    text = note.text if note and note.kind is NoteKind.EXPLAINED else ""
    is_withheld = bool(text) and not _is_public(work, office, finding.dossier, text)
    return Verification(
        rule=finding.rule,
        unit=first.unit,
        codes=(finding.dossier,) if finding.dossier else tuple(_codes(finding.facts["codes"])),
        found_at=first.found_at,
        explain_by=_day(finding.facts.get("explain_by")),
        said=Said(note.kind) if note else Said.SETTLED if is_over else Said.OPEN,
        said_at=note.at if note else None,
        said_by=_title(office.directory, note.by) if note else "",
        text="" if is_withheld else _short(text),
        is_withheld=is_withheld,
    )


def _is_over(last: Found, period: Period) -> bool:
    """Tell whether what is spoken of was gone; an edit only rests when its days have ended."""
    if last.finding.rule in EXPLAINED and edit_of(last.finding):
        return False
    return last.resolved_at is not None and last.resolved_at < period.ends_at


def _is_in(note: Note, period: Period) -> bool:
    return note.at < period.ends_at


def _first_said(notes: Iterable[Note]) -> Note | None:
    """Return the first explanation, else the first note."""
    said = sorted(notes, key=lambda one: (one.kind is not NoteKind.EXPLAINED, one.at))
    return said[0] if said else None


def _codes(told: Fact) -> Iterator[str]:
    return (code for code in str(told).split(", ") if code)


def _day(fact: Fact) -> date | None:
    return fact if isinstance(fact, date) else None


def _title(directory: Directory, by: str) -> str:
    """Return the office that somebody holds, and where; a report names nobody."""
    official = directory.officials.get(by)
    if official is None:
        return ""
    unit = directory.units.get(official.unit)
    return ", ".join(one for one in (official.title, unit.name if unit else "") if one)


def _is_public(work: Work, office: Office, code: str, text: str) -> bool:
    """Tell whether a text names nobody, and tells of no way to reach a person.

    Source:
        docs/law.md#personal-data
    """
    applicant = work.dossiers.applicant(code) if code else None
    if text == BLANKED or (applicant is not None and tells_of(text, applicant)):
        return False
    people = office.directory.people | ({applicant.name} if applicant else frozenset())
    try:
        check_persons(text, reason_words(), dossier=code, people=people, applicant=NOBODY)
    except LetterError:
        return False
    return True


def _short(text: str) -> str:
    """Return a text that ends at a word, with an ellipsis where it was longer."""
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rpartition(' ')[0]}\N{HORIZONTAL ELLIPSIS}"

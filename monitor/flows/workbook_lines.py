"""What stands on a unit's workbook: what it is asked, as of one instant."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from monitor.catalogues.told import shown, word
from monitor.catalogues.workbooks import status_word, workbook_word
from monitor.domain.directory import Level
from monitor.domain.dossier import Dossier
from monitor.domain.errors import CalendarGapError, LetterError
from monitor.domain.finding import Fact, Finding
from monitor.domain.instants import local, vietnam_day
from monitor.domain.letter import Letter, LetterKind, LetterState
from monitor.domain.note import NoteKind
from monitor.domain.office import Office
from monitor.domain.rule_sets import ASKING, EXPLAINED, LATE
from monitor.domain.supplied import ASKED, Measure, SuppliedFigure
from monitor.domain.workbook import OFFERS, Line, Part, standing_of, wants_answer
from monitor.domain.workbook_cells import MOST_LETTERS
from monitor.flows.cases import is_void
from monitor.flows.report import reporting_units
from monitor.flows.suggest import suggest
from monitor.flows.workbook_facts import deciding_units, dossier_facts, one_line
from monitor.flows.workbook_issued import issued_lines
from monitor.notices.desk import place_of
from monitor.ports.store import Standing, Work

NO_DEADLINE = datetime(9999, 12, 31, tzinfo=UTC)  # every rule that asks names one
SHOWN = (
    ("shown_before", "exported_before_at", "before"),
    ("shown_by", "exported_at", "after"),
)
DETAILS = ("paused_at", "resumed_at", "due_at", "dossiers", "codes")

Lines = Mapping[str, tuple[Line, ...]]
"""Lines by the code of the unit that they are for."""


def gather_lines(work: Work, office: Office, *, at: datetime) -> Lines:
    """Return what each unit is asked, in the order of its sheets.

    A dossier is asked of the unit it lies with; a draft is shown to every unit above
    whose people may approve it. Agencies outside are asked nothing.
    """
    standing = work.findings.standing()
    lines: defaultdict[str, list[Line]] = defaultdict(list)
    for unit, line in (
        *_answers(work, office, standing),
        *_letters(work, office),
        *issued_lines(work, office, at=at),
        *_findings(work, office, standing),
        *_figures(work, office, at=at),
    ):
        known = office.directory.units.get(unit or "")
        if known is not None and known.level is not Level.OUTSIDE:
            lines[known.code].append(line)
    return {unit: tuple(found) for unit, found in sorted(lines.items())}


def with_suggestions(
    work: Work, office: Office, lines: Iterable[Line], *, at: datetime
) -> tuple[Line, ...]:
    """Return a unit's lines: those that ask for an answer show what it could say."""
    return tuple(
        replace(one, facts={**one.facts, **_suggested(work, office, one.target, at=at)})
        if one.part is Part.ANSWERS
        else one
        for one in lines
    )


@dataclass(frozen=True, slots=True)
class About:
    """A dossier with its letter about one deadline."""

    dossier: Dossier
    letter: Letter | None
    deadline: datetime


Placed = tuple[str | None, Line]


def _answers(work: Work, office: Office, standing: list[Standing]) -> Iterator[Placed]:
    """Yield the dossiers that an answer is wanted of: in time or not, or how late and why.

    Those whose deadline has passed come first, theirs being the earlier ones.
    """
    rules = ASKING | LATE
    asked = {
        one.finding.dossier: one.finding
        for one in sorted(standing, key=lambda one: one.finding.rule)  # "overdue" is the last
        if one.finding.rule in rules
    }
    dossiers = work.dossiers.load(asked)
    for code, finding in sorted(asked.items(), key=lambda one: (_due(one[1]), one[0])):
        dossier, deadline = dossiers[code], _due(finding)
        if office.outside_decider(dossier.procedure) is not None:
            continue
        letter = work.letters.about(code, deadline)
        if letter is not None and is_void(letter, dossier, office):
            letter = None
        if wants_answer(finding, dossier, letter):
            about = About(dossier, letter, deadline)
            yield place_of(dossier, office.directory), _answer_line(about, finding, office)


def _answer_line(about: About, finding: Finding, office: Office) -> Line:
    dossier, letter = about.dossier, about.letter
    handler = office.directory.officials.get(dossier.handler or "")
    is_refused = letter is not None and letter.state is LetterState.REFUSED
    return Line(
        part=Part.ANSWERS,
        target=dossier.code,
        basis=standing_of(letter, vietnam_day(about.deadline)),
        facts={
            **dossier_facts(dossier, about.deadline, office),
            "late": _lateness(finding),
            "issue_by": _day(finding.facts.get("latest_issue_on")),
            "step": one_line(dossier.step),
            "handler": handler.source_name if handler else "",
            "refused_for": one_line(letter.refused_for) if letter and is_refused else "",
        },
    )


def _suggested(work: Work, office: Office, code: str, *, at: datetime) -> dict[str, str]:
    """Return what an answer could say; nothing where no new date can be named."""
    try:
        found = suggest(work, office, code, at=at)
    except (LetterError, CalendarGapError):
        return {}
    return {
        "proposed": found.new_due_on.isoformat(),
        "proposed_by": word("proposal_basis", found.basis),
        "suggested": found.reason,
    }


def _lateness(finding: Finding) -> str:
    """Return how late a dossier is; nothing while it may be in time."""
    if finding.rule not in LATE:
        return ""
    days = finding.facts.get("days_late")
    if isinstance(days, int) and days > 0:
        return workbook_word("detail", "late_days", value=f"{days:02}")
    return workbook_word("detail", "unseen" if days is None else "late")


def _due(finding: Finding) -> datetime:
    return finding.deadline or NO_DEADLINE


def _letters(work: Work, office: Office) -> Iterator[Placed]:
    """Yield the drafts, to each unit upward that has somebody to approve them.

    One drafted after silence is asked about first: nobody has named its cause.
    """
    found = work.letters.in_state(LetterState.DRAFT)
    drafts = [letter for letter in found if not letter.is_unconfirmed]
    dossiers = work.dossiers.load({letter.dossier for letter in drafts})
    for letter in drafts:
        dossier = dossiers[letter.dossier]
        line = _letter_line(letter, dossier, office)
        for unit in deciding_units(office, dossier):
            yield unit, line


def _letter_line(letter: Letter, dossier: Dossier, office: Office) -> Line:
    cause = office.causes.get(letter.cause)
    answered_by = office.directory.officials.get(letter.answered_by)
    new_due_at = local(letter.new_due_at).isoformat() if letter.new_due_at else ""
    return Line(
        part=Part.LETTERS,
        target=letter.dossier,
        basis=standing_of(letter, vietnam_day(letter.deadline)),
        facts={
            **dossier_facts(dossier, letter.deadline, office),
            "kind": word("letter_kind", letter.kind),
            "offers": " ".join(_verdicts(letter)),
            "cause": f"{cause.code} - {cause.text}" if cause else letter.cause,
            "reason": one_line(letter.reason),
            "new_due_at": new_due_at,
            "answered_by": answered_by.source_name if answered_by else "",
        },
    )


def _verdicts(letter: Letter) -> tuple[str, ...]:
    """Return what may be said of a draft: only a first apology can be not owed."""
    is_first = letter.kind is LetterKind.APOLOGY and letter.version == 1
    verdicts = OFFERS[Part.LETTERS]
    return verdicts if is_first else tuple(one for one in verdicts if one != "none")


def _findings(work: Work, office: Office, standing: list[Standing]) -> Iterator[Placed]:
    """Yield what a unit is asked to explain, of its dossiers and of itself."""
    asked = [one for one in standing if one.finding.rule in EXPLAINED]
    dossiers = work.dossiers.load({one.finding.dossier for one in asked} - {""})
    for one in asked:
        dossier = dossiers.get(one.finding.dossier)
        place = place_of(dossier, office.directory) if dossier else one.finding.unit
        yield place, _finding_line(one)


def _finding_line(one: Standing) -> Line:
    said = [note.text for note in one.notes if note.kind is NoteKind.EXPLAINED]
    return Line(
        part=Part.FINDINGS,
        target=str(one.id),
        facts={
            "shown": str(one.id),
            "rule": word("rule", one.finding.rule),
            "dossier": one.finding.dossier,
            "found_at": local(one.found_at).isoformat(),
            "detail": "; ".join(_details(one.finding)),
            "explain_by": _day(one.finding.facts.get("explain_by")),
            "said": one_line(said[-1]) if said else "",
        },
    )


def _details(finding: Finding) -> Iterator[str]:
    """Yield what two exports showed, and what else is known."""
    facts = finding.facts
    for shows, at, value in SHOWN:
        if (when := facts.get(at)) is not None and value in facts:
            yield workbook_word("detail", shows, at=shown(when), value=_value(facts[value]))
    for name in DETAILS:
        if (fact := facts.get(name)) is not None:
            yield workbook_word("detail", name, value=_value(fact)[:MOST_LETTERS])


def _value(fact: Fact) -> str:
    if fact is None:
        return workbook_word("detail", "nothing")
    return status_word(fact) if isinstance(fact, str) else str(shown(fact))


def _figures(work: Work, office: Office, *, at: datetime) -> Iterator[Placed]:
    """Yield last month's figures of each reporting unit, asked of its one-stop unit."""
    months = office.months
    month = months.named_on(months.before(months.month_of(vietnam_day(at))))
    present = {(one.unit, one.name): one for one in work.workbooks.figures(month)}
    for unit in reporting_units(office):
        counter = office.directory.one_stop(unit.code) or unit
        for group, name, measure in _asked():
            line = Line(
                part=Part.FIGURES,
                target=figure_target(unit.code, month, name),
                facts={
                    "unit": unit.name,
                    "month": f"{month:%m/%Y}",
                    "group": workbook_word("figure_group", group),
                    "shown": workbook_word("figure", name),
                    "measure": workbook_word("measure", measure.value),
                    "present": figure_text(present.get((unit.code, name)), measure),
                },
            )
            yield counter.code, line


def _asked() -> Iterator[tuple[str, str, Measure]]:
    """Yield the figures that are asked for, each with its group and its measure."""
    for group, figures in ASKED.items():
        for name, measure in figures.items():
            yield group, name, measure


def figure_target(unit: str, month: date, name: str) -> str:
    """Return what names a figure among the lines of workbooks."""
    return f"{unit}/{month:%Y-%m}/{name}"


def figure_of(target: str) -> tuple[str, date, str]:
    """Return the unit, the month and the name of a figure by its target."""
    unit, month, name = target.rsplit("/", 2)
    return unit, date.fromisoformat(f"{month}-01"), name


def figure_text(figure: SuppliedFigure | None, measure: Measure) -> str:
    """Return a figure as it is written; nothing where none is known."""
    value = figure.value if figure else None
    if value is None:
        return (figure.text if figure else None) or ""
    if measure is Measure.PERCENT:
        return f"{value // 100},{value % 100:02}"
    if measure is Measure.HALF_DAYS:
        return f"{value // 2},5" if value % 2 else f"{value // 2}"
    return f"{value:,}".replace(",", ".")


def _day(fact: Fact) -> str:
    return fact.isoformat() if isinstance(fact, date) else ""

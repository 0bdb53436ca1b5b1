"""Findings in words: a line of the table, and all that is known of one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.catalogues import load_catalogue
from monitor.catalogues.told import shown, word
from monitor.cli.words import say
from monitor.domain.contradiction import ContradictionKind
from monitor.domain.directory import Directory
from monitor.domain.finding import Fact, Finding, split_stage
from monitor.domain.instants import vietnam_day
from monitor.domain.note import Note, NoteKind
from monitor.ports.store import FindingState, HeardBy, Standing

THRESHOLD = re.compile(r"(\d+)([dh])")
KINDS = frozenset(ContradictionKind)
VALUES_AS = {"source_before": "source", "before": "status", "after": "status"}
NO_DEADLINE = frozenset({"paused_long"})  # keyed by when the pause began
SUBJECT, WHAT = 21, 35  # letters that the columns of the table hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that is known of one finding; `stages` are those of its rule, itself among them."""

    standing: Standing
    stages: Sequence[Standing]
    heard: Sequence[HeardBy]


def as_of(known: Known, at: datetime) -> Known:
    """Return what was known at an instant: what came or ended later is left out."""
    heard = [one for one in known.heard if (told_at := _told_at(one)) and told_at <= at]
    told = frozenset(one.person for one in heard)
    return Known(
        standing=replace(_standing_at(known.standing, at), told=told),
        stages=[_standing_at(one, at) for one in known.stages if one.found_at <= at],
        heard=heard,
    )


def _standing_at(one: Standing, at: datetime) -> Standing:
    notes = tuple(note for note in one.notes if note.at <= at)
    if one.resolved_at is not None and one.resolved_at <= at:
        return replace(one, notes=notes)
    return replace(one, notes=notes, resolved_at=None, ending=None)


def _told_at(one: HeardBy) -> datetime | None:
    return one.sent_at or one.created_at


def deadline_of(finding: Finding) -> datetime | None:
    """Return the deadline that a finding speaks of; None where its instant is another."""
    return None if finding.rule in NO_DEADLINE else finding.deadline


def state_of(one: Standing) -> FindingState:
    """Return what became of a finding, in one word."""
    if one.ending is not None:
        return FindingState(one.ending.value)
    if one.resolved_at is not None:
        return FindingState.RESOLVED
    kinds = {note.kind for note in one.notes}
    if NoteKind.EXPLAINED in kinds:
        return FindingState.EXPLAINED
    return (
        FindingState.ACKNOWLEDGED if NoteKind.ACKNOWLEDGED in kinds else FindingState.STANDING
    )


def table_lines(found: Sequence[Standing]) -> Iterator[str]:
    """Yield the table, at most a hundred letters wide, with what its marks mean."""
    yield say("findings_head")
    marks: set[FindingState] = set()
    for one in found:
        state = state_of(one)
        marks.add(state)
        yield _row(one, state).rstrip()
    meant = [word("finding_mark_meant", mark.value) for mark in FindingState if mark in marks]
    if told := [text for text in meant if text]:
        yield "; ".join(told) + "."


def _row(one: Standing, state: FindingState) -> str:
    finding = one.finding
    what = f"{word('rule', finding.rule)}{_short_stage(finding.stage)}"
    return say(
        "findings_row",
        id=one.id,
        subject=_cut(finding.dossier or finding.unit, SUBJECT),
        what=_cut(what, WHAT),
        deadline=shown(deadline_of(finding) or "-"),
        found_on=shown(vietnam_day(one.found_at)),
        mark=word("finding_mark", state.value),
    )


def _cut(text: str, most: int) -> str:
    line = str(shown(text))
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _short_stage(code: str) -> str:
    found = THRESHOLD.fullmatch(code)
    return say(f"finding_short_{found[2]}", amount=found[1]) if found else ""


def stage_words(code: str) -> str:
    """Return which threshold, or which dates, a finding is about; nothing where none is."""
    if found := THRESHOLD.fullmatch(code):
        return say(f"finding_{found[2]}", amount=found[1])
    if code in KINDS:
        return say("finding_dates", dates=word("contradiction", code))
    step, _ = split_stage(code)
    text = word("finding_stage", step)
    return "" if text == step else f" ({text})"


def finding_words(finding: Finding) -> str:
    """Return what a finding says, in a few words."""
    return f"{word('rule', finding.rule)}{stage_words(finding.stage)}"


def known_lines(known: Known, directory: Directory) -> Iterator[str]:
    """Yield all that is known of one finding."""
    one = known.standing
    finding = one.finding
    yield say("finding_head", id=one.id, what=finding_words(finding))
    if finding.dossier:
        yield say("finding_dossier", dossier=finding.dossier)
    else:
        unit = directory.units.get(finding.unit)
        yield say("finding_unit", unit=finding.unit, name=unit.name if unit else "")
    yield say("finding_severity", severity=word("severity", finding.severity.value))
    yield _found_line(one)
    yield _end_line(one)
    yield from _fact_lines(finding.facts)
    yield from _stage_lines(known)
    yield from _heard_lines(known.heard, directory)
    yield from _note_lines(one.notes, directory)


def _found_line(one: Standing) -> str:
    baseline = say("finding_baseline") if one.is_baseline else ""
    return say("finding_found", at=one.found_at, baseline=baseline)


def _end_line(one: Standing) -> str:
    if one.resolved_at is None:
        return say("finding_stands")
    why = word("ending", one.ending.value) if one.ending else word("ending", "resolved")
    return say("finding_ended", at=one.resolved_at, why=why)


def _fact_lines(facts: Mapping[str, Fact]) -> Iterator[str]:
    if facts:
        yield say("finding_facts")
    names = load_catalogue("facts")["name"]
    for name, fact in facts.items():
        yield say("finding_fact", name=names.get(name, name), value=fact_words(name, fact))


def fact_words(name: str, fact: Fact) -> object:
    """Return a fact as officials write it; a code without a word stays as it is."""
    if fact is None:
        return say("finding_no_fact")
    if isinstance(fact, bool):
        return say("finding_yes" if fact else "finding_no")
    if name == "seconds_left" and isinstance(fact, int):
        return say("finding_hours", hours=fact // 3600, minutes=f"{fact // 60 % 60:02d}")
    if name == "letter":
        return word("letter_state", str(fact))
    if isinstance(fact, str):
        return shown(_instant(fact) or _code(name, fact))
    return shown(fact)


def _instant(text: str) -> datetime | None:
    """Read an instant that a history keeps as text."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else None


def _code(name: str, code: str) -> str:
    words: Mapping[str, str] = load_catalogue("facts").get(VALUES_AS.get(name, name), {})
    return words.get(code, code)


def _stage_lines(known: Known) -> Iterator[str]:
    if len(known.stages) > 1:
        yield say("finding_stages")
        for one in known.stages:
            yield say(
                "finding_stage_line",
                id=one.id,
                what=finding_words(one.finding),
                deadline=deadline_of(one.finding) or "-",
                at=one.found_at,
                state=word("finding_state", state_of(one).value),
            )


def _heard_lines(heard: Sequence[HeardBy], directory: Directory) -> Iterator[str]:
    yield say("finding_heard" if heard else "finding_heard_by_nobody")
    for one in heard:
        yield say(
            "finding_heard_line",
            name=name_of(one.person, directory),
            at=_told_at(one) or "-",
            state=word("message_state", one.state.value) if one.state else "-",
            message=one.message_key,
        )


def _note_lines(notes: Sequence[Note], directory: Directory) -> Iterator[str]:
    if notes:
        yield say("finding_notes")
    for note in notes:
        yield say(
            "finding_note_line",
            at=note.at,
            name=name_of(note.by, directory),
            kind=word("note_kind", note.kind.value),
            way=word("note_way", note.way.value),
            text=note.text,
        )


def name_of(person: str, directory: Directory) -> str:
    """Return how a person or mailbox of the outbox is called."""
    official = directory.officials.get(person)
    if official is not None:
        return official.source_name
    unit = directory.units.get(person.removeprefix("unit:"))
    return unit.name if unit else person

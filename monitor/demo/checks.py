"""Holding what came out of the sample month against what must come out."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from monitor.bootstrap import App
from monitor.demo.expected import OTHER_AGENCY, Expected, expect
from monitor.demo.lives import Life, Situation
from monitor.domain.deadline import statutory_due
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import SENT, LetterKind, LetterState
from monitor.domain.message import MessageState
from monitor.domain.workbook import Part
from monitor.ports.store import Work

COLUMNS = (
    "total",
    "online",
    "direct",
    "carried",
    "resolved",
    "early",
    "on_time",
    "late",
    "pending",
    "within",
    "overdue",
    "given_up",
    "paused",
)
EVERY_IMPORT = 1_000
EVERY_WORKBOOK = 1_000
NO_REPORT = -1
OWN_COUNT = frozenset(
    {
        Situation.EARLY,
        Situation.ON_TIME,
        Situation.IN_TIME_OPEN,
        Situation.SAME_DAY,
        Situation.SINCE_AUGUST,
        Situation.ACROSS_24_NOVEMBER,
        Situation.SUPPLEMENT,
        Situation.SUPPLEMENT_TWICE,
        Situation.NO_PROMISE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One count: `what` is a key of the catalogue."""

    what: str
    expected: int
    found: int

    @property
    def holds(self) -> bool:
        """True when it came out as it must."""
        return self.expected == self.found


def checks(app: App, lives: Sequence[Life], folder: Path) -> tuple[Check, ...]:
    """Return every check of the month."""
    expected = expect(lives)
    with app.outside.store.reading() as work:
        found = [
            *_dossiers(work, app, lives, expected),
            *_letters(work, expected),
            *_workbooks(work, expected),
            *_findings(work, lives, expected),
            *_mails(work, folder, expected),
            *_report(work, expected),
        ]
    return tuple(found)


def _dossiers(
    work: Work, app: App, lives: Sequence[Life], expected: Expected
) -> Iterator[Check]:
    known = work.dossiers.load(life.code for life in lives)
    yield Check(what="dossiers", expected=expected.dossiers, found=len(known))
    rejects = sum(one.rejected for one in work.imports.latest(EVERY_IMPORT))
    yield Check(what="rejects", expected=expected.rejects, found=rejects)
    counted = [life for life in lives if life.situation in OWN_COUNT]
    agree = 0
    for life in counted:
        dossier = known.get(life.code)
        if dossier is None:
            continue
        procedure = app.office.directory.procedures[life.procedure]
        due_at = statutory_due(
            dossier, procedure, app.office.policy_of(dossier.unit, dossier.procedure)
        )
        agree += due_at is not None and vietnam_day(due_at) == life.due_on
    yield Check(what="due_days", expected=len(counted), found=agree)


def _letters(work: Work, expected: Expected) -> Iterator[Check]:
    letters = work.letters.in_state()
    out = [letter for letter in letters if letter.state in SENT]
    before = [
        letter
        for letter in out
        if letter.issued_at and vietnam_day(letter.issued_at) < vietnam_day(letter.deadline)
    ]
    foreign = [letter for letter in letters if letter.kind is LetterKind.URGING]
    delivered = [letter for letter in letters if letter.state is LetterState.DELIVERED]
    yield Check(what="letters", expected=expected.letters, found=len(letters))
    yield Check(what="letters_out", expected=expected.letters_out, found=len(out))
    yield Check(what="letters_before", expected=expected.letters_before, found=len(before))
    yield Check(what="letters_delivered", expected=expected.letters_out, found=len(delivered))
    yield Check(what="not_ours", expected=expected.not_ours, found=len(foreign))
    sent_back = [letter for letter in out if letter.refused_for]
    yield Check(what="refused_once", expected=expected.refused_once, found=len(sent_back))


def _workbooks(work: Work, expected: Expected) -> Iterator[Check]:
    """Count the dossiers that were answered for in workbooks, by the answer that counts."""
    said: dict[str, str] = {}
    for workbook, answers in work.workbooks.latest(EVERY_WORKBOOK):
        for line in workbook.of(Part.ANSWERS) if answers else ():
            kept = work.workbooks.last_answer(line.part, line.target, line.basis)
            if kept is not None:
                said[line.target] = kept.said["answer"]
    found = Counter(said.values())
    for answer, number in (
        ("in_time", expected.workbook_in_time),
        ("late", expected.workbook_late),
    ):
        yield Check(what=f"workbook_{answer}", expected=number, found=found[answer])


def _findings(work: Work, lives: Sequence[Life], expected: Expected) -> Iterator[Check]:
    said: dict[str, set[str]] = {}
    for life in lives:
        for one in work.findings.of(life.code):
            said.setdefault(one.finding.rule, set()).add(life.code)
    for rule, codes in (
        ("overdue", expected.overdue),
        ("due_unconfirmed", expected.unconfirmed),
    ):
        found = said.get(rule, set())
        yield Check(what=f"{rule}_right", expected=len(codes), found=len(found & codes))
        yield Check(what=f"{rule}_wrong", expected=0, found=len(found - codes))
    yield Check(
        what="promise_missing",
        expected=expected.undated_slips,
        found=len(said.get("promise_missing", ())),
    )
    yield Check(
        what="promise_too_late",
        expected=expected.late_slips,
        found=len(said.get("promise_too_late", ())),
    )
    yield Check(
        what="dates_contradict", expected=0, found=len(said.get("dates_contradict", ()))
    )


def _mails(work: Work, folder: Path, expected: Expected) -> Iterator[Check]:
    counts = work.outbox.counts()
    kinds = {kind: 0 for kind, _ in counts}
    for (kind, _), number in counts.items():
        kinds[kind] += number
    sent = sum(number for (_, state), number in counts.items() if state is MessageState.SENT)
    files = len(list((folder / "mail").glob("*.eml")))
    yield Check(what="mails_sent", expected=sum(kinds.values()), found=sent)
    yield Check(what="mails_files", expected=sent, found=files)
    for kind, number in (
        ("citizen_letter", expected.letters_mailed),
        ("one_stop_notice", expected.letters_out),
        ("leader", expected.leader_mails),
        ("report", 1),
        ("baseline", expected.heads),
    ):
        yield Check(what=f"mails_{kind}", expected=number, found=kinds.get(kind, 0))


def _report(work: Work, expected: Expected) -> Iterator[Check]:
    stored = work.reports.find("TBA", date(2026, 11, 1), date(2026, 11, 30))
    sections = json.loads(stored.figures)["sections"] if stored else {}
    total = sections["table06a"]["total"] if sections else {}
    for name in COLUMNS:
        yield Check(
            what=f"column_{name}",
            expected=expected.columns.get(name, 0),
            found=total.get(name, NO_REPORT),
        )
    for what, number, found in report_figures(sections, expected) if sections else ():
        yield Check(what=f"report_{what}", expected=number, found=found)


def report_figures(sections: Any, expected: Expected) -> Iterator[tuple[str, int, int]]:
    """Yield figures of a report's sections: which, what it must be, what it is."""
    rates, letters = sections["rates"], sections["letters"]
    headline = next(
        line["rate"] for line in rates["lines"] if line["rate"]["definition"] == "due"
    )
    yield "due_kept", expected.due_kept, headline["numerator"]
    yield "due_all", expected.due_all, headline["denominator"]
    for told in ("before", "after", "missing", "not_ours"):
        yield f"letters_{told}", expected.late_letters[told], letters[told]
    bars = sections["agencies"]["bars"]
    late = {
        OTHER_AGENCY if bar["is_outside"] else bar["name"]: bar["resolved_late"]
        + bar["overdue"]
        for bar in bars
    }
    yield "late_by", len(expected.late_by), _agreeing(expected.late_by, late)
    received = {line["channel"]: line["received"] for line in sections["channels"]["lines"]}
    for channel, number in sorted(expected.received.items()):
        yield f"received_{channel}", number, received.get(channel, 0)
    yield "due_next", expected.due_next, sections["outlook"]["total"]["ahead"]
    typed = dict(_typed(sections))
    typed["portal_on_time"] = rates["portal"]["hundredths"] if rates["portal"] else None
    typed["portal_reason"] = rates["portal"]["reason"] if rates["portal"] else None
    yield "typed", len(expected.typed), _agreeing(expected.typed, typed)


def _agreeing(expected: Mapping[str, object], found: Mapping[str, object]) -> int:
    """Count what agrees, less what is found and not expected."""
    return sum(found.get(key) == value for key, value in expected.items()) - len(
        found.keys() - expected.keys()
    )


def _typed(part: Any) -> Iterator[tuple[str, int | None]]:
    """Yield the figures that people supplied, wherever the report's sections state them."""
    if isinstance(part, list):
        for one in part:
            yield from _typed(one)
    elif isinstance(part, dict):
        if "measure" in part and "amount" in part:
            yield part["name"], part["amount"]["value"] if part["amount"] else None
        for one in part.values():
            yield from _typed(one)

"""Lay out what people pass on by hand, and keep what they have passed on."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.catalogues import load_catalogue
from monitor.catalogues.told import sentence
from monitor.domain.directory import Level
from monitor.domain.dossier import Applicant, Dossier
from monitor.domain.errors import (
    BeforeDataError,
    NothingToTellError,
    RenderError,
    UnknownDossierError,
    UnknownUnitError,
)
from monitor.domain.formula import inert
from monitor.domain.handed import Handed
from monitor.domain.instants import midnight, vietnam_day
from monitor.domain.letter import Letter, LetterKind, LetterState
from monitor.domain.office import Office
from monitor.domain.sms import segments
from monitor.domain.workbook import slug
from monitor.flows.gather import matters_of, occasion_at
from monitor.flows.notify import mark as slot_mark
from monitor.notices.desk import desks
from monitor.notices.handoff import (
    CitizenFacts,
    GroupFacts,
    citizen_facts,
    group_texts,
    matter_of,
)
from monitor.notices.occasion import Matter, Occasion
from monitor.notices.slots import Slot, Telling
from monitor.ports.outside import Outside
from monitor.ports.store import Work

FOLDER = "ban-giao"
MESSAGES, CALLS, GROUP = "tin-nhan{counter}.csv", "goi-dien{counter}.pdf", "nhom-{unit}.txt"
WAITING = "result_waiting"
FAULT = "handoff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text message to be sent by a person: to which number, and what it costs."""

    facts: CitizenFacts
    text: str

    @property
    def segments(self) -> int:
        """How many messages it is charged as."""
        return segments(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """All that is to be passed on: group texts by unit, text messages, calls."""

    groups: tuple[tuple[GroupFacts, str], ...] = ()
    texts: tuple[Text, ...] = ()
    calls: tuple[CitizenFacts, ...] = ()


def by_hand(
    outside: Outside,
    office: Office,
    telling: Telling,
    *,
    units: frozenset[str] | None = None,
    at: datetime,
) -> ByHand:
    """Return what is to be passed on now; what was passed on before is left out.

    Only of these units' dossiers and groups, where they are given.

    A citizen with a mobile number gets a text message, the others are called.

    Raises:
        RenderError: the words cannot be set.
        BeforeDataError: `at` lies before the newest export: what was so then is not known.
    """
    with outside.store.reading() as work:
        matters = matters_of(work)
        occasion = occasion_at(work, office, telling, slot=Slot.MORNING, at=at)
        if any(exported_at > at for exported_at in occasion.exported.values()):
            raise BeforeDataError(at=at)
        places = desks(office.directory, occasion.routing)
        today = list(work.dossiers.load(work.counts.due_between(*_today(at))).values())
        citizens = [
            one
            for one in _citizens(work, matters, occasion)
            if units is None or one.unit in units
        ]
    return ByHand(
        groups=tuple(
            (facts, outside.texts.group(facts))
            for facts in group_texts(matters, today, places, occasion)
            if units is None or facts.unit_code in units
        ),
        texts=tuple(
            Text(facts=one, text=outside.texts.message(one)) for one in citizens if one.mobile
        ),
        calls=tuple(one for one in citizens if not one.mobile),
    )


def _today(at: datetime) -> tuple[datetime, datetime]:
    day = vietnam_day(at)
    return midnight(day), midnight(day + timedelta(days=1))


def _citizens(work: Work, matters: Iterable[Matter], occasion: Occasion) -> list[CitizenFacts]:
    """Return what citizens are to be told, by dossier: letters first, then results."""
    issued = {
        one.dossier: one
        for one in work.letters.in_state(LetterState.ISSUED)
        if one.kind is LetterKind.APOLOGY
    }
    waiting = {one.dossier.code for one in matters if one.finding.rule == WAITING}
    dossiers = work.dossiers.load(sorted(issued.keys() | waiting))
    told = work.handed.told(dossiers)
    found: list[CitizenFacts] = []
    for code, dossier in dossiers.items():
        letter = issued.get(code) if dossier.is_open else None
        if letter is None and code not in waiting:
            continue
        if (code, matter_of(letter)) not in told:
            applicant = work.dossiers.applicant(code) or Applicant(name="")
            found.append(citizen_facts(dossier, applicant, occasion, letter=letter))
    return found


def lay_out(outside: Outside, office: Office, telling: Telling, *, at: datetime) -> ByHand:
    """Lay the texts and the lists into their folder, in place of those before.

    Where several counters share the store, each has a list and text messages of its own.

    Raises:
        RenderError: the words cannot be set.
    """
    found = by_hand(outside, office, telling, at=at)
    files = {GROUP.format(unit=facts.unit_code): text for facts, text in found.groups}
    names = [GROUP.format(unit=code) for code in office.directory.units]
    content = {name: files[name].encode() for name in names if name in files}
    counters = _counters(office)
    texts, calls = (
        defaultdict[str, list[Text]](list),
        defaultdict[str, list[CitizenFacts]](list),
    )
    for text in found.texts:
        texts[counters.get(text.facts.counter, "")].append(text)
    for call in found.calls:
        calls[counters.get(call.counter, "")].append(call)
    for of_whom in dict.fromkeys(("", *counters.values())):
        of_texts, of_calls = (name.format(counter=of_whom) for name in (MESSAGES, CALLS))
        names += [of_texts, of_calls]
        if of_whom in texts:
            content[of_texts] = _sheet(texts[of_whom])
        if of_whom in calls:
            content[of_calls] = outside.texts.call_list(calls[of_whom], at=at)
    for name in names:
        if name in content:
            outside.shelf.put(FOLDER, name, content[name])
        else:
            outside.shelf.remove(FOLDER, name)
    return found


def _counters(office: Office) -> dict[str, str]:
    """Return what marks the files of each one-stop unit; nothing where it is the only one."""
    units = office.directory.units.values()
    counters = [one.code for one in units if one.level is Level.ONE_STOP]
    return {code: f"-{slug(code)}" for code in counters} if len(counters) > 1 else {}


def _sheet(texts: Iterable[Text]) -> bytes:
    """Return the text messages as a CSV file that spreadsheets open."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(load_catalogue("handoff")["columns"])
    for one in texts:
        text, code = inert(one.text), inert(one.facts.dossier)
        writer.writerow([one.facts.mobile, text, one.segments, code])
    return out.getvalue().encode("utf-8-sig")


def hand_off_due(outside: Outside, office: Office, telling: Telling, *, at: datetime) -> bool:
    """Lay out anew after each slot that was told today; tell whether it was done.

    What cannot be set is told to the operator, and tried again at the next slot.
    """
    with outside.store.reading() as work:
        slots = [
            slot
            for slot in Slot
            if work.done.has(slot_mark(slot, at=at)) and not work.done.has(_mark(slot, at=at))
        ]
    if not slots:
        return False
    trouble = ""
    try:
        lay_out(outside, office, telling, at=at)
    except RenderError as error:
        trouble = sentence(error)
    with outside.store.writing() as work:
        if trouble:
            work.done.fault(FAULT, at=at, detail=trouble)
        else:
            work.done.cured(FAULT)
        for slot in slots:
            work.done.mark(_mark(slot, at=at), at=at)
    return not trouble


def _mark(slot: Slot, *, at: datetime) -> str:
    return f"handoff/{vietnam_day(at)}/{slot}"


def tell(outside: Outside, office: Office, handed: Handed) -> Handed:
    """Keep that a citizen, or the work group of a unit, was told.

    What a citizen is told of is what is to be told of the dossier now.

    Raises:
        UnknownDossierError: no dossier has this code.
        UnknownUnitError: the directory has no such unit.
        NothingToTellError: nothing is to be told of the dossier, or it was told before.
    """
    if not handed.dossier and handed.unit not in office.directory.units:
        raise UnknownUnitError(unit=handed.unit)
    with outside.store.writing() as work:
        if handed.dossier:
            handed = replace(handed, about=_about(work, handed.dossier))
        work.handed.keep(handed)
    return handed


def _about(work: Work, code: str) -> str:
    """Name what a citizen is to be told of a dossier now."""
    dossier = work.dossiers.load([code]).get(code)
    if dossier is None:
        raise UnknownDossierError(dossier=code)
    letter = _issued_letter(work, dossier)
    waits = any(
        one.finding.rule == WAITING and one.resolved_at is None
        for one in work.findings.of(code)
    )
    if letter is None and not waits:
        raise NothingToTellError(dossier=code, reason="nothing")
    if (code, matter_of(letter)) in work.handed.told([code]):
        raise NothingToTellError(dossier=code, reason="told")
    return matter_of(letter)


def _issued_letter(work: Work, dossier: Dossier) -> Letter | None:
    letter = work.letters.newest([dossier.code]).get(dossier.code)
    is_told = (
        letter is not None
        and letter.state is LetterState.ISSUED
        and letter.kind is LetterKind.APOLOGY
    )
    return letter if is_told and dossier.is_open else None

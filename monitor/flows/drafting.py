"""Draft a letter after silence: the plain state of the dossier, and a date proposed."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from monitor.domain.errors import DungHanError
from monitor.domain.instants import local
from monitor.domain.letter import Letter, LetterState
from monitor.domain.office import Office
from monitor.flows.suggest import suggest
from monitor.ports.store import Work

UNSAID = frozenset({LetterState.ASKED, LetterState.IN_TIME})


def draft_after_silence(work: Work, office: Office, letter: Letter, *, at: datetime) -> bool:
    """Draft a letter that nobody has given a reason for; tell whether it was.

    It names no cause: before it can be approved somebody has to, unless the office has
    decided that letters go out without. Where no date can be proposed nothing is drafted,
    and those above the handler have been told of his silence all the same.

    Source:
        docs/law.md#apology-letter, docs/law.md#automatic
    """
    if letter.state not in UNSAID:
        return False
    with suppress(DungHanError):
        suggestion = suggest(work, office, letter.dossier, at=at)
        dossier = work.dossiers.load([letter.dossier])[letter.dossier]
        calendar = office.policy_of(dossier.unit).calendar
        drafted = replace(
            letter,
            state=LetterState.DRAFT,
            answered_at=at,
            answered_by="",
            cause="",
            reason=suggestion.reason,
            new_due_at=local(calendar.closing(suggestion.new_due_on)),
        )
        work.letters.save(drafted, was=letter.state)
        return True
    return False

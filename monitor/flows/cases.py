"""Building the case that the rules judge."""

from datetime import datetime

from monitor.domain.change import Change
from monitor.domain.deadline import assess
from monitor.domain.dossier import Dossier
from monitor.domain.instants import local
from monitor.domain.letter import Letter, LetterKind, LetterState
from monitor.domain.office import Office
from monitor.domain.rule import Case


def make_case(  # noqa: PLR0913 - all that a rule may look at
    dossier: Dossier,
    letter: Letter | None,
    office: Office,
    *,
    at: datetime,
    changes: tuple[Change, ...] = (),
    edited_in_bulk: frozenset[int] = frozenset(),
) -> Case:
    """Return what the rules may look at, with the calendar of the dossier's unit.

    A letter whose ground has been taken back answers for nothing. An end without a
    date is judged as of the first export that showed it.
    """
    at = local(at)  # rules compare it with instants on that clock
    if letter is not None and is_void(letter, dossier, office):
        letter = None
    procedure = office.directory.procedures.get(dossier.procedure or "")
    policy = office.policy_of(dossier.unit, dossier.procedure)
    return Case(
        dossier=dossier,
        procedure=procedure,
        standing=assess(dossier, procedure, policy, at=dossier.end_seen_at or at),
        policy=policy,
        at=at,
        letter=letter,
        is_ours=office.outside_decider(dossier.procedure) is None,
        changes=changes,
        edited_in_bulk=edited_in_bulk,
    )


def is_void(letter: Letter, dossier: Dossier, office: Office) -> bool:
    """Tell whether a letter answers for nothing: it, or what closed it, was taken back."""
    if letter.kind is LetterKind.URGING:
        return office.outside_decider(dossier.procedure) is None
    if letter.state is LetterState.RECALLED:
        return True
    return letter.state is LetterState.WITHDRAWN and dossier.is_open

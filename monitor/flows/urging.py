"""Draft an urging slip to the agency that decides, before it is late."""

from dataclasses import replace
from datetime import datetime

from monitor.domain.deadline import Running
from monitor.domain.errors import LetterError, UnknownDossierError
from monitor.domain.letter import Letter, LetterKind, LetterState
from monitor.domain.office import Office
from monitor.flows.cases import make_case
from monitor.ports.store import Store, Work

AGAIN = frozenset({LetterState.REFUSED, LetterState.WITHDRAWN})


def urging_slip(code: str, deadline: datetime, agency: str, *, at: datetime) -> Letter:
    """Return a slip yet to be approved: nobody has to say why it is late.

    Source:
        docs/law.md#deciding-agency
    """
    return Letter(
        dossier=code,
        deadline=deadline,
        kind=LetterKind.URGING,
        state=LetterState.DRAFT,
        answered_at=at,
        deciding_agency=agency,
    )


def urge_agency(store: Store, office: Office, code: str, *, at: datetime) -> Letter:
    """Draft a slip about a dossier that another agency decides, and return it.

    One about the same deadline that stands already is returned as it is; one that was refused
    or withdrawn is drafted anew, and another takes the place of one recalled.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: the dossier is ours to decide, has ended, or has no deadline.
    """
    with store.writing() as work:
        return _urge(work, office, code, at=at)


def _urge(work: Work, office: Office, code: str, *, at: datetime) -> Letter:
    dossier = work.dossiers.load([code]).get(code)
    if dossier is None:
        raise UnknownDossierError(dossier=code)
    agency = office.outside_decider(dossier.procedure)
    if agency is None:
        raise LetterError(reason="ours", dossier=code)
    if not dossier.is_open:
        raise LetterError(reason="ended", dossier=code)
    standing = make_case(dossier, None, office, at=at).standing
    if not isinstance(standing, Running):
        raise LetterError(reason="no_deadline", dossier=code)
    slip = urging_slip(code, standing.deadline.due_at, agency.name, at=at)
    about = [
        one
        for one in work.letters.of([code])
        if one.kind is LetterKind.URGING and one.deadline == slip.deadline
    ]
    newest = max(about, key=lambda one: one.version, default=None)
    if newest is None:
        work.letters.open(slip)
    elif newest.state is LetterState.RECALLED:
        slip = replace(slip, version=newest.version + 1)
        work.letters.open(slip)
    elif newest.state in AGAIN:
        slip = replace(slip, version=newest.version)
        work.letters.reopen(slip, was=newest.state)
    else:
        return newest
    return slip

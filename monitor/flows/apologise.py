"""Keep the register of letters in step with the dossiers, and set the paper."""

from dataclasses import dataclass, replace
from datetime import datetime

from monitor.catalogues.told import sentence
from monitor.domain.errors import DungHanError
from monitor.domain.letter import Letter, LetterState
from monitor.domain.office import Office
from monitor.flows.register import ask, is_owed
from monitor.notices.apology_letter import compose
from monitor.ports.outside import Outside
from monitor.ports.paper import Shelf
from monitor.ports.store import Store, Work

ASK_RULE = "apology_ask"
LATE_RULE = "overdue"
UNSENT = (
    LetterState.ASKED,
    LetterState.IN_TIME,
    LetterState.DRAFT,
    LetterState.REFUSED,
    LetterState.APPROVED,
)
ON_PAPER = (LetterState.DRAFT, LetterState.APPROVED)
WITHOUT_PAPER = (LetterState.REFUSED, LetterState.IN_TIME)  # a draft may have been taken back
LETTERS = "letters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Apologised:
    """What one round did."""

    asked: int = 0
    not_ours: int = 0
    withdrawn: int = 0
    printed: int = 0
    delivered: int = 0
    failed: int = 0


def apologise(outside: Outside, office: Office, *, at: datetime) -> Apologised:
    """Open, withdraw and set letters, and see which have reached the citizen.

    Safe to run twice, late or at once: what is to be done is read from the tables.
    """
    with outside.store.writing() as work:
        asked, not_ours = _open(work, office, at=at)
        withdrawn = _withdraw(work, office, at=at)
        delivered = _follow_up(work)
        ended = [*withdrawn, *work.letters.in_state(*WITHOUT_PAPER)]
        newest = work.letters.newest({letter.dossier for letter in ended})
    for letter in newest.values():
        if letter.state not in ON_PAPER:  # else the papers there are of a newer letter
            remove_papers(outside.shelf, letter)
    printed, failed = _print(outside, office, at=at)
    return Apologised(
        asked=asked,
        not_ours=not_ours,
        withdrawn=len(withdrawn),
        printed=printed,
        delivered=delivered,
        failed=failed,
    )


def _open(work: Work, office: Office, *, at: datetime) -> tuple[int, int]:
    """Open a letter for each standing question; record the late ones that are not ours."""
    asked = not_ours = 0
    standing = [
        (one.finding, deadline)
        for one in work.findings.standing()
        if one.finding.rule in (ASK_RULE, LATE_RULE) and (deadline := one.finding.deadline)
    ]
    codes = {finding.dossier for finding, _ in standing}
    dossiers, letters = work.dossiers.load(codes), work.letters.newest(codes)
    for finding, deadline in standing:
        code, dossier = finding.dossier, dossiers[finding.dossier]
        letter = Letter(dossier=code, deadline=deadline, state=LetterState.ASKED, asked_at=at)
        if finding.rule == ASK_RULE:
            asked += ask(work, office, dossier, letters.get(code), letter)
        elif outside := office.outside_decider(dossier.procedure):
            not_ours += work.letters.open(
                replace(
                    letter,
                    state=LetterState.NOT_OURS,
                    asked_at=None,
                    deciding_agency=outside.name,
                )
            )
    return asked, not_ours


def _withdraw(work: Work, office: Office, *, at: datetime) -> list[Letter]:
    """Withdraw the unsent letters of dossiers that ended in time or were given up."""
    letters = work.letters.in_state(*UNSENT)
    dossiers = work.dossiers.load({letter.dossier for letter in letters})
    done: list[Letter] = []
    for letter in letters:
        dossier = dossiers[letter.dossier]
        if is_owed(dossier, office, at=at):
            continue
        work.letters.save(replace(letter, state=LetterState.WITHDRAWN), was=letter.state)
        done.append(letter)
    return done


def _follow_up(work: Work) -> int:
    """Mark as delivered the letters whose mail has been accepted."""
    issued = {citizen_key(one): one for one in work.letters.in_state(LetterState.ISSUED)}
    sent = work.outbox.sent(issued)
    for key, sent_at in sent.items():
        delivered = replace(issued[key], state=LetterState.DELIVERED, delivered_at=sent_at)
        work.letters.save(delivered, was=LetterState.ISSUED)
    return len(sent)


def _print(outside: Outside, office: Office, *, at: datetime) -> tuple[int, int]:
    """Set every letter that waits for paper; one that fails stays and is tried again."""
    printed = failed = 0
    for letter in _waiting(outside.store):
        try:
            printed += _print_one(outside, office, letter)
        except DungHanError as error:
            failed += 1
            with outside.store.writing() as work:
                work.done.fault(_fault(letter.dossier), at=at, detail=sentence(error))
    return printed, failed


def _waiting(store: Store) -> list[Letter]:
    """Return the letters that wait for paper; the faults of all others are cured."""
    with store.reading() as work:
        waiting = [
            letter for letter in work.letters.in_state(*ON_PAPER) if not letter.pdf_sha256
        ]
        faults = [name for name in work.done.faults() if name.startswith(_fault(""))]
    cured = set(faults) - {_fault(letter.dossier) for letter in waiting}
    if cured:
        with store.writing() as work:
            for name in cured:
                work.done.cured(name)
    return waiting


def _print_one(outside: Outside, office: Office, letter: Letter) -> bool:
    """Set one letter; False where another hand has moved it meanwhile."""
    with outside.store.reading() as work:
        dossier = work.dossiers.load([letter.dossier])[letter.dossier]
        applicant = work.dossiers.applicant(letter.dossier)
    content = outside.letters.pdf(compose(letter, dossier, applicant, office))
    with outside.store.writing() as work:
        if letter not in work.letters.in_state(letter.state):
            return False
        remove_papers(outside.shelf, letter)
        outside.shelf.put(LETTERS, paper_name(letter), content)
        digest = work.letters.put_pdf(content)
        work.letters.save(replace(letter, pdf_sha256=digest), was=letter.state)
        work.done.cured(_fault(letter.dossier))
    return True


def _fault(dossier: str) -> str:
    return f"letter/{dossier}"


def citizen_key(letter: Letter) -> str:
    """Return the key of the message that carries a letter to the citizen."""
    return f"letter/{letter.dossier}/{int(letter.deadline.timestamp())}/citizen"


def paper_name(letter: Letter) -> str:
    """Return the file name of a letter's paper: the dossier's code and what it is."""
    kind = "du-thao" if letter.state is LetterState.DRAFT else "trinh-ky"
    return f"{letter.dossier}-{kind}.pdf"


def remove_papers(shelf: Shelf, letter: Letter) -> None:
    """Take a letter's unsigned papers off the shelf."""
    for state in ON_PAPER:
        shelf.remove(LETTERS, paper_name(replace(letter, state=state)))

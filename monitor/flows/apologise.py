"""Keep the register of letters in step with the dossiers, and set the paper."""

from collections.abc import Iterator, Sequence
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
# Where a draft may have been taken back.
WITHOUT_PAPER = (LetterState.REFUSED, LetterState.IN_TIME, LetterState.WITHDRAWN)
LETTERS = "letters"
BATCH = 500


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

    What is open is not walked: a letter can be owed, or no longer be, only where the dossier
    has been judged since. Safe to run twice, late or at once: what is to be done is read
    from the tables.
    """
    kept = list(_keep_register(outside, office, at=at))
    delivered = _follow_up(outside.store)
    printed, failed = _print(outside, office, at=at)
    return Apologised(
        asked=sum(one.asked for one in kept),
        not_ours=sum(one.not_ours for one in kept),
        withdrawn=sum(one.withdrawn for one in kept),
        printed=printed,
        delivered=delivered,
        failed=failed,
    )


def _keep_register(outside: Outside, office: Office, *, at: datetime) -> Iterator[Apologised]:
    """Bring the register in step with the dossiers judged since the last time, by batches.

    A batch is done once its papers are gone: stopped before, it is done again.
    """
    while True:
        with outside.store.reading() as work:
            judged = work.agenda.judged(limit=BATCH)
        if not judged:
            return
        with outside.store.writing() as work:
            asked, not_ours = _open(work, office, list(judged), at=at)
            withdrawn = _withdraw(work, office, list(judged), at=at)
            newest = work.letters.newest(judged)
        for letter in newest.values():
            if letter.state in WITHOUT_PAPER:  # else those there are of a newer letter
                remove_papers(outside.shelf, letter)
        with outside.store.writing() as work:
            work.agenda.seen_to(judged)
        yield Apologised(asked=asked, not_ours=not_ours, withdrawn=withdrawn)


def _open(work: Work, office: Office, codes: Sequence[str], *, at: datetime) -> tuple[int, int]:
    """Open a letter for each standing question; record the late ones that are not ours."""
    asked = not_ours = 0
    spoken = work.findings.spoken(codes, (ASK_RULE, LATE_RULE))
    wanted = [one.dossier for one in spoken if one.rule == ASK_RULE]
    dossiers, letters = work.dossiers.load(wanted), work.letters.newest(wanted)
    for one in spoken:
        code, deadline = one.dossier, one.deadline
        letter = Letter(dossier=code, deadline=deadline, state=LetterState.ASKED, asked_at=at)
        if one.rule == ASK_RULE:
            if ask(work, office, dossiers[code], letters.get(code), letter):
                asked += 1
                work.agenda.wake([code], at=at)  # silence counts from the asking
        elif outside := office.outside_decider(one.procedure):
            not_ours += work.letters.open(
                replace(
                    letter,
                    state=LetterState.NOT_OURS,
                    asked_at=None,
                    deciding_agency=outside.name,
                )
            )
    return asked, not_ours


def _withdraw(work: Work, office: Office, codes: Sequence[str], *, at: datetime) -> int:
    """Withdraw the unsent letters of dossiers that ended in time or were given up."""
    letters = [letter for letter in work.letters.of(codes) if letter.state in UNSENT]
    dossiers = work.dossiers.load({letter.dossier for letter in letters})
    ended = [one for one in letters if not is_owed(dossiers[one.dossier], office, at=at)]
    for letter in ended:
        work.letters.save(replace(letter, state=LetterState.WITHDRAWN), was=letter.state)
    return len(ended)


def _follow_up(store: Store) -> int:
    """Mark as delivered the letters whose mail has been accepted."""
    with store.reading() as work:
        if not _accepted(work):
            return 0
    with store.writing() as work:
        accepted = _accepted(work)
        for letter, sent_at in accepted:
            delivered = replace(letter, state=LetterState.DELIVERED, delivered_at=sent_at)
            work.letters.save(delivered, was=LetterState.ISSUED)
    return len(accepted)


def _accepted(work: Work) -> list[tuple[Letter, datetime]]:
    """Return the letters on their way whose mail has been accepted, and when."""
    posted = {citizen_key(one): one for one in work.letters.posted()}
    return [(posted[key], sent_at) for key, sent_at in work.outbox.sent(posted).items()]


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
        waiting = work.letters.unprinted()
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

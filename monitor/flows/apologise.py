"""Keep the register of letters in step with the dossiers, and have the paper set."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.domain.dossier import Dossier
from monitor.domain.finding import DATA
from monitor.domain.letter import UNISSUED, Letter, LetterKind, LetterState
from monitor.domain.office import Office
from monitor.flows.automatic import approve_drafts, issue_signed
from monitor.flows.drafting import draft_after_silence
from monitor.flows.letter_paper import citizen_key, remove_papers, set_papers
from monitor.flows.numbering import unnumbered
from monitor.flows.recalling import tell_recalled
from monitor.flows.register import ask, is_owed
from monitor.flows.urging import urging_slip
from monitor.ports.outside import Outside
from monitor.ports.store import Spoken, Store, Work

ASK_RULE = "apology_ask"
LATE_RULE = "overdue"
SILENT_RULE, SILENT = "apology_due", "silent"
MISSING_RULE = "apology_missing"
SPEAKING = (ASK_RULE, LATE_RULE, SILENT_RULE, MISSING_RULE)
# Where a draft may have been taken back.
WITHOUT_PAPER = (
    LetterState.ISSUED,
    LetterState.REFUSED,
    LetterState.IN_TIME,
    LetterState.NO_LETTER,
    LetterState.WITHDRAWN,
)
BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Apologised:
    """What one round did."""

    asked: int = 0
    not_ours: int = 0
    withdrawn: int = 0
    printed: int = 0
    issued: int = 0
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
    approve_drafts(outside, office, at=at)
    printed, failed = set_papers(outside, office, at=at)
    issued = issue_signed(outside, office, at=at)
    tell_recalled(outside, office, at=at)
    return Apologised(
        asked=sum(one.asked for one in kept),
        not_ours=sum(one.not_ours for one in kept),
        withdrawn=sum(one.withdrawn for one in kept),
        printed=printed,
        issued=issued,
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
    """Open a letter for each standing question; draft after silence; urge whoever decides."""
    asked = not_ours = 0
    spoken = work.findings.spoken(codes, SPEAKING)
    wanted = {one.dossier for one in spoken if one.rule != LATE_RULE}
    dossiers, letters = work.dossiers.load(wanted), work.letters.newest(wanted)
    for one in spoken:
        code, deadline = one.dossier, one.deadline
        question = Letter(dossier=code, deadline=deadline, state=LetterState.ASKED, asked_at=at)
        if one.rule == ASK_RULE:
            if ask(work, office, dossiers[code], letters.get(code), question):
                asked += 1
                work.agenda.wake([code], at=at)  # silence counts from the asking
        elif one.rule == LATE_RULE:
            if outside := office.outside_decider(one.procedure):
                slip = urging_slip(code, deadline, outside.name, at=at)
                not_ours += work.letters.open(slip)
        elif _is_unanswered(one, office):
            ask(work, office, dossiers[code], letters.get(code), question)
            draft_after_silence(work, office, work.letters.newest([code])[code], at=at)
    return asked, not_ours


def _is_unanswered(one: Spoken, office: Office) -> bool:
    """Tell whether a letter is drafted though nobody has said anything.

    Before the deadline it waits for somebody's cause; after it, only where the office has
    decided that letters go out without: else it is for people to say what is so.
    """
    if one.rule == MISSING_RULE:
        return office.letters.skips_approval and one.stage != DATA
    return one.stage == SILENT


def _withdraw(work: Work, office: Office, codes: Sequence[str], *, at: datetime) -> int:
    """Withdraw the unsent letters of dossiers that ended in time or were given up."""
    letters = [letter for letter in work.letters.of(codes) if letter.state in UNISSUED]
    dossiers = work.dossiers.load({letter.dossier for letter in letters})
    ended = [
        one for one in letters if not _is_needed(one, dossiers[one.dossier], office, at=at)
    ]
    for letter in ended:
        withdrawn = unnumbered(work, letter, why=LetterState.WITHDRAWN.value)
        work.letters.save(replace(withdrawn, state=LetterState.WITHDRAWN), was=letter.state)
    return len(ended)


def _is_needed(letter: Letter, dossier: Dossier, office: Office, *, at: datetime) -> bool:
    """Tell whether a letter still has something to say to whom it is meant for."""
    is_foreign = office.outside_decider(dossier.procedure) is not None
    if letter.kind is LetterKind.URGING:
        return is_foreign and dossier.is_open
    return not is_foreign and is_owed(dossier, office, at=at)


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
    if not posted:
        return []
    return [(posted[key], sent_at) for key, sent_at in work.outbox.sent(posted).items()]

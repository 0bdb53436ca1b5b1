"""What the operator is told of returned mail: codes of units, officials and dossiers alone."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from monitor.catalogues.told import sentence, word
from monitor.domain.directory import Directory
from monitor.domain.errors import MailboxReturnedError, StrangeBouncesError
from monitor.flows.issue import waits_for_print
from monitor.ports.bounces import BounceBox
from monitor.ports.store import Store, Work

FOLDER = "bounce/folder"
STRANGE = "bounce/strange"
MAILBOX = "bounce/mailbox/"  # and the code of whose it is
LETTER = "bounce/letter/"  # and the dossier's code
MAIL = "bounce/mail/"  # and the message's key
TOLD_FOR = timedelta(days=3)  # what is over once it has been told: a weekend passes


def owners_of(directory: Directory, *, operator: str) -> Mapping[str, tuple[str, ...]]:
    """Return by mailbox, in lower case, the codes of those whose it is."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for unit in directory.units.values():
        found[unit.mailbox.lower()].append(unit.code)
    for official in directory.officials.values():
        found[official.mailbox.lower()].append(official.code)
    found[operator.lower()].append(word("bounce", "operator"))
    return {mailbox: tuple(dict.fromkeys(codes)) for mailbox, codes in found.items()}


def set_aside(work: Work, *, at: datetime) -> None:
    """Tell that one mail more was set aside; counted as long as the operator is told of it."""
    _, before = work.done.beats().get(STRANGE, (at, "0"))
    count = 1 + (int(before) if STRANGE in work.done.faults() else 0)
    work.done.beat(STRANGE, at=at, detail=str(count))
    work.done.fault(STRANGE, at=at, detail=sentence(StrangeBouncesError(count=count)))


def cure_strange(store: Store, box: BounceBox) -> None:
    """Take back what is told of mails set aside, once a person has seen to all of them.

    Raises:
        BounceFolderError: the folder cannot be read.
    """
    with store.reading() as work:
        is_told = STRANGE in work.done.faults()
    if is_told and not box.has_aside():
        with store.writing() as work:
            work.done.cured(STRANGE)


def keep_faults(
    store: Store, directory: Directory, *, operator: str, unreadable: str, at: datetime
) -> None:
    """Tell whose mailboxes are marked; take back what is mended, or was told long enough.

    `unreadable` says why the folder could not be read, "" where it could.
    """
    with store.reading() as work:
        wanted = dict(_marked(work, directory, operator=operator))
        if unreadable:
            wanted[FOLDER] = unreadable
        faults = work.done.faults()
        over = {
            name
            for name, (since, _) in faults.items()
            if name not in wanted and _is_over(work, name, at - since)
        }
    new = {name: detail for name, detail in wanted.items() if name not in faults}
    if not (over or new):
        return
    with store.writing() as work:
        for name in sorted(over):
            work.done.cured(name)
        for name, detail in new.items():
            work.done.fault(name, at=at, detail=detail)


def _marked(work: Work, directory: Directory, *, operator: str) -> Iterator[tuple[str, str]]:
    marked = work.bounces.marked()
    owners = owners_of(directory, operator=operator) if marked else {}
    for one in marked:
        for code in owners.get(one.mailbox, ()):
            error = MailboxReturnedError(whose=code, since=one.since, status=one.status)
            yield f"{MAILBOX}{code}", sentence(error)


def _is_over(work: Work, name: str, age: timedelta) -> bool:
    """Tell whether a fault of ours that nothing asks for any more is to be taken back."""
    if name.startswith(LETTER):
        code = name.removeprefix(LETTER)
        letter = work.letters.newest([code]).get(code)
        return letter is None or not waits_for_print(letter)
    if name == STRANGE or name.startswith(MAIL):
        return age > TOLD_FOR
    return name == FOLDER or name.startswith(MAILBOX)

"""The mailboxes that are marked as taking no mail: whose they are, and trusting them again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.domain.bounce import BadMailbox
from monitor.domain.directory import Directory
from monitor.domain.errors import UnmarkedMailboxError
from monitor.domain.message import masked
from monitor.flows.bounce_faults import MAILBOX, owners_of
from monitor.ports.store import Store, Work

_LETTER = re.compile(r"letter/(.+?)/\d+(?:/.*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A marked mailbox; `whose` are codes: of units, of officials, else of a dossier.

    A citizen's mailbox is not to be shown: `is_ours` where it stands in the directory.
    """

    one: BadMailbox
    whose: tuple[str, ...]
    is_ours: bool

    @property
    def shown(self) -> str:
        """The mailbox as an operator may see it."""
        return self.one.mailbox if self.is_ours else masked(self.one.mailbox)

    def goes_by(self, name: str) -> bool:
        """Tell whether it is what somebody names: the mailbox, or a code."""
        return name.lower() == self.one.mailbox or name in self.whose


def marked_mailboxes(work: Work, directory: Directory, *, operator: str) -> tuple[Marked, ...]:
    """Return the marked mailboxes, the newest first."""
    owners = owners_of(directory, operator=operator)
    return tuple(
        Marked(
            one=one,
            whose=owners.get(one.mailbox) or _dossier_of(one.key),
            is_ours=one.mailbox in owners,
        )
        for one in work.bounces.marked()
    )


def trust(
    store: Store, directory: Directory, names: Iterable[str] | None, *, operator: str
) -> tuple[Marked, ...]:
    """Trust mailboxes again that are named, None for all; return them.

    What was parked meanwhile stays parked: a person says what of it is still worth sending.

    Raises:
        UnmarkedMailboxError: none that is marked goes by a name; then all stay as they are.
    """
    with store.writing() as work:
        marked = marked_mailboxes(work, directory, operator=operator)
        wanted: dict[str, Marked] = {}
        for name in names if names is not None else (one.one.mailbox for one in marked):
            found = {one.one.mailbox: one for one in marked if one.goes_by(name)}
            if not found:
                raise UnmarkedMailboxError(named=name)
            wanted |= found
        work.bounces.unmark(wanted)
        for one in wanted.values():
            for code in one.whose:
                work.done.cured(f"{MAILBOX}{code}")
    return tuple(wanted.values())


def _dossier_of(key: str) -> tuple[str, ...]:
    """Return the code of the dossier that a message to a citizen was about."""
    found = _LETTER.fullmatch(key)
    return (found[1],) if found else ()

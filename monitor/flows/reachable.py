"""The directory as mail finds it: a mailbox that sent our mail back is as good as none."""

from monitor.domain.directory import Directory
from monitor.ports.store import Work


def dead_mailboxes(work: Work) -> frozenset[str]:
    """Return the mailboxes that are marked as taking no mail, in lower case."""
    return frozenset(one.mailbox for one in work.bounces.marked())


def reachable(work: Work, directory: Directory) -> Directory:
    """Return the directory without the mailboxes that are marked as taking no mail."""
    return directory.without(dead_mailboxes(work))

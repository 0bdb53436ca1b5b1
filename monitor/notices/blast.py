"""Does one tick want to tell too much? Then clock, calendar or file may be wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from monitor.domain.notice import Notice, NoticeKind
from monitor.notices.heard import Group, group_of
from monitor.notices.occasion import Matter, Occasion

ALWAYS_FEW = 20  # as much is never too much: small offices tell everybody on some days
HOLDABLE = frozenset({NoticeKind.DIGEST, NoticeKind.URGENT, NoticeKind.LEADER})
"""What a scan of dossiers brings about, and may bring about wrongly. Summaries of a first
import name no dossier, reports have their own checks, letters a person behind each."""
PAST = frozenset({Group.OVERDUE, Group.UNCONFIRMED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Blast:
    """How much one tick wants to tell, against the most that goes out unseen.

    `mails` counts those about dossiers; `late` the dossiers that are said to be past
    their deadline and of which nobody has been told so.
    """

    mails: int
    late: int
    open: int
    most: int

    @property
    def is_too_much(self) -> bool:
        """Tell whether all of it is to be held."""
        return max(self.mails, self.late) > self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmFacts:
    """What the operator is told when mail is held."""

    today: date
    blast: Blast
    held: int


def measure(
    notices: Iterable[Notice],
    matters: Iterable[Matter],
    *,
    open_dossiers: int,
    max_share: float,
) -> Blast:
    """Return how much a tick wants to tell; `max_share` is of the open dossiers.

    A person has one mail a slot however much is wrong, so dossiers are counted, too.
    """
    late = {
        one.dossier.code
        for one in matters
        if group_of({one.finding.rule}) in PAST and one.is_untold
    }
    return Blast(
        mails=sum(one.kind in HOLDABLE for one in notices),
        late=len(late),
        open=open_dossiers,
        most=max(ALWAYS_FEW, int(max_share * open_dossiers)),
    )


def alarm(blast: Blast, occasion: Occasion, *, name: str) -> Notice:
    """Return the mail that tells the operator at once; `name` tells occasions of a day apart.

    It is no mail about dossiers, and never held itself.
    """
    return Notice(
        kind=NoticeKind.ALARM,
        key=f"alarm/{occasion.today}/{name}",
        recipient=occasion.routing.operator,
        facts=AlarmFacts(today=occasion.today, blast=blast, held=blast.mails),
    )

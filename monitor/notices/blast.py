"""Does one tick want to tell too much? Then clock, calendar or file may be wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from monitor.domain.notice import Notice, NoticeKind
from monitor.notices.heard import Group, group_of
from monitor.notices.occasion import Matter, Occasion
from monitor.notices.slots import Telling

HOLDABLE = frozenset({NoticeKind.DIGEST, NoticeKind.URGENT, NoticeKind.LEADER})
"""What a scan of dossiers brings about, and may bring about wrongly. Summaries of a first
import name no dossier, reports have their own checks, letters a person behind each."""
PAST = frozenset({Group.OVERDUE, Group.UNCONFIRMED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Blast:
    """How much one tick wants to tell, against the most that goes out unseen.

    `mails` counts those about dossiers; `named` the dossiers of which they say what nobody
    has been told, under whatever heading; `late` those among them that are said to be past
    their deadline, which a wrong calendar brings about and few ordinary days do. `most` binds
    mails and late dossiers, `most_named` all that are named.
    """

    mails: int
    named: int
    late: int
    open: int
    most: int
    most_named: int

    @property
    def is_too_much(self) -> bool:
        """Tell whether all of it is to be held."""
        return max(self.mails, self.late) > self.most or self.named > self.most_named


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
    telling: Telling,
) -> Blast:
    """Return how much a tick wants to tell, against what its office lets go unseen.

    A person has one mail a slot however much is wrong, so dossiers are counted, too: each
    once, whoever and however many hear of it.
    """
    going = [one for one in notices if one.kind in HOLDABLE]
    listed = {number for one in going for number in one.lists}
    news = [one for one in matters if one.id in listed and one.is_untold]
    return Blast(
        mails=len(going),
        named=len({one.dossier.code for one in news}),
        late=len({one.dossier.code for one in news if group_of(one.finding) in PAST}),
        open=open_dossiers,
        most=max(telling.few, int(telling.max_share * open_dossiers)),
        most_named=max(telling.few, int(telling.max_named_share * open_dossiers)),
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

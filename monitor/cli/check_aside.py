"""What `dunghan check` sees of states set aside: names live on there beyond their time."""

from collections.abc import Iterator
from datetime import datetime

from monitor.bootstrap import set_aside_of
from monitor.cli.check_look import Look, Verdict
from monitor.cli.words import say
from monitor.flows.retain import months_before
from monitor.settings import Settings


def aside_looks(settings: Settings, *, at: datetime) -> Iterator[Look]:
    """Look for what was set aside longer ago than names are kept, if they go at all."""
    months = settings.retention.months
    if not months:
        return
    for path in set_aside_of(settings, before=months_before(at, months)):
        what = say("check_aside", place=path)
        yield Look(
            what=what,
            verdict=Verdict.WARNING,
            remedy=say("check_aside_remedy", months=months),
        )

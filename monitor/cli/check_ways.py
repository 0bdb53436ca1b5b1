"""What `dunghan check` sees of the ways out: mail, the office's certificate."""

import asyncio
from collections.abc import Iterator
from datetime import datetime

from monitor.bootstrap import certificate_ends, probe_mail
from monitor.cli.check_look import Look, Verdict, wrong_with
from monitor.cli.words import say
from monitor.domain.instants import vietnam_day
from monitor.settings import Settings
from monitor.settings.tables import ChannelName

WARNED_DAYS = 30


def mail_looks(settings: Settings, *, at: datetime) -> Iterator[Look]:
    """Connect, protect the way, log in, and leave: no mail is sent."""
    mail = settings.mail
    if mail.channel is ChannelName.FOLDER:
        yield Look(what=say("check_mail_folder", folder=mail.folder))
        return
    ends_at = asyncio.run(probe_mail(mail))
    what = say("check_mail", host=mail.host, port=mail.port)
    left = None if ends_at is None else (ends_at - at).days
    if left is not None and ends_at is not None and left < WARNED_DAYS:
        remedy = say("check_mail_ends", day=vietnam_day(ends_at), days=left)
        yield Look(what=what, verdict=Verdict.WARNING, remedy=remedy)
    else:
        yield Look(what=what)


def certificate_looks(settings: Settings, *, at: datetime) -> Iterator[Look]:
    """Look until when the office's own certificate holds, where it has one."""
    ends_at = certificate_ends(settings)
    if ends_at is None:
        return
    what = say("check_certificate", day=vietnam_day(ends_at))
    left = (ends_at - at).days
    if left < 0:
        yield wrong_with(what, say("check_certificate_over"))
    elif left < WARNED_DAYS:
        remedy = say("check_certificate_ends", days=left)
        yield Look(what=what, verdict=Verdict.WARNING, remedy=remedy)
    else:
        yield Look(what=what)

"""New and carried over make what is to be processed; shares are of known channels."""

from monitor.domain.dossier import Channel
from reports.sections.channels import Channels
from tests.reports.snapshots import OFFICE_NOVEMBER, a_report, a_snapshot


def test_the_office_in_november() -> None:
    told = a_report(*OFFICE_NOVEMBER).part(Channels)

    assert (told.to_process, told.received, told.carried, told.known) == (17, 14, 3, 13)
    assert [
        (line.channel, line.received, line.carried, line.resolved) for line in told.lines
    ] == [
        (Channel.ONLINE, 8, 3, 6),
        (Channel.IN_PERSON, 4, 0, 3),
        (Channel.POST, 1, 0, 1),
        (None, 1, 0, 1),
    ]
    shares = [line.share.hundredths if line.share else None for line in told.lines]
    assert shares == [6154, 3077, 769, None]


def test_without_a_known_channel_there_is_no_share() -> None:
    unknown = a_report(a_snapshot(channel=None)).part(Channels)
    empty = a_report().part(Channels)

    assert not unknown.is_known
    assert [line.received for line in unknown.lines] == [0, 0, 0, 1]
    assert empty.is_known
    assert [line.channel for line in empty.lines] == [*Channel][1:2] + [*Channel][:1] + [
        *Channel
    ][2:]

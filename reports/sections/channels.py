"""How dossiers came in: carried over and new, and the new ones by their channel."""

from collections import Counter
from dataclasses import dataclass

from monitor.domain.dossier import Channel
from monitor.domain.figures import Share
from reports.section import Figures, Month, Section
from reports.tallies import total

ORDER = (Channel.ONLINE, Channel.IN_PERSON, Channel.POST)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLine:
    """The dossiers of one channel; None: no source tells theirs.

    `share` divides those received by all received by a known channel; None of the last line.
    """

    channel: Channel | None
    received: int
    carried: int
    resolved: int
    share: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels(Figures):
    """What was to be processed: new and carried over. Each channel has a line.

    Dossiers of an unknown channel have one where there are any. `is_known` is False where
    something was received, and nobody tells how any of it was.
    """

    to_process: int
    received: int
    carried: int
    known: int
    lines: tuple[ChannelLine, ...]

    @property
    def is_known(self) -> bool:
        """True where the channel of some of what was received is known, or nothing was."""
        return bool(self.known) or not self.received


def make(month: Month) -> Channels:
    """Count what came by each channel.

    Source:
        docs/law.md#table-06a
    """
    received, carried, resolved = (Counter[Channel | None]() for _ in range(3))
    for one in month.counted:
        received[one.channel] += one.count * one.reckoning.is_received
        carried[one.channel] += one.count * one.reckoning.is_carried
        resolved[one.channel] += one.count * one.reckoning.is_resolved
    known = received.total() - received[None]
    lines = [
        ChannelLine(
            channel=channel,
            received=received[channel],
            carried=carried[channel],
            resolved=resolved[channel],
            share=Share(numerator=received[channel], denominator=known) if channel else None,
        )
        for channel in (*ORDER, None)
        if channel or received[None] or carried[None] or resolved[None]
    ]
    return Channels(
        to_process=total(month.counted),
        received=received.total(),
        carried=carried.total(),
        known=known,
        lines=tuple(lines),
    )


SECTION = Section(module=__name__, make=make)

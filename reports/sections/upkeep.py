"""Whether units keep the system up to date: receipt slips, units still, none online."""

from dataclasses import dataclass
from datetime import date

from reports.received import received_by_child
from reports.section import Figures, Month, Section
from reports.supplied_lines import RECEIVED, SuppliedLine, received, supplied_line
from reports.tallies import online_rate


@dataclass(frozen=True, slots=True, kw_only=True)
class StillLine:
    """A unit of which nothing had changed for some working days, while dossiers were open.

    `since` is the day of the last change before, `until` that of the next; None where it was
    not before the period ended.
    """

    code: str
    name: str
    since: date
    until: date | None
    limit_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneOnline:
    """A unit that received dossiers, none of them online. `received` is by a known channel."""

    code: str
    name: str
    received: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep(Figures):
    """What units supplied of their slips, and which of them lag.

    `none_online` are of `looked_at` children that received anything; None where no source
    carries how dossiers come in.
    """

    lines: tuple[SuppliedLine, ...]
    still: tuple[StillLine, ...]
    looked_at: int
    none_online: tuple[NoneOnline, ...] | None


def make(month: Month) -> Upkeep:
    """State the slips, the units that stood still and those without dossiers online.

    Source:
        docs/law.md#supplied-figures, docs/law.md#stale-data
    """
    came = received(month)
    lines = tuple(
        supplied_line(month, name, share_of=RECEIVED, dossiers=came)
        for name in ("slips_printed", "slips_missing")
    )
    rates = {one: online_rate(own) for one, own in received_by_child(month).items()}
    known = {one: rate for one, rate in rates.items() if rate is not None}
    return Upkeep(
        lines=lines,
        still=tuple(
            StillLine(
                code=one.unit,
                name=month.unit_name(one.unit),
                since=one.since,
                until=one.until,
                limit_days=one.limit_days,
            )
            for one in month.still
        ),
        looked_at=len(known),
        none_online=None
        if rates and not known
        else tuple(
            NoneOnline(code=one.code, name=one.name, received=rate.denominator)
            for one, rate in known.items()
            if rate.numerator == 0
        ),
    )


SECTION = Section(module=__name__, make=make)

"""Estimates by the formulas of the national index: named as estimates, never as a score."""

from dataclasses import dataclass
from enum import StrEnum

from monitor.domain.dossier import Channel
from monitor.domain.figures import Share
from monitor.domain.index_facts import Handling, Measure
from monitor.domain.procedure import Procedure
from reports.section import Figures, Month, Section
from reports.supplied_lines import at_odds, received, sound


class Index(StrEnum):
    """The indices of which something can be estimated."""

    IN_TIME = "in_time"  # 2.1
    ONLINE = "online"  # 3.3, and its other two channels
    IN_PERSON = "in_person"
    POST = "post"
    PAID_ONLINE = "paid_online"  # 3.6
    ELECTRONIC = "electronic"  # 4.1
    DIGITISED = "digitised"  # 4.2
    REUSED = "reused"  # 4.3
    SATISFIED = "satisfied"  # 5.4


CHANNELS = {
    Index.ONLINE: Channel.ONLINE,
    Index.IN_PERSON: Channel.IN_PERSON,
    Index.POST: Channel.POST,
}
FULL_FROM = {Index.ONLINE: 50, Index.DIGITISED: 80, Index.REUSED: 80, Index.SATISFIED: 90}


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One index; `share` is None where its figures are not known, and where they are `at_odds`.

    `full_from`: the percentage from which the index gives all of its points, where a text
    in hand says so. What the points of one index are, none does: none are reckoned.
    """

    index: Index
    share: Share | None
    at_odds: Share | None
    full_from: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingLine:
    """How long one procedure took, in hundredths of what its own term is counted in."""

    procedure: str
    name: str
    measure: Measure
    dossiers: int
    hundredths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimates(Figures):
    """The estimates in order of their indices, and index 2.2 by procedure, most dossiers first.

    `unknown`: dossiers that index 2.1 cannot judge; `no_channel`: those received of which
    nobody tells how, so that 3.3 leaves them out; `unmeasured`: those of 2.2 outside the years
    that a calendar knows.
    """

    lines: tuple[Estimate, ...]
    handlings: tuple[HandlingLine, ...]
    unknown: int
    no_channel: int
    unmeasured: int


def make(month: Month) -> Estimates:
    """Estimate what a table of dossiers, and supplied figures, can tell.

    Source:
        docs/law.md#index-766
    """
    facts, came = month.index, received(month)
    no_channel = _came_by(month, None)
    is_told = not came or no_channel < came
    by_channel = {
        index: Share(numerator=_came_by(month, channel), denominator=came - no_channel)
        for index, channel in CHANNELS.items()
    }
    shares: dict[Index, Share | None] = {
        Index.IN_TIME: Share(numerator=facts.in_time.kept, denominator=facts.in_time.judged),
        **(by_channel if is_told else dict.fromkeys(CHANNELS)),
        Index.PAID_ONLINE: month.supplied.share_of("payments", _with_fee(month)),
        Index.ELECTRONIC: month.supplied.share_of("electronic_results", _with_paper(month)),
        Index.DIGITISED: month.supplied.share_of("digitised", came),
        Index.REUSED: month.supplied.share_of("reused", came),
        Index.SATISFIED: _satisfied(month),
    }
    return Estimates(
        lines=tuple(
            Estimate(
                index=index,
                share=sound(shares[index]),
                at_odds=at_odds(shares[index]),
                full_from=FULL_FROM.get(index),
            )
            for index in Index
        ),
        handlings=tuple(
            _line(one, month)
            for one in sorted(facts.handlings, key=lambda one: (-one.dossiers, one.procedure))
        ),
        unknown=facts.in_time.unknown,
        no_channel=no_channel,
        unmeasured=facts.unmeasured,
    )


def _came_by(month: Month, channel: Channel | None) -> int:
    return sum(
        one.count
        for one in month.tallies
        if one.reckoning.is_received and one.channel is channel
    )


def _with_fee(month: Month) -> int:
    """Return how many dossiers came whose procedure has a fee."""
    return sum(
        one.count
        for one in month.tallies
        if one.reckoning.is_received
        and (procedure := _procedure(month, one.procedure)) is not None
        and procedure.fee
    )


def _with_paper(month: Month) -> int:
    """Return how many were resolved with a result whose procedure yields a paper."""
    return sum(
        one.count
        for one in month.tallies
        if one.reckoning.is_resolved
        and one.reckoning.given_up is None
        and ((procedure := _procedure(month, one.procedure)) is None or procedure.yields_paper)
    )


def _procedure(month: Month, code: str) -> Procedure | None:
    return month.directory.procedures.get(code)


def _satisfied(month: Month) -> Share | None:
    """Return what is left of all dossiers without the late and those complained of.

    More of these than dossiers is a share above the whole: the two do not agree.
    """
    in_time = month.index.in_time
    disliked = [
        month.supplied.share_of(name, in_time.judged)
        for name in ("complaints", "ratings_dissatisfied")
    ]
    known = [one.numerator for one in disliked if one is not None]
    if len(known) < len(disliked):
        return None
    if sum(known) > in_time.judged:
        return Share(numerator=sum(known), denominator=in_time.judged)
    return Share(numerator=max(in_time.kept - sum(known), 0), denominator=in_time.judged)


def _line(one: Handling, month: Month) -> HandlingLine:
    return HandlingLine(
        procedure=one.procedure,
        name=month.procedure_name(one.procedure),
        measure=one.measure,
        dossiers=one.dossiers,
        hundredths=one.hundredths,
    )


SECTION = Section(module=__name__, make=make)

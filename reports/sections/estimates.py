"""Estimates by the formulas of the national index: named as estimates, never as a score."""

from dataclasses import dataclass
from enum import StrEnum

from monitor.domain.dossier import Channel
from monitor.domain.figures import Share
from monitor.domain.index_facts import Handling, Measure
from monitor.domain.procedure import Procedure
from reports.section import Figures, Month, Section
from reports.supplied_lines import received


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


FULL_FROM = {Index.ONLINE: 50, Index.DIGITISED: 80, Index.REUSED: 80, Index.SATISFIED: 90}


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One index; `share` is None where its figures were not supplied.

    `full_from`: the percentage from which the index gives all of its points, where a text
    in hand says so. What the points of one index are, none does: none are reckoned.
    """

    index: Index
    share: Share | None
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

    `unknown`: dossiers that index 2.1 cannot judge; `unmeasured`: those of 2.2 outside the
    years that a calendar knows.
    """

    lines: tuple[Estimate, ...]
    handlings: tuple[HandlingLine, ...]
    unknown: int
    unmeasured: int


def make(month: Month) -> Estimates:
    """Estimate what a table of dossiers, and supplied figures, can tell.

    Source:
        docs/law.md#index-766
    """
    facts, came = month.index, received(month)
    by_channel = {
        channel: Share(numerator=_came_by(month, *several), denominator=came)
        for channel, several in (
            (Index.ONLINE, (Channel.ONLINE,)),
            (Index.IN_PERSON, (Channel.IN_PERSON, None)),
            (Index.POST, (Channel.POST,)),
        )
    }
    shares = {
        Index.IN_TIME: Share(numerator=facts.in_time.kept, denominator=facts.in_time.judged),
        **by_channel,
        Index.PAID_ONLINE: _supplied(month, "payments", _with_fee(month)),
        Index.ELECTRONIC: _supplied(month, "electronic_results", _with_paper(month)),
        Index.DIGITISED: _supplied(month, "digitised", came),
        Index.REUSED: _supplied(month, "reused", came),
        Index.SATISFIED: _satisfied(month),
    }
    return Estimates(
        lines=tuple(
            Estimate(index=index, share=shares[index], full_from=FULL_FROM.get(index))
            for index in Index
        ),
        handlings=tuple(
            _line(one, month)
            for one in sorted(facts.handlings, key=lambda one: (-one.dossiers, one.procedure))
        ),
        unknown=facts.in_time.unknown,
        unmeasured=facts.unmeasured,
    )


def _came_by(month: Month, *channels: Channel | None) -> int:
    return sum(
        one.count
        for one in month.tallies
        if one.reckoning.is_received and one.channel in channels
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


def _supplied(month: Month, name: str, dossiers: int) -> Share | None:
    """Return what part a supplied figure is of dossiers; None where it exceeds them, too."""
    share = month.supplied.share_of(name, dossiers)
    return share if share is None or share.numerator <= dossiers else None


def _satisfied(month: Month) -> Share | None:
    """Return what is left of all dossiers without the late and those complained of."""
    in_time = month.index.in_time
    disliked = [
        month.supplied.share_of(name, in_time.judged)
        for name in ("complaints", "ratings_dissatisfied")
    ]
    known = [one.numerator for one in disliked if one is not None]
    if len(known) < len(disliked):
        return None
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

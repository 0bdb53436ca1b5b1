"""Supplement rounds of the portal, as the pauses and promises they mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from monitor.domain.dossier import Pause, PauseKind, Promise, PromiseKind, Status
from monitor.sources.message_row import MessageRow

ROUNDS = "DanhSachHoSoBoSung"
KEYS: Mapping[str, str] = MappingProxyType(
    {
        "asked_at": "NgayBoSung",
        "supplied_at": "NgayTiepNhanBoSung",
        "promised_before": "NgayHenTraTruoc",
        "promised_after": "NgayHenTraMoi",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One request for a supplement, and what became of it."""

    asked_at: datetime | None
    supplied_at: datetime | None
    promised_before: datetime | None
    promised_after: datetime | None


def read_rounds(row: MessageRow) -> tuple[Round, ...]:
    """Return the supplement rounds, oldest request first."""
    rounds: list[Round] = []
    for part in row.parts(ROUNDS, KEYS):
        rounds.append(Round(**{field: part.instant(field) for field in KEYS}))
        row.fault = row.fault or part.fault
    return tuple(sorted(rounds, key=_begins))


def _begins(one: Round) -> float:
    began = one.asked_at or one.supplied_at
    return began.timestamp() if began else 0.0


def pauses_of(rounds: tuple[Round, ...], status: Status | None) -> tuple[Pause, ...]:
    """Return a pause for each round that says when it began; the status names an open one."""
    waits_for_money = status is Status.PAUSED_FINANCE
    return tuple(
        Pause(
            paused_at=one.asked_at,
            resumed_at=one.supplied_at,
            kind=PauseKind.FINANCE
            if waits_for_money and one.supplied_at is None
            else PauseKind.SUPPLEMENT,
        )
        for one in rounds
        if one.asked_at is not None
    )


def promises_of(
    rounds: tuple[Round, ...], received_at: datetime | None, promised_at: datetime | None
) -> tuple[Promise, ...]:
    """Return the dates the citizen was told: on the slip, then after each supplement.

    A last date that no round explains is not among them: who moved it is for ingest
    to judge.
    """
    promises: list[Promise] = []
    on_slip = (rounds[0].promised_before if rounds else None) or promised_at
    if on_slip and received_at:
        promises.append(Promise(promised_at=on_slip, made_at=received_at))
    for one in rounds:
        made_at = one.supplied_at or one.asked_at
        if one.promised_after and made_at:
            promises.append(
                Promise(
                    promised_at=one.promised_after, made_at=made_at, kind=PromiseKind.SUPPLEMENT
                )
            )
    return tuple(promises)

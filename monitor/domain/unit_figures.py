"""A unit's figures of the running month: counted by dossier, said only where carried."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from monitor.domain.dossier import Carried

WHOLE = 10_000  # hundredths of a percent


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCount:
    """The dossiers of one unit from one system, and what befell them in a span of time.

    A deadline counts in the span in which it passes: there it was `kept` or is `late`.
    `carried` were overdue before and still open, or ended late in it. `ended` counts all
    that was received and ended, given up included; `channelled` what was received by a known
    channel; `asked` the requests for a supplement.
    """

    unit: str
    system: str
    open: int = 0
    kept: int = 0
    late: int = 0
    carried: int = 0
    ended: int = 0
    withdrawn: int = 0
    sent_back: int = 0
    received: int = 0
    channelled: int = 0
    online: int = 0
    asked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFigures:
    """The figures of a unit and all below it, from `first_on` to `until`.

    None is what no source carries, never 0. The names are those of `UnitCount`.
    """

    first_on: date
    until: datetime | None
    kept: int | None = None
    late: int | None = None
    carried: int | None = None
    ended: int | None = None
    withdrawn: int | None = None
    sent_back: int | None = None
    received: int | None = None
    channelled: int | None = None
    online: int | None = None
    asked: int | None = None

    @property
    def fell_due(self) -> int | None:
        """How many deadlines have passed."""
        if self.kept is None or self.late is None:
            return None
        return self.kept + self.late

    @property
    def due(self) -> int | None:
        """What the on-time rate divides by: those, and what was overdue before."""
        if self.fell_due is None or self.carried is None:
            return None
        return self.fell_due + self.carried

    @property
    def given_back(self) -> int | None:
        """What was withdrawn or sent back."""
        if self.withdrawn is None or self.sent_back is None:
            return None
        return self.withdrawn + self.sent_back


Carriers = Mapping[str, frozenset[Carried]]
"""What the sources of each system carry between them, by system."""

DUE = frozenset({Carried.STATUS})
RECEIVED = frozenset({Carried.RECEIVED})
CHANNEL = RECEIVED | {Carried.CHANNEL}
PAUSES = frozenset({Carried.PAUSES})

NEEDS: Mapping[str, frozenset[Carried]] = MappingProxyType(
    {
        "kept": DUE,
        "late": DUE,
        "carried": DUE,
        "ended": DUE,
        "withdrawn": DUE,
        "sent_back": DUE,
        "received": RECEIVED,
        "channelled": CHANNEL,
        "online": CHANNEL,
        "asked": PAUSES,
    }
)


def month_figures(
    counts: Iterable[UnitCount],
    carriers: Carriers,
    *,
    first_on: date,
    until: datetime | None,
) -> MonthFigures:
    """Add counts up: each figure over the systems that carry what it needs.

    Source:
        docs/law.md#unit-figures
    """
    counted = tuple(counts)
    figures = {
        name: _total(
            name, counted, {system for system, has in carriers.items() if needs <= has}
        )
        for name, needs in NEEDS.items()
    }
    return MonthFigures(first_on=first_on, until=until, **figures)


def _total(name: str, counts: tuple[UnitCount, ...], systems: set[str]) -> int | None:
    if not systems:
        return None
    numbers: Iterable[int] = (getattr(one, name) for one in counts if one.system in systems)
    return sum(numbers)


def misses(share: int, of: int, *, target: float) -> bool:
    """Tell whether a share lies below a target from 0 to 1, to a hundredth of a percent."""
    return share * WHOLE < hundredths(target) * of


def hundredths(target: float) -> int:
    """Return a target from 0 to 1 in hundredths of a percent."""
    return round(target * WHOLE)

"""One slot of one day: what all its mails share, and what there is to tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from monitor.domain.dossier import Dossier
from monitor.domain.finding import Finding
from monitor.domain.instants import local, vietnam_day
from monitor.domain.letter import Letter
from monitor.domain.office import Office
from monitor.notices.recipients import Routing
from monitor.notices.slots import Slot, Telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A finding that stands, with its dossier and who has heard of it.

    `letter` is the newest about the dossier. A baseline's finding is news to nobody.
    """

    id: int
    finding: Finding
    dossier: Dossier
    letter: Letter | None = None
    told: frozenset[str] = frozenset()
    is_baseline: bool = False

    def is_news_to(self, person: str) -> bool:
        """Tell whether no message to this person has listed it yet."""
        return not self.is_baseline and person not in self.told


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """A system that was read, and as of when its newest export speaks.

    `age_days` counts calendar days since then: 0 for an export of today.
    """

    name: str
    exported_at: datetime
    age_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to tell: a unit, and how it is reached (empty where not known)."""

    unit: str
    reach: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A slot that has come. `exported` holds each system's newest export."""

    office: Office
    telling: Telling
    at: datetime
    slot: Slot
    exported: Mapping[str, datetime]
    routing: Routing

    @property
    def today(self) -> date:
        """The day in Vietnam."""
        return vietnam_day(self.at)

    def source(self, system: str) -> SourceState:
        """Return what is known of a system that was read."""
        exported_at = local(self.exported[system])
        return SourceState(
            name=self.telling.system_names.get(system, system),
            exported_at=exported_at,
            age_days=(self.today - exported_at.date()).days,
        )

    def sources(self, systems: frozenset[str]) -> tuple[SourceState, ...]:
        """Return what is known of these systems, those that were read, by name."""
        known = (self.source(system) for system in systems & self.exported.keys())
        return tuple(sorted(known, key=lambda one: one.name))

    def contact(self, unit: str) -> Contact | None:
        """Return whom a unit's people answer to: its one-stop unit, else itself."""
        directory = self.office.directory
        serving = directory.one_stop(unit) or directory.units.get(unit)
        return Contact(unit=serving.name, reach=serving.contact) if serving else None

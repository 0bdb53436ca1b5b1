"""One slot of one day: what all its mails share, and what there is to tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from monitor.domain.directory import Unit
from monitor.domain.dossier import Dossier
from monitor.domain.finding import Finding
from monitor.domain.instants import local, vietnam_day
from monitor.domain.letter import Letter
from monitor.domain.note import Note, NoteKind
from monitor.domain.office import Office
from monitor.notices.recipients import Routing
from monitor.notices.slots import Slot, Telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A finding that stands, and who has heard of it.

    A baseline's finding is news to nobody, nor is one that somebody has acknowledged;
    `notes` holds what people said of it.
    """

    id: int
    finding: Finding
    told: frozenset[str] = frozenset()
    is_baseline: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def is_acknowledged(self) -> bool:
        """Tell whether somebody looks after it: officials need not hear of it again."""
        return any(note.kind is NoteKind.ACKNOWLEDGED for note in self.notes)

    @property
    def is_untold(self) -> bool:
        """Tell whether it is news, and nobody at all has been told of it."""
        return not (self.is_baseline or self.is_acknowledged or self.told)

    def is_news_to(self, person: str) -> bool:
        """Tell whether no message to this person has listed it yet."""
        is_known = self.is_baseline or self.is_acknowledged or person in self.told
        return not is_known


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter(Told):
    """One about a dossier; `letter` is the newest about the same."""

    dossier: Dossier
    letter: Letter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMatter(Told):
    """One about a whole unit."""

    unit: Unit


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
        serving = self.office.directory.contact(unit)
        return Contact(unit=serving.name, reach=serving.contact) if serving else None

"""What a section of a report is: a maker of figures, known by the name of its file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from monitor.domain.directory import Directory
from monitor.domain.index_facts import IndexFacts
from monitor.domain.month_entries import DataDoubts
from monitor.domain.month_findings import Verification
from monitor.domain.month_letters import LetterRegister
from monitor.domain.month_warned import WarnedTally
from monitor.domain.odd import OddDossier
from monitor.domain.outlook import Prospect
from monitor.domain.pace import Pace
from monitor.domain.past import NO_PAST, Past
from monitor.domain.period import Period
from monitor.domain.reckoning import Tally
from monitor.domain.still_units import StillUnit
from monitor.domain.supplements import Asked
from monitor.domain.supplied_sums import Supplied
from reports.judged import Judged
from reports.scope import ReportScope


@dataclass(frozen=True, kw_only=True)
class Month:
    """All that a section may look at.

    Attributes:
        tallies: Every dossier of the period counted, and those that fell due in it though
            they had ended before.
        late: The dossiers resolved late in the period or overdue at its end, by code.
        procedure_names: What exports call the procedures that the directory does not know.
        supplied: What people typed in.
        online_targets: The online shares asked of the unit and of each below it, by code, in
            hundredths of a percent.
        still: The units that stood still.
        odd: The dossiers by which identities of table 06a fail, by code.
        opened_otherwise: The dossiers by which the opening differs from the last closing, in
            order: some of them where they are many.
        register: What the register of letters tells.
        verified: What units were asked to verify.
        warned: Who was warned of what fell due.
        doubts: What makes the data look late.
        past: What the period is held against.
        is_known: False of a period that was over before anything is known: its zeros say
            nothing.
        asked: What applicants were asked to hand in later.
        least: A unit of which fewer dossiers were due is not ranked.
        pace: How much sooner than promised results came.
        index: What the formulas of the national index ask.
        prospect: What falls due next; None where nobody looked.
    """

    period: Period
    scope: ReportScope
    directory: Directory
    tallies: tuple[Tally, ...]
    late: tuple[Judged, ...] = ()
    procedure_names: Mapping[str, str] = field(default_factory=dict)
    supplied: Supplied = field(default_factory=Supplied)
    online_targets: Mapping[str, int] = field(default_factory=dict)
    still: tuple[StillUnit, ...] = ()
    odd: tuple[OddDossier, ...] = ()
    opened_otherwise: tuple[str, ...] = ()
    register: LetterRegister = field(default_factory=LetterRegister)
    verified: tuple[Verification, ...] = ()
    warned: tuple[WarnedTally, ...] = ()
    doubts: DataDoubts = field(default_factory=DataDoubts)
    past: Past = NO_PAST
    is_known: bool = True
    asked: Asked = field(default_factory=Asked)
    least: int = 1
    pace: Pace = field(default_factory=Pace)
    index: IndexFacts = field(default_factory=IndexFacts)
    prospect: Prospect | None = None

    @cached_property
    def led(self) -> frozenset[str]:
        """The codes of the units below the report's own that have a leader."""
        unit, directory = self.scope.unit, self.directory
        return directory.led_units & directory.subtree(unit) - {unit}

    @cached_property
    def counted(self) -> tuple[Tally, ...]:
        """The tallies of what was to be processed in the period."""
        return tuple(one for one in self.tallies if one.reckoning.is_counted)

    def field_of(self, one: Tally | OddDossier) -> str:
        """Return the field of its procedure, empty where it is not known."""
        procedure = self.directory.procedures.get(one.procedure)
        return procedure.field if procedure else ""

    def procedure_name(self, code: str) -> str:
        """Return the name of a procedure, the code where nobody knows another."""
        procedure = self.directory.procedures.get(code)
        return procedure.name if procedure else self.procedure_names.get(code) or code

    def unit_name(self, code: str) -> str:
        """Return the name of a unit, its code where the directory does not know it."""
        return self.directory.name_of(code) or code


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one section states: numbers, codes, names of offices, days; no words of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section, as an index card."""

    module: str
    make: Callable[[Month], Figures] = field(repr=False)

    @property
    def code(self) -> str:
        """The section's name: that of its file, its template and its sheet."""
        return self.module.rpartition(".")[2]

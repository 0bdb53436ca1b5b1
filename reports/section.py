"""What a section of a report is: a maker of figures, known by the name of its file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from monitor.domain.directory import Directory
from monitor.domain.period import Period
from monitor.domain.reckoning import Tally
from reports.judged import Judged
from reports.scope import ReportScope


@dataclass(frozen=True, kw_only=True)
class Month:
    """All that a section may look at.

    `tallies` count every dossier of the period, and those that fell due in it though they
    had ended before; `late` are those resolved late in the period or overdue at its end, in
    order of their codes. `procedure_names` are the exports' own, of procedures that the
    directory does not know.
    """

    period: Period
    scope: ReportScope
    directory: Directory
    tallies: tuple[Tally, ...]
    late: tuple[Judged, ...] = ()
    procedure_names: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def counted(self) -> tuple[Tally, ...]:
        """The tallies of what was to be processed in the period."""
        return tuple(one for one in self.tallies if one.reckoning.is_counted)

    def field_of(self, one: Tally) -> str:
        """Return the field of a tally's procedure, empty where it is not known."""
        procedure = self.directory.procedures.get(one.procedure)
        return procedure.field if procedure else ""

    def procedure_name(self, code: str) -> str:
        """Return the name of a procedure, the code where nobody knows another."""
        procedure = self.directory.procedures.get(code)
        return procedure.name if procedure else self.procedure_names.get(code) or code

    def unit_name(self, code: str) -> str:
        """Return the name of a unit, its code where the directory does not know it."""
        unit = self.directory.units.get(code)
        return unit.name if unit else code


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

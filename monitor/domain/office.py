"""One office as the flows see it: its directory, its calendars and its choices."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.directory import Directory, Level, Unit
from monitor.domain.letter_choices import LetterChoices
from monitor.domain.period import MonthScheme
from monitor.domain.policy import Policy
from monitor.domain.reason import Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceptions:
    """Choices that differ in single units or procedures: by code, those of `Policy` by name.

    A unit's hold for the units below it, too; a procedure's go before a unit's.
    """

    units: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    procedures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What binds the office. `policy` holds the choices, with the default calendar.

    `months` are those it reports by.
    """

    directory: Directory
    calendars: Mapping[str, WorkingCalendar]
    policy: Policy
    causes: Mapping[str, Cause]
    exceptions: Exceptions = Exceptions()
    letters: LetterChoices = field(default_factory=LetterChoices)
    months: MonthScheme = field(default_factory=MonthScheme)
    _policies: dict[tuple[str | None, str | None], Policy] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def policy_of(self, unit: str | None, procedure: str | None = None) -> Policy:
        """Return the choices for a procedure in a unit, and the unit's calendar.

        Put together once, as scans ask for every dossier. The calendar is that of the
        unit, or of the nearest above that names one. Without a procedure the choices are
        those of the unit for whatever has none of its own.
        """
        key = (
            unit if unit in self.directory.units else None,
            procedure if procedure in self.exceptions.procedures else None,
        )
        found = self._policies.get(key)
        if found is None:
            found = self._policies[key] = self._put_together(*key)
        return found

    def _put_together(self, unit: str | None, procedure: str | None) -> Policy:
        own: dict[str, Any] = {}
        upward = tuple(self.directory.upward(unit))
        for above in reversed(upward):
            own.update(self.exceptions.units.get(above.code, {}))
        own.update(self.exceptions.procedures.get(procedure or "", {}))
        named = (one.calendar for one in upward if one.calendar in self.calendars)
        for calendar in named:
            return replace(self.policy, calendar=self.calendars[calendar], **own)
        return replace(self.policy, **own)

    @property
    def every_calendar(self) -> Mapping[str, WorkingCalendar]:
        """The calendars by name, the default one among them."""
        return {**self.calendars, self.policy.calendar.name: self.policy.calendar}

    def with_calendar(self, calendar: WorkingCalendar) -> "Office":
        """Return the office with a calendar in the place of the one of its name."""
        is_default = self.policy.calendar.name == calendar.name
        return replace(
            self,
            calendars={**self.calendars, calendar.name: calendar},
            policy=replace(self.policy, calendar=calendar) if is_default else self.policy,
        )

    def unknown_calendars(self) -> tuple[tuple[str, str], ...]:
        """Return the units that name a calendar nobody wrote, each with its name."""
        return tuple(
            (code, unit.calendar)
            for code, unit in sorted(self.directory.units.items())
            if unit.calendar and unit.calendar not in self.calendars
        )

    def outside_decider(self, procedure: str | None) -> Unit | None:
        """Return the agency that decides a procedure where it is not ours."""
        decider = self.directory.decider(procedure)
        return decider if decider is not None and decider.level is Level.OUTSIDE else None

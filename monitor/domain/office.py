"""One office as the flows see it: its directory, its calendars and its choices."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.directory import Directory, Level, Unit
from monitor.domain.letter import Cause
from monitor.domain.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What binds the office. `policy` holds the choices, with the default calendar."""

    directory: Directory
    calendars: Mapping[str, WorkingCalendar]
    policy: Policy
    causes: Mapping[str, Cause]

    def policy_of(self, unit: str | None) -> Policy:
        """Return the policy with the calendar that the unit, or the nearest above, names."""
        for above in self.directory.upward(unit):
            if above.calendar in self.calendars:
                return replace(self.policy, calendar=self.calendars[above.calendar])
        return self.policy

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

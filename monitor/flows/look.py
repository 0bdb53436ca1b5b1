"""Judge all that is due: what comes before every telling."""

from dataclasses import dataclass
from datetime import datetime

from monitor.flows.recount import Recounted
from monitor.flows.scan import Scanned, scan
from monitor.flows.survey import Surveyed, survey
from monitor.flows.tick import Plan, bind
from monitor.ports.outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was counted anew, and what judging dossiers and units did."""

    recounted: Recounted
    scanned: Scanned
    surveyed: Surveyed

    @property
    def failed(self) -> int:
        """The dossiers and units whose judging failed."""
        return self.scanned.failed + self.surveyed.failed


def look(outside: Outside, plan: Plan, *, at: datetime) -> Looked:
    """Judge the dossiers and units whose time has come, by the office as it is now.

    Safe to run twice: the second time finds nothing.
    """
    return Looked(
        recounted=bind(outside, plan, at=at) or Recounted(),
        scanned=scan(outside.store, plan.office, plan.rules, at=at),
        surveyed=survey(outside.store, plan.office, plan.unit_rules, at=at),
    )

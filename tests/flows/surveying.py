"""An office whose units are surveyed, each step at an instant of Vietnam's clock."""

from dataclasses import dataclass, replace

from monitor.domain.dossier import Channel, Status
from monitor.domain.office import Office
from monitor.domain.record import Record
from monitor.domain.unit_case import UnitRule
from monitor.flows.ingest import ingest
from monitor.flows.scan import scan
from monitor.flows.survey import Surveyed, survey
from monitor.ports.store import Standing
from monitor.rules import RULES, UNIT_RULES
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import a_file, a_record
from tests.notices.office import OFFICE

SYSTEM = "tinh"


@dataclass
class Town:
    """The sample office over one store; its units are known from the start."""

    store: SqlStore
    office: Office = OFFICE

    def __post_init__(self) -> None:
        self.enrol("2026-01-05 07:00")

    def enrol(self, at: str) -> None:
        with self.store.writing() as work:
            work.units.enrol(self.office.directory.own_units, at=vn(at))

    def take(
        self, *records: Record, exported: str, source: str = "list", system: str = SYSTEM
    ) -> None:
        """Take in an export as it is made, and judge its dossiers."""
        at = vn(exported)
        file = a_file(*records, exported=exported, source=source, system=system)
        ingest(self.store, self.office.directory, file, max_reject_share=0, at=at)
        scan(self.store, self.office, RULES, at=at)

    def look(self, at: str, *, rules: tuple[UnitRule, ...] = UNIT_RULES) -> Surveyed:
        scan(self.store, self.office, RULES, at=vn(at))
        return survey(self.store, self.office, rules, at=vn(at))

    @property
    def standing(self) -> list[Standing]:
        with self.store.reading() as work:
            return work.findings.standing_of_units()

    @property
    def said(self) -> set[tuple[str, str]]:
        """Unit and rule of what stands."""
        return {(one.finding.unit, one.finding.rule) for one in self.standing}

    def of(self, unit: str, rule: str) -> list[Standing]:
        """Return what a rule ever said of a unit, oldest first."""
        with self.store.reading() as work:
            return [one for one in work.findings.of_unit(unit) if one.finding.rule == rule]


def a_paper(
    number: int,
    *,
    unit: str = "KT",
    received: str = "2026-11-02 08:00",
    promised: str = "2026-11-16 17:00",
) -> Record:
    """Return an open dossier of a unit, filed online, that nobody in particular handles."""
    return a_record(
        f"{unit}-{number}",
        unit=unit,
        procedure="khac",
        handler="",
        received=received,
        promised=promised,
        channel=Channel.ONLINE,
    )


def done(number: int, *, unit: str = "KT", on: str = "2026-11-05 09:00") -> Record:
    """Return a dossier due on 6 November, and when its result was there."""
    paper = a_paper(number, unit=unit, promised="2026-11-06 17:00")
    return replace(paper, status=Status.FINISHED, finished_at=vn(on))


def a_month(*, late: int, of: int = 20, unit: str = "KT") -> tuple[Record, ...]:
    """Return dossiers due on 6 November, the first of them finished on the 9th."""
    return tuple(
        done(number, unit=unit, on="2026-11-09 09:00" if number < late else "2026-11-05 09:00")
        for number in range(of)
    )

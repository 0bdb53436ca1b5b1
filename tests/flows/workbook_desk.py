"""An office whose units answer in workbooks, and what clerks do to them."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from monitor.domain.workbook import Workbook
from monitor.flows.workbook_reading import ReadBack, read_back
from monitor.flows.workbooks import WorkbooksMade, workbooks_due
from monitor.render.so_viec import WorkbookRenderer
from monitor.sources.so_viec import read_so_viec
from tests.builders import vn
from tests.fakes import DictShelf
from tests.flows.remembering import remembered
from tests.flows.scene import ASKED, RECORD, Scene
from tests.notices.office import DROP, TELLING
from tests.workbooks import Clerk

MORNING = "2026-11-11 07:40"
UNIT = "VHXH"


@dataclass
class Desk(Scene):
    """An office whose units answer in workbooks."""

    laid: DictShelf = field(default_factory=DictShelf)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.outside = replace(
            self.outside,
            workbooks=WorkbookRenderer(
                self.office.causes.values(), self.office.directory, drop=DROP
            ),
            workbook_shelf=self.laid,
        )

    def make(self, at: str = MORNING) -> WorkbooksMade:
        self.apologise(at)
        self.look(at)  # who was asked just now has been woken
        return workbooks_due(self.outside, self.office, TELLING, at=vn(at))

    def workbook(self, unit: str = UNIT, day: str = "2026-11-11") -> Workbook:
        with self.store.reading() as work:
            found = work.workbooks.of_day(unit, vn(day).date())
        assert found is not None
        return found

    def content(self, unit: str = UNIT, day: str = "2026-11-11", *, mark: str = "") -> bytes:
        return self.laid.files[unit, f"so-viec-{unit}-{day}{mark}.xlsx"]

    def clerk(self, unit: str = UNIT, day: str = "2026-11-11") -> Clerk:
        return Clerk.opens(self.content(unit, day))

    def asked(self) -> "Desk":
        """Come to the morning on which the handler is asked."""
        self._ask()
        return self

    @remembered
    def _ask(self) -> None:
        self.take(RECORD, exported=ASKED)
        self.make()

    def read(self, path: Path, *, at: str = "2026-11-11 10:00", unit: str = "") -> ReadBack:
        """Read a file back, as from a unit's own folder where one is named."""
        filled = read_so_viec(path)
        return read_back(self.outside, self.office, TELLING, filled, unit=unit, at=vn(at))

    def returned(self, unit: str = UNIT, day: str = "2026-11-11") -> Clerk:
        """Open the marked copy."""
        return Clerk.opens(self.content(unit, day, mark="-gui-lai"))

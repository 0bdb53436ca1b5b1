"""What a daemon costs that has nothing to do: memory, CPU, and the children it leaves behind.

It is a process of its own, in an office whose morning's work is done, and each of its two jobs
comes every other second: one call a second in all. `DUNGHAN_IDLE_MINUTES` says for how long it
is watched, one where it is not set. From ten on its children are counted at the end; else two
children with a hundredth of their patience stand for them.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from subprocess import Popen
from tempfile import TemporaryDirectory

from benchmarks.measuring import Measurement
from monitor.clock import now
from monitor.render.children import IDLE_SECONDS
from monitor.render.pdf import PdfRenderer
from tests.daemon.process import ALWAYS_OPEN, descendants, lay, rows
from tests.offices import CODE, FolderOffice, an_office
from tests.render.processes import children

RHYTHM = "\n[run]\ntick_seconds = 2\ndeliver_seconds = 2\n"
ASSETS = Path(__file__).parents[1] / "templates" / "assets"
WARM_TICKS = 5
PATIENCE = 120  # seconds until what must come is given up
SCALE = 100
TEN_MINUTES = 600  # seconds
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
REASON = "Chi nhánh đất đai chưa gửi kết quả trích đo đã đề nghị tại văn bản 12/KT ngày 05/11"


class GivenUpError(Exception):
    """The daemon did not do what is measured."""


def measure(minutes: float | None = None) -> Iterator[Measurement]:
    """Yield memory, CPU and children of an idle daemon.

    Raises:
        GivenUpError: it did not begin, or did not do the work that goes before.
    """
    minutes = minutes or float(os.environ.get("DUNGHAN_IDLE_MINUTES", "1"))
    with TemporaryDirectory(prefix="dunghan-idle-") as folder:
        office = _an_office(Path(folder))
        with _running(office) as daemon:
            _wait_for_ticks(office, WARM_TICKS)
            cpu, began = _cpu_seconds(daemon.pid), time.monotonic()
            time.sleep(minutes * 60)
            share = (_cpu_seconds(daemon.pid) - cpu) / (time.monotonic() - began)
            yield Measurement(
                name="idle_memory", ours=_resident_mib(daemon.pid), unit="MiB", target=90
            )
            yield Measurement(
                name=f"idle_cpu_{minutes:g}_min", ours=share * 100, unit="%", target=0.5
            )
            _work(office)
            yield Measurement(
                name="idle_memory_after_a_letter", ours=_resident_mib(daemon.pid), unit="MiB"
            )
            if minutes * 60 >= TEN_MINUTES:
                time.sleep(TEN_MINUTES)
                left = len(descendants(daemon.pid))
                yield Measurement(name="idle_children", ours=left, unit="", target=0)
    if minutes * 60 < TEN_MINUTES:
        left = _left_in_haste()
        yield Measurement(name=f"idle_children_x{SCALE}", ours=left, unit="", target=0)


def _an_office(folder: Path) -> FolderOffice:
    """Set up an office that is always open and whose first export is taken in and told of."""
    calendar = folder / "calendar.toml"
    years = ALWAYS_OPEN.replace("2099", str(now().year + 1))
    calendar.write_text(years, encoding="utf-8")
    office = an_office(folder / "office", calendar=calendar, more=RHYTHM)
    lay(office)
    for _ in range(2):
        with office.process("tick") as process:
            _, err = process.communicate(timeout=PATIENCE)
        if err:
            raise GivenUpError(err.decode())
    return office


@contextmanager
def _running(office: FolderOffice) -> Iterator[Popen[bytes]]:
    log = office.folder / "log"
    with (
        log.open("wb") as file,
        office.process("run", out=file.fileno(), err=file.fileno()) as daemon,
    ):
        try:
            _wait(lambda: '"event": "started"' in log.read_text(encoding="utf-8"))
            yield daemon
        finally:
            daemon.terminate()


def _wait_for_ticks(office: FolderOffice, times: int) -> None:
    for _ in range(times):
        _wait_for_a_tick(office, after=_last_tick(office))


def _wait_for_a_tick(office: FolderOffice, *, after: list[tuple[object, ...]]) -> None:
    _wait(lambda: _last_tick(office) != after)


def _last_tick(office: FolderOffice) -> list[tuple[object, ...]]:
    return rows(office, "SELECT at FROM heartbeats WHERE name = 'tick'")


def _work(office: FolderOffice) -> None:
    """Have the daemon set a letter."""
    office.done(
        *("letters", "answer", CODE, "--late", "--cause", "B2", "--text", REASON),
        *("--new-date", f"{now() + timedelta(days=30):%Y-%m-%d}"),
    )
    _wait((office.var / "letters" / f"{CODE}-du-thao.pdf").exists)
    _wait_for_ticks(office, 2)


def _left_in_haste() -> int:
    """Return how many children are left where minutes are a hundredth of themselves."""
    with PdfRenderer(ASSETS, idle_seconds=IDLE_SECONDS / SCALE) as pdf:
        pdf.render("<!DOCTYPE html><html lang='vi'><title>a</title><p>a</p></html>")
        if not children(os.getpid()):
            raise GivenUpError
        time.sleep(TEN_MINUTES / SCALE)
        return len(children(os.getpid()))


def _wait(is_so: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > give_up:
            raise GivenUpError
        time.sleep(0.1)


def _resident_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    [kilobytes] = re.findall(r"VmRSS:\s+(\d+) kB", status)
    return int(kilobytes) / 1_024


def _cpu_seconds(pid: int) -> float:
    """Return the time of CPU that a process has taken, its ended children left out."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS

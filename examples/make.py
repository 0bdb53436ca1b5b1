"""Write the exports of the sample office anew: `.venv/bin/python examples/make.py`.

The same bytes every time: the lives come from a fixed seed.
"""

from pathlib import Path

from monitor.demo.exports import write_exports
from monitor.demo.making import make_lives
from monitor.demo.timeline import FIRST_DAY, export_at, kinds_on
from monitor.sources.directory import read_directory

HERE = Path(__file__).resolve().parent


def make(folder: Path) -> list[Path]:
    """Write the first morning's ledger, list and messages into a folder."""
    files = (
        HERE / "directory" / f"{name}.csv" for name in ("units", "officials", "procedures")
    )
    lives = make_lives(read_directory(*files))
    return write_exports(folder, lives, at=export_at(FIRST_DAY), kinds=kinds_on(FIRST_DAY))


if __name__ == "__main__":
    make(HERE / "exports")

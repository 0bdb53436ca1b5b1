"""Run every benchmark; exit with 1 when a target is missed."""

import sys

from benchmarks import (
    building,
    bulk,
    days,
    explaining,
    hours,
    idle,
    importing,
    letters,
    mailing,
    months,
    reporting,
    scanning,
    signing,
    workbooks,
)
from benchmarks.running import Benchmark, run

BENCHMARKS: tuple[Benchmark, ...] = (
    hours.measure,
    days.measure,
    bulk.measure,
    explaining.measure,
    building.measure,
    importing.measure,
    scanning.measure,
    letters.measure,
    months.measure,
    reporting.measure,
    signing.measure,
    idle.measure,
    mailing.measure,
    workbooks.measure,
)

if __name__ == "__main__":
    sys.exit(run(BENCHMARKS))

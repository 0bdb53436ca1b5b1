"""Run every benchmark; exit with 1 when a target is missed."""

import sys

from benchmarks import (
    building,
    bulk,
    claims,
    country,
    days,
    dispatching,
    explaining,
    hours,
    idle,
    importing,
    letters,
    mailing,
    months,
    moving,
    papers,
    reporting,
    scanning,
    signing,
    ticking_served,
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
    dispatching.measure,
    mailing.measure,
    claims.measure,
    moving.measure,
    workbooks.measure,
    ticking_served.measure,
    papers.measure,
    country.measure,
)

if __name__ == "__main__":
    sys.exit(run(BENCHMARKS))

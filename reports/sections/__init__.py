"""The sections of a report, in reading order."""

from reports.sections import (
    agencies,
    causes,
    freshness,
    late,
    letters,
    rates,
    table06a,
)

SECTIONS = (
    rates.SECTION,
    agencies.SECTION,
    causes.SECTION,
    letters.SECTION,
    freshness.SECTION,
    table06a.SECTION,
    late.SECTION,
)

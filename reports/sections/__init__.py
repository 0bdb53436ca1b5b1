"""The sections of a report, in reading order."""

from reports.sections import agencies, dossiers, freshness, late, letters, rates, table06a

SECTIONS = (
    rates.SECTION,
    agencies.SECTION,
    letters.SECTION,
    table06a.SECTION,
    late.SECTION,
    freshness.SECTION,
    dossiers.SECTION,
)

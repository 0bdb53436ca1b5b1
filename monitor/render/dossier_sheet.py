"""Each dossier behind a report's figures, on a sheet that is made while it is written."""

from collections.abc import Iterable, Iterator, Mapping

from monitor.domain.directory import Directory
from monitor.domain.reckoning import DossierLine
from monitor.render.sections.common import Labels
from monitor.render.sheet import Cell, Sheet

CODE = "dossiers"  # of the sheet's name in the catalogue
WIDTHS: Mapping[str, int] = {  # of its columns, in letters
    "code": 26,
    "unit_code": 14,
    "unit": 36,
    "field": 28,
    "procedure": 56,
    "channel": 16,
    "received": 16,
    "first_due": 16,
    "second_due": 16,
    "ended": 16,
    "outcome": 26,
    "days_late": 12,
    "in_table": 12,
    "carried": 12,
    "in_headline": 14,
}


def dossier_sheet(
    lines: Iterable[DossierLine],
    names: Directory,
    labels: Labels,
    *,
    days_late: Mapping[str, int],
    procedure_names: Mapping[str, str],
) -> Sheet:
    """Return the list of dossiers; it names no citizen.

    Args:
        lines: The dossiers, gone through once, while the sheet is written.
        names: The units and procedures that are known.
        labels: The words of the report.
        days_late: Working days, by the code of each late dossier of which they are known.
        procedure_names: What exports call procedures that `names` does not know, by code.
    """
    return Sheet(
        name=labels["sheet"][CODE],
        headings=tuple(labels["column"][column] for column in WIDTHS),
        rows=_rows(lines, names, labels, days_late, procedure_names),
        widths=tuple(WIDTHS.values()),
    )


def _rows(
    lines: Iterable[DossierLine],
    names: Directory,
    labels: Labels,
    days_late: Mapping[str, int],
    procedure_names: Mapping[str, str],
) -> Iterator[tuple[Cell, ...]]:
    text, outcomes, channels = labels["text"], labels["outcome"], labels["channel"]
    yes, no_unit, no_field = text["yes"], text["no_unit"], text["no_field"]
    units = {code: unit.name for code, unit in names.units.items()}
    procedures = {
        code: (one.field or no_field, one.name) for code, one in names.procedures.items()
    }
    for line in lines:
        reckoned, procedure = line.reckoning, line.procedure
        field, named = procedures.get(procedure) or (
            no_field,
            procedure_names.get(procedure) or procedure or text["no_procedure"],
        )
        yield (
            line.code,
            line.unit,
            units.get(line.unit) or line.unit or no_unit,
            field,
            named,
            channels[line.channel] if line.channel else None,
            line.received_at,
            line.first_due_at,
            line.last_due_at if line.last_due_at != line.first_due_at else None,
            line.ended_at,
            outcomes[reckoned.outcome],
            days_late.get(line.code),
            yes if reckoned.is_counted else None,
            yes if reckoned.is_carried else None,
            yes if reckoned.is_due else None,
        )

"""The office's own directory: units, officials, procedures, from CSV or XLSX.

Every problem of the three files is told at once.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from monitor.domain.directory import Directory, Level, Official, Role, Unit
from monitor.domain.errors import DirectoryError
from monitor.domain.procedure import OnSupplement, Procedure
from monitor.sources.directory_rows import DirectoryRow, read_rows
from monitor.sources.directory_terms import step_limits, time_limit
from monitor.sources.reasons import Reason

UNIT_COLUMNS = ("code", "name", "level")
OFFICIAL_COLUMNS = ("code", "source_name", "unit", "role")
PROCEDURE_COLUMNS = ("code", "name")

Rows = Mapping[str, DirectoryRow]


def read_directory(units: Path, officials: Path, procedures: Path) -> Directory:
    """Read the directory files.

    Returns:
        A directory in which every parent, unit, deputy and deciding unit exists and
        nobody stands above or in for himself. A mailbox may be blank; an official's also
        one that no mail can go to: that is his own lack, and told where he is to hear.

    Raises:
        DirectoryError: anything at all is wrong; `problems` has a sentence for each.
    """
    problems: list[str] = []
    unit_rows = read_rows(units, "units", columns=UNIT_COLUMNS, problems=problems)
    official_rows = read_rows(
        officials, "officials", columns=OFFICIAL_COLUMNS, problems=problems
    )
    procedure_rows = read_rows(
        procedures, "procedures", columns=PROCEDURE_COLUMNS, problems=problems
    )
    file = ", ".join(path.name for path in (units, officials, procedures))
    if problems and not (unit_rows and official_rows and procedure_rows):
        raise DirectoryError(file=file, problems=tuple(problems))
    directory = Directory(
        units={code: _unit(code, row) for code, row in unit_rows.items()},
        officials={code: _official(code, row) for code, row in official_rows.items()},
        procedures={code: _procedure(code, row) for code, row in procedure_rows.items()},
    )
    _check_units(directory, unit_rows)
    _check_officials(directory, official_rows)
    _check_procedures(directory, procedure_rows)
    if problems:
        raise DirectoryError(file=file, problems=tuple(problems))
    return directory


def _unit(code: str, row: DirectoryRow) -> Unit:
    return Unit(
        code=code,
        name=row.required("name"),
        level=row.choice("level", Level.OUTSIDE, needed=True),
        parent=row.text("parent") or None,
        calendar=row.text("calendar"),
        mailbox=row.mailbox("mailbox"),
        contact=row.text("contact"),
        short_name=row.text("short_name"),
        letterhead=row.letterhead("letterhead"),
        recipients=row.lines("recipients"),
        place=row.text("place"),
        symbol=row.text("symbol"),
        signature=row.lines("signature"),
        own_domains=row.domains("own_domains"),
    )


def _official(code: str, row: DirectoryRow) -> Official:
    return Official(
        code=code,
        source_name=row.required("source_name"),
        unit=row.required("unit"),
        role=row.choice("role", Role.HANDLER, needed=True),
        title=row.text("title"),
        mailbox=row.stated("mailbox"),
        deputy=row.text("deputy") or None,
        absent_from=row.day("absent_from"),
        absent_to=row.day("absent_to"),
    )


def _procedure(code: str, row: DirectoryRow) -> Procedure:
    limit = time_limit(row)
    return Procedure(
        code=code,
        name=row.required("name"),
        field=row.text("field"),
        term=limit.term if limit else None,
        not_counted=limit.not_counted if limit else "",
        steps=step_limits(row),
        on_supplement=row.choice("on_supplement", OnSupplement.RESUME),
        deciding_unit=row.text("deciding_unit") or None,
        fee=row.dong("fee"),
        yields_paper=row.is_so("yields_paper"),
    )


def _check_units(directory: Directory, rows: Rows) -> None:
    parents = {unit.code: unit.parent for unit in directory.units.values()}
    for code, parent in parents.items():
        if parent is not None and parent not in parents:
            rows[code].refuse("parent", parent, Reason.UNKNOWN_UNIT)
    for cycle in _cycles(parents):
        rows[cycle[0]].refuse("parent", " > ".join(cycle), Reason.PARENT_CYCLE)


def _check_officials(directory: Directory, rows: Rows) -> None:
    deputies = {one.code: one.deputy for one in directory.officials.values()}
    for official in directory.officials.values():
        row = rows[official.code]
        if official.unit and official.unit not in directory.units:
            row.refuse("unit", official.unit, Reason.UNKNOWN_UNIT)
        if official.deputy is not None and official.deputy not in deputies:
            row.refuse("deputy", official.deputy, Reason.UNKNOWN_OFFICIAL)
        first, last = official.absent_from, official.absent_to
        if first and last and last < first:
            row.refuse("absent_to", row.text("absent_to"), Reason.DATES_REVERSED)
    for cycle in _cycles(deputies):
        rows[cycle[0]].refuse("deputy", " > ".join(cycle), Reason.DEPUTY_CYCLE)


def _check_procedures(directory: Directory, rows: Rows) -> None:
    for procedure in directory.procedures.values():
        decider = procedure.deciding_unit
        if decider is not None and decider not in directory.units:
            rows[procedure.code].refuse("deciding_unit", decider, Reason.UNKNOWN_UNIT)


def _cycles(upward: Mapping[str, str | None]) -> Iterator[tuple[str, ...]]:
    """Yield each cycle once, from where it is first entered back to there."""
    done: set[str] = set()
    for start in upward:
        path: list[str] = []
        at: str | None = start
        while at is not None and at in upward and at not in done and at not in path:
            path.append(at)
            at = upward[at]
        if at is not None and at in path:
            yield (*path[path.index(at) :], at)
        done.update(path)

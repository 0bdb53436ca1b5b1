"""A report is frozen, does not depend on order, and holds the sections of the catalogue."""

import json
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import reports.sections
from reports.canonical import canonical, closing, figures_code
from reports.sections import SECTIONS
from tests.reports.snapshots import (
    OFFICE_NOVEMBER,
    a_report,
    a_snapshot,
)


def test_every_file_is_in_the_catalogue_once_and_under_its_name() -> None:
    folder = Path(reports.sections.__file__).parent
    files = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")

    assert sorted(section.code for section in SECTIONS) == files


def test_parts_stand_in_the_order_of_the_catalogue() -> None:
    report = a_report()

    assert [part.code for part in report.parts] == [section.code for section in SECTIONS]


def test_the_order_of_the_dossiers_does_not_matter() -> None:
    forward = a_report(*OFFICE_NOVEMBER)
    backward = a_report(*reversed(OFFICE_NOVEMBER))

    assert canonical(forward) == canonical(backward)


def test_json_is_canonical_and_speaks_on_the_vietnam_clock() -> None:
    content = canonical(a_report(*OFFICE_NOVEMBER))

    told = json.loads(content)
    again = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert content.decode() == again
    assert told["period"] == {"first": "2026-11-01", "last": "2026-11-30"}
    assert told["sections"]["late"]["lines"][0]["first_due_at"] == "2026-10-28T17:00:00+07:00"
    assert told["sections"]["table06a"]["total"]["total"] == 17


def test_the_code_of_the_figures_changes_with_them() -> None:
    report = a_report(*OFFICE_NOVEMBER)
    other = a_report(*OFFICE_NOVEMBER, a_snapshot("one more", ended="2026-11-10 09:00"))

    codes = [figures_code(canonical(one)) for one in (report, report, other)]

    assert codes[0] == codes[1] != codes[2]
    assert len(codes[0]) == 64


def test_an_instant_is_the_same_in_every_zone() -> None:
    here = a_snapshot(received="2026-11-05 08:00")
    there = replace(here, received_at=here.received_at.astimezone(UTC))

    assert canonical(a_report(here)) == canonical(a_report(there))


def test_the_closing_is_read_back_for_the_next_report() -> None:
    assert closing(canonical(a_report(*OFFICE_NOVEMBER))) == 6

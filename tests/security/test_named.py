"""docs/security.md names tests: each of them exists, and so does each file."""

import re
from collections import Counter

from tests.offices import ROOT

NOTES = ROOT / "docs" / "security.md"


def test_every_test_that_the_notes_name_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", NOTES.read_text(encoding="utf-8")))
    defined = Counter(
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(
            r"^(?:async )?def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    )

    assert len(named) > 40
    assert sorted(named - defined.keys()) == []


def test_every_threat_names_a_test() -> None:
    text = NOTES.read_text(encoding="utf-8")
    table = text.partition("## Threats")[2].partition("Fuzzing:")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]

    assert len(rows) > 20
    assert all("`test_" in row for row in rows)


def test_every_file_that_the_notes_name_exists() -> None:
    for name in ("security.md", "ho-so-trien-khai.md"):
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        links = re.findall(r"\]\(([\w.-]+\.md)\)", text)
        paths = re.findall(r"`((?:monitor|tests)/[\w./]+)`", text)

        assert all((ROOT / "docs" / link).exists() for link in links)
        assert all((ROOT / path).exists() for path in paths)

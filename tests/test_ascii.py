"""Words that people read live in templates and catalogues: the core's code is ASCII."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CORE = (
    "monitor/domain",
    "monitor/rules",
    "monitor/notices",
    "monitor/ports",
    "monitor/flows",
    "reports",
)


@pytest.mark.parametrize("folder", CORE)
def test_no_word_of_a_people_s_language_stands_in_the_core(folder: str) -> None:
    files = sorted((ROOT / folder).rglob("*.py"))

    assert files
    for file in files:
        lines = file.read_text(encoding="utf-8").splitlines()
        strange = [number for number, line in enumerate(lines, start=1) if not line.isascii()]
        assert strange == [], file.relative_to(ROOT)

"""Every anchor that the code names is a heading of docs/law.md, complete in itself."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs/law.md").read_text(encoding="utf-8")
ENTRIES = {
    entry.partition("\n")[0]: entry for entry in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
}


def test_every_anchor_in_the_code_has_its_heading() -> None:
    named = {
        (anchor, path.relative_to(ROOT).as_posix())
        for folder in ("monitor", "reports", "templates", "docs")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".toml", ".html", ".txt", ".md"}
        for anchor in re.findall(r"law\.md#([\w-]+)", path.read_text(encoding="utf-8"))
    }

    assert {(anchor, place) for anchor, place in named if anchor not in ENTRIES} == set()
    assert named


def test_every_entry_says_how_sure_it_is_and_who_confirmed_it() -> None:
    certainties = ("read", "second hand", "inferred", "practice", "not found")

    for anchor, entry in ENTRIES.items():
        assert re.fullmatch(r"[a-z0-9-]+", anchor)
        assert any(f"**{how}" in entry.lower() for how in certainties), anchor
        assert "- Confirmed by: " in entry, anchor


def test_the_page_cites_documents_and_no_addresses() -> None:
    assert "://" not in PAGE

"""One rendering child for all tests of a session: starting it takes longer than a letter."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.render.letters import LetterRenderer
from monitor.render.pdf import PdfRenderer
from monitor.render.words import Words

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@pytest.fixture(scope="session")
def words() -> Words:
    return Words(TEMPLATES)


@pytest.fixture(scope="session")
def pdf() -> Iterator[PdfRenderer]:
    with PdfRenderer(TEMPLATES / "assets") as renderer:
        yield renderer


@pytest.fixture(scope="session")
def letters(words: Words, pdf: PdfRenderer) -> LetterRenderer:
    return LetterRenderer(words, pdf)

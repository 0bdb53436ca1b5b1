"""What people said of a dossier's findings stands beside them, each thing once."""

from dataclasses import replace
from datetime import date

from monitor.domain.note import Note, NoteKind
from monitor.notices.remark import Remark, remarks
from tests.builders import vn
from tests.notices.office import DIRECTORY, an_occasion, late_burial, matters

SAID = Note(kind=NoteKind.EXPLAINED, by="hoa", at=vn("2026-11-11 09:00"), text="Chờ\nxác minh")
SEEN = Note(kind=NoteKind.ACKNOWLEDGED, by="ai đó", at=vn("2026-11-10 09:00"), text="Đã rõ")


def test_what_was_said_is_shown_oldest_first_and_once() -> None:
    found = [replace(one, notes=(SAID, SEEN)) for one in matters(an_occasion(), late_burial())]

    shown = remarks(found, DIRECTORY)

    assert len(found) > 1
    assert shown == (
        Remark(name="ai đó", on=date(2026, 11, 10), text="Đã rõ", is_explanation=False),
        Remark(
            name=DIRECTORY.officials["hoa"].source_name,
            on=date(2026, 11, 11),
            text="Chờ xác minh",
            is_explanation=True,
        ),
    )


def test_where_nothing_was_said_nothing_is_shown() -> None:
    assert remarks(matters(an_occasion(), late_burial()), DIRECTORY) == ()

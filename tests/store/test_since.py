"""What was recorded after an instant is counted by its kind."""

from dataclasses import replace
from datetime import date

from monitor.domain.letter import LetterState
from monitor.domain.note import Note, NoteKind
from monitor.domain.since import Since
from monitor.domain.supplied import supplied
from monitor.store.work import SqlStore
from tests.builders import a_letter, vn
from tests.exports import a_record
from tests.store.taking import take
from tests.store.test_findings import LATE, settle, standing

BEFORE, AFTER = vn("2026-11-20 08:00"), vn("2026-11-20 08:01")


def test_each_kind_counts_what_came_after_and_nothing_else(store: SqlStore) -> None:
    take(store, a_record(), a_record("other"))
    settle(store, LATE)
    issued = a_letter(LetterState.ISSUED, deadline="2026-11-16 17:00")
    with store.writing() as work:
        for at, month in ((BEFORE, 9), (AFTER, 10)):
            figure = supplied("XA", date(2026, month, 1), "payments", "5", by="thanh", at=at)
            work.workbooks.supply(figure)
            work.letters.open(replace(issued, version=month, issued_at=at))
            work.letters.keep_answer(issued, is_in_time=True, at=at)
            note = Note(kind=NoteKind.EXPLAINED, by="hoa", at=at, text="a")
            work.findings.add_note(standing(store)[0].id, note)
            work.done.mark(f"recall/{month}", at=at)
            work.done.mark(f"digest/{month}", at=at)

    with store.reading() as work:
        found = work.reports.since(BEFORE)
        assert work.reports.since(AFTER) == Since()
    assert found == Since(figures=1, letters=2, answers=1, notes=1)

"""Workbooks and answers are counted by when they came, each answer once."""

from dataclasses import replace
from datetime import timedelta

from monitor.domain.workbook import Answered, Line, Part, Workbook
from monitor.store.work import SqlStore
from tests.builders import vn

MORNING, NEXT = vn("2026-11-11 07:40"), vn("2026-11-12 07:40")
MINUTE = timedelta(minutes=1)
WORKBOOK = Workbook(
    id="KT-20261111-1",
    unit="KT",
    unit_name="Phòng Kinh tế",
    day=MORNING.date(),
    made_at=MORNING,
    lines=(Line(part=Part.ANSWERS, target="H1", basis="asked"),),
)
ANSWERED = Answered(
    workbook=WORKBOOK.id,
    part=Part.ANSWERS,
    target="H1",
    basis="asked",
    said={"answer": "in_time"},
    by="tam",
    made_at=MORNING,
    saved_at=MORNING,
    at=MORNING + MINUTE,
)


def test_what_was_made_and_read_is_counted_after_one_instant_until_another(
    store: SqlStore,
) -> None:
    other = replace(ANSWERED, target="H2", at=NEXT)
    with store.writing() as work:
        work.workbooks.add(WORKBOOK)
        work.workbooks.add(replace(WORKBOOK, id="KT-2", day=NEXT.date(), made_at=NEXT))
        work.workbooks.keep(ANSWERED)
        work.workbooks.keep(other)

    with store.reading() as work:
        between = work.workbooks.counts_between

        assert between(MORNING - MINUTE, MORNING) == (1, 0)
        assert between(MORNING, NEXT) == (1, 2)
        assert between(ANSWERED.at, NEXT) == (1, 1)
        assert between(NEXT, NEXT + MINUTE) == (0, 0)


def test_an_answer_saved_again_is_the_same_answer_and_another_one_is_not(
    store: SqlStore,
) -> None:
    again = replace(ANSWERED, saved_at=ANSWERED.saved_at + MINUTE, at=NEXT)
    with store.writing() as work:
        work.workbooks.add(WORKBOOK)
        work.workbooks.keep(ANSWERED)
        work.workbooks.keep(again)
        work.workbooks.keep(replace(again, said={"answer": "late"}, at=NEXT + MINUTE))

    with store.reading() as work:
        assert work.workbooks.counts_between(MORNING, ANSWERED.at) == (0, 1)
        assert work.workbooks.counts_between(ANSWERED.at, NEXT) == (0, 0)
        assert work.workbooks.counts_between(NEXT, NEXT + MINUTE) == (0, 1)

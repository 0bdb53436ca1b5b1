"""The operator's mail counts the workbooks since the last one, and is silent about none."""

from pathlib import Path

import pytest

from monitor.domain.workbook import Part
from monitor.flows.notify import notify
from monitor.notices.operator import OperatorFacts, WorkbookNews
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE
from tests.flows.test_workbook_folders import LATE, a_folder, collect
from tests.flows.workbook_desk import MORNING, Desk
from tests.notices.office import TELLING

NEXT, THE_DAY_AFTER = "2026-11-12 08:30", "2026-11-13 08:30"


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    return Desk(store=store).asked()


def told(desk: Desk, at: str) -> OperatorFacts:
    """Send the morning's mails, and return what the operator's says."""
    desk.look(at)
    notify(desk.store, desk.office, desk.mails, telling=TELLING, at=vn(at))
    facts = [one.facts for one in desk.mails.written if isinstance(one.facts, OperatorFacts)]
    assert facts[-1].today == vn(at).date()
    return facts[-1]


def test_the_morning_s_workbooks_are_told_in_the_mail_beside_them(desk: Desk) -> None:
    news = told(desk, MORNING).health.workbooks

    assert news == WorkbookNews(since=vn("2026-11-10"), made=1)


def test_answers_are_told_the_next_morning_and_then_no_more(desk: Desk, tmp_path: Path) -> None:
    told(desk, MORNING)
    folder = a_folder(tmp_path / "drop")
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, **LATE)
    for minute in ("30", "40"):  # a clerk saves what he has so far, and goes on
        clerk.saved(tmp_path / "drop" / f"{minute}.xlsx", at=f"2026-11-11 09:{minute}")
    collect(desk, folder)

    news = told(desk, NEXT).health.workbooks

    assert news == WorkbookNews(since=vn(MORNING), answers=1)
    assert told(desk, THE_DAY_AFTER).health.workbooks is None


def test_a_refused_file_is_counted_once_and_its_reason_stands(
    desk: Desk, tmp_path: Path
) -> None:
    told(desk, MORNING)
    folder = a_folder(tmp_path / "KT", unit="KT")
    (tmp_path / "KT" / "Nguyen Van A.xlsx").write_bytes(b"x")
    collect(desk, folder)

    first, second = (told(desk, at) for at in (NEXT, THE_DAY_AFTER))

    assert first.health.workbooks == WorkbookNews(since=vn(MORNING), refused=1)
    assert second.health.workbooks is None
    for facts in (first, second):
        [fault] = facts.health.faults
        assert fault.startswith("Tệp trong thư mục của Phòng Kinh tế: tệp không phải bảng tính")


def test_other_faults_are_no_workbooks(desk: Desk) -> None:
    told(desk, MORNING)
    with desk.store.writing() as work:
        work.done.fault("import/tinh/a.csv", at=vn("2026-11-11 10:00"), detail="a.csv")

    assert told(desk, NEXT).health.workbooks is None

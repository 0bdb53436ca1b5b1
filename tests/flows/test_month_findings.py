"""What units were asked to verify in a period, and what a report tells of their answers."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, select

from monitor.domain.dossier import Applicant
from monitor.domain.month_findings import Said, Verification
from monitor.domain.note import Note, NoteKind
from monitor.domain.period import Period
from monitor.domain.personal import BLANKED
from monitor.flows.figures import month_counts
from monitor.flows.month_findings import LONGEST, verifications
from monitor.store.engine import writing
from monitor.store.rows import NO_DEADLINE, from_fact
from monitor.store.tables import dossiers, findings
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE, a_record
from tests.notices.office import CULTURE, DIRECTORY, ECONOMY, OFFICE
from tests.store.taking import take

NOVEMBER = Period(first=date(2026, 11, 1), last=date(2026, 11, 30))
TERM = {"explain_by": date(2026, 11, 12)}
PAPERS = "Kết quả ký ngày 12 tháng 11, đến ngày 16 mới cập nhật lên hệ thống"
BY_HEAD = "Trưởng phòng, Phòng Văn hóa - Xã hội"


@pytest.fixture(autouse=True)
def _a_dossier(store: SqlStore) -> None:
    applicant = Applicant(name="Phạm Hữu Tường", address="Thôn Bốn")
    take(store, a_record(applicant=applicant), a_record("other", unit="Phòng Lạ"))


def find(  # noqa: PLR0913 - one a fact of it
    store: SqlStore,
    rule: str = "due_moved",
    *,
    stage: str = "asked@5",
    at: str = "2026-11-10 08:00",
    ended: str | None = None,
    code: str = CODE,
    unit: str | None = None,
    deadline: str | None = None,
    facts: dict[str, Any] | None = None,
) -> int:
    """Keep a finding, and return its number."""
    with writing(store.engine) as connection:
        of = select(dossiers.c.id).where(dossiers.c.code == code)
        row = {
            "dossier_id": None if unit else connection.execute(of).scalar_one(),
            "unit": unit,
            "rule": rule,
            "stage": stage,
            "deadline": vn(deadline) if deadline else NO_DEADLINE,
            "severity": "warning",
            "tells": ["head"],
            "facts": {name: from_fact(fact) for name, fact in (facts or TERM).items()},
            "is_baseline": False,
            "found_at": vn(at),
            "resolved_at": vn(ended) if ended else None,
        }
        statement = insert(findings).values(row).returning(findings.c.id)
        return int(connection.execute(statement).scalar_one())


def say(  # noqa: PLR0913 - one a fact of it
    store: SqlStore,
    finding: int,
    text: str = PAPERS,
    *,
    kind: NoteKind = NoteKind.EXPLAINED,
    at: str = "2026-11-12 16:00",
    by: str = "ha",
) -> None:
    with store.writing() as work:
        work.findings.add_note(finding, Note(kind=kind, by=by, at=vn(at), text=text))


def told(store: SqlStore, unit: str = "XA") -> tuple[Verification, ...]:
    with store.reading() as work:
        counts = month_counts(
            work, OFFICE, DIRECTORY.units[unit], NOVEMBER, at=vn("2026-12-02 08:00")
        )
        return verifications(work, OFFICE, counts, NOVEMBER)


def test_an_edit_nobody_explained_is_open_though_it_rests(store: SqlStore) -> None:
    find(store, ended="2026-11-20 08:00")

    assert told(store) == (
        Verification(
            rule="due_moved",
            unit="VHXH",
            codes=(CODE,),
            found_at=vn("2026-11-10 08:00"),
            explain_by=date(2026, 11, 12),
        ),
    )


def test_the_stages_of_an_edit_are_one_and_what_was_said_first_counts(store: SqlStore) -> None:
    asked = find(store, ended="2026-11-13 00:00")
    leaders = find(store, stage="told@5", at="2026-11-13 00:00")
    other = find(store, stage="asked@7")
    say(store, asked, "Đã xem", kind=NoteKind.ACKNOWLEDGED, at="2026-11-10 09:00")
    say(store, leaders)
    say(store, leaders, "Nội dung khác nói sau", at="2026-11-14 08:00", by="thanh")
    say(store, other, "Đã xem", kind=NoteKind.ACKNOWLEDGED)

    explained, seen = sorted(told(store), key=lambda one: one.said is not Said.EXPLAINED)

    assert (explained.said, explained.text, explained.said_by) == (
        Said.EXPLAINED,
        PAPERS,
        BY_HEAD,
    )
    assert explained.said_at == vn("2026-11-12 16:00")
    assert (seen.said, seen.text, seen.said_by) == (Said.ACKNOWLEDGED, "", BY_HEAD)


def test_what_was_said_after_the_period_was_not_said_yet(store: SqlStore) -> None:
    say(store, find(store), at="2026-12-01 00:00")

    assert [one.said for one in told(store)] == [Said.OPEN]


def test_an_edit_asked_about_before_the_period_is_of_that_time(store: SqlStore) -> None:
    find(store, at="2026-10-30 08:00")
    find(store, stage="told@5", at="2026-11-03 00:00")
    find(store, stage="told@6", at="2026-11-03 00:00")
    find(store, "status_went_back", stage="told@5", at="2026-12-01 00:00")

    assert [(one.rule, one.found_at) for one in told(store)] == [
        ("due_moved", vn("2026-11-03 00:00"))
    ]


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        pytest.param("2026-11-30 23:59", Said.SETTLED, id="mended in the period"),
        pytest.param("2026-12-01 00:00", Said.OPEN, id="mended after it"),
        pytest.param(None, Said.OPEN, id="stands"),
    ],
)
def test_dates_that_were_mended_are_settled(
    store: SqlStore, ended: str | None, said: Said
) -> None:
    find(store, "dates_contradict", stage="once", ended=ended, facts={"earlier_at": None})

    (one,) = told(store)

    assert (one.said, one.explain_by) == (said, None)


def test_what_was_found_at_once_is_in_one_order_however_it_was_kept(store: SqlStore) -> None:
    find(store, "status_went_back", stage="once")
    find(store, "due_moved", unit="VHXH")
    find(store, "due_moved")
    find(store, "withdrawn_after_due", stage="once", at="2026-11-10 07:59")

    with store.reading() as work:
        office = DIRECTORY.units["XA"]
        counts = month_counts(work, OFFICE, office, NOVEMBER, at=vn("2026-12-02 08:00"))
        in_order = [(one.finding.dossier, one.finding.rule) for one in counts.found()]
    assert in_order == [
        (CODE, "withdrawn_after_due"),
        ("", "due_moved"),
        (CODE, "due_moved"),
        (CODE, "status_went_back"),
    ]


def test_one_rule_speaks_of_two_deadlines_apart(store: SqlStore) -> None:
    find(store, "moved_without_letter", stage="in_time", deadline="2026-11-20 17:00")
    find(store, "moved_without_letter", stage="in_time", deadline="2026-11-27 17:00")

    assert len(told(store)) == 2


def test_many_edits_of_a_unit_name_their_dossiers(store: SqlStore) -> None:
    find(store, "bulk_edit", unit=CULTURE.code, facts={**TERM, "codes": "d1, d2"})

    (one,) = told(store)

    assert (one.rule, one.unit, one.codes) == ("bulk_edit", "VHXH", ("d1", "d2"))


def test_each_unit_is_told_its_own_and_the_topmost_all(store: SqlStore) -> None:
    find(store)
    find(store, code="other")
    find(store, "bulk_edit", unit=ECONOMY.code, facts={**TERM, "codes": ""})
    find(store, "second_reappointment", stage="once")

    assert [one.unit for one in told(store)] == ["KT", "VHXH", "Phòng Lạ"]
    assert [one.unit for one in told(store, CULTURE.code)] == ["VHXH"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Hồ sơ của Phạm Hữu Tường nhập nhầm ngày trên hệ thống", id="applicant"),
        pytest.param("Chị Nguyễn Thị Minh Hoa nhập nhầm ngày trên hệ thống", id="official"),
        pytest.param("Theo đề nghị của ông Trần Văn Bảy, trả sau hai ngày", id="stranger"),
        pytest.param("Nhập nhầm ngày, gọi 0912 345 678 để hỏi thêm nội dung", id="phone"),
        pytest.param("Đã đến tận nhà ở Thôn Bốn để xác minh ngày trả kết quả", id="address"),
        pytest.param(BLANKED, id="what was blanked since"),
    ],
)
def test_an_explanation_that_names_somebody_is_left_out(store: SqlStore, text: str) -> None:
    say(store, find(store), text, by="nobody any more")

    (one,) = told(store)

    assert (one.said, one.text, one.is_withheld, one.said_by) == (
        Said.EXPLAINED,
        "",
        True,
        "",
    )


def test_a_long_explanation_ends_at_a_word(store: SqlStore) -> None:
    say(store, find(store, "bulk_edit", unit="KT", facts={**TERM, "codes": ""}), "lời " * 80)

    (one,) = told(store)

    assert one.text.endswith("lời\N{HORIZONTAL ELLIPSIS}")
    assert LONGEST - 5 < len(one.text) <= LONGEST

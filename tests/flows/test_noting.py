"""What people say of findings is kept once, with who said it, and silences what it should."""

from dataclasses import replace
from datetime import datetime

import pytest

from monitor.domain.directory import Role
from monitor.domain.errors import (
    BlankNoteError,
    DungHanError,
    FindingEndedError,
    HollowNoteError,
    NotTheirFindingError,
    SaidTooEarlyError,
    UnknownFindingError,
    UnknownOfficialError,
)
from monitor.domain.finding import Ending, Finding, Severity
from monitor.domain.note import Note, NoteKind, Way
from monitor.domain.office import Office
from monitor.flows import noting
from monitor.flows.noting import Said
from monitor.notices.digest import DigestFacts
from monitor.notices.leader import LeaderFacts
from monitor.ports.store import JudgedUnit, Standing, Wanted
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.flows.telling import DAY, PlainMails, a_record, settled, take_in, tell
from tests.notices.office import OFFICE
from tests.store.taking import judge

AT = vn(f"{DAY} 09:00")
REASON = "Phòng đã trả kết quả ngày 09/11, hệ thống chưa cập nhật kịp do mất kết nối"
SEEN = Said(by="hoa", text="Đang trình ký")
EXPLAINED = Said(by="hoa", text=REASON)


@pytest.fixture
def store(store: SqlStore) -> SqlStore:
    settled(store)
    take_in(store, a_record("one"), at=f"{DAY} 07:20")
    return store


def acknowledge(
    store: SqlStore, office: Office, number: int, said: Said, *, at: datetime
) -> Standing:
    return noting.acknowledge(store, office, number, said, at=at).standing


def explain(
    store: SqlStore, office: Office, number: int, said: Said, *, at: datetime
) -> Standing:
    return noting.explain(store, office, number, said, at=at).standing


def the(store: SqlStore, rule: str = "overdue") -> Standing:
    with store.reading() as work:
        return next(one for one in work.findings.standing() if one.finding.rule == rule)


def test_a_note_is_kept_with_who_and_when_and_how(store: SqlStore) -> None:
    kept = acknowledge(store, OFFICE, the(store).id, SEEN, at=AT)

    assert kept.notes == (
        Note(kind=NoteKind.ACKNOWLEDGED, by="hoa", at=AT, text="Đang trình ký"),
    )
    assert the(store) == kept


def test_an_official_may_be_named_as_exports_write_it(store: SqlStore) -> None:
    name = OFFICE.directory.officials["hoa"].source_name
    said = Said(by=f" {name} ", text=f"{REASON}\n ", way=Way.WORKBOOK)

    kept = explain(store, OFFICE, the(store).id, said, at=AT)

    assert [(note.by, note.text, note.way) for note in kept.notes] == [
        ("hoa", REASON, Way.WORKBOOK)
    ]


def test_the_same_said_twice_is_said_once(store: SqlStore) -> None:
    first = explain(store, OFFICE, the(store).id, EXPLAINED, at=AT)

    second = explain(store, OFFICE, first.id, EXPLAINED, at=vn(f"{DAY} 10:00"))
    third = acknowledge(store, OFFICE, first.id, EXPLAINED, at=AT)

    assert second.notes == first.notes
    assert [note.kind for note in third.notes] == [NoteKind.EXPLAINED, NoteKind.ACKNOWLEDGED]


def test_what_is_said_again_is_told_to_be_known(store: SqlStore) -> None:
    number = the(store).id

    first = noting.acknowledge(store, OFFICE, number, SEEN, at=AT)
    again = noting.acknowledge(
        store, OFFICE, number, replace(SEEN, text="Đang  trình ký "), at=AT
    )

    assert (first.is_new, again.is_new) == (True, False)
    assert again.standing == first.standing


def test_nothing_is_said_of_what_was_not_yet_found(store: SqlStore) -> None:
    for keep in (acknowledge, explain):
        with pytest.raises(SaidTooEarlyError):
            keep(store, OFFICE, the(store).id, EXPLAINED, at=vn(f"{DAY} 07:19"))

    assert the(store).notes == ()


def test_a_dossier_is_judged_anew_after_a_note(store: SqlStore) -> None:
    explain(store, OFFICE, the(store).id, EXPLAINED, at=AT)

    with store.reading() as work:
        (due,) = work.agenda.subjects(work.agenda.due(at=AT, limit=9))
    assert due.dossier.code == "one"


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        pytest.param(Said(by="hoa", text=" \n"), BlankNoteError, id="nothing is said"),
        pytest.param(Said(by="hoa", text="do khách quan"), HollowNoteError, id="hollow"),
        pytest.param(Said(by="nobody", text=REASON), UnknownOfficialError, id="nobody"),
        pytest.param(Said(by="", text=REASON), UnknownOfficialError, id="not said who"),
        pytest.param(Said(by="kien", text=REASON), NotTheirFindingError, id="another unit's"),
    ],
)
def test_what_explains_nothing_is_refused(
    store: SqlStore, said: Said, fault: type[DungHanError]
) -> None:
    with pytest.raises(fault):
        explain(store, OFFICE, the(store).id, said, at=AT)

    assert the(store).notes == ()


def test_a_finding_nobody_knows_is_told(store: SqlStore) -> None:
    with pytest.raises(UnknownFindingError):
        acknowledge(store, OFFICE, 999, SEEN, at=AT)


@pytest.mark.parametrize("by", ["hoa", "ha", "thanh"])
def test_whoever_answers_for_a_dossier_may_speak_of_it(store: SqlStore, by: str) -> None:
    assert acknowledge(store, OFFICE, the(store).id, replace(SEEN, by=by), at=AT).notes


def settle(store: SqlStore, *found: Finding) -> None:
    judge(store, *found, code="one", at=AT)


def test_what_has_ended_needs_no_words(store: SqlStore) -> None:
    ended = the(store)
    settle(store)

    for keep in (acknowledge, explain):
        with pytest.raises(FindingEndedError):
            keep(store, OFFICE, ended.id, EXPLAINED, at=AT)


def test_an_explanation_that_comes_late_goes_to_the_stage_that_speaks(store: SqlStore) -> None:
    asked = Finding(
        rule="due_moved",
        dossier="one",
        stage="asked@7",
        deadline=None,
        severity=Severity.WARNING,
        tells=(Role.HEAD,),
    )
    settle(store, asked)
    first = the(store, "due_moved")
    settle(store, replace(asked, stage="told@7"), replace(asked, stage="asked@8"))

    kept = explain(store, OFFICE, first.id, EXPLAINED, at=AT)

    assert kept.finding.stage == "told@7"
    assert [note.text for note in kept.notes] == [REASON]


def test_seen_at_one_stage_is_not_seen_at_the_next(store: SqlStore) -> None:
    first = the(store)
    acknowledge(store, OFFICE, first.id, SEEN, at=AT)
    settle(store, replace(first.finding, stage="9d"))

    later = the(store)

    assert later.notes == ()
    with store.reading() as work:
        found = work.findings.get(first.id)
    assert found is not None
    assert found.ending is Ending.REPEATED


def acknowledged(store: SqlStore) -> None:
    with store.reading() as work:
        ids = [one.id for one in work.findings.standing() if one.finding.dossier == "one"]
    for one in ids:
        acknowledge(store, OFFICE, one, SEEN, at=AT)


def test_what_is_acknowledged_is_left_out_of_later_digests(store: SqlStore) -> None:
    acknowledged(store)
    take_in(store, a_record("one"), a_record("two"), at=f"{DAY} 13:00")
    mails = PlainMails()

    tell(store, f"{DAY} 13:45", mails)

    (digest,) = mails.to("hoa")
    assert isinstance(digest.facts, DigestFacts)
    assert [item.code for heading in digest.facts.headings for item in heading.items] == ["two"]


def test_what_is_acknowledged_before_it_was_told_is_no_news(store: SqlStore) -> None:
    acknowledged(store)
    mails = PlainMails()

    tell(store, f"{DAY} 08:30", mails)

    assert mails.to("hoa") == []


def test_the_leader_still_sees_it_with_what_was_said(store: SqlStore) -> None:
    acknowledged(store)
    mails = PlainMails()

    tell(store, f"{DAY} 08:30", mails)

    (leader,) = mails.to("thanh")
    assert isinstance(leader.facts, LeaderFacts)
    (row,) = leader.facts.rows
    assert leader.facts.late == 1
    assert not row.is_new
    assert [remark.text for remark in row.item.remarks] == ["Đang trình ký"]


def test_a_later_stage_speaks_though_the_first_was_acknowledged(store: SqlStore) -> None:
    tell(store, f"{DAY} 08:30")
    acknowledged(store)
    mails = PlainMails()

    take_in(store, a_record("one"), at="2026-11-13 07:20")
    tell(store, "2026-11-13 08:30", mails)

    (digest,) = mails.to("hoa")
    assert isinstance(digest.facts, DigestFacts)
    assert [item.code for heading in digest.facts.headings for item in heading.items] == ["one"]


def test_a_finding_about_a_unit_is_explained_by_the_unit(store: SqlStore) -> None:
    low = Finding(
        rule="unit_rate_low",
        unit="VHXH",
        stage="2026-11",
        deadline=None,
        severity=Severity.NOTICE,
        tells=(Role.HEAD,),
    )
    judged = JudgedUnit(unit="VHXH", due_at=AT, findings=(low,), unknown=(), look_at=AT)
    with store.writing() as work:
        work.units.settle([judged], at=AT)
        (one,) = work.findings.find(Wanted(rule=low.rule), limit=9)

    kept = explain(store, OFFICE, one.id, replace(EXPLAINED, by="ha"), at=AT)

    assert kept.finding.unit == "VHXH"
    assert [note.by for note in kept.notes] == ["ha"]
    with pytest.raises(NotTheirFindingError):
        acknowledge(store, OFFICE, one.id, replace(SEEN, by="kien"), at=AT)

"""Whatever the directory lacks, somebody hears of the dossier, and the operator of the lack."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.directory import Directory
from monitor.domain.notice import Notice, NoticeKind
from monitor.notices.operator import OperatorFacts
from monitor.notices.route import Gap, Lack
from monitor.store.work import SqlStore
from tests.flows.telling import DAY, PlainMails, a_record, settled, take_in, tell
from tests.notices.office import COMMUNE, HANDLER, HEAD, LEADER, a_directory, an_office

AWAY = date(2026, 11, 9)


def told(store: SqlStore, directory: Directory) -> tuple[dict[str, list[Notice]], set[Lack]]:
    """Return the mails of a morning on one late dossier by person, and the operator's lacks."""
    settled(store)
    take_in(store, a_record("one"), at=f"{DAY} 07:20")
    mails = PlainMails()
    tell(store, f"{DAY} 07:20", mails, office=an_office(directory))
    by_person: dict[str, list[Notice]] = {}
    lacks: set[Lack] = set()
    for notice in mails.written:
        by_person.setdefault(notice.recipient.person, []).append(notice)
        if isinstance(notice.facts, OperatorFacts):
            lacks.update(notice.facts.lacks)
    return by_person, lacks


@pytest.mark.parametrize("mailbox", ["", "hoa.tanbinhan.example", "hoa@x.example\r\nBcc: b"])
def test_the_head_hears_for_an_official_whom_no_mail_reaches(
    store: SqlStore, mailbox: str
) -> None:
    mails, lacks = told(store, a_directory(replace(HANDLER, mailbox=mailbox)))

    assert "hoa" not in mails
    assert [one.kind for one in mails["ha"]] == [NoticeKind.DIGEST]
    assert Lack(gap=Gap.MAILBOX, where=HANDLER.source_name) in lacks


def test_the_unit_hears_where_the_head_has_no_mailbox_either(store: SqlStore) -> None:
    directory = a_directory(replace(HANDLER, mailbox="hoa"), replace(HEAD, mailbox="ha@"))

    mails, lacks = told(store, directory)

    assert [one.kind for one in mails["unit:VHXH"]] == [NoticeKind.DIGEST]
    assert {lack.where for lack in lacks if lack.gap is Gap.MAILBOX} == {
        HANDLER.source_name,
        HEAD.source_name,
    }


def test_a_unit_without_leader_is_told_of_and_its_late_dossiers_reach_the_head(
    store: SqlStore,
) -> None:
    mails, lacks = told(store, a_directory(without=frozenset({"thanh"})))

    assert NoticeKind.LEADER not in {one.kind for all_ in mails.values() for one in all_}
    assert "ha" in mails
    assert Lack(gap=Gap.LEADER, where="Phòng Văn hóa - Xã hội") in lacks


def test_deputies_for_each_other_who_are_both_away_leave_it_to_the_unit(
    store: SqlStore,
) -> None:
    directory = a_directory(
        replace(HANDLER, absent_from=AWAY, deputy="ha"),
        replace(HEAD, absent_from=AWAY, deputy="hoa"),
    )

    mails, lacks = told(store, directory)

    assert not {"hoa", "ha"} & mails.keys()
    assert [one.kind for one in mails["unit:VHXH"]] == [NoticeKind.DIGEST]
    assert {lack.gap for lack in lacks} == {Gap.DEPUTY}


def test_an_official_who_stands_in_for_himself_is_no_deputy(store: SqlStore) -> None:
    mails, lacks = told(store, a_directory(replace(HANDLER, absent_from=AWAY, deputy="hoa")))

    assert "hoa" not in mails
    assert "ha" in mails
    assert Lack(gap=Gap.DEPUTY, where=HANDLER.source_name) in lacks


def test_a_leader_whom_no_report_may_reach_is_told_to_the_operator(store: SqlStore) -> None:
    directory = a_directory(
        replace(COMMUNE, own_domains=("tanbinhan.example",)),
        replace(LEADER, mailbox="thanh@noi-khac.example"),
    )

    mails, lacks = told(store, directory)

    assert [one.kind for one in mails["thanh"]] == [NoticeKind.LEADER]
    assert lacks == {Lack(gap=Gap.FOREIGN_MAILBOX, where=LEADER.source_name)}

"""A digest goes out when something is new, and lists all that stands for its reader."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.contradiction import ContradictionKind, contradictions
from monitor.domain.directory import Role
from monitor.domain.dossier import Dossier
from monitor.domain.finding import DATA, Finding, Severity
from monitor.domain.notice import Notice
from monitor.notices.digest import DigestFacts, digests
from monitor.notices.heard import GROUP_OF, Group, group_of
from monitor.notices.item import Item
from monitor.notices.occasion import Matter, Occasion
from monitor.notices.slots import Slot
from monitor.rules import RULES
from tests.builders import a_dossier, a_pause, vn
from tests.notices.office import (
    EXPORTED,
    HANDLER,
    a_directory,
    allowance_asked,
    an_occasion,
    an_office,
    due_today_marriage,
    filed,
    late_burial,
    matters,
    soon_allowance,
    soon_disability,
)
from tests.notices.scenes import land, of_dates_to_check, survey

BURIAL, MARRIAGE = late_burial(), due_today_marriage()


def facts_of(notice: Notice) -> DigestFacts:
    assert isinstance(notice.facts, DigestFacts)
    return notice.facts


def by_person(found: tuple[Matter, ...], occasion: Occasion) -> dict[str, Notice]:
    return {one.recipient.person: one for one in digests(found, occasion)}


def items(notice: Notice) -> list[Item]:
    return [item for heading in facts_of(notice).headings for item in heading.items]


def only_item(dossier: Dossier, *, person: str = "hoa", at: str = "2026-11-12 07:40") -> Item:
    occasion = an_occasion(at, exported={"test": EXPORTED})
    (item,) = items(by_person(matters(occasion, dossier), occasion)[person])
    return item


def a_finding(rule: str) -> Finding:
    return Finding(rule=rule, stage="0d", deadline=None, severity=Severity.NOTICE, tells=())


def test_every_rule_has_its_heading() -> None:
    assert GROUP_OF.keys() == {rule.code for rule in RULES}


def test_a_rule_of_tomorrow_still_stands_under_some_heading() -> None:
    assert group_of(a_finding("rule_of_tomorrow")) is Group.OTHER
    assert group_of(a_finding("step_overdue"), a_finding("due_soon")) is Group.SOON
    assert group_of() is Group.OTHER


def test_what_may_be_one_of_the_data_alone_is_not_called_late() -> None:
    data = replace(a_finding("overdue"), stage=DATA)

    assert group_of(data) is Group.DATA
    assert group_of(data, a_finding("overdue")) is Group.OVERDUE


def test_one_mail_lists_everything_once_in_reading_order() -> None:
    occasion = an_occasion()
    found = matters(occasion, soon_disability(), soon_allowance(), MARRIAGE, BURIAL)

    mine = by_person(found, occasion)["hoa"]

    assert [heading.group for heading in facts_of(mine).headings] == [
        Group.OVERDUE,
        Group.TODAY,
        Group.SOON,
    ]
    assert [(item.number, item.code) for item in items(mine)] == [
        (1, BURIAL.code),
        (2, MARRIAGE.code),
        (3, soon_allowance().code),
        (4, soon_disability().code),
    ]
    assert facts_of(mine).total == 4
    assert facts_of(mine).is_own


def test_nothing_new_is_no_mail() -> None:
    occasion = an_occasion()
    told = {BURIAL.code: frozenset({"hoa", "ha"})}

    assert by_person(matters(occasion, BURIAL, told=told), occasion) == {}


def test_one_new_thing_brings_all_that_stands() -> None:
    occasion = an_occasion()
    found = matters(occasion, BURIAL, MARRIAGE, told={BURIAL.code: frozenset({"hoa", "ha"})})

    mine = by_person(found, occasion)["hoa"]

    assert [item.code for item in items(mine)] == [BURIAL.code, MARRIAGE.code]


def test_what_one_has_been_told_is_still_new_to_another() -> None:
    occasion = an_occasion()
    found = matters(occasion, BURIAL, told={BURIAL.code: frozenset({"hoa"})})

    assert by_person(found, occasion).keys() == {"ha"}


def test_a_baseline_is_news_to_nobody_but_listed_with_what_is() -> None:
    occasion = an_occasion()
    old = matters(occasion, BURIAL, baseline=frozenset({BURIAL.code}))
    both = matters(occasion, BURIAL, MARRIAGE, baseline=frozenset({BURIAL.code}))

    assert by_person(old, occasion) == {}
    assert len(items(by_person(both, occasion)["hoa"])) == 2


def test_the_key_names_person_day_and_slot() -> None:
    occasion = an_occasion("2026-11-12 13:45", slot=Slot.AFTERNOON)

    mine = by_person(matters(occasion, BURIAL), occasion)["hoa"]

    assert mine.key == "digest/hoa/2026-11-12/afternoon"


def test_a_leader_has_no_digest_for_being_one() -> None:
    occasion = an_occasion()

    assert "thanh" not in by_person(matters(occasion, BURIAL), occasion)


def test_a_leader_who_signs_for_want_of_a_signer_has_one() -> None:
    office = an_office(a_directory(without=frozenset({"phuc"})))
    occasion = an_occasion(office=office)

    found = matters(occasion, soon_allowance(), letters=(allowance_asked(),))

    assert "thanh" in by_person(found, occasion)


def test_what_somebody_hears_in_his_own_right_needs_no_excuse() -> None:
    away = replace(HANDLER, absent_from=date(2026, 11, 9), deputy="ha")
    occasion = an_occasion(office=an_office(a_directory(away)))

    soon = filed(
        "1",
        "tro-cap",
        a_dossier(received="2026-11-03 10:00", promised="2026-11-17 17:00", as_of=EXPORTED),
    )

    found = by_person(matters(occasion, BURIAL, soon), occasion)["ha"]

    own, deputised = items(found)
    assert own.code == BURIAL.code
    assert own.instead is None  # a head hears of what is late
    assert deputised.instead is not None  # but of what is soon due only as the deputy


def test_a_reader_is_not_named_as_his_own_handler() -> None:
    occasion = an_occasion()
    found = by_person(matters(occasion, BURIAL), occasion)

    (own,), (others,) = items(found["hoa"]), items(found["ha"])

    assert own.handler == ""
    assert own.is_handler_known
    assert others.handler == HANDLER.source_name
    assert not facts_of(found["ha"]).is_own


def test_a_handler_nobody_knows_is_said_to_be_unknown() -> None:
    item = only_item(replace(BURIAL, handler="mot-nguoi-la"), person="ha")

    assert not item.is_handler_known
    assert item.handler == ""


def test_days_are_counted_with_today_and_to_the_last_day_that_ended() -> None:
    late, soon = only_item(BURIAL).due, only_item(soon_allowance()).due

    assert late is not None
    assert soon is not None
    assert (late.days_late, late.late_until) == (2, date(2026, 11, 11))
    assert soon.days_left == 2
    assert soon.letter_by == date(2026, 11, 12)
    assert soon.late_until is None


def test_on_the_first_day_after_the_deadline_no_day_late_has_ended() -> None:
    dossier = survey("1", "2026-11-11 17:00")

    due = only_item(dossier, person="dung").due

    assert due is not None
    assert due.is_late
    assert (due.days_late, due.late_until) == (0, None)


@pytest.mark.parametrize(
    ("procedure", "received", "promised", "minutes"),
    [
        pytest.param("chung-thuc", "2026-11-11 15:00", "2026-11-12 15:00", 75, id="hours"),
        pytest.param("sao-y", "2026-11-11 15:20", "2026-11-12 17:00", 195, id="the same day"),
        pytest.param("hon-nhan", "2026-11-09 15:20", "2026-11-12 17:00", None, id="days"),
        pytest.param("khac", "2026-11-09 15:20", "2026-11-12 17:00", None, id="no term known"),
    ],
)
def test_minutes_are_told_of_short_terms_only(
    procedure: str, received: str, promised: str, minutes: int | None
) -> None:
    dossier = a_dossier(received=received, promised=promised, as_of="2026-11-12 13:30")

    item = only_item(filed("1", procedure, dossier), at="2026-11-12 13:45")

    assert item.group is Group.TODAY
    assert item.due is not None
    assert item.due.minutes_left == minutes


def test_a_dossier_last_seen_before_the_newest_export_says_so() -> None:
    old = replace(BURIAL, as_of=vn("2026-11-11 16:30"))

    assert only_item(old).as_of == vn("2026-11-11 16:30")
    assert only_item(BURIAL).as_of is None


def test_a_system_nobody_read_is_not_named() -> None:
    occasion = an_occasion(exported={})

    mine = by_person(matters(occasion, BURIAL), occasion)["hoa"]

    assert facts_of(mine).sources == ()
    assert items(mine)[0].as_of is None


def test_a_system_is_called_by_its_code_where_no_name_is_set() -> None:
    other = replace(BURIAL, system="khac")
    occasion = an_occasion(exported={"test": EXPORTED, "khac": "2026-11-10 16:00"})

    (source,) = facts_of(by_person(matters(occasion, other), occasion)["hoa"]).sources

    assert source.name == "khac"
    assert source.age_days == 2


def test_a_stop_since_the_scan_leaves_no_date_to_tell() -> None:
    occasion = an_occasion()
    (found, *_) = matters(occasion, BURIAL)
    stopped = replace(found, dossier=replace(BURIAL, pauses=(a_pause("2026-11-06 07:20"),)))

    item = items(by_person((stopped,), occasion)["hoa"])[0]

    assert item.due is None
    assert item.basis is None


def test_another_agency_is_named_as_the_one_that_decides() -> None:
    item = only_item(land("1", "2026-11-09 17:00"), person="dung")

    assert item.agency == "Chi nhánh Văn phòng đăng ký đất đai khu vực"


def test_equal_counts_are_told_once_for_all_their_dossiers() -> None:
    occasion = an_occasion()
    twins = tuple(replace(BURIAL, code=f"H99-{number}") for number in (1, 2, 3))

    mine = by_person(matters(occasion, *twins), occasion)["hoa"]

    assert [shared.spans for shared in facts_of(mine).bases] == [((1, 3),)]


def test_every_kind_of_contradiction_is_seen_in_a_scene() -> None:
    kinds = {one.kind for item in items(of_dates_to_check()) for one in item.contradictions}

    assert kinds == set(ContradictionKind)


def test_dates_to_check_are_told_to_whom_they_are_for_under_any_heading() -> None:
    reversed_one = a_pause("2026-11-05 09:00", "2026-11-04 09:00")
    late = replace(BURIAL, pauses=(reversed_one,))
    undated = replace(late, code="H99-2", promises=(), procedure="khac")
    occasion = an_occasion()

    found = by_person(matters(occasion, late, undated), occasion)

    (handlers,) = items(found["hoa"])
    told_first, told_last = items(found["unit:TT"])
    assert (handlers.group, handlers.contradictions) == (Group.OVERDUE, ())
    assert (told_first.group, told_last.group) == (Group.UNDATED, Group.CONTRADICTED)
    assert told_first.contradictions == told_last.contradictions == contradictions(late)


def test_no_date_is_explained_where_dates_are_to_be_checked() -> None:
    facts = facts_of(of_dates_to_check())

    assert facts.bases == ()
    assert not facts.has_deadlines


def test_the_contact_is_the_counter_or_the_own_unit() -> None:
    office = an_office(a_directory(without=frozenset({"TT"})))
    served, unserved = an_occasion(), an_occasion(office=office)

    with_counter = facts_of(by_person(matters(served, BURIAL), served)["hoa"]).contact
    without = facts_of(by_person(matters(unserved, BURIAL), unserved)["hoa"]).contact

    assert with_counter is not None
    assert with_counter.reach == "bà Trần Thị Lệ, điện thoại 0000 123 456"
    assert without is not None
    assert without.unit == "Phòng Văn hóa - Xã hội"


DOSSIERS = st.lists(
    st.builds(
        lambda procedure, received, promised, unit, handler, as_of: (
            procedure,
            a_dossier(
                received=f"2026-{received} 08:00",
                promised=f"2026-{promised} 17:00" if promised else None,
                unit=unit,
                handler=handler,
                as_of=f"2026-11-{as_of} 07:10",
            ),
        ),
        st.sampled_from(["mai-tang", "tro-cap", "chung-thuc", "sao-y", "dat-dai", "khac", ""]),
        st.sampled_from(["10-12", "11-02", "11-09", "11-11", "11-12"]),
        st.sampled_from([None, "10-30", "11-06", "11-11", "11-12", "11-13", "11-16", "11-30"]),
        st.sampled_from([None, "VHXH", "KT", "TT", "XA", "VPDK", "PHONG-CU"]),
        st.sampled_from([None, "hoa", "dung", "mot-nguoi-la"]),
        st.sampled_from(["06", "11", "12"]),
    ),
    max_size=12,
)


@given(DOSSIERS)
def test_everything_that_stands_reaches_somebody_and_nobody_twice(
    drawn: list[tuple[str, Dossier]],
) -> None:
    occasion = an_occasion()
    dossiers = [filed(f"{n}", procedure, one) for n, (procedure, one) in enumerate(drawn)]
    found = matters(occasion, *dossiers)

    notices = tuple(digests(found, occasion))

    told = {number for notice in notices for number in notice.lists}
    addressed = {one.id for one in found if set(one.finding.tells) - {Role.LEADER}}
    assert told == addressed
    assert len({notice.key for notice in notices}) == len(notices)
    for notice in notices:
        codes = [item.code for item in items(notice)]
        assert len(codes) == len(set(codes)) == facts_of(notice).total
        assert [item.number for item in items(notice)] == [*range(1, len(codes) + 1)]


@given(DOSSIERS)
def test_once_all_is_told_nothing_goes_out(drawn: list[tuple[str, Dossier]]) -> None:
    occasion = an_occasion()
    dossiers = [filed(f"{n}", procedure, one) for n, (procedure, one) in enumerate(drawn)]
    found = matters(occasion, *dossiers)
    heard: dict[int, set[str]] = {one.id: set() for one in found}
    for notice in digests(found, occasion):
        for number in notice.lists:
            heard[number].add(notice.recipient.person)

    again = tuple(replace(one, told=frozenset(heard[one.id])) for one in found)

    assert tuple(digests(again, occasion)) == ()


def test_a_finding_of_no_rule_we_know_is_listed_all_the_same() -> None:
    finding = Finding(
        rule="luat_moi",
        dossier=BURIAL.code,
        stage="once",
        deadline=None,
        severity=Severity.NOTICE,
        tells=(Role.HANDLER,),
    )
    occasion = an_occasion()

    mine = by_person((Matter(id=1, finding=finding, dossier=BURIAL),), occasion)["hoa"]

    assert [item.group for item in items(mine)] == [Group.OTHER]

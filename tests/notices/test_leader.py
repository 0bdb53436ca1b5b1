"""A leader reads once a day what is late under him, and nothing when nothing is."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.directory import Directory, Level, Official, Role, Unit
from monitor.domain.dossier import Dossier
from monitor.domain.letter import LetterState
from monitor.domain.notice import Notice
from monitor.notices.desk import Desk, desks, leaderless
from monitor.notices.late import Moved
from monitor.notices.leader import LISTED, LeaderFacts
from monitor.notices.occasion import Matter
from monitor.notices.route import Gap, Instead, Lack, Why
from monitor.notices.to_do import ToDo
from tests.builders import vn
from tests.notices.doubted import (
    of_a_leader_of_results_never_entered,
    of_a_leader_with_results_to_enter,
    that_says_so,
    unentered,
)
from tests.notices.office import (
    COMMUNE,
    CULTURE,
    LEADER,
    SIGNER,
    a_directory,
    a_routing,
    an_occasion,
    an_office,
    due_today_marriage,
    late_burial,
    matters,
    soon_allowance,
)
from tests.notices.scenes import a_letter_about, land, leaders, moved_survey, survey

BURIAL = late_burial()
PROVINCE = Unit(code="TINH", name="UBND tỉnh Tân Bình", level=Level.PROVINCE)
GOVERNOR = Official(
    code="van",
    source_name="Trịnh Công Vân",
    unit="TINH",
    role=Role.LEADER,
    mailbox="van@tanbinh.example",
)


def facts_of(notice: Notice) -> LeaderFacts:
    assert isinstance(notice.facts, LeaderFacts)
    return notice.facts


def told(*dossiers: Dossier) -> LeaderFacts:
    occasion = an_occasion()
    (notice,) = leaders(occasion, matters(occasion, *dossiers))
    return facts_of(notice)


def test_nothing_late_is_no_mail() -> None:
    occasion = an_occasion()

    assert leaders(occasion, matters(occasion, due_today_marriage(), soon_allowance())) == ()


def test_what_is_late_is_counted_with_what_is_due() -> None:
    unsure = survey("1", "2026-11-11 17:00")
    unsure = replace(unsure, as_of=vn("2026-11-11 16:00"))

    facts = told(BURIAL, due_today_marriage(), unsure, soon_allowance())

    assert (facts.late, facts.due_today, facts.unconfirmed, facts.without_letter) == (
        1,
        1,
        1,
        1,
    )
    assert facts.open == 221
    assert facts.by_unit == ((CULTURE.name, 1),)


def test_what_may_be_one_of_the_data_alone_is_a_count_and_never_listed() -> None:
    facts = facts_of(of_a_leader_with_results_to_enter())

    assert (facts.late, facts.doubted, facts.unconfirmed) == (1, 2, 1)
    assert [row.item.code for row in facts.rows] == [BURIAL.code]
    assert facts.without_letter == 1


def test_a_result_yet_to_be_entered_is_no_reason_for_a_mail() -> None:
    occasion, dossier = an_occasion(), unentered("1")

    assert leaders(occasion, matters(occasion, dossier, letters=(that_says_so(dossier),))) == ()


def test_a_result_never_entered_is_listed_with_what_the_unit_said() -> None:
    facts = facts_of(of_a_leader_of_results_never_entered())

    (row,) = facts.rows
    assert (facts.late, facts.doubted) == (1, 0)
    assert row.item.letter.says_result


def test_it_goes_out_every_day_new_or_not() -> None:
    occasion = an_occasion()
    known = {BURIAL.code: frozenset({"thanh"})}

    (notice,) = leaders(occasion, matters(occasion, BURIAL, told=known))

    assert notice.key == "leader/thanh/2026-11-12"
    assert not facts_of(notice).any_new


def test_what_is_new_comes_first_then_the_oldest() -> None:
    older = replace(survey("1", "2026-11-03 17:00"), code="older")
    newer = replace(survey("2", "2026-11-09 17:00"), code="newer")
    occasion = an_occasion()
    known = {"older": frozenset({"thanh"}), "newer": frozenset({"thanh"})}

    (notice,) = leaders(occasion, matters(occasion, newer, older, BURIAL, told=known))

    rows = facts_of(notice).rows
    assert [row.item.code for row in rows] == [BURIAL.code, "older", "newer"]
    assert [row.is_new for row in rows] == [True, False, False]
    assert [row.item.number for row in rows] == [1, 2, 3]


def test_a_baseline_is_listed_but_not_as_new() -> None:
    occasion = an_occasion()
    found = matters(occasion, BURIAL, baseline=frozenset({BURIAL.code}))

    (notice,) = leaders(occasion, found)

    assert not facts_of(notice).rows[0].is_new


def test_the_mail_remembers_only_what_it_lists() -> None:
    many = tuple(replace(BURIAL, code=f"H99-{number:03}") for number in range(LISTED + 2))
    occasion = an_occasion()
    found = matters(occasion, *many)

    (notice,) = leaders(occasion, found)

    listed = {row.item.code for row in facts_of(notice).rows}
    assert len(listed) == LISTED
    assert facts_of(notice).late == LISTED + 2
    assert {one.dossier.code for one in found if one.id in notice.lists} == listed


def test_cause_and_letter_stand_beside_each_dossier() -> None:
    drafted = survey("1", "2026-11-06 17:00")
    letter = a_letter_about(drafted, LetterState.DRAFT, "2026-11-06 17:00")
    occasion = an_occasion()

    (notice,) = leaders(occasion, matters(occasion, drafted, letters=(letter,)))

    (row,) = facts_of(notice).rows
    assert row.cause == "Chậm trích đo, kiểm tra thực địa, giám định"
    assert row.item.letter.state is LetterState.DRAFT
    assert facts_of(notice).without_letter == 1


def test_requests_are_gathered_his_own_first() -> None:
    drafted, approved = survey("1", "2026-11-06 17:00"), survey("2", "2026-11-05 17:00")
    silent, foreign = survey("3", "2026-11-04 17:00"), land("4", "2026-11-03 17:00")
    occasion = an_occasion()
    letters = (
        a_letter_about(drafted, LetterState.DRAFT, "2026-11-06 17:00"),
        a_letter_about(approved, LetterState.APPROVED, "2026-11-05 17:00"),
    )
    found = matters(occasion, drafted, approved, silent, foreign, BURIAL, letters=letters)

    (notice,) = leaders(occasion, found)

    assert [(one.to_do, one.of) for one in facts_of(notice).requests] == [
        (ToDo.SIGN, ""),
        (ToDo.APPROVE, ""),
        (ToDo.DIRECT, "Phòng Kinh tế"),
        (ToDo.DIRECT, "Phòng Văn hóa - Xã hội"),
        (ToDo.URGE, "Chi nhánh Văn phòng đăng ký đất đai khu vực"),
    ]
    assert facts_of(notice).without_letter == 4  # the foreign one owes us none


def test_a_dossier_promised_again_is_listed_apart_unless_late_again() -> None:
    moved = moved_survey()
    letter = a_letter_about(moved, LetterState.DELIVERED, "2026-11-09 17:00")
    occasion = an_occasion()
    again = Moved(dossier=moved, letter=letter)
    late_again = Moved(dossier=BURIAL, letter=replace(letter, dossier=BURIAL.code))
    elsewhere = Moved(dossier=replace(moved, unit="VPDK", handler=None), letter=letter)

    (notice,) = leaders(occasion, matters(occasion, BURIAL), again, late_again, elsewhere)

    (row,) = facts_of(notice).moved
    assert (row.number, row.code) == (2, moved.code)
    assert (row.first_due_on, row.new_due_on) == (date(2026, 11, 9), date(2026, 11, 27))
    assert row.unit == "Phòng Kinh tế"


def test_a_moved_dossier_of_no_known_procedure_keeps_its_own_words() -> None:
    moved = replace(moved_survey(), procedure=None)
    letter = a_letter_about(moved, LetterState.DELIVERED, "2026-11-09 17:00")
    occasion = an_occasion()

    (notice,) = leaders(
        occasion, matters(occasion, BURIAL), Moved(dossier=moved, letter=letter)
    )

    assert facts_of(notice).moved[0].procedure == "theo sổ"


def test_a_leader_above_sees_all_below() -> None:
    directory = a_directory(PROVINCE, replace(COMMUNE, parent="TINH"), GOVERNOR)
    occasion = an_occasion(office=an_office(directory))

    notices = leaders(occasion, matters(occasion, BURIAL))

    assert {one.recipient.person for one in notices} == {"thanh", "van"}


def test_a_dossier_of_nobody_is_no_leaders() -> None:
    lost = replace(BURIAL, unit=None, handler=None)
    occasion = an_occasion()

    assert leaders(occasion, matters(occasion, lost)) == ()


def places(directory: Directory) -> tuple[Desk, ...]:
    return desks(directory, a_routing(directory))


def test_a_deputy_of_two_leaders_reads_one_mail() -> None:
    since = date(2026, 11, 9)
    second = replace(LEADER, code="second", source_name="Cao Thị Hai", unit="VHXH")
    directory = a_directory(
        replace(LEADER, absent_from=since, deputy="phuc"),
        replace(second, absent_from=since, deputy="phuc"),
    )

    (desk,) = places(directory)

    assert desk.recipient.person == SIGNER.code
    assert desk.units == {"XA", "VHXH", "KT", "TT"}
    assert desk.instead == (
        Instead(why=Why.ABSENT, name="Cao Thị Hai"),
        Instead(why=Why.ABSENT, name="Lê Quang Thạnh"),
    )


def test_a_leader_of_an_unknown_unit_has_an_empty_desk() -> None:
    (desk,) = places(a_directory(replace(LEADER, unit="PHONG-CU")))

    assert (desk.scope, desk.units) == ("", frozenset())


@pytest.mark.parametrize(
    ("dossier", "expected"),
    [
        pytest.param(BURIAL, {Lack(gap=Gap.LEADER, where=CULTURE.name)}, id="late"),
        pytest.param(soon_allowance(), set[Lack](), id="soon due"),
        pytest.param(
            replace(BURIAL, unit="PHONG-CU", handler=None), set[Lack](), id="of no known unit"
        ),
    ],
)
def test_a_unit_without_a_leader_is_told_once_it_is_late(
    dossier: Dossier, expected: set[Lack]
) -> None:
    directory = a_directory(without=frozenset({"thanh"}))
    found: tuple[Matter, ...] = matters(an_occasion(), dossier)

    assert leaderless(found, places(directory), directory) == expected


def test_a_led_unit_is_not_told() -> None:
    directory = a_directory()
    found = matters(an_occasion(), BURIAL)

    assert leaderless(found, places(directory), directory) == frozenset()


def test_a_stop_since_the_scan_sorts_last_and_names_no_date() -> None:
    occasion = an_occasion()
    late = matters(occasion, BURIAL, survey("1", "2026-11-10 17:00"))
    stopped = replace(
        late[0], dossier=replace(BURIAL, status=None, promises=(), procedure=None)
    )

    (notice,) = leaders(occasion, (stopped, *late[2:]))

    assert facts_of(notice).rows[-1].item.due is None

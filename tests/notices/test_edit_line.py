"""A mail shows an edit with both values and both exports."""

from dataclasses import replace

from monitor.domain.directory import Role
from monitor.domain.rule_sets import VERIFIED
from monitor.notices.edit_line import EditLine, Export, Value, edit_lines
from monitor.notices.heard import GROUP_OF, Group
from monitor.notices.verify import numbered_from, verify_rows
from tests.builders import vn
from tests.notices.edited import (
    EXPLAINED,
    backdated,
    found_in,
    leaders,
    paused,
    put_off,
    unfinished,
    withdrawn,
)
from tests.notices.office import an_occasion, late_burial, matters

MORNING = an_occasion()
LATER = an_occasion("2026-11-17 07:40")  # the days to explain have ended


def one_line(*found: object) -> EditLine:
    (line,) = edit_lines(found)  # type: ignore[arg-type]
    return line


def test_every_rule_on_edits_has_the_heading_of_what_is_to_be_verified() -> None:
    assert {rule for rule, group in GROUP_OF.items() if group is Group.VERIFY} == VERIFIED


def test_an_edit_names_both_values_and_both_exports() -> None:
    line = one_line(*found_in(MORNING, backdated()))

    assert line.before == Value()
    assert line.after == Value(at=vn("2026-11-06 16:30"), has_clock=True)
    assert line.shown_before == Export(import_id=41, at=vn("2026-11-09 07:00"))
    assert line.shown_by == Export(import_id=44, at=vn("2026-11-12 07:00"))
    assert (line.explain_by, line.is_told) == (vn("2026-11-16").date(), False)


def test_an_edit_of_a_status_names_the_two() -> None:
    line = one_line(*found_in(MORNING, withdrawn()))

    assert (line.before.status, line.after.status) == ("in_progress", "withdrawn")


def test_a_date_without_its_hour_is_shown_without() -> None:
    line = one_line(*found_in(MORNING, unfinished()))

    assert line.before == Value(at=vn("2026-11-05"), has_clock=False)


def test_a_pause_begun_at_the_deadline_has_no_two_exports() -> None:
    line = one_line(*found_in(MORNING, paused(resumed=None)))

    assert (line.shown_by, line.shown_before, line.explain_by) == (None, None, None)
    assert line.after == Value(at=vn("2026-11-05 09:00"), has_clock=True)


def test_what_is_no_edit_has_no_line() -> None:
    assert edit_lines(matters(MORNING, late_burial())) == ()


def test_a_leader_sees_what_has_come_to_him_new_ones_first() -> None:
    found = found_in(LATER, backdated(), withdrawn(), put_off(), notes=(EXPLAINED,))
    told = tuple(
        replace(one, told=frozenset({"thanh"}))
        if one.finding.rule == "finish_backdated"
        else one
        for one in found
    )

    rows = verify_rows(told, LATER, person="thanh")

    assert [row.item.code[-4:] for row in rows] == ["0203", "0204", "0201"]
    assert [row.is_new for row in rows] == [True, True, False]
    assert [row.is_explained for row in rows] == [False, False, True]
    assert [row.item.number for row in numbered_from(4, rows)] == [4, 5, 6]
    assert rows[0].item.unit == "Phòng Văn hóa - Xã hội"


def test_what_is_asked_of_the_unit_has_not_come_to_the_leader() -> None:
    asked = found_in(MORNING, backdated())

    assert verify_rows(asked, MORNING, person="thanh") == ()
    assert leaders(MORNING, asked) == ()


def test_an_edit_brings_a_mail_once_and_is_never_among_the_late() -> None:
    found = found_in(LATER, backdated())
    told = tuple(replace(one, told=frozenset({"thanh"})) for one in found)

    (notice,) = leaders(LATER, found)

    assert notice.lists == tuple(one.id for one in found)
    assert all(Role.LEADER in one.finding.tells for one in found)
    assert getattr(notice.facts, "late", None) == 0
    assert leaders(LATER, told) == ()

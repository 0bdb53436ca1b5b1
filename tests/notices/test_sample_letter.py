"""The sample letter carries the office's own names, and nobody's else."""

from dataclasses import replace

from monitor.domain.directory import Directory, Level, Unit
from monitor.domain.letter_choices import LetterChoices
from monitor.domain.office import Office
from monitor.notices.sample_letter import sample_letter, sample_papers
from monitor.settings import load_forms
from tests.builders import CALENDAR_2026, POLICY_2026, vn

AT = vn("2026-11-02 09:00")
ROOM = Unit(code="A1", name="Phòng Ví Dụ", level=Level.DEPARTMENT)
COMMUNE = Unit(
    code="B1",
    name="UBND xã Ví Dụ",
    level=Level.COMMUNE,
    letterhead=("ỦY BAN NHÂN DÂN", "XÃ VÍ DỤ"),
    place="Ví Dụ",
    symbol="UBND",
    contact="điện thoại 0000",
)


def an_office(*units: Unit) -> Office:
    return Office(
        directory=Directory(
            units={unit.code: unit for unit in units}, officials={}, procedures={}
        ),
        calendars={"test": CALENDAR_2026},
        policy=POLICY_2026,
        causes={},
        letters=LetterChoices(forms=load_forms()),
    )


def test_the_first_unit_that_issues_letters_stands_at_its_head() -> None:
    second = replace(COMMUNE, code="B2", letterhead=("XÃ KHÁC",))

    letter = sample_letter(an_office(second, COMMUNE, ROOM), at=AT)

    assert letter.letterhead == COMMUNE.letterhead
    assert (letter.issuer, letter.place, letter.symbol) == ("UBND xã Ví Dụ", "Ví Dụ", "UBND")
    assert letter.contact == "điện thoại 0000"


def test_it_is_a_draft_of_today_about_nobody() -> None:
    letter = sample_letter(an_office(COMMUNE), at=AT)

    assert letter.is_draft
    assert letter.stated_on == letter.received_on == AT.date()
    assert letter.new_due_at > letter.due_at
    assert (letter.dossier, letter.applicant.name, letter.number) == ("-", "-", None)


def test_an_office_that_issues_no_letters_has_a_sample_all_the_same() -> None:
    letter = sample_letter(an_office(ROOM), at=AT)

    assert letter.letterhead == ("-",)
    assert letter.issuer == "-"


def test_there_is_a_paper_of_each_form_that_the_office_writes() -> None:
    by_form04 = an_office(COMMUNE)
    by_sheet = replace(by_form04, letters=replace(by_form04.letters, apology="phieu_a5"))

    assert [paper.form.name for paper in sample_papers(by_form04, at=AT)] == [
        "form04",
        "don_doc",
    ]
    assert [paper.form.name for paper in sample_papers(by_sheet, at=AT)] == [
        "phieu_a5",
        "don_doc",
        "thong_bao",
    ]


def test_a_sample_has_a_code_where_letters_have_one() -> None:
    office = an_office(COMMUNE)
    coded = replace(office, letters=replace(office.letters, has_qr=True))

    assert [paper.has_qr for paper in sample_papers(coded, at=AT)] == [True, True]
    assert not sample_letter(office, at=AT).has_qr

"""The sample letter carries the office's own names, and nobody's else."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Directory, Level, Unit
from monitor.domain.dossier import ApplicantKind
from monitor.domain.letter_choices import LetterChoices
from monitor.domain.office import Office
from monitor.domain.paper import ApologyLetter, DueBasis, Paper, UrgingSlip
from monitor.notices.sample_letter import sample_cover, sample_letter, sample_papers
from monitor.settings import load_forms
from tests.builders import CALENDAR_2026, POLICY_2026, vn

MOST = 20  # they are set before every start
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


def the_papers(office: Office) -> tuple[Paper, ...]:
    return sample_papers(office, names=["A", "B", "C", "D", "E"], at=AT)


@pytest.mark.parametrize("apology", ["form04", "phieu_a4", "phieu_a5"])
def test_there_are_papers_of_every_form_with_the_chosen_one_first(apology: str) -> None:
    office = an_office(COMMUNE)
    papers = the_papers(replace(office, letters=replace(office.letters, apology=apology)))

    assert papers[0].form.name == apology
    assert {paper.form for paper in papers} == set(load_forms().values())
    assert len(papers) <= MOST


@pytest.mark.parametrize("kind", ["xin_loi", "don_doc", "thong_bao"])
def test_each_kind_is_tried_before_and_after_its_day(kind: str) -> None:
    papers = [one for one in the_papers(an_office(COMMUNE)) if kind in one.form.template]

    assert {one.is_before_deadline for one in papers} == {True, False}
    assert {DueBasis.PROMISED, DueBasis.COUNTED} <= {one.basis for one in papers}


def test_every_fact_of_an_apology_is_tried_both_ways() -> None:
    papers = [one for one in the_papers(an_office(COMMUNE)) if isinstance(one, ApologyLetter)]

    assert {one.basis for one in papers} == set(DueBasis)
    assert {one.applicant.name for one in papers} == {"-", *"ABCDE"}
    assert ApplicantKind.ORGANISATION in {one.applicant.kind for one in papers}
    for name in (
        "is_draft",
        "number",
        "dated_on",
        "replaces",
        "replaces_on",
        "recipients",
        "has_qr",
        "step",
        "contact",
        "signer_authority",
        "file_code",
        "days_late",
    ):
        assert {bool(getattr(one, name)) for one in papers} == {True, False}, name
    assert {bool(one.applicant.address) for one in papers} == {True, False}
    assert {one.one_stop == one.issuer for one in papers} == {True, False}


def test_a_slip_is_tried_with_days_left_late_and_neither() -> None:
    slips = [one for one in the_papers(an_office(COMMUNE)) if isinstance(one, UrgingSlip)]

    assert [(one.days_left, one.days_late) for one in slips] == [(1, 0), (0, 1), (0, 0)]


def test_a_list_has_a_line_with_everything_and_one_with_nothing() -> None:
    full, bare = sample_cover(sample_letter(an_office(COMMUNE), at=AT), at=AT).lines

    assert full.dated_on == AT.date()
    assert all((full.number, full.addressee, full.address))
    assert bare.dated_on is None
    assert not any((bare.number, bare.addressee, bare.address))


def test_a_sample_has_a_code_where_letters_have_one() -> None:
    office = an_office(COMMUNE)
    coded = replace(office, letters=replace(office.letters, has_qr=True))

    assert sample_letter(coded, at=AT).has_qr
    assert not sample_letter(office, at=AT).has_qr

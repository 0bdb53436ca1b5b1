"""Findings about units reach heads, leaders and the operator, each in the mail that is his."""

from dataclasses import replace

from monitor.domain.directory import Role
from monitor.domain.note import Note, NoteKind
from monitor.domain.notice import Notice
from monitor.notices.desk import desks
from monitor.notices.digest import DigestFacts, digests
from monitor.notices.leader import UNITS_LISTED, LeaderFacts, leader_notices
from monitor.notices.occasion import UnitMatter
from monitor.notices.operator import (
    TOLD_UNITS,
    Health,
    Imported,
    Mailed,
    OperatorFacts,
    operator_notice,
)
from monitor.notices.route import Gap
from monitor.notices.unit_line import ORDER
from monitor.rules import UNIT_RULES
from tests.builders import vn
from tests.notices.office import (
    COMMUNE,
    DIRECTORY,
    a_directory,
    a_routing,
    an_occasion,
    an_office,
    late_burial,
    matters,
)
from tests.notices.unit_matters import (
    gone_silent,
    short_of_everything,
    standing_still,
    unit_matters,
)

WELL = Health(since=vn("2026-11-11"), imported=Imported(), mailed=Mailed())
SEEN = Note(kind=NoteKind.ACKNOWLEDGED, by="kien", at=vn("2026-11-12 07:30"), text="Đã rõ")


def heard(*units: UnitMatter) -> dict[str, tuple[str, ...]]:
    """Return by person the rules that a digest tells of."""
    told: dict[str, tuple[str, ...]] = {}
    for notice in digests((), an_occasion(), units):
        assert isinstance(notice.facts, DigestFacts)
        told[notice.recipient.person] = tuple(line.rule for line in notice.facts.units)
    return told


def to_the_leader(*units: UnitMatter, is_late: bool = True) -> list[Notice]:
    occasion = an_occasion()
    (desk,) = desks(DIRECTORY, a_routing())
    about = matters(occasion, late_burial()) if is_late else ()
    return list(leader_notices(about, (), {desk: 9}, occasion, units=units))


def to_the_operator(*units: UnitMatter) -> tuple[Notice, OperatorFacts]:
    notice = operator_notice(WELL, (), (), an_occasion(), units)
    assert isinstance(notice.facts, OperatorFacts)
    return notice, notice.facts


def test_every_rule_about_units_has_its_place() -> None:
    assert set(ORDER) == {rule.code for rule in UNIT_RULES}


def test_the_head_hears_of_the_unit_rule_by_rule() -> None:
    units = unit_matters((*short_of_everything(), *standing_still()))

    assert heard(*units) == {
        "kien": ("stale_unit", "unit_rate_low", "online_share_low", "returned_share_high")
    }


def test_a_unit_that_leaders_lead_hears_by_its_mailbox_and_lacks_no_head() -> None:
    occasion = an_occasion()
    told = list(digests((), occasion, unit_matters(gone_silent())))

    assert [notice.recipient.person for notice in told] == ["unit:XA"]
    assert {lack.gap for lack in occasion.routing.lacks} == set()


def test_a_unit_without_head_is_a_gap_of_the_directory() -> None:
    occasion = an_occasion(office=an_office(a_directory(without=frozenset({"kien"}))))
    told = list(digests((), occasion, unit_matters(standing_still())))

    assert [notice.recipient.person for notice in told] == ["unit:KT"]
    assert {lack.gap for lack in occasion.routing.lacks} == {Gap.HEAD}


def test_the_operator_is_told_in_the_daily_line_not_in_a_digest() -> None:
    deaf = replace(COMMUNE, mailbox="")
    occasion = an_occasion(office=an_office(a_directory(deaf)))

    assert list(digests((), occasion, unit_matters(gone_silent()))) == []


def test_what_only_a_head_would_hear_goes_to_the_operator_where_nobody_can() -> None:
    directory = a_directory(replace(COMMUNE, mailbox=""))
    occasion = an_occasion(office=an_office(directory))
    told = list(digests((), occasion, unit_matters(short_of_everything(COMMUNE))))

    assert [notice.recipient.person for notice in told] == ["operator"]


def test_what_was_told_or_acknowledged_brings_no_mail() -> None:
    found = short_of_everything()

    told = unit_matters(found, told=frozenset({"kien"}))
    seen = unit_matters(found, notes=(SEEN,))

    assert (heard(*told), heard(*seen)) == ({}, {})


def test_a_digest_lists_the_findings_it_tells() -> None:
    (notice,) = digests((), an_occasion(), unit_matters(short_of_everything()))

    assert notice.lists == (901, 902, 903)


def test_a_leader_reads_of_his_units_where_something_is_late() -> None:
    units = unit_matters((*short_of_everything(), *standing_still()))

    (notice,) = to_the_leader(*units)

    assert isinstance(notice.facts, LeaderFacts)
    assert [line.rule for line in notice.facts.units] == [
        "unit_rate_low",
        "online_share_low",
        "returned_share_high",
    ]
    assert {901, 902, 903} <= set(notice.lists)
    assert 904 not in notice.lists


def test_units_alone_bring_a_leader_no_mail() -> None:
    assert to_the_leader(*unit_matters(short_of_everything()), is_late=False) == []


def test_a_leader_s_list_is_short_and_says_so() -> None:
    (notice,) = to_the_leader(*unit_matters(short_of_everything() * 5))

    assert isinstance(notice.facts, LeaderFacts)
    assert (len(notice.facts.units), notice.facts.more_units) == (UNITS_LISTED, 5)


def test_an_old_source_is_something_wrong_and_a_quiet_unit_is_not() -> None:
    silent, quiet = unit_matters(gone_silent()), unit_matters(standing_still())

    assert to_the_operator(*silent)[1].is_well is False
    assert to_the_operator(*quiet)[1].is_well is True


def test_the_operator_s_list_is_short_and_says_so() -> None:
    notice, facts = to_the_operator(*unit_matters(standing_still() * 25))

    assert (len(facts.units), facts.more_units) == (TOLD_UNITS, 5)
    assert len(notice.lists) == TOLD_UNITS


def test_the_operator_hears_only_what_is_his_and_nobody_looks_after() -> None:
    others = unit_matters(short_of_everything())
    seen = unit_matters(gone_silent(), notes=(SEEN,))

    assert to_the_operator(*others, *seen)[1].units == ()
    assert Role.OPERATOR not in others[0].finding.tells

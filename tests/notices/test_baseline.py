"""The first import of a system is summed up, one mail a person, no dossier named."""

from dataclasses import replace

from monitor.domain.notice import Notice
from monitor.notices.baseline import BaselineFacts, Count, baselines
from monitor.notices.heard import Group
from tests.builders import a_dossier
from tests.notices.office import (
    EXPORTED,
    an_occasion,
    due_today_marriage,
    filed,
    late_burial,
    matters,
    soon_allowance,
)
from tests.notices.scenes import survey

BURIAL = late_burial()
UNDATED = filed("9", "khac", a_dossier(received="2026-11-09 08:00", as_of=EXPORTED))


def summaries(*systems: str) -> dict[str, Notice]:
    occasion = an_occasion(exported={"test": EXPORTED, "khac": EXPORTED})
    other = replace(BURIAL, code="H99-other", system="khac")
    found = matters(
        occasion,
        BURIAL,
        due_today_marriage(),
        soon_allowance(),
        UNDATED,
        survey("1", "2026-11-06 17:00"),
        other,
    )
    return {one.key: one for one in baselines(systems, found, occasion)}


def facts_of(notice: Notice) -> BaselineFacts:
    assert isinstance(notice.facts, BaselineFacts)
    return notice.facts


def test_each_head_has_one_mail_in_counts_and_the_counter_its_own() -> None:
    found = summaries("test")

    assert found.keys() == {"baseline/test/ha", "baseline/test/kien", "baseline/test/unit:TT"}
    facts = facts_of(found["baseline/test/ha"])
    assert facts.total == 3
    assert facts.counts == (
        Count(group=Group.OVERDUE, dossiers=1),
        Count(group=Group.TODAY, dossiers=1),
        Count(group=Group.SOON, dossiers=1),
    )


def test_a_summary_tells_nobody_of_a_finding() -> None:
    assert all(notice.lists == () for notice in summaries("test").values())


def test_each_system_is_summed_up_by_itself() -> None:
    assert summaries("khac").keys() == {"baseline/khac/ha"}
    assert len(summaries("khac", "test")) == 4


def test_a_system_without_findings_has_nothing_to_sum_up() -> None:
    occasion = an_occasion()

    assert list(baselines(["test"], (), occasion)) == []

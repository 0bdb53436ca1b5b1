"""Judging asks every rule that can know, and tells when to look again."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.errors import BrokenRuleError, RepeatedFindingError
from monitor.domain.finding import Finding, Severity
from monitor.domain.rule import Case, Judgement, Rule, judge
from tests.builders import a_case, a_dossier, vn

CASE = a_case(
    a_dossier(promised="2026-11-13", carries=frozenset({Carried.PROMISED})),
    at="2026-11-10 08:00",
)


def a_finding(rule: str, *, stage: str = "3d") -> Finding:
    return Finding(
        rule=rule,
        dossier=CASE.dossier.code,
        stage=stage,
        deadline=vn("2026-11-13 17:00"),
        severity=Severity.WARNING,
        tells=(Role.HANDLER,),
    )


def says(*findings: Finding) -> Callable[[Case], Iterator[Finding]]:
    return lambda _: iter(findings)


def looks(*moments: datetime) -> Callable[[Case], Iterator[datetime]]:
    return lambda _: iter(moments)


SILENT, NEVER = says(), looks()


def a_rule(
    name: str,
    *,
    check: Callable[[Case], Iterator[Finding]] = SILENT,
    moments: Callable[[Case], Iterator[datetime]] = NEVER,
    needs: frozenset[Carried] = frozenset(),
) -> Rule:
    return Rule(
        module=f"monitor.rules.{name}",
        source="docs/law.md#late",
        in_force_from=date(2025, 7, 1),
        needs=needs,
        check=check,
        moments=moments,
    )


@pytest.mark.parametrize(
    ("since", "stages", "look_at"),
    [
        pytest.param(date(2026, 11, 10), ["3d"], None, id="from the day on"),
        pytest.param(date(2026, 11, 12), [], vn("2026-11-12"), id="not yet: it is a moment"),
    ],
)
def test_a_rule_says_nothing_before_it_is_in_force(
    since: date, stages: list[str], look_at: datetime | None
) -> None:
    begun = looks(vn("2026-11-09"))
    rule = replace(
        a_rule("one", check=says(a_finding("one")), moments=begun), in_force_from=since
    )

    judged = judge(CASE, [rule])

    assert [one.stage for one in judged.findings] == stages
    assert (judged.look_at, judged.unknown) == (look_at, ())


def test_what_a_source_could_not_tell_is_not_missed_before_a_rule_is_in_force() -> None:
    needs = frozenset({Carried.STATUS})
    rule = replace(a_rule("one", needs=needs), in_force_from=date(2026, 11, 12))

    assert judge(CASE, [rule]).unknown == ()


def test_a_rule_is_called_like_its_file() -> None:
    assert a_rule("overdue").code == "overdue"


def test_findings_come_in_the_order_of_the_rules() -> None:
    one, two, three = a_finding("one"), a_finding("one", stage="1d"), a_finding("two")

    judged = judge(
        CASE, [a_rule("one", check=says(one, two)), a_rule("two", check=says(three))]
    )

    assert judged == Judgement(findings=(one, two, three), unknown=(), look_at=None)


def test_a_rule_that_cannot_know_is_counted_and_not_asked() -> None:
    blind = a_rule(
        "step_overdue",
        check=says(a_finding("step_overdue")),
        moments=looks(vn("2026-11-11 07:00")),
        needs=frozenset({Carried.PROMISED, Carried.STEP}),
    )

    assert judge(CASE, [blind]) == Judgement(
        findings=(), unknown=("step_overdue",), look_at=None
    )


def test_the_next_look_is_the_earliest_moment_after_now() -> None:
    past, now = vn("2026-11-09 07:00"), CASE.at
    sooner, later = vn("2026-11-11 07:00"), vn("2026-11-12 07:00")

    judged = judge(
        CASE,
        [a_rule("one", moments=looks(later, past)), a_rule("two", moments=looks(now, sooner))],
    )

    assert judged.look_at == sooner


def test_a_rule_that_breaks_down_is_named() -> None:
    def check(_: Case) -> Iterator[Finding]:
        raise ZeroDivisionError

    with pytest.raises(BrokenRuleError) as caught:
        judge(CASE, [a_rule("one"), a_rule("two", check=check)])

    assert caught.value.facts == {"rule": "two", "reason": "ZeroDivisionError"}


def test_a_rule_that_says_one_thing_twice_is_refused() -> None:
    one, two = a_finding("one"), a_finding("two")

    with pytest.raises(RepeatedFindingError) as caught:
        judge(CASE, [a_rule("one", check=says(one)), a_rule("two", check=says(two, two))])

    assert caught.value.facts == {"rules": "two"}


def test_a_finding_is_itself_by_dossier_rule_stage_and_deadline() -> None:
    assert a_finding("one").key == (
        "H99.01-261102-0001",
        "one",
        "3d",
        vn("2026-11-13 17:00"),
    )

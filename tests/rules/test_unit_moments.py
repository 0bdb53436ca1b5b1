"""Between its moments a unit rule's answer stands still, so a survey may sleep until then."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.edits import BulkEdit
from monitor.domain.unit_case import UnitCase, UnitRule
from monitor.rules import UNIT_RULES
from tests.builders import vn
from tests.domain.strategies import drawing
from tests.rules.unit_cases import ECONOMY, a_source, a_unit_case, figures

START, END = vn("2026-10-05"), vn("2026-12-31 23:59:59")
SECOND = timedelta(seconds=1)

instants = st.integers(0, 80 * 24 * 60).map(lambda minute: START + timedelta(minutes=minute))
sources = st.builds(
    lambda system, source, at: replace(a_source(system, source), exported_at=at),
    st.sampled_from(["tinh", "dat"]),
    st.sampled_from(["list", "ledger"]),
    instants,
)
edits = st.builds(
    lambda at, number: BulkEdit(
        import_id=number,
        unit=ECONOMY.code,
        source="list",
        codes=("a", "b"),
        shown_by_at=at,
        shown_before_at=at,
        read_at=at,
    ),
    instants,
    st.integers(1, 9),
)


@st.composite
def cases(draw: st.DrawFn) -> UnitCase:
    few = st.integers(0, 30)
    case = a_unit_case(
        month=figures(
            kept=draw(few), late=draw(few), carried=draw(few), online=draw(few), channelled=30
        ),
        sources=tuple(draw(st.lists(sources, max_size=3))),
        open_dossiers=draw(st.integers(0, 2)),
        edits=tuple(draw(st.lists(edits, max_size=2, unique_by=lambda one: one.import_id))),
    )
    return replace(
        case,
        last_moved_at=draw(st.none() | instants),
        as_of=draw(st.none() | st.just(END)),
    )


def said(rule: UnitRule, case: UnitCase, at: datetime) -> list[object]:
    return [(one.key, one.severity, one.tells) for one in rule.check(replace(case, at=at))]


@given(case=cases(), share=st.floats(0, 1))
@drawing(60)
def test_the_answer_stands_still_between_moments(case: UnitCase, share: float) -> None:
    for rule in UNIT_RULES:
        moments = {at for at in rule.moments(case) if START < at < END}
        for begin, end in pairwise(sorted({START, *moments, END})):
            last = end - SECOND
            first = said(rule, case, begin)

            assert said(rule, case, begin + (last - begin) * share) == first
            assert said(rule, case, last) == first


@given(case=cases(), at=instants)
@drawing(40)
def test_neither_moments_nor_zone_hang_on_the_instant_of_asking(
    case: UnitCase, at: datetime
) -> None:
    for rule in UNIT_RULES:
        assert list(rule.moments(replace(case, at=at))) == list(rule.moments(case))
        assert said(rule, case, at) == said(rule, case, at.astimezone(UTC))

"""Whatever the dossiers, every column, section and rate agrees with the others."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.dossier import Channel
from monitor.domain.figures import End, EndKind, LetterFacts, Snapshot
from monitor.domain.letter import LetterState
from monitor.domain.reckoning import KEPT
from reports.canonical import canonical
from reports.judged import judge
from reports.month import MonthReport
from reports.sections.agencies import Agencies
from reports.sections.causes import Causes
from reports.sections.late import LateDossiers
from reports.sections.letters import LetterCounts
from reports.sections.rates import Rates
from reports.sections.table06a import Table06a
from reports.table import COLUMNS
from tests.builders import CALENDAR_2026, vn
from tests.reports.snapshots import CIVIL, CULTURE, ECONOMY, LAND, NOVEMBER, a_report

QUARTERS = 4 * 24 * 92  # of an hour, from 1 October to 31 December
instants = st.integers(0, QUARTERS).map(lambda n: vn("2026-10-01") + timedelta(minutes=15 * n))
waits = st.integers(0, QUARTERS // 2).map(lambda n: timedelta(minutes=15 * n))


@st.composite
def ends(draw: st.DrawFn, received_at: datetime) -> End | None:
    if draw(st.booleans()):
        return None
    return End(at=received_at + draw(waits), kind=draw(st.sampled_from(EndKind)))


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    received_at = draw(instants)
    due_at = draw(st.none() | waits.map(lambda wait: received_at + wait))
    unit, name = draw(st.sampled_from([CULTURE, ECONOMY, ("", "")]))
    paused_at = draw(st.none() | instants)
    return Snapshot(
        code=f"d{draw(st.integers(0, 10**6))}",
        unit=unit,
        unit_name=name,
        procedure=draw(st.sampled_from(["", CIVIL[1], LAND[1], "not in the directory"])),
        procedure_name="a procedure",
        channel=draw(st.none() | st.sampled_from(Channel)),
        received_at=received_at,
        first_due_at=due_at,
        due_at=due_at + draw(waits) if due_at else None,
        is_by_minute=draw(st.booleans()),
        end=draw(ends(received_at)),
        is_paused=paused_at is not None or draw(st.booleans()),
        paused_at=paused_at,
        is_lateness_unknown=draw(st.booleans()),
        deciding_agency=draw(st.sampled_from(["", "", "land office"])),
        letter=draw(
            st.none()
            | instants.map(lambda at: LetterFacts(state=LetterState.ISSUED, issued_at=at))
        ),
        cause=draw(st.sampled_from(["", "A1", "B2"])),
    )


found = st.lists(snapshots(), max_size=8, unique_by=lambda one: one.code)
offices = found.map(lambda some: a_report(*some))


@given(offices)
def test_every_identity_holds(report: MonthReport) -> None:
    assert report.part(Table06a).failures == ()


@given(offices)
def test_fields_and_units_add_up_to_the_total(report: MonthReport) -> None:
    table = report.part(Table06a)

    for rows in (table.by_field, table.by_unit, table.by_level, table.by_procedure):
        for column in COLUMNS:
            assert sum(row.column(column) for row in rows) == table.total.column(column)


@given(offices)
def test_parts_never_exceed_their_column(report: MonthReport) -> None:
    table = report.part(Table06a)

    for row in (*table.by_field, *table.by_unit, table.total):
        assert row.post + row.no_channel <= row.direct
        assert row.given_up + row.unsure_resolved <= row.on_time
        assert row.given_up_late <= row.given_up
        assert row.withdrawn + row.sent_back <= row.given_up
        assert row.paused + row.unsure_pending <= row.within


@given(offices)
def test_every_section_counts_the_same_late_dossiers(report: MonthReport) -> None:
    total, late = report.part(Table06a).total, report.part(LateDossiers)
    bars, letters = report.part(Agencies).bars, report.part(LetterCounts)

    assert (late.resolved, late.overdue) == (total.late, total.overdue)
    assert sum(bar.resolved_late for bar in bars) == total.late
    assert sum(bar.overdue for bar in bars) == total.overdue
    assert sum(one.count for one in report.part(Causes).counts) == len(late.lines)
    assert letters.owed + letters.not_owed + letters.not_ours == len(late.lines)


@given(found)
def test_rates_can_be_counted_again(found: list[Snapshot]) -> None:
    report = a_report(*found)
    cases = [judge(one, NOVEMBER, CALENDAR_2026).reckoning for one in found]
    table = report.part(Table06a).total
    due, resolved, kept = (line.rate for line in report.part(Rates).lines)

    assert due.denominator == sum(one.is_due for one in cases)
    assert due.numerator == sum(one.is_due and one.outcome in KEPT for one in cases)
    assert resolved.denominator == table.resolved - table.unsure_resolved
    assert resolved.denominator - resolved.numerator == table.late
    assert kept.denominator == resolved.denominator - table.given_up
    assert kept.denominator - kept.numerator == table.late
    assert due.denominator - due.numerator == table.late + table.overdue


@given(found)
def test_order_does_not_matter(found: list[Snapshot]) -> None:
    assert canonical(a_report(*found)) == canonical(a_report(*found[::-1]))

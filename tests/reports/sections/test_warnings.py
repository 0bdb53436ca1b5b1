"""Who was warned, what became of it, and which answers came true."""

from monitor.domain.month_warned import Warned, WarnedTally
from monitor.domain.reckoning import Outcome
from reports.sections.warnings import Answers, Ends, NotWarned, Warnings
from tests.reports.snapshots import CULTURE, ECONOMY, a_report


def a_tally(
    outcome: Outcome,
    count: int,
    *,
    warned: Warned = Warned.TOLD,
    said: bool | None = None,
    unit: str = CULTURE[0],
) -> WarnedTally:
    return WarnedTally(
        unit=unit, outcome=outcome, warned=warned, said_in_time=said, count=count
    )


WARNED = (
    a_tally(Outcome.ON_TIME, 5, said=True),
    a_tally(Outcome.EARLY, 3),
    a_tally(Outcome.LATE, 2, said=True),
    a_tally(Outcome.OVERDUE, 1, said=False),
    a_tally(Outcome.EARLY, 7, warned=Warned.ENDED_FIRST, unit=ECONOMY[0]),
    a_tally(Outcome.ON_TIME, 1, warned=Warned.QUICK, unit=ECONOMY[0]),
    a_tally(Outcome.OVERDUE, 4, warned=Warned.QUICK, said=False, unit=ECONOMY[0]),
    a_tally(Outcome.ON_TIME, 1, said=False),
)


def test_those_warned_of_stand_beside_those_that_were_not() -> None:
    told = a_report(warned=WARNED).part(Warnings)

    assert told.warned == Ends(kept=9, late=2, open=1)
    assert told.others == Ends(kept=8, late=0, open=4)
    assert told.total == 24
    assert told.reasons == (
        NotWarned(why=Warned.QUICK, ends=Ends(kept=1, late=0, open=4)),
        NotWarned(why=Warned.ENDED_FIRST, ends=Ends(kept=7, late=0, open=0)),
    )
    assert told.in_reach == Ends(kept=10, late=2, open=5)
    assert [(one.name, one.warned.total, one.others.total) for one in told.by_unit] == [
        (ECONOMY[1], 0, 12),
        (CULTURE[1], 12, 0),
    ]


def test_an_answer_comes_true_where_the_dossier_ends_as_it_says() -> None:
    answers = a_report(warned=WARNED).part(Warnings).answers

    assert answers == Answers(in_time=7, in_time_kept=5, late=6, late_broken=5)
    assert (answers.total, answers.came_true) == (13, 10)


def test_without_a_due_dossier_nothing_is_counted() -> None:
    told = a_report().part(Warnings)

    assert (told.total, told.in_reach.total, told.reasons, told.by_unit) == (0, 0, (), ())

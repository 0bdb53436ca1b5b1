"""Messages of progress, in whatever order they come, tell one history of steps."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.dossier import Carried, Status, Step
from monitor.domain.progress import summed
from monitor.domain.record import Record
from monitor.domain.step import StepSaid, join_said, steps_of
from tests.builders import vn


def said(
    at: str, name: str = "Thẩm định", *, began: str | None = None, due: str | None = None
) -> StepSaid:
    return StepSaid(
        said_at=vn(at),
        name=name,
        unit="KT",
        handler="dung",
        began_at=vn(began) if began else None,
        due_at=vn(due) if due else None,
    )


def a_step(
    name: str, began: str, *, due: str | None = None, ended: datetime | None = None
) -> Step:
    return Step(
        name=name,
        unit="KT",
        handler="dung",
        began_at=vn(began),
        due_at=vn(due) if due else None,
        ended_at=ended,
    )


FIRST = said("2026-11-03 09:00", due="2026-11-05 17:00")
AGAIN = said("2026-11-04 10:00", began="2026-11-03 08:30")
SIGNING = said("2026-11-05 15:00", "Trình ký", due="2026-11-06 11:00")


def test_a_step_lasts_from_its_first_message_to_the_next_step() -> None:
    assert steps_of([FIRST, AGAIN, SIGNING]) == (
        a_step(
            "Thẩm định",
            "2026-11-03 08:30",
            due="2026-11-05 17:00",
            ended=vn("2026-11-05 15:00"),
        ),
        a_step("Trình ký", "2026-11-05 15:00", due="2026-11-06 11:00"),
    )


def test_the_last_step_ends_with_the_dossier() -> None:
    ended_at = vn("2026-11-06 10:00")

    assert steps_of([SIGNING], ended_at=ended_at)[-1].ended_at == ended_at


def test_nothing_said_is_no_step() -> None:
    assert steps_of([], ended_at=vn("2026-11-06 10:00")) == ()


@pytest.mark.parametrize(
    ("began", "expected"),
    [
        pytest.param("2026-11-02 08:00", "2026-11-02 08:00", id="before the message"),
        pytest.param("2026-11-09 08:00", "2026-11-03 09:00", id="after it: the message"),
        pytest.param(None, "2026-11-03 09:00", id="not said"),
    ],
)
def test_a_step_begins_as_said_but_not_after_its_message(
    began: str | None, expected: str
) -> None:
    (step,) = steps_of([said("2026-11-03 09:00", began=began)])

    assert step.began_at == vn(expected)


def test_a_step_gone_back_to_is_another_step() -> None:
    back = said("2026-11-06 08:00")

    assert [one.name for one in steps_of([FIRST, SIGNING, back])] == [
        *("Thẩm định", "Trình ký", "Thẩm định")
    ]


def test_of_two_about_one_step_at_one_instant_the_later_limit_stands() -> None:
    other = replace(FIRST, due_at=vn("2026-11-09 17:00"))

    assert join_said([other], [FIRST]) == (other,)


INSTANTS = st.sampled_from([vn(f"2026-11-0{day} 09:00") for day in range(3, 8)])
MESSAGES = st.lists(
    st.builds(
        StepSaid,
        said_at=INSTANTS,
        name=st.sampled_from(["a", "b"]),
        handler=st.sampled_from(["", "hoa", "dung"]),
        due_at=st.none() | INSTANTS,
        began_at=st.none() | INSTANTS,
        status=st.sampled_from([None, Status.IN_PROGRESS, Status.FINISHED]),
    ),
    max_size=6,
)


@given(messages=MESSAGES, data=st.data())
def test_in_any_order_and_told_again_it_is_one_history(
    messages: list[StepSaid], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations([*messages, *messages]))
    kept: tuple[StepSaid, ...] = ()
    for one in shuffled:
        kept = join_said(kept, [one])

    assert kept == join_said((), messages)


@pytest.mark.parametrize(
    ("last", "carries"),
    [
        pytest.param(SIGNING, {Carried.STEPS, Carried.STEP, Carried.HANDLER}, id="no status"),
        pytest.param(
            replace(SIGNING, status=Status.FINISHED, handler=""),
            {Carried.STEPS, Carried.STEP, Carried.STATUS},
            id="nobody named",
        ),
        pytest.param(
            StepSaid(said_at=vn("2026-11-07"), name=""), {Carried.STEPS}, id="nothing said"
        ),
    ],
)
def test_the_last_message_says_how_the_dossier_stands(
    last: StepSaid, carries: set[Carried]
) -> None:
    record = summed(Record(row=1, code="A", steps=(FIRST, last)))

    assert (record.step, record.handler, record.status) == (
        last.name,
        last.handler,
        last.status,
    )
    assert record.as_of == last.said_at
    assert record.carries == frozenset(carries)

"""Of rounds and of a status the newer tells whether the clock stands still."""

from dataclasses import replace

import pytest

from monitor.domain.dossier import Carried, Pause, PauseKind, Status
from monitor.domain.merged_pauses import in_effect, pauses_by_status, restated_pauses
from monitor.domain.merging import Known, merge
from tests.builders import a_pause, vn
from tests.exports import NATIONAL, a_record

FIFTH, TWELFTH = "2026-11-05 08:00", "2026-11-12 08:00"
DUES = PauseKind.FINANCE


def seen(paused: str, resumed: str | None = None, *, kind: PauseKind = DUES) -> Pause:
    return replace(a_pause(paused, resumed, kind=kind), by_status=True)


def by_status(
    *pauses: Pause, status: Status | None, at: str = TWELFTH, spared: tuple[Pause, ...] = ()
) -> tuple[Pause, ...]:
    return pauses_by_status(
        pauses, status=status, finished_at=None, exported_at=vn(at), spared=spared
    )


def test_a_wait_for_dues_is_seen_by_its_status_beside_rounds() -> None:
    known, told = (
        Known(stated=merge(None, a_record(), carries=NATIONAL, exported_at=vn(FIFTH)).stated),
        [],
    )

    for status, at in ((Status.PAUSED_FINANCE, FIFTH), (Status.IN_PROGRESS, TWELFTH)):
        after = merge(known, a_record(status=status), carries=NATIONAL, exported_at=vn(at))
        known = Known(stated=after.stated, pauses=after.pauses)
        told.append(after.pauses)

    assert told == [(seen(FIFTH),), (seen(FIFTH, TWELFTH),)]


@pytest.mark.parametrize(
    ("stated", "left"),
    [
        pytest.param(a_pause("2026-11-03 08:00", FIFTH), [seen(FIFTH, TWELFTH)], id="before"),
        pytest.param(
            a_pause("2026-11-10 08:00"), [seen(FIFTH, "2026-11-10 08:00")], id="then a round"
        ),
        pytest.param(
            a_pause("2026-11-04 08:00", "2026-11-06 08:00"),
            [seen("2026-11-06 08:00", TWELFTH)],
            id="after a round",
        ),
        pytest.param(a_pause("2026-11-04 08:00"), [], id="all within an open round"),
        pytest.param(a_pause("2026-11-04 08:00", "2026-11-13"), [], id="all within a round"),
        pytest.param(a_pause("2026-11-06 08:00", kind=DUES), [], id="one of its own kind"),
    ],
)
def test_what_no_round_states_stays_beside_it(stated: Pause, left: list[Pause]) -> None:
    kept = [seen(FIFTH, TWELFTH), a_pause("2026-11-01 08:00", "2026-11-02 08:00")]

    assert sorted(restated_pauses(kept, [stated]), key=lambda one: one.paused_at) == sorted(
        [stated, *left], key=lambda one: one.paused_at
    )


def test_a_stated_pause_is_over_once_a_newer_status_says_so() -> None:
    (pause,) = by_status(a_pause(FIFTH), status=Status.IN_PROGRESS)

    assert (pause.resumed_at, pause.over_at) == (None, vn(TWELFTH))
    assert in_effect([pause]) == (a_pause(FIFTH, TWELFTH),)


@pytest.mark.parametrize(
    ("status", "spared"),
    [
        pytest.param(Status.PAUSED_SUPPLEMENT, (), id="still waiting"),
        pytest.param(None, (), id="nothing said"),
        pytest.param(Status.IN_PROGRESS, (a_pause(FIFTH),), id="stated by the same export"),
    ],
)
def test_a_stated_pause_goes_on(status: Status | None, spared: tuple[Pause, ...]) -> None:
    assert in_effect(by_status(a_pause(FIFTH), status=status, spared=spared)) == (
        a_pause(FIFTH),
    )


def test_waiting_again_is_another_pause() -> None:
    over = by_status(a_pause(FIFTH), status=Status.IN_PROGRESS, at="2026-11-09 08:00")

    again = by_status(*over, status=Status.PAUSED_FINANCE)

    assert in_effect(again) == (a_pause(FIFTH, "2026-11-09 08:00"), seen(TWELFTH))


@pytest.mark.parametrize(
    ("fresher", "status_as_of", "over_at"),
    [
        pytest.param({Carried.STATUS}, TWELFTH, TWELFTH, id="a list has said so since"),
        pytest.param(set(), None, None, id="nobody tells of a status"),
    ],
)
def test_rounds_older_than_a_status_do_not_make_a_dossier_wait(
    fresher: set[Carried], status_as_of: str | None, over_at: str | None
) -> None:
    known = Known(
        stated=merge(None, a_record(), carries=NATIONAL, exported_at=vn(FIFTH)).stated,
        fresher=frozenset(fresher),
        status_as_of=vn(status_as_of) if status_as_of else None,
    )
    told = a_record(pauses=(a_pause("2026-11-04 08:00"),))

    after = merge(known, told, carries=NATIONAL - {Carried.STATUS}, exported_at=vn(FIFTH))

    assert [one.over_at for one in after.pauses] == [vn(over_at) if over_at else None]


def test_a_status_older_than_the_rounds_says_nothing_of_them() -> None:
    known = Known(
        stated=merge(None, a_record(), carries=NATIONAL, exported_at=vn(FIFTH)).stated,
        pauses=(a_pause(FIFTH),),
        fresher=frozenset({Carried.PAUSES}),
    )

    after = merge(known, a_record(), carries=NATIONAL, exported_at=vn(TWELFTH))

    assert in_effect(after.pauses) == (a_pause(FIFTH),)

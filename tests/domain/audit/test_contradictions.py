"""What an auditor asks about in the data of one dossier."""

from dataclasses import replace

import pytest

from monitor.domain.audit.contradictions import Oddity, Questioned, questioned
from monitor.domain.contradiction import ContradictionKind
from monitor.domain.dossier import Dossier, PromiseKind, Status
from tests.builders import CALENDAR_2026, a_dossier, a_pause, a_promise

PLAIN = a_dossier(promised="2026-11-16 17:00")
AGAIN = a_promise("2026-11-20", made="2026-11-13", kind=PromiseKind.REAPPOINTMENT)
ONCE_MORE = a_promise("2026-11-25", made="2026-11-19", kind=PromiseKind.REAPPOINTMENT)


@pytest.mark.parametrize(
    ("dossier", "found"),
    [
        pytest.param(
            a_dossier(
                pauses=(a_pause("2026-11-06 09:00", "2026-11-09 09:00"),),
                finished="2026-11-05 09:00",
            ),
            [Oddity.PAUSE_AFTER_FINISH],
            id="a pause after the end",
        ),
        pytest.param(
            a_dossier(pauses=(a_pause("2026-11-05 09:00"),), status=Status.FINISHED),
            [Oddity.PAUSE_NEVER_ENDED],
            id="an end, and a pause without one",
        ),
        pytest.param(
            a_dossier(promised="2026-11-15"),
            [Oddity.PROMISED_ON_REST_DAY],
            id="promised for a Sunday",
        ),
        pytest.param(
            replace(PLAIN, promises=(*PLAIN.promises, AGAIN, ONCE_MORE)),
            [Oddity.PROMISED_AGAIN_TWICE],
            id="promised again twice",
        ),
        pytest.param(
            a_dossier(promised="2026-11-01", finished="2026-11-01 09:00"),
            [
                ContradictionKind.PROMISED_BEFORE_RECEIPT,
                ContradictionKind.FINISHED_BEFORE_RECEIPT,
                Oddity.PROMISED_ON_REST_DAY,
            ],
            id="several at once, what rules tell of first",
        ),
    ],
)
def test_what_is_odd_is_found(dossier: Dossier, found: list[Questioned]) -> None:
    assert list(questioned(dossier, CALENDAR_2026)) == found


@pytest.mark.parametrize(
    "dossier",
    [
        pytest.param(PLAIN, id="a plain one"),
        pytest.param(a_dossier(received=None), id="one of which little is known"),
        pytest.param(a_dossier(promised="2062-11-12"), id="promised beyond the calendar"),
        pytest.param(a_dossier(pauses=(a_pause("2026-11-05 09:00"),)), id="stopped"),
        pytest.param(replace(PLAIN, promises=(*PLAIN.promises, AGAIN)), id="promised again"),
    ],
)
def test_what_can_be_is_not_asked_about(dossier: Dossier) -> None:
    assert questioned(dossier, CALENDAR_2026) == ()

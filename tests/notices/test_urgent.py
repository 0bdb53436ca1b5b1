"""An urgent mail names what is pressing, in the order in which it is due."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Dossier, Status, Step
from monitor.notices.clock_lines import late_receipt, late_step
from monitor.notices.digest import DigestFacts
from monitor.notices.urgent import UrgentFacts, urgent_notices
from tests.builders import a_dossier, vn
from tests.notices.hurried import (
    SEEN,
    an_afternoon,
    by_the_hour,
    certified,
    of_a_late_step,
    of_late_receptions,
    several_are_urgent,
)
from tests.notices.office import a_routing, filed

DOSSIER = certified("261111-0301", "2026-11-12 17:00")


def test_what_is_due_first_stands_first_and_the_last_sets_the_hours() -> None:
    notice = several_are_urgent()

    assert isinstance(notice.facts, UrgentFacts)
    assert [item.code[-4:] for item in notice.facts.items] == ["0302", "0301"]
    assert [item.number for item in notice.facts.items] == [1, 2]
    assert notice.facts.most_minutes == 180
    assert notice.key == f"urgent/ha/{min(notice.lists)}"


def test_of_one_dossier_it_stands_with_the_letters_about_it() -> None:
    occasion = an_afternoon()

    notices = list(urgent_notices(by_the_hour(occasion, DOSSIER), occasion))

    assert {notice.thread for notice in notices} == {f"dossier/{DOSSIER.code}"}
    assert several_are_urgent().thread is None


@pytest.mark.parametrize(
    "dossier",
    [
        pytest.param(replace(DOSSIER, status=Status.FINISHED), id="ended meanwhile"),
        pytest.param(replace(DOSSIER, as_of=vn("2026-11-12 09:00")), id="no longer known"),
        pytest.param(replace(DOSSIER, as_of=vn("2026-12-31 16:50")), id="beyond the calendar"),
    ],
)
def test_what_presses_no_more_is_left_out(dossier: Dossier) -> None:
    occasion = an_afternoon()
    found = (replace(one, dossier=dossier) for one in by_the_hour(occasion, DOSSIER))

    assert list(urgent_notices(found, occasion)) == []


def test_what_was_told_is_no_news() -> None:
    occasion = an_afternoon()
    found = (replace(one, told=frozenset({"hoa"})) for one in by_the_hour(occasion, DOSSIER))

    assert list(urgent_notices(found, occasion)) == []


def test_without_a_date_or_working_hours_no_hours_are_named() -> None:
    occasion = an_afternoon("2026-11-12 14:00")
    day = filed(
        "1", "chung-thuc", a_dossier(received="2026-11-11 14:00", as_of=SEEN, promised=None)
    )
    undated = replace(day, received_at=None, promises=())
    found = (replace(one, dossier=undated) for one in by_the_hour(occasion, DOSSIER))

    (notice,) = urgent_notices(found, occasion)

    assert isinstance(notice.facts, UrgentFacts)
    assert notice.facts.most_minutes is None


def test_other_matters_name_no_other_clock() -> None:
    found = by_the_hour(an_afternoon(), DOSSIER)

    assert (late_step(found), late_receipt(found)) == (None, None)


@pytest.mark.parametrize(
    ("handler", "person"),
    [
        pytest.param("dung", "dung", id="who has the step"),
        pytest.param("Người lạ", "hoa", id="not in the directory: the dossier's handler"),
        pytest.param(None, "hoa", id="no step known"),
    ],
)
def test_whoever_has_the_step_hears_of_it(handler: str | None, person: str) -> None:
    step = Step(name="a", unit="", handler=handler or "", began_at=vn("2026-11-10 08:00"))
    dossier = replace(DOSSIER, steps=(step,) if handler is not None else ())

    (route,) = a_routing().find(Role.STEP_HANDLER, dossier)

    assert route.recipient.person == person


def test_a_digest_names_the_clock_that_a_finding_speaks_of() -> None:
    stepping, receiving = of_a_late_step().facts, of_late_receptions().facts

    assert isinstance(stepping, DigestFacts)
    assert isinstance(receiving, DigestFacts)
    (step,) = (one.late_step for one in stepping.headings[0].items)
    receipts = [one.late_receipt for one in receiving.headings[0].items]
    assert step is not None
    assert step.due_at == vn("2026-11-11 17:00")
    assert [one.receive_by for one in receipts if one] == [
        vn("2026-11-10 17:00"),
        vn("2026-11-11 14:20"),
    ]

"""A finding ends by itself, by a later stage of it, or by a deadline that has moved."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.finding import Ending, Finding, Severity, ending_of, split_stage, stage_of
from tests.builders import vn

DUE, MOVED = vn("2026-11-11 17:00"), vn("2026-11-13 17:00")
OF_DOSSIER = Finding(
    rule="overdue",
    dossier="D-1",
    stage="0d",
    deadline=DUE,
    severity=Severity.BREACH,
    tells=(),
)
OF_UNIT = replace(OF_DOSSIER, dossier="", unit="KT", deadline=None)


@pytest.mark.parametrize(
    ("step", "episode", "stage"),
    [
        pytest.param("asked", 5, "asked@5", id="an import"),
        pytest.param("begun", date(2026, 11, 9), "begun@2026-11-09", id="a day"),
    ],
)
def test_a_stage_names_its_step_and_its_episode(
    step: str, episode: int | date, stage: str
) -> None:
    assert stage_of(step, episode) == stage
    assert split_stage(stage) == (step, str(episode))


def test_a_stage_of_no_episode_is_a_step_alone() -> None:
    assert split_stage("3d") == ("3d", "")


@pytest.mark.parametrize(
    ("stage", "begun", "ending"),
    [
        pytest.param("0d", [], Ending.RESOLVED, id="nothing began"),
        pytest.param(
            "0d",
            [replace(OF_DOSSIER, rule="due_today")],
            Ending.RESOLVED,
            id="another rule",
        ),
        pytest.param(
            "0d", [replace(OF_DOSSIER, stage="3d")], Ending.REPEATED, id="a later stage"
        ),
        pytest.param(
            "0d",
            [replace(OF_DOSSIER, deadline=MOVED)],
            Ending.SUPERSEDED,
            id="another deadline",
        ),
        pytest.param(
            "0d",
            [replace(OF_DOSSIER, deadline=MOVED), replace(OF_DOSSIER, stage="3d")],
            Ending.REPEATED,
            id="a later stage beside another deadline",
        ),
        pytest.param(
            "asked@5",
            [replace(OF_DOSSIER, stage="told@5")],
            Ending.REPEATED,
            id="the next step",
        ),
        pytest.param(
            "asked@5",
            [replace(OF_DOSSIER, stage="told@7")],
            Ending.RESOLVED,
            id="a step of another episode",
        ),
    ],
)
def test_why_a_finding_of_a_dossier_ends(
    stage: str, begun: list[Finding], ending: Ending
) -> None:
    assert ending_of("overdue", stage, DUE, begun=begun) is ending


@pytest.mark.parametrize(
    ("stage", "then", "ending"),
    [
        pytest.param("asked@5", "told@5", Ending.REPEATED, id="the next step"),
        pytest.param("asked@5", "told@7", Ending.RESOLVED, id="a step of another episode"),
        pytest.param("2026-11", "2026-12", Ending.RESOLVED, id="a month is an episode itself"),
    ],
)
def test_why_a_finding_of_a_unit_ends(stage: str, then: str, ending: Ending) -> None:
    begun = [replace(OF_UNIT, stage=then)]

    assert ending_of("overdue", stage, None, begun=begun) is ending

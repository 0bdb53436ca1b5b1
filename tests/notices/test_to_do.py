"""Each reader is asked for what he can do, and for nothing that is done."""

import pytest

from monitor.domain.directory import Role
from monitor.domain.finding import Finding, Severity
from monitor.domain.letter import LetterState
from monitor.notices.heard import Group, Heard
from monitor.notices.letter_note import LetterNote
from monitor.notices.occasion import Matter
from monitor.notices.to_do import ToDo, what_to_do
from tests.builders import a_dossier, vn
from tests.notices.scenes import moved_survey

PLAIN = a_dossier(promised="2026-11-13 17:00")


def heard(*rules: str, roles: frozenset[Role], is_moved: bool = False) -> Heard:
    dossier = moved_survey() if is_moved else PLAIN
    matters = tuple(
        Matter(
            id=number,
            finding=Finding(
                rule=rule,
                dossier=dossier.code,
                stage="once",
                deadline=vn("2026-11-13 17:00"),
                severity=Severity.WARNING,
                tells=tuple(roles),
            ),
            dossier=dossier,
        )
        for number, rule in enumerate(rules)
    )
    return Heard(matters=matters, roles=roles)


HANDLER, SIGNER = frozenset({Role.HANDLER}), frozenset({Role.SIGNER})
BOTH = HANDLER | SIGNER


@pytest.mark.parametrize(
    ("rules", "group", "state", "roles", "expected"),
    [
        pytest.param(
            ("due_unconfirmed",),
            Group.UNCONFIRMED,
            None,
            HANDLER,
            None,
            id="unconfirmed",
        ),
        pytest.param(("promise_missing",), Group.UNDATED, None, HANDLER, None, id="undated"),
        pytest.param(
            ("dates_contradict",), Group.CONTRADICTED, None, HANDLER, None, id="contradicted"
        ),
        pytest.param(("due_soon",), Group.SOON, None, HANDLER, None, id="soon, not asked yet"),
        pytest.param(
            ("due_soon", "apology_ask"),
            Group.SOON,
            None,
            HANDLER,
            ToDo.ANSWER,
            id="soon, asked",
        ),
        pytest.param(
            ("apology_due",), Group.ANSWER, LetterState.ASKED, HANDLER, ToDo.ANSWER, id="silent"
        ),
        pytest.param(
            ("apology_due",), Group.ANSWER, None, SIGNER, ToDo.DIRECT, id="silent, the signer"
        ),
        pytest.param(
            ("apology_due",),
            Group.ANSWER,
            None,
            BOTH,
            ToDo.ANSWER,
            id="a signer who handles it",
        ),
        pytest.param(
            ("due_soon",), Group.SOON, LetterState.IN_TIME, HANDLER, None, id="said in time"
        ),
        pytest.param(
            ("due_today",),
            Group.TODAY,
            LetterState.IN_TIME,
            HANDLER,
            ToDo.TELL_TODAY,
            id="today",
        ),
        pytest.param(
            ("overdue",), Group.OVERDUE, None, HANDLER, ToDo.STATE_CAUSE, id="late, no word"
        ),
        pytest.param(
            ("overdue",), Group.OVERDUE, None, SIGNER, ToDo.DIRECT, id="late, the signer"
        ),
        pytest.param(
            ("overdue",),
            Group.OVERDUE,
            LetterState.DRAFT,
            HANDLER,
            ToDo.AWAIT_APPROVAL,
            id="late, drafted",
        ),
        pytest.param(
            ("apology_due",),
            Group.LETTER,
            LetterState.DRAFT,
            SIGNER,
            ToDo.APPROVE,
            id="drafted",
        ),
        pytest.param(
            ("apology_due",),
            Group.LETTER,
            LetterState.APPROVED,
            HANDLER,
            ToDo.AWAIT_SIGNATURE,
            id="approved",
        ),
        pytest.param(
            ("apology_due",),
            Group.LETTER,
            LetterState.APPROVED,
            SIGNER,
            ToDo.SIGN,
            id="to sign",
        ),
        pytest.param(
            ("apology_due",),
            Group.LETTER,
            LetterState.REFUSED,
            HANDLER,
            ToDo.REWRITE,
            id="refused",
        ),
        pytest.param(
            ("apology_due",),
            Group.LETTER,
            LetterState.REFUSED,
            SIGNER,
            ToDo.DIRECT,
            id="refused, the signer",
        ),
        pytest.param(
            ("overdue",),
            Group.OVERDUE,
            LetterState.ISSUED,
            HANDLER,
            ToDo.FINISH,
            id="late again",
        ),
        pytest.param(
            ("due_soon",),
            Group.SOON,
            LetterState.DELIVERED,
            HANDLER,
            None,
            id="moved, soon due",
        ),
    ],
)
def test_what_is_asked(
    rules: tuple[str, ...],
    group: Group,
    state: LetterState | None,
    roles: frozenset[Role],
    expected: ToDo | None,
) -> None:
    letter = LetterNote(state=state)

    asked = what_to_do(heard(*rules, roles=roles), group, letter, is_ours=True)

    assert asked is expected


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        pytest.param(Group.OVERDUE, ToDo.FINISH, id="late"),
        pytest.param(Group.TODAY, ToDo.FINISH, id="due today"),
        pytest.param(Group.SOON, None, id="soon due"),
    ],
)
def test_a_date_moved_once_is_not_moved_again(group: Group, expected: ToDo | None) -> None:
    moved = heard("overdue", roles=HANDLER, is_moved=True)

    assert what_to_do(moved, group, LetterNote(), is_ours=True) is expected


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        pytest.param(Group.OVERDUE, ToDo.URGE, id="late"),
        pytest.param(Group.SOON, None, id="soon due"),
    ],
)
def test_another_agency_is_urged_and_no_letter_of_ours_is_asked_for(
    group: Group, expected: ToDo | None
) -> None:
    asked = heard("overdue", "apology_due", roles=HANDLER)

    assert what_to_do(asked, group, LetterNote(), is_ours=False) is expected

"""How much one tick wants to tell, and when that is too much to be true."""

from dataclasses import replace

import pytest

from monitor.domain.finding import Severity
from monitor.domain.note import Note, NoteKind
from monitor.domain.notice import Notice, NoticeKind
from monitor.notices.blast import ALWAYS_FEW, AlarmFacts, Blast, alarm, measure
from monitor.notices.occasion import Matter
from tests.builders import vn
from tests.notices.office import an_occasion, late_burial, matters

OCCASION = an_occasion()
LATE = next(one for one in matters(OCCASION, late_burial()) if one.finding.rule == "overdue")


def a_mail(number: int, kind: NoticeKind = NoticeKind.DIGEST) -> Notice:
    facts = AlarmFacts(today=OCCASION.today, blast=BLAST, held=0)
    recipient = OCCASION.routing.operator
    return Notice(kind=kind, key=f"{kind}/{number}", recipient=recipient, facts=facts)


BLAST = Blast(mails=3, late=21, open=30, most=20)


def late(number: int) -> Matter:
    code = f"H{number}"
    finding = replace(LATE.finding, dossier=code)
    return replace(LATE, id=number, finding=finding, dossier=replace(LATE.dossier, code=code))


def test_mails_about_dossiers_and_dossiers_newly_late_are_counted() -> None:
    mails = [a_mail(n, kind) for n, kind in enumerate(NoticeKind)]

    blast = measure(mails, [late(1), late(1), late(2)], open_dossiers=400, max_share=0.25)

    assert blast == Blast(mails=3, late=2, open=400, most=100)


@pytest.mark.parametrize(
    "matter",
    [
        pytest.param(replace(LATE, told=frozenset({"hoa"})), id="told already"),
        pytest.param(replace(LATE, is_baseline=True), id="of a first import"),
        pytest.param(
            replace(
                LATE,
                notes=(
                    Note(
                        kind=NoteKind.ACKNOWLEDGED,
                        by="hoa",
                        at=vn("2026-11-12 08:00"),
                        text="seen",
                    ),
                ),
            ),
            id="acknowledged",
        ),
        pytest.param(
            replace(
                LATE,
                finding=replace(LATE.finding, rule="due_soon", severity=Severity.WARNING),
            ),
            id="not late",
        ),
    ],
)
def test_what_is_no_news_or_not_late_is_not_counted(matter: Matter) -> None:
    assert measure((), [matter], open_dossiers=1, max_share=0).late == 0


@pytest.mark.parametrize(
    ("mails", "newly_late", "open_dossiers", "is_too_much"),
    [
        pytest.param(ALWAYS_FEW, ALWAYS_FEW, 1, False, id="few, in a small office"),
        pytest.param(ALWAYS_FEW + 1, 0, 1, True, id="one mail too many"),
        pytest.param(0, ALWAYS_FEW + 1, 1, True, id="one dossier too many"),
        pytest.param(0, 50, 100, False, id="half of the open ones"),
        pytest.param(0, 51, 100, True, id="more than half"),
    ],
)
def test_more_than_the_share_is_too_much(
    *, mails: int, newly_late: int, open_dossiers: int, is_too_much: bool
) -> None:
    blast = measure(
        [a_mail(n) for n in range(mails)],
        [late(n) for n in range(newly_late)],
        open_dossiers=open_dossiers,
        max_share=0.5,
    )

    assert blast.is_too_much is is_too_much


def test_the_operator_is_told_of_what_is_held() -> None:
    notice = alarm(BLAST, OCCASION, name="morning")

    assert notice.key == f"alarm/{OCCASION.today}/morning"
    assert notice.recipient == OCCASION.routing.operator
    assert notice.facts == AlarmFacts(today=OCCASION.today, blast=BLAST, held=3)

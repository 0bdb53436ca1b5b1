"""How much one tick wants to tell, and when that is too much to be true."""

from dataclasses import replace

import pytest

from monitor.domain.note import Note, NoteKind
from monitor.domain.notice import Notice, NoticeKind
from monitor.notices.blast import AlarmFacts, Blast, alarm, measure
from monitor.notices.heard import GROUP_OF
from monitor.notices.occasion import Matter
from monitor.notices.slots import Telling
from tests.builders import vn
from tests.notices.office import an_occasion, late_burial, matters

OCCASION = an_occasion()
LATE = next(one for one in matters(OCCASION, late_burial()) if one.finding.rule == "overdue")


def a_mail(number: int, kind: NoticeKind = NoticeKind.DIGEST) -> Notice:
    facts = AlarmFacts(today=OCCASION.today, blast=BLAST, held=0)
    recipient = OCCASION.routing.operator
    return Notice(kind=kind, key=f"{kind}/{number}", recipient=recipient, facts=facts)


BLAST = Blast(mails=3, named=23, late=21, open=30, most=20, most_named=22)


def a_matter(number: int, rule: str = "overdue") -> Matter:
    code = f"H{number}"
    finding = replace(LATE.finding, dossier=code, rule=rule)
    return replace(LATE, id=number, finding=finding, dossier=replace(LATE.dossier, code=code))


def a_listing(*matters: Matter, kind: NoticeKind = NoticeKind.DIGEST) -> Notice:
    return replace(a_mail(0, kind), lists=tuple(one.id for one in matters))


def test_mails_about_dossiers_and_dossiers_newly_named_are_counted() -> None:
    late, soon = a_matter(1), a_matter(2, "due_soon")
    again = replace(a_matter(3, "paused_long"), dossier=late.dossier)
    mails = [replace(a_mail(n, kind), lists=(1, 2, 3)) for n, kind in enumerate(NoticeKind)]

    blast = measure(
        mails,
        [late, soon, again],
        open_dossiers=400,
        telling=Telling(max_share=0.25, max_named_share=0.5),
    )

    assert blast == Blast(mails=3, named=2, late=1, open=400, most=100, most_named=200)


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
    ],
)
def test_what_is_no_news_is_not_counted(matter: Matter) -> None:
    blast = measure([a_listing(matter)], [matter], open_dossiers=1, telling=Telling(few=0))

    assert (blast.named, blast.late) == (0, 0)


@pytest.mark.parametrize(
    "notices",
    [
        pytest.param([], id="in no mail"),
        pytest.param([a_listing(LATE, kind=NoticeKind.OPERATOR)], id="to the operator alone"),
    ],
)
def test_what_no_mail_about_dossiers_names_is_not_counted(notices: list[Notice]) -> None:
    assert measure(notices, [LATE], open_dossiers=1, telling=Telling(few=0)).named == 0


@pytest.mark.parametrize("rule", sorted(GROUP_OF))
def test_under_whatever_heading_a_dossier_is_named_it_counts(rule: str) -> None:
    wrong = [a_matter(n, rule) for n in range(200)]

    blast = measure([a_listing(*wrong)], wrong, open_dossiers=220, telling=Telling())

    assert (blast.named, blast.is_too_much) == (200, True)


@pytest.mark.parametrize(
    ("mails", "named", "open_dossiers", "is_too_much"),
    [
        pytest.param(20, 20, 1, False, id="few, in a small office"),
        pytest.param(21, 0, 1, True, id="one mail too many"),
        pytest.param(0, 21, 1, True, id="one late dossier too many"),
        pytest.param(0, 50, 100, False, id="half of the open ones late"),
        pytest.param(0, 51, 100, True, id="more than half late"),
    ],
)
def test_more_than_the_share_is_too_much(
    *, mails: int, named: int, open_dossiers: int, is_too_much: bool
) -> None:
    news = [a_matter(n) for n in range(named)]
    listing = [a_listing(*news)] if news and not mails else []
    written = [replace(a_mail(n), lists=tuple(one.id for one in news)) for n in range(mails)]

    blast = measure(
        listing or written,
        news,
        open_dossiers=open_dossiers,
        telling=Telling(max_share=0.5, few=20),
    )

    assert blast.is_too_much is is_too_much


@pytest.mark.parametrize(
    ("named", "open_dossiers", "is_too_much"),
    [
        pytest.param(20, 20, False, id="few, all of a small office"),
        pytest.param(21, 20, True, id="one more"),
        pytest.param(75, 100, False, id="the share"),
        pytest.param(76, 100, True, id="more than the share"),
    ],
)
def test_more_may_be_named_than_may_be_late(
    *, named: int, open_dossiers: int, is_too_much: bool
) -> None:
    news = [a_matter(n, "due_soon") for n in range(named)]
    telling = Telling(max_share=0.5, max_named_share=0.75, few=20)

    blast = measure([a_listing(*news)], news, open_dossiers=open_dossiers, telling=telling)

    assert blast.is_too_much is is_too_much


@pytest.mark.parametrize(
    ("few", "is_too_much"), [pytest.param(5, False, id="few"), pytest.param(4, True, id="more")]
)
def test_an_office_says_what_is_few(*, few: int, is_too_much: bool) -> None:
    news = [a_matter(n) for n in range(5)]
    telling = Telling(max_share=0.5, few=few)

    blast = measure([a_listing(*news)], news, open_dossiers=6, telling=telling)

    assert blast.is_too_much is is_too_much


def test_the_operator_is_told_of_what_is_held() -> None:
    notice = alarm(BLAST, OCCASION, name="morning")

    assert notice.key == f"alarm/{OCCASION.today}/morning"
    assert notice.recipient == OCCASION.routing.operator
    assert notice.facts == AlarmFacts(today=OCCASION.today, blast=BLAST, held=3)

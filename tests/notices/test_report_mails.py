"""A report goes to the leaders of its unit, and to no mailbox outside the agency."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Directory
from monitor.domain.period import Period
from monitor.notices.report_mails import Revision, kept_out, report_mails
from monitor.notices.route import Gap, Lack
from tests.builders import vn
from tests.notices.office import COMMUNE, LEADER, a_directory, a_routing
from tests.notices.scenes import a_paper

PAPER = a_paper(Period.month("2026-11"))
SECOND = replace(LEADER, code="second", mailbox="second@tanbinhan.example")


@pytest.mark.parametrize(
    ("directory", "expected"),
    [
        pytest.param(a_directory(), ["thanh"], id="the leader"),
        pytest.param(a_directory(SECOND), ["second", "thanh"], id="both leaders"),
        pytest.param(
            a_directory(without=frozenset({"thanh"})), ["unit:XA"], id="no leader: the unit"
        ),
        pytest.param(
            a_directory(
                replace(COMMUNE, own_domains=("TanBinhAn.example",)),
                replace(SECOND, mailbox="second@gmail.example"),
            ),
            ["thanh"],
            id="nobody outside the agency's domains",
        ),
        pytest.param(
            a_directory(replace(LEADER, deputy="phuc", absent_from=SECOND.absent_from)),
            ["thanh"],
            id="a leader who is there",
        ),
    ],
)
def test_who_reads_a_report(directory: Directory, expected: list[str]) -> None:
    notices = report_mails(PAPER, directory, a_routing(directory))

    assert [one.recipient.person for one in notices] == expected


def test_two_leaders_with_one_mailbox_are_one_reader() -> None:
    directory = a_directory(replace(LEADER, mailbox=""), replace(SECOND, mailbox=""))

    notices = report_mails(PAPER, directory, a_routing(directory))

    assert [one.recipient.person for one in notices] == ["unit:XA"]


def test_one_report_and_reader_is_one_key() -> None:
    (notice,) = report_mails(PAPER, a_directory(), a_routing())

    assert notice.key == "report/XA/2026-11/thanh"
    assert [one.name for one in notice.attachments] == [
        "bao-cao-2026-11.pdf",
        "bao-cao-2026-11.docx",
        "bao-cao-2026-11.xlsx",
    ]


def test_a_revision_is_another_mail() -> None:
    revision = Revision(number=2, replaced_at=vn("2026-12-01 13:45"), moved=1)

    (notice,) = report_mails(replace(PAPER, revision=revision), a_directory(), a_routing())

    assert notice.key == "report/XA/2026-11/thanh/2"
    assert notice.attachments[0].name == "bao-cao-2026-11-ban-2.pdf"


@pytest.mark.parametrize(
    ("directory", "expected"),
    [
        pytest.param(a_directory(), frozenset(), id="no domains are named"),
        pytest.param(
            a_directory(replace(COMMUNE, own_domains=("tanbinhan.example",))),
            frozenset(),
            id="all of the agency's own",
        ),
        pytest.param(
            a_directory(
                replace(COMMUNE, own_domains=("tanbinhan.example",)),
                replace(LEADER, mailbox="thanh@noi-khac.example"),
            ),
            frozenset({Lack(gap=Gap.FOREIGN_MAILBOX, where=LEADER.source_name)}),
            id="a leader's of elsewhere",
        ),
    ],
)
def test_who_gets_no_report_is_told(directory: Directory, expected: frozenset[Lack]) -> None:
    assert kept_out(directory, a_routing(directory)) == expected


def test_a_reader_without_any_mailbox_is_another_lack() -> None:
    directory = a_directory(
        replace(COMMUNE, own_domains=("tanbinhan.example",), mailbox=""),
        without=frozenset({"thanh"}),
    )

    told = kept_out(directory, a_routing(directory))

    assert told == frozenset()

"""The sample month, its first week: the same tick as the daemon's."""

import email
import shutil
from datetime import date
from email import policy
from pathlib import Path

import pytest

from monitor.bootstrap import App, build
from monitor.demo.checks import checks
from monitor.demo.lives import Life
from monitor.demo.play import Played, play
from monitor.demo.typed import typings
from monitor.domain.message import MessageState
from tests.demo.conftest import ROOT


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("demo")
    return play(ROOT / "settings.toml", folder, until=date(2026, 11, 6))


@pytest.fixture
def app(week: Played) -> App:
    return build(week.folder / "settings.toml", environ={})


def test_heads_get_one_summary_of_the_first_import(week: Played) -> None:
    assert week.mails["baseline"] == 4
    assert week.mails["digest"] > 10


def test_every_mail_is_sent_once_and_to_nobody_real(week: Played, app: App) -> None:
    files = list((week.folder / "mail").glob("*.eml"))
    mails = [
        email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in files
    ]
    with app.outside.store.reading() as work:
        entries = work.outbox.list(limit=1_000)
    app.close()

    assert {entry.state for entry in entries} == {MessageState.SENT}
    assert len(files) == len(entries) == sum(week.mails.values())
    assert all(str(mail["To"]).rstrip(">").endswith(".example") for mail in mails)
    assert len({mail["Message-ID"] for mail in mails}) == len(mails)


def test_taken_files_are_moved_away(week: Played) -> None:
    inbox = week.folder / "inbox"

    assert [path.name for path in inbox.iterdir()] == ["done"]
    assert len(list((inbox / "done").iterdir())) == 5 * 2 + 1


def test_the_checks_notice_what_did_not_come_out(
    week: Played, app: App, lives: tuple[Life, ...]
) -> None:
    differing = {one.what for one in checks(app, lives, week.folder) if not one.holds}
    app.close()

    assert {"dossiers", "letters", "mails_report", "column_total"} <= differing
    assert week.differences == len(differing)


def test_a_workbook_is_answered_in_and_read(
    week: Played, app: App, lives: tuple[Life, ...]
) -> None:
    drop = week.folder / "var" / "so-viec-tra-loi"
    written = [life for life in lives if life.plan and life.plan.in_workbook]
    with app.outside.store.reading() as work:
        letters = work.letters.of(life.code for life in written)
    whole = {one.what: one for one in checks(app, lives, week.folder)}
    others = [life for life in lives if life not in written]
    astray = {one.what: one for one in checks(app, others, week.folder)}
    app.close()

    assert (drop / "done" / "so-viec-VHXH-2026-11-06.xlsx").is_file()
    assert {letter.answered_by for letter in letters} == {"hoa"}
    for what in ("workbook_in_time", "workbook_late"):
        assert whole[what].holds
        assert not astray[what].holds


def test_a_letter_is_withdrawn_when_the_result_came_in_time(week: Played) -> None:
    assert week.letters["withdrawn"] > 10


def test_a_planted_difference_is_noticed(
    week: Played, app: App, lives: tuple[Life, ...], tmp_path: Path
) -> None:
    mail = tmp_path / "mail"
    shutil.copytree(week.folder / "mail", mail)
    whole = {one.what: one for one in checks(app, lives, tmp_path)}
    next(mail.glob("*.eml")).unlink()

    robbed = {one.what: one for one in checks(app, lives, tmp_path)}
    app.close()

    assert whole["mails_files"].holds
    assert not robbed["mails_files"].holds
    assert robbed["mails_files"].expected == robbed["mails_files"].found + 1


def test_the_clerk_types_last_months_figures_into_the_workbook(week: Played, app: App) -> None:
    october = next(one for one in typings() if one.month == date(2026, 10, 1))
    with app.outside.store.reading() as work:
        figures = work.workbooks.figures(october.month)
    app.close()

    assert week.folder.joinpath(
        "var", "so-viec-tra-loi", "done", "so-viec-TTHCC-2026-11-02.xlsx"
    ).is_file()
    assert {one.name: one.value for one in figures} == {
        name: int(text.replace(".", "")) for name, text in october.figures.items()
    }
    assert {(one.unit, one.by, one.at) for one in figures} == {("TBA", "le", october.typed_at)}

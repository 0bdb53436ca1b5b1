"""Past imports through other settings, at the command line."""

import json

import pytest

from tests.offices import CODE, FolderOffice

SPAN = ("--from", "2026-11-10", "--to", "20/11/2026")


def test_other_settings_warn_earlier(busy: FolderOffice) -> None:
    before = busy.json("replay", *SPAN)
    after = busy.json("replay", *SPAN, "--set", "rules.warn_days=5")

    assert before["imports"] == after["imports"] == 1
    assert before["due"] == after["due"] > 0
    stages = {one["stage"] for one in after["warnings"] if one["rule"] == "due_soon"}
    assert "5d" in stages
    assert "3d" not in stages


def test_a_replay_changes_nothing(busy: FolderOffice) -> None:
    before = busy.done("status", "--json")

    busy.done("replay", *SPAN, "--set", "rules.warn_days=[5, 2]")

    assert json.loads(busy.done("status", "--json")) == json.loads(before)
    assert not list(busy.folder.glob("**/replay.db"))


def test_late_dossiers_without_a_warning_are_named(busy: FolderOffice) -> None:
    told = busy.done("replay", *SPAN)

    assert told.startswith("Đã diễn lại 1 lần nạp.\n")
    assert "Hồ sơ có ngày hẹn trong kỳ" in told


def test_a_file_that_is_gone_is_told(busy: FolderOffice) -> None:
    for path in (busy.inbox / "done").iterdir():
        path.unlink()

    told = busy.done("replay", *SPAN)

    assert "Không còn tệp" in told
    assert CODE not in told


@pytest.mark.parametrize(
    "tried",
    [
        pytest.param("warn_days=5", id="no table"),
        pytest.param("rules.warn_days", id="no value"),
        pytest.param("mail.port=25", id="another table"),
    ],
)
def test_what_is_no_choice_of_the_rules_is_refused(busy: FolderOffice, tried: str) -> None:
    result = busy.call("replay", *SPAN, "--set", tried)

    assert result.exit_code == 2
    assert tried in result.stderr


@pytest.mark.parametrize(
    "tried",
    [
        pytest.param("rules.warn_dais=5", id="a key nobody knows"),
        pytest.param("rules.warn_days=soon", id="a word for a number"),
        pytest.param("rules.apology_ask_days=1", id="a contradiction"),
    ],
)
def test_a_choice_out_of_range_is_told(busy: FolderOffice, tried: str) -> None:
    result = busy.call("replay", *SPAN, "--set", tried)

    assert result.exit_code == 1
    assert "rules." in result.stderr


def test_a_span_that_ends_before_it_begins_is_refused(busy: FolderOffice) -> None:
    result = busy.call("replay", "--from", "2026-11-20", "--to", "2026-11-10")

    assert result.exit_code == 2

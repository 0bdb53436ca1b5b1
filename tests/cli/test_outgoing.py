"""`dunghan outbox`: held mail is seen, let go and discarded from the command line."""

from pathlib import Path

import pytest

from tests.cli.conftest import a_copy
from tests.offices import FolderOffice, a_row, an_office, lay_list

STORM = "2026-11-12T07:20"
HELD = ["digest/binh/2026-11-12/morning", "leader/duc/2026-11-12"]


@pytest.fixture(scope="module")
def storm(tmp_path_factory: pytest.TempPathFactory) -> FolderOffice:
    """Return an office on a morning on which thirty dossiers are late at once."""
    office = an_office(tmp_path_factory.mktemp("storm") / "office")
    lay_list(office.inbox, a_row())
    office.done("tick", "--at", "2026-11-11T08:30")
    rows = [
        a_row(
            f"H99.01-261026-{n:04d}", received="26/10/2026 08:00", promised="09/11/2026 17:00"
        )
        for n in range(30)
    ]
    lay_list(office.folder, a_row(), *rows, name="ds_20261112_0710.csv")
    office.done("ingest", office.folder / "ds_20261112_0710.csv", "--at", STORM)
    result = office.call("tick", "--at", STORM)
    assert result.exit_code == 1
    assert "Đã giữ lại" in result.stderr
    return office


@pytest.fixture
def stormy(storm: FolderOffice, tmp_path: Path) -> FolderOffice:
    """Return the same office, to work in."""
    return a_copy(storm, tmp_path)


def state(office: FolderOffice) -> dict[str, str]:
    return {one["key"]: one["state"] for one in office.json("outbox", "list")}


def test_held_mail_is_listed_with_its_keys_and_told_by_the_status(
    stormy: FolderOffice,
) -> None:
    lines = stormy.done("outbox", "list", "--state", "held").splitlines()
    status = stormy.done("status", "--at", STORM)

    assert sorted(line.split()[-1] for line in lines if HELD) == sorted(
        key for key, is_held in state(stormy).items() if is_held == "held"
    )
    assert set(HELD) <= {line.split()[-1] for line in lines}
    assert "bị giữ lại, chờ người xem" in status
    assert "Đã giữ lại" in status
    assert state(stormy)["alarm/2026-11-12/morning"] == "sent"


def test_all_of_it_is_let_go_and_sent(stormy: FolderOffice) -> None:
    told = stormy.done("outbox", "release", "--all", "--at", "2026-11-12T08:00")
    stormy.done("deliver", "--at", "2026-11-12T08:00")

    assert "bỏ 0 thư" in told
    assert {state(stormy)[key] for key in HELD} == {"sent"}


def test_one_of_it_is_let_go(stormy: FolderOffice) -> None:
    stormy.done("outbox", "release", HELD[0], "--at", "2026-11-12T08:00")

    assert [state(stormy)[key] for key in HELD] == ["ready", "held"]


def test_what_is_too_old_is_discarded_and_told_with_status_1(stormy: FolderOffice) -> None:
    result = stormy.call("outbox", "release", *HELD, "--at", "2026-11-13T08:00")

    assert result.exit_code == 1
    assert result.stdout.count("\n") == 3
    assert f"Đã bỏ {HELD[0]}: không còn đúng với hiện tại" in result.stdout
    assert "Cho gửi 0 thư, bỏ 2 thư" in result.stdout


def test_it_is_discarded(stormy: FolderOffice) -> None:
    told = stormy.done("outbox", "discard", "--all")

    assert told.startswith("Đã bỏ ")
    assert "held" not in state(stormy).values()


@pytest.mark.parametrize("command", ["release", "discard"])
@pytest.mark.parametrize(
    ("args", "status", "told"),
    [
        pytest.param([], 2, "Đề nghị nêu mã các thư, hoặc --all", id="nothing named"),
        pytest.param(["--all", "x"], 2, "không dùng cả hai", id="both"),
        pytest.param(["x"], 1, "mang mã “x” đang bị giữ lại", id="not held"),
    ],
)
def test_what_cannot_be_done_is_told(
    busy: FolderOffice, command: str, args: list[str], status: int, told: str
) -> None:
    result = busy.call("outbox", command, *args)

    assert (result.exit_code, result.stdout) == (status, "")
    assert told in result.stderr

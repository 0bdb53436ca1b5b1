"""`dunghan outbox`: held mail is seen, let go and discarded from the command line."""

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.domain.message import Outcome, Phase
from tests.cli.conftest import a_copy
from tests.offices import FolderOffice, a_row, an_office, lay_list
from tests.outbox import LEASE, MORNING, a_message, a_reply, an_end

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


@pytest.fixture
def waiting(busy: FolderOffice) -> FolderOffice:
    """Return an office with three mails that wait: one is parked, one to a citizen."""
    with busy.app("2026-11-11 08:00") as app, app.outside.store.writing() as work:
        sent = work.outbox.list()[0]
        content = work.outbox.content(sent.id)
        work.outbox.add(replace(a_message(name), content=content) for name in ("one", "two"))
        work.outbox.add([replace(a_message("citizen"), key=TO_CITIZEN, kind="letter_recalled")])
        taken = work.delivery.claim(at=MORNING, limit=1, lease=LEASE)
        refused = a_reply(Outcome.PERMANENT, Phase.ENVELOPE, "550 5.1.1 nobody here")
        work.delivery.settle([an_end(one, refused) for one in taken], at=MORNING)
    return busy


TO_CITIZEN = "letter/H1/1/recall/citizen"
ONE, TWO = a_message("one").key, a_message("two").key


def test_one_is_shown_with_its_attempts(waiting: FolderOffice) -> None:
    shown = waiting.done("outbox", "show", ONE).splitlines()
    found = waiting.json("outbox", "show", ONE)

    assert "dừng lại, cần người xem" in shown[0]
    assert shown[1] == (
        "  lần 1, 08:30 12/11/2026: không nhận, khi nêu địa chỉ: 550 5.1.1 nobody here"
    )
    assert [one["outcome"] for one in found["tries"]] == ["permanent"]
    assert (found["state"], found["tells"]) == ("parked", [])
    assert "content" not in found


def test_whom_it_tells_of_what_is_shown_in_codes(stormy: FolderOffice) -> None:
    lines = stormy.done("outbox", "show", HELD[0]).splitlines()
    tells = stormy.json("outbox", "show", HELD[0])["tells"]

    assert "bị giữ lại vì một lượt muốn báo quá nhiều" in lines[0]
    assert lines[1].startswith("  báo binh: ")
    assert len(tells) == len(lines) - 1
    assert {one["person"] for one in tells} == {"binh"}


def test_a_citizens_mailbox_is_masked_there_too(waiting: FolderOffice) -> None:
    told = waiting.done("outbox", "show", TO_CITIZEN)

    assert "citizen@" not in told
    assert waiting.json("outbox", "show", TO_CITIZEN)["recipient"] == "***@mail.example"


def test_its_bytes_go_where_somebody_asks_for_them(waiting: FolderOffice) -> None:
    file = waiting.folder / "one.eml"

    told = waiting.done("outbox", "show", ONE, "--content", file)
    printed = waiting.done("outbox", "show", ONE, "--content", "-")

    assert f"Đã ghi nguyên văn thư vào {file}." in told
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_bytes().startswith(b"From: ")
    assert printed.startswith("From: ")


def test_parked_mail_is_tried_again(waiting: FolderOffice) -> None:
    told = waiting.done("outbox", "retry", ONE)

    assert told == "Gửi lại 1 thư.\n"
    assert state(waiting)[ONE] == "ready"
    assert waiting.json("outbox", "retry", "--all") == []


def test_what_waits_is_held_let_go_and_ended(waiting: FolderOffice) -> None:
    told = waiting.done("outbox", "hold", TWO, TO_CITIZEN)
    line = waiting.done("outbox", "list", "--state", "held").splitlines()[-1]
    gone = waiting.json("outbox", "release", TO_CITIZEN)
    closed = waiting.done("outbox", "discard", "--told", TWO)

    assert told.startswith("Đã giữ lại 2 thư")
    assert "bị giữ lại theo quyết định của người vận hành" in line
    assert gone == {"gone": [TO_CITIZEN], "outdated": []}
    assert closed == "Đã thôi gửi 1 thư.\n"
    assert (state(waiting)[TWO], state(waiting)[TO_CITIZEN]) == ("superseded", "ready")


def test_what_is_in_doubt_is_shown_so(waiting: FolderOffice) -> None:
    with waiting.app("2026-11-12 09:00") as app, app.outside.store.writing() as work:
        taken = work.delivery.claim(at=MORNING, limit=1, lease=LEASE)
        work.delivery.enter_data(taken, at=MORNING)
        in_data = taken[0].message.key
    on_its_way = waiting.done("outbox", "show", in_data).splitlines()
    with waiting.app("2026-11-12 09:00") as app, app.outside.store.writing() as work:
        work.delivery.find_abandoned(at=MORNING + LEASE, wait=LEASE)
    doubtful = waiting.done("outbox", "show", in_data).splitlines()

    assert "đang gửi, nội dung đang đi" in on_its_way[0]
    assert on_its_way[1] == "  nếu bị ngắt thì gửi lại từ: 08:32 12/11/2026"
    assert doubtful[1] == "  gửi lần tới: từ 08:34 12/11/2026"
    assert "chờ gửi, có thể đã đến" in doubtful[0]
    assert (
        sum("có thể đã đến" in one for one in waiting.done("outbox", "list").splitlines()) == 1
    )
    assert "có thể đã đến người nhận" in doubtful[2]
    assert "không rõ đã nhận hay chưa, khi gửi nội dung: -" in doubtful[3]


def test_all_whose_readers_know_are_ended_once_somebody_is_sure(waiting: FolderOffice) -> None:
    waiting.done("outbox", "hold", TWO, TO_CITIZEN)

    asked = waiting.call("outbox", "discard", "--told", "--all")
    before = state(waiting)
    told = waiting.done("outbox", "discard", "--told", "--all", "--yes")

    assert (asked.exit_code, asked.stdout) == (2, "")
    assert "cả 2 thư" in asked.stderr
    assert {before[TWO], before[TO_CITIZEN]} == {"held"}
    assert told == "Đã thôi gửi 2 thư.\n"
    assert {state(waiting)[TWO], state(waiting)[TO_CITIZEN]} == {"superseded"}


def test_what_a_blast_holds_is_not_ended_so(stormy: FolderOffice) -> None:
    told = stormy.done("outbox", "discard", "--told", "--all", "--yes")

    assert told == "Đã thôi gửi 0 thư.\n"
    assert {state(stormy)[key] for key in HELD} == {"held"}


def test_a_list_tells_how_much_it_leaves_out(waiting: FolderOffice) -> None:
    more = 205
    with waiting.app("2026-11-11 08:00") as app, app.outside.store.writing() as work:
        work.outbox.add(a_message(f"more-{n}") for n in range(more))
    every = waiting.json("outbox", "list")

    lines = waiting.done("outbox", "list").splitlines()
    few = waiting.done("outbox", "list", "--limit", "2").splitlines()
    some = waiting.done("outbox", "list", "--kind", "letter_recalled", "--limit", "2")

    assert len(every) > more
    assert len(lines) == 201
    assert lines[-1].startswith(f"Còn {len(every) - 200} thư nữa")
    assert few[2:] == [f"Còn {len(every) - 2} thư nữa, cũ hơn; thêm --limit để xem."]
    assert "thư nữa" not in some
    assert len(waiting.json("outbox", "list", "--limit", "3")) == 3


def test_mail_is_listed_by_kind_and_age(waiting: FolderOffice) -> None:
    found = waiting.json("outbox", "list", "--kind", "letter_recalled")
    old = waiting.json("outbox", "list", "--until", "2026-11-11T08:00")

    assert [one["key"] for one in found] == [TO_CITIZEN]
    assert {ONE, TWO}.isdisjoint(one["key"] for one in old)


@pytest.mark.parametrize(
    ("args", "status", "told"),
    [
        pytest.param(["retry"], 2, "mọi thư đã dừng lại", id="nothing to retry"),
        pytest.param(["retry", "--all", ONE], 2, "không dùng cả hai", id="both"),
        pytest.param(["hold"], 2, "nêu mã các thư cần giữ lại", id="nothing to hold"),
        pytest.param(["discard", "--told", "--all"], 2, "cả 0 thư", id="told, all, not sure"),
        pytest.param(["show", "x"], 1, "Thư “x” không có", id="show, unknown"),
        pytest.param(["retry", "x"], 1, "Thư “x” không có", id="retry, unknown"),
        pytest.param(["retry", TWO], 1, "đang chờ gửi", id="retry what waits"),
        pytest.param(["hold", ONE], 1, "đã dừng lại", id="hold what is parked"),
        pytest.param(["discard", "--told", TWO], 1, "đang chờ gửi", id="end what waits"),
    ],
)
def test_wrong_use_is_told(
    waiting: FolderOffice, args: list[str], status: int, told: str
) -> None:
    result = waiting.call("outbox", *args)

    assert (result.exit_code, result.stdout) == (status, "")
    assert told in result.stderr


def test_by_what_a_person_held_people_count_as_told(waiting: FolderOffice) -> None:
    waiting.done("outbox", "hold", TWO)

    result = waiting.call("outbox", "discard", TWO)

    assert result.exit_code == 1
    assert "đã được tính là đã báo" in result.stderr
    assert state(waiting)[TWO] == "held"

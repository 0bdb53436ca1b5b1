"""`dunghan tick` from cron or a task scheduler: after nights switched off, and two at once."""

from monitor.daemon import TICK_LOCK, alone
from tests.builders import vn
from tests.daemon.process import PATIENCE, rows
from tests.offices import FolderOffice, a_message, an_office, lay_messages


def tick(office: FolderOffice, at: str) -> str:
    """Let a scheduler call the program once, in a process of its own."""
    with office.process("tick", "--at", vn(at).isoformat()) as process:
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, b""), err.decode()
    return out.decode()


def told(office: FolderOffice, kind: str) -> list[str]:
    query = f"SELECT key FROM messages WHERE kind = '{kind}' AND state = 'sent' ORDER BY key"  # noqa: S608
    return [key for (key,) in rows(office, query)]


def test_what_nights_and_a_month_s_end_switched_off_left_undone_is_done(
    office: FolderOffice,
) -> None:
    office = an_office(office.folder)  # of usual hours
    lay_messages(office.inbox, [a_message()], at="2026-11-09 07:10")
    office.done("tick", "--at", vn("2026-11-09 07:40").isoformat())
    assert told(office, "digest") == []  # the first export is the baseline
    moved = a_message("H99.01-261102-0002", NgayHenTra="20261118170000")

    lay_messages(office.inbox, [a_message(), moved], at="2026-12-01 14:30")
    out = tick(office, "2026-12-01 15:00")  # three weeks later, and past the slots of the day

    assert "Đã nạp 1 tệp" in out
    found = rows(office, "SELECT DISTINCT stage FROM findings WHERE rule = 'overdue'")
    assert found == [("5d",)]  # the stage reached, none of those missed
    slot = "2026-12-01/afternoon"
    assert told(office, "digest") == [f"digest/binh/{slot}", f"digest/unit:TTHCC/{slot}"]
    assert rows(office, "SELECT count(*) FROM reports") == [(1,)]
    before = rows(office, "SELECT count(*) FROM messages")
    assert "soạn 0 thư" in office.done("tick", "--at", vn("2026-12-01 15:05").isoformat())
    assert rows(office, "SELECT count(*) FROM messages") == before


def test_a_second_call_says_who_is_at_it_and_does_nothing(office: FolderOffice) -> None:
    at = vn("2026-11-09 07:40")
    with alone(office.var, at=at, name=TICK_LOCK):
        out = office.done("tick")

    assert out.startswith("Một lượt khác đang chạy (pid ")
    assert "từ 07:40 09/11/2026); lượt này không làm gì" in out
    assert rows(office, "SELECT 1 FROM heartbeats") == []
    assert "xét 0 hồ sơ" in office.done("tick")


def test_a_call_that_cannot_say_who_it_is_is_told_all_the_same(office: FolderOffice) -> None:
    with alone(office.var, at=vn("2026-11-09 07:40"), name=TICK_LOCK):
        (office.var / TICK_LOCK).write_text("", encoding="ascii")
        out = office.done("tick")

    assert out.startswith("Một lượt khác đang chạy; ")


def test_two_calls_at_once_do_it_once(office: FolderOffice) -> None:
    lay_messages(office.inbox, [a_message()], at="2026-11-09 07:10")
    at = vn("2026-11-09 07:40").isoformat()
    with office.process("tick", "--at", at) as one, office.process("tick", "--at", at) as two:
        outs = [process.communicate(timeout=PATIENCE)[0].decode() for process in (one, two)]

    assert [one.returncode, two.returncode] == [0, 0]
    assert sum("Đã nạp 1 tệp" in out for out in outs) == 1
    sent = rows(office, "SELECT count(*) FROM messages WHERE state = 'sent'")
    assert sent == [(len(office.mails),)]

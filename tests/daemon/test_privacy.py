"""Whatever goes wrong, a daemon's log and pages name no person, no address and no secret."""

import json
import shutil
import socket
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

from monitor.clock import now
from tests.channels.post import LOOPBACK, a_post
from tests.channels.probes.test_ping import SECRET, Listener, listening
from tests.daemon.process import (
    QUICK,
    Daemon,
    an_open_office,
    assert_the_log_is_clean,
    rows,
    running,
    until,
)
from tests.offices import ROOT, FolderOffice, a_message, lay_messages

NAMES = ("Trần Không Có Thật", "Bùi Thị Bịa Ra", "Công ty TNHH Chẳng Đâu Cả")
PHONES = ("0999 888 777", "0999888666", "+84 999 888 555")
ADDRESSES = ("Số 7 ngõ Tưởng Tượng", "Thôn Không Tồn Tại", "Tổ 0 khu Hư Cấu")
MAILBOXES = ("khongcothat@dancu.example", "biara@dancu.example", "dauca@dancu.example")
OFFICIALS = ("Mẫu Đức", "Mẫu Thanh", "Mẫu Bình", "Mẫu Tâm", "tam@", "binh@", "duc@", "kinhte@")
PASSWORD = "mật-khẩu-bịa-đặt"  # noqa: S105 - of nobody
PRIVATE = (
    *NAMES,
    *PHONES,
    *ADDRESSES,
    *MAILBOXES,
    *OFFICIALS,
    PASSWORD,
    SECRET,
    "@vidu.example",
)
OLD = {"NgayTiepNhan": "20260302080000", "NgayHenTra": "20260305170000"}


def lay_people(office: FolderOffice) -> None:
    """Lay down dossiers of invented people, a row that cannot be read, and a torn file."""
    people = zip(NAMES, PHONES, ADDRESSES, MAILBOXES, strict=True)
    messages = [
        a_message(
            f"H99.01-260302-000{number}",
            ChuHoSo=name,
            SoDienThoai=phone,
            DiaChi=address,
            Email=mailbox,
            **OLD,
        )
        for number, (name, phone, address, mailbox) in enumerate(people)
    ]
    bad = {**messages[0], "MaHoSo": "H99.01-260302-0009", "NgayTiepNhan": NAMES[0]}
    more = [{**messages[1], "MaHoSo": f"H99.01-260302-001{number}"} for number in range(5)]
    lay_messages(office.inbox, [*messages, *more, bad], at=f"{now():%Y-%m-%d %H:%M}")
    (office.inbox / "so.xlsx").write_bytes(b"PK\x03\x04" + NAMES[0].encode())


def break_a_template(office: FolderOffice, folder: Path) -> None:
    """Give the office templates of its own, one of which asks for what is not there."""
    shutil.copytree(ROOT / "templates", folder)
    body = folder / "emails" / "leader" / "body.txt"
    body.write_text("{{ nobody_knows_this }}", encoding="utf-8")
    edit(office, f'templates = "{ROOT.as_posix()}/templates"', f'templates = "{folder}"')


def edit(office: FolderOffice, old: str, new: str) -> None:
    text = office.settings.read_text(encoding="utf-8")
    assert old in text
    office.settings.write_text(text.replace(old, new), encoding="utf-8")


def shown(port: int, path: str) -> str:
    with closing(HTTPConnection(LOOPBACK, port, timeout=10)) as connection:
        connection.request("GET", path)
        return connection.getresponse().read().decode()


def a_free_port() -> int:
    with socket.socket() as one:
        one.bind((LOOPBACK, 0))
        return int(one.getsockname()[1])


def has_met_it_all(office: FolderOffice, listener: Listener, daemon: Daemon) -> bool:
    states = {state for (state,) in rows(office, "SELECT state FROM messages")}
    faults = {name.split("/")[0] for (name,) in rows(office, "SELECT name FROM faults")}
    retried = any("retried" in line for line in daemon.log())
    return (
        {"parked"} <= states
        and {"mail", "import"} <= faults
        and retried
        and bool(listener.asked)
    )


def test_nobody_is_named_whatever_goes_wrong(tmp_path: Path) -> None:
    """One daemon meets it all, so that two seconds of starting are spent once."""
    office = an_open_office(tmp_path / "office", more=QUICK)
    break_a_template(office, tmp_path / "templates")
    lay_people(office)
    port = a_free_port()
    with listening(Listener()) as listener, a_post() as post:
        post.script["RCPT"] = [f"550 5.1.1 {OFFICIALS[4]}vidu.example {NAMES[0]} unknown"]
        post.script["DATA"] = [f"451 4.7.1 come again, {MAILBOXES[0]}"]
        listen = f'listen = "{LOOPBACK}:{port}"\nping_url = "{listener.url}"'
        edit(office, 'listen = ""', listen)
        way = (
            f'[mail]\nchannel = "smtp"\nhost = "{LOOPBACK}"\nport = {post.port}\ntls = "none"\n'
        )
        edit(office, "[mail]\n", way)
        with running(office, env={"DUNGHAN_MAIL_PASSWORD": PASSWORD}) as daemon:
            until(lambda: has_met_it_all(office, listener, daemon), daemon)
            pages = {path: shown(port, path) for path in ("/healthz", "/metrics")}
            out, log = daemon.end()

    told = out + json.dumps(log, ensure_ascii=False) + "".join(pages.values())
    assert [word for word in PRIVATE if word in told] == []
    assert_the_log_is_clean(log)
    health = json.loads(pages["/healthz"])
    signs = {one["sign"] for one in health["minded"]}
    assert (health["live"], health["ready"]) == (True, True)
    assert {"parked", "faults", "backup"} <= signs
    assert "dunghan_dossiers_late 8.0" in pages["/metrics"].splitlines()
    assert {path for _, path, _ in listener.asked} == {f"/{SECRET}"}

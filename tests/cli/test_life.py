"""`dunghan tick` tells a watcher that it lives, as the daemon does, and goes on without one."""

from tests.channels.probes.test_ping import SECRET, Listener, listening
from tests.cli.conftest import MORNING
from tests.offices import FolderOffice


def name_a_watcher(office: FolderOffice, url: str) -> None:
    text = office.settings.read_text(encoding="utf-8")
    watched = text.replace("[watch]\n", f'[watch]\nping_url = "{url}"\n')
    office.settings.write_text(watched, encoding="utf-8")


def test_a_tick_tells_that_it_went_well(office: FolderOffice) -> None:
    with listening(Listener()) as listener:
        name_a_watcher(office, listener.url)
        office.done("tick", "--at", MORNING)

    assert [path for _, path, _ in listener.asked] == [f"/{SECRET}"]


def test_a_watcher_who_refuses_is_told_of_and_nothing_else_fails(office: FolderOffice) -> None:
    with listening(Listener(status=410)) as listener:
        name_a_watcher(office, listener.url)
        result = office.call("tick", "--at", MORNING)

    assert result.exit_code == 0
    assert "Không báo được cho dịch vụ theo dõi ở ping_url: dịch vụ không nhận" in result.stderr
    assert SECRET not in result.output

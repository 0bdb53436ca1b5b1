"""`check` notes what a restore or an upgrade set aside longer ago than names are kept."""

from pathlib import Path

from monitor.cli.check_aside import aside_looks
from monitor.cli.check_look import Verdict
from monitor.settings import load
from tests.builders import vn
from tests.offices import FolderOffice

OLD = ("truoc-phuc-hoi-20250101T080000-2", "truoc-nang-cap-0009-20250101T080000.db")
YOUNG = ("truoc-phuc-hoi-20260501T080000", "truoc-nang-cap-0009-20260501T080000-2.db")
OTHERS = ("truoc-phuc-hoi-cua-toi", "monitor.db-20250101T080000")
AT = vn("2026-06-01 08:00")


def seen(office: FolderOffice) -> list[str]:
    return [look.what for look in aside_looks(load(office.settings, {}), at=AT)]


def lay(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for name in (*OLD, *YOUNG, *OTHERS):
        (folder / name).mkdir()


def test_only_what_is_older_than_names_are_kept_is_noted(office: FolderOffice) -> None:
    lay(office.var)
    unlimited = seen(office)
    with office.settings.open("a", encoding="utf-8") as file:
        file.write("\n[retention]\nmonths = 12\n")

    looks = list(aside_looks(load(office.settings, {}), at=AT))

    assert unlimited == []
    assert [look.what.partition(str(office.var))[2][1:] for look in looks] == sorted(OLD)
    assert {look.verdict for look in looks} == {Verdict.WARNING}
    assert "12 tháng" in looks[0].remedy


def test_check_tells_it_and_goes_on(office: FolderOffice) -> None:
    office.done("init")
    lay(office.var)
    with office.settings.open("a", encoding="utf-8") as file:
        file.write("\n[retention]\nmonths = 12\n")

    told = office.call("check", "--at", "2026-06-01T08:00").stdout

    assert f"[lưu ý]  Dữ liệu để sang bên {office.var / OLD[0]}" in told

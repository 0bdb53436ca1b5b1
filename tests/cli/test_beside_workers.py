"""Commands beside the workers of a cluster that go by other settings, or work at all."""

from pathlib import Path

import pytest

from monitor.clock import now
from monitor.flows.crew import sign_in
from monitor.ports.dispatcher import Queue
from tests.builders import a_worker, vn
from tests.cli.conftest import MORNING
from tests.offices import FolderOffice

NAME, SEEN = "may-9:1", "2026-11-11 07:15"
LEADER = a_worker(Queue.LEAD, name=NAME, at=SEEN, binding="others")


@pytest.mark.parametrize("command", ["tick", "scan", "notify", "reconcile"])
def test_nothing_is_judged_by_other_settings(busy: FolderOffice, command: str) -> None:
    text = busy.settings.read_text("utf-8")
    busy.settings.write_text(f"{text}\n[rules]\nwarn_days = [9]\n", "utf-8")
    with busy.app(MORNING) as app:
        sign_in(app.store, LEADER, at=vn(SEEN))

    refused = busy.call(command, "--at", MORNING)

    assert refused.exit_code == 1
    assert NAME in refused.stderr


def test_units_are_not_merged_beside_an_older_directory(
    busy: FolderOffice, tmp_path: Path
) -> None:
    file = tmp_path / "sap-nhap.csv"
    file.write_text("Mã đơn vị cũ;Mã đơn vị mới\nX;KT\n", "utf-8")
    with busy.app(MORNING) as app:
        sign_in(app.store, LEADER, at=vn(SEEN))

    refused = busy.call("units", "merge", file, "--at", MORNING)

    assert refused.exit_code == 1
    assert NAME in refused.stderr


def test_a_store_is_not_copied_while_workers_write_to_it(busy: FolderOffice) -> None:
    with busy.app(MORNING) as app:
        sign_in(app.store, LEADER, at=now())

    refused = busy.call("copy", "--to", "sqlite:///new/back.db")

    assert refused.exit_code == 1
    assert NAME in refused.stderr

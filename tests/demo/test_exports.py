"""What the sample office exports is what our own sources read."""

from collections import Counter
from pathlib import Path

import pytest

from examples.make import make
from monitor.demo.exports import WRONG_ROWS, write_exports
from monitor.demo.lives import Life
from monitor.demo.timeline import FIRST_DAY, export_at
from monitor.domain.dossier import Channel
from monitor.domain.record import Record, Reject
from monitor.sources import SourceOptions, open_export
from tests.demo.conftest import ROOT
from tests.sources.files import rows_of

AT = export_at(FIRST_DAY)


def read(path: Path) -> tuple[str, list[Record], list[Reject]]:
    export = open_export(path, options=SourceOptions())
    assert export.exported_at == AT
    records, rejects = rows_of(export)
    return export.source, records, rejects


@pytest.mark.parametrize("kind", ["ledger", "list", "national"])
def test_an_export_is_read_back_whole(
    kind: str, lives: tuple[Life, ...], tmp_path: Path
) -> None:
    [path] = write_exports(tmp_path, lives, at=AT, kinds=[kind])
    shown = {
        life.code
        for life in lives
        if life.received_at <= AT and (kind != "national" or life.channel is Channel.ONLINE)
    }

    source, records, rejects = read(path)

    assert source == kind
    assert {record.code for record in records} == shown
    assert len(rejects) == (WRONG_ROWS if kind == "ledger" else 0)


def test_the_wrong_rows_of_the_ledger_are_told(lives: tuple[Life, ...], tmp_path: Path) -> None:
    [path] = write_exports(tmp_path, lives, at=AT, kinds=["ledger"])

    _, _, rejects = read(path)

    assert [one.reason for one in rejects] == ["bad_date", "missing_code"]


def test_the_examples_are_what_the_script_makes(tmp_path: Path) -> None:
    made = make(tmp_path)

    assert len(made) == 3
    for path in made:
        kept = ROOT / "examples" / "exports" / path.name
        assert path.read_bytes() == kept.read_bytes(), path.name


def test_channels_are_mixed(lives: tuple[Life, ...]) -> None:
    channels = Counter(life.channel for life in lives)

    assert all(channels[channel] > 10 for channel in Channel)

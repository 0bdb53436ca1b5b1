"""What is listed of some units alone, asked of both databases."""

import pytest

from monitor.domain.handed import Handed, HandWay
from monitor.flows.ingest import ingest
from monitor.flows.scan import scan
from monitor.ports.outbox import Place
from monitor.ports.store import Wanted
from monitor.rules import RULES
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import a_file, a_record
from tests.notices.office import DIRECTORY, OFFICE
from tests.outbox import a_message

AT = vn("2026-11-17 08:00")
OWN = frozenset({"VHXH"})


@pytest.fixture
def filled(store: SqlStore) -> SqlStore:
    """Return a store in which something stands of two units, and mail of both."""
    records = (a_record("A-1", unit="VHXH"), a_record("B-1", unit="KT", row=2))
    export = a_file(*records, exported="2026-11-17 07:10")
    ingest(store, DIRECTORY, export, max_reject_share=0, at=vn("2026-11-17 07:15"))
    scan(store, OFFICE, RULES, at=AT)
    with store.writing() as work:
        for unit in ("VHXH", "KT"):
            said = Handed(dossier="", unit=unit, way=HandWay.GROUP, by="le", at=AT)
            work.handed.keep(said)
        work.outbox.add([a_message("vhxh"), a_message("kt")])
    return store


def test_lists_and_counts_are_of_these_units(filled: SqlStore) -> None:
    with filled.reading() as work:
        assert work.dossiers.open_by_unit() == {"VHXH": 1, "KT": 1}
        assert list(work.dossiers.codes(units=OWN)) == ["A-1"]
        assert work.dossiers.unknown_counts(frozenset()) == {}
        assert [one.unit for one in work.handed.newest(9, units=OWN)] == ["VHXH"]
        assert work.letters.in_state(units=OWN) == []
        assert work.workbooks.latest(9, units=OWN) == []
        found = work.findings.find(Wanted(units=OWN), limit=9)
        assert {one.finding.dossier for one in found} == {"A-1"}
        assert sum(work.gauges.findings(OWN).values()) == len(found)
        assert work.gauges.letters(OWN) == {}
        assert work.gauges.dossiers_under("overdue", "due_unconfirmed", units=OWN) == 1


def test_messages_are_of_whoever_is_there(filled: SqlStore) -> None:
    place = Place(units=OWN, mailboxes=frozenset({"vhxh@mail.example"}))
    with filled.reading() as work:
        assert [one.recipient for one in work.outbox.list(place=place)] == ["vhxh@mail.example"]
        assert work.outbox.count(place=place) == 1
        assert work.outbox.count(place=Place(units=frozenset(), mailboxes=frozenset())) == 0

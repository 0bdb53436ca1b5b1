"""A province with its communes in one store: each hears of its own, and by its own calendar."""

from collections.abc import Iterator
from itertools import product

import pytest

from monitor.bootstrap import App
from monitor.flows.handoff import FOLDER
from monitor.flows.letter_paper import paper_of
from tests.builders import vn
from tests.fakes import DictShelf
from tests.province import (
    ALIKE,
    COMMUNES,
    ONLY_EAST,
    Filed,
    a_province,
    lay,
    look,
    mails,
    outside_of,
)

HANDLERS = (ALIKE, ONLY_EAST, "Người Chưa Biết", "")
DUES = ("12/11/2026 17:00", "13/11/2026 17:00", "17/11/2026 17:00")
FINISHES = ("", "03/11/2026 09:00")
FILED = tuple(
    Filed(code=f"{one}-{number:04}", unit=f"{one}-KT", handler=who, due=due, finished=finished)
    for one in COMMUNES
    for number, (who, due, finished) in enumerate(product(HANDLERS, DUES, FINISHES))
) + tuple(Filed(code=f"{one}-0099", unit=f"{one}-KT", due="") for one in COMMUNES)
WEEK = (
    *("2026-11-11 07:20", "2026-11-12 07:20", "2026-11-12 13:40", "2026-11-13 07:20"),
    *("2026-11-16 07:20", "2026-11-17 07:20"),
)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[App, DictShelf]]:
    """Yield the province after a week in which dossiers came due and were late."""
    office = a_province(tmp_path_factory.mktemp("province"))
    with office.app(WEEK[0]) as app:
        outside = outside_of(app)
        for day, at in enumerate(WEEK):
            if at.endswith("07:20"):
                lay(office, *(FILED if day else FILED[::5]), at=at.replace("07:20", "07:10"))
            look(app, outside, at)
        assert isinstance(outside.shelf, DictShelf)
        yield app, outside.shelf


def others(commune: str) -> str:
    return next(one for one in COMMUNES if one != commune)


@pytest.mark.parametrize("commune", COMMUNES)
def test_no_mail_names_a_dossier_of_another_commune(
    played: tuple[App, DictShelf], commune: str
) -> None:
    app, _ = played
    domain = f"@{commune.lower()}.example"
    own = {to: texts for to, texts in mails(app).items() if to.endswith(domain)}

    assert {f"ld{domain}", f"tp{domain}", f"xl{domain}"} <= own.keys()
    assert any(f"{commune}-0" in text for texts in own.values() for text in texts)
    for texts in own.values():
        for text in texts:
            assert f"{others(commune)}-0" not in text


def test_the_province_hears_of_both(played: tuple[App, DictShelf]) -> None:
    app, _ = played
    told = "\n".join(mails(app)["ld@tinh.example"])

    assert "DONG-0" in told
    assert "TAY-0" in told


def test_namesakes_are_told_apart_by_the_unit_of_the_dossier(
    played: tuple[App, DictShelf],
) -> None:
    app, _ = played
    with app.outside.store.reading() as work:
        dossiers = work.dossiers.load(work.dossiers.codes())

    by_name = {
        (one.code[:3], said.handler): one.handler
        for said in FILED
        for one in [dossiers[said.code]]
    }
    assert by_name["DON", ALIKE] == "xl.dong"
    assert by_name["TAY", ALIKE] == "xl.tay"
    assert by_name["DON", ONLY_EAST] == "rieng.dong"
    assert by_name["TAY", ONLY_EAST] == ONLY_EAST  # nobody of this name is there


@pytest.mark.parametrize("commune", COMMUNES)
def test_each_counter_has_a_list_of_its_own(
    played: tuple[App, DictShelf], commune: str
) -> None:
    _, shelf = played
    calls = shelf.files[FOLDER, f"goi-dien-{commune}-MC.pdf"].decode()

    assert f"{commune}-0" in calls
    assert f"{others(commune)}-0" not in calls
    assert "goi-dien.pdf" not in shelf.names(FOLDER)


def test_each_commune_has_its_calendar_and_its_letterhead(
    played: tuple[App, DictShelf],
) -> None:
    app, _ = played
    with app.outside.store.reading() as work:
        letters = {one.dossier: one for one in work.letters.in_state()}
        papers = {
            commune: paper_of(work, letters[f"{commune}-0000"], app.office)
            for commune in COMMUNES
        }

    assert papers["DONG"].letterhead == ("ỦY BAN NHÂN DÂN", "XÃ ĐÔNG")
    assert papers["TAY"].letterhead == ("ỦY BAN NHÂN DÂN", "XÃ TÂY")
    with app.outside.store.reading() as work:
        standing = {
            one.finding.dossier: one.finding
            for one in work.findings.standing()
            if one.finding.deadline
        }
    due = {commune: standing[f"{commune}-0099"].deadline for commune in COMMUNES}
    assert due == {"DONG": vn("2026-11-16 17:00"), "TAY": vn("2026-11-13 17:00")}

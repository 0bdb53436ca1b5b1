"""`--unit`: a unit and all below it, of every command that lists what is in the store."""

import pytest

from tests.offices import FolderOffice
from tests.province import COMMUNES, Filed, a_province, lay, look, outside_of

DAYS = ("2026-11-11", "2026-11-12", "2026-11-13", "2026-11-16")
FILED = tuple(Filed(code=f"{one}-0001", unit=f"{one}-KT") for one in COMMUNES)
DONE = tuple(
    Filed(code=f"{one}-0002", unit=f"{one}-KT", finished="03/11/2026 09:00") for one in COMMUNES
)
LISTS = (
    ("findings", "list"),
    ("letters", "list"),
    ("outbox", "list"),
    ("so-viec", "list"),
    ("handoff", "show"),
    ("handoff", "list"),
)
EVERY = (*LISTS, ("status",))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> FolderOffice:
    """Return a province where a letter of each commune waits, and mail was written of it."""
    found = a_province(tmp_path_factory.mktemp("province"))
    with found.app(f"{DAYS[0]} 07:20") as app:
        outside = outside_of(app)
        for number, day in enumerate(DAYS):
            filed = (*FILED, *DONE) if number else ()
            many = (
                Filed(code=f"{one}-9{n:03}", unit=one, due="30/11/2026 17:00")
                for one in COMMUNES
                for n in range(30)
            )
            lay(found, *filed, *many, at=f"{day} 07:10")
            look(app, outside, f"{day} 07:20")
    found.done("handoff", "told", "--unit", "DONG", "--by", "mc", "--at", "2026-11-16T09:00")
    found.done("handoff", "told", "--unit", "TAY", "--by", "mc", "--at", "2026-11-16T09:00")
    return found


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
@pytest.mark.parametrize(("unit", "other"), [("DONG", "TAY"), ("TAY", "DONG")])
def test_a_list_is_of_the_unit_and_all_below_it(
    office: FolderOffice, words: tuple[str, ...], unit: str, other: str
) -> None:
    at = ("--at", "2026-11-16T09:00") if words[1] == "show" else ()
    whole = office.done(*words, *at, "--json")
    told = office.done(*words, *at, "--unit", unit, "--json")

    for shown, is_there in ((unit, True), (other, False)):
        marks = (f"{shown}-", f"{shown.lower()}.example", f'"{shown}"')
        assert any(one in whole for one in marks)
        assert any(one in told for one in marks) is is_there


@pytest.mark.parametrize("words", LISTS[:5], ids=" ".join)
def test_the_province_has_all_of_both(office: FolderOffice, words: tuple[str, ...]) -> None:
    at = ("--at", "2026-11-16T09:00") if words[1] == "show" else ()
    told = office.done(*words, *at, "--unit", "TINH", "--json")

    for shown in COMMUNES:
        assert any(one in told for one in (f"{shown}-", f"{shown.lower()}.example"))


def test_the_situation_is_of_the_unit(office: FolderOffice) -> None:
    at = ("--at", "2026-11-16T09:00")
    whole, own = office.json("status", *at), office.json("status", *at, "--unit", "DONG")

    assert (whole["open"], own["open"]) == (62, 31)
    assert own["findings"] == {rule: n // 2 for rule, n in whole["findings"].items() if n // 2}
    assert own["letters"] == {state: n // 2 for state, n in whole["letters"].items()}
    assert (whole["late"], own["late"]) == (2, 1)


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_a_unit_that_nobody_knows_is_refused(
    office: FolderOffice, words: tuple[str, ...]
) -> None:
    result = office.call(*words, "--unit", "KHONG")

    assert result.exit_code != 0
    assert "Không có đơn vị nào mang mã “KHONG”" in result.output

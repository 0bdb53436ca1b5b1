"""Whoever should hear of a dossier is found, or the next best, and what is missing is told."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.directory import Directory, Level, Official, Role, Unit
from monitor.domain.dossier import Dossier
from monitor.notices.recipients import Routing, can_receive
from monitor.notices.route import Gap, Instead, Why
from tests.builders import a_dossier
from tests.notices.office import (
    COMMUNE,
    COUNTER,
    CULTURE,
    HANDLER,
    HEAD,
    LAND,
    a_directory,
    a_routing,
)

MINE = a_dossier(unit="VHXH", handler="hoa")
NOBODYS = a_dossier(unit="VHXH", handler=None)
STRANGERS = a_dossier(unit="VHXH", handler="mot-nguoi-la")
UNKNOWN_UNIT = a_dossier(unit="PHONG-CU", handler=None)
NO_UNIT = a_dossier(unit=None, handler=None)
FOREIGN = a_dossier(unit="VPDK", handler=None)


def away(official: Official, *, deputy: str | None = None) -> Official:
    return replace(
        official,
        absent_from=date(2026, 11, 9),
        absent_to=date(2026, 11, 20),
        deputy=deputy,
    )


def people(directory: Directory, role: Role, dossier: Dossier) -> list[str]:
    routes = a_routing(directory).find(role, dossier)
    return [route.recipient.person for route in routes]


def lacks(directory: Directory, role: Role, dossier: Dossier) -> set[tuple[Gap, str]]:
    routing = a_routing(directory)
    routing.find(role, dossier)
    return {(lack.gap, lack.where) for lack in routing.lacks}


@pytest.mark.parametrize(
    ("role", "dossier", "expected"),
    [
        pytest.param(Role.HANDLER, MINE, ["hoa"], id="the handler"),
        pytest.param(Role.HANDLER, NOBODYS, ["ha"], id="no handler: the head"),
        pytest.param(Role.HANDLER, STRANGERS, ["ha"], id="a handler nobody knows: the head"),
        pytest.param(Role.HEAD, MINE, ["ha"], id="the head of the handler's unit"),
        pytest.param(
            Role.HEAD,
            a_dossier(unit="TT", handler="dung"),
            ["kien"],
            id="the handler's unit comes before the dossier's",
        ),
        pytest.param(Role.LEADER, MINE, ["thanh"], id="the nearest leader upward"),
        pytest.param(Role.SIGNER, MINE, ["phuc"], id="the nearest signer upward"),
        pytest.param(Role.ONE_STOP, MINE, ["unit:TT"], id="the one-stop unit's mailbox"),
        pytest.param(Role.OPERATOR, MINE, ["operator"], id="the operator"),
        pytest.param(Role.HANDLER, UNKNOWN_UNIT, ["operator"], id="a unit nobody knows"),
        pytest.param(Role.HEAD, NO_UNIT, ["operator"], id="no unit at all"),
        pytest.param(Role.ONE_STOP, NO_UNIT, ["operator"], id="no counter without a unit"),
        pytest.param(Role.SIGNER, NO_UNIT, ["operator"], id="no signer without a unit"),
    ],
)
def test_each_place_is_found(role: Role, dossier: Dossier, expected: list[str]) -> None:
    assert people(a_directory(), role, dossier) == expected


@pytest.mark.parametrize(
    ("directory", "role", "expected", "missing"),
    [
        pytest.param(
            a_directory(without=frozenset({"ha"})),
            Role.HEAD,
            "unit:VHXH",
            {(Gap.HEAD, CULTURE.name)},
            id="no head: the unit's mailbox",
        ),
        pytest.param(
            a_directory(replace(HANDLER, mailbox="")),
            Role.HANDLER,
            "ha",
            {(Gap.MAILBOX, HANDLER.source_name)},
            id="a handler without a mailbox: the head",
        ),
        pytest.param(
            a_directory(replace(HANDLER, mailbox="hoa.tanbinhan.example")),
            Role.HANDLER,
            "ha",
            {(Gap.MAILBOX, HANDLER.source_name)},
            id="a mailbox without an at is none",
        ),
        pytest.param(
            a_directory(replace(HANDLER, mailbox=""), replace(HEAD, mailbox="")),
            Role.HANDLER,
            "unit:VHXH",
            {(Gap.MAILBOX, HANDLER.source_name), (Gap.MAILBOX, HEAD.source_name)},
            id="neither has a mailbox: the unit's",
        ),
        pytest.param(
            a_directory(replace(CULTURE, mailbox=""), without=frozenset({"ha"})),
            Role.HEAD,
            "unit:XA",
            {(Gap.HEAD, CULTURE.name), (Gap.UNIT_MAILBOX, CULTURE.name)},
            id="no head, no mailbox: the unit above",
        ),
        pytest.param(
            a_directory(
                replace(CULTURE, mailbox=""),
                replace(COMMUNE, mailbox=""),
                without=frozenset({"ha"}),
            ),
            Role.HEAD,
            "operator",
            {(Gap.HEAD, CULTURE.name), (Gap.UNIT_MAILBOX, CULTURE.name)},
            id="no mailbox anywhere upward: the operator",
        ),
        pytest.param(
            a_directory(without=frozenset({"phuc"})),
            Role.SIGNER,
            "thanh",
            {(Gap.SIGNER, CULTURE.name)},
            id="no signer: the leader",
        ),
        pytest.param(
            a_directory(without=frozenset({"phuc", "thanh"})),
            Role.SIGNER,
            "ha",
            {(Gap.SIGNER, CULTURE.name), (Gap.LEADER, CULTURE.name)},
            id="neither signer nor leader: the head",
        ),
        pytest.param(
            a_directory(without=frozenset({"thanh"})),
            Role.LEADER,
            "ha",
            {(Gap.LEADER, CULTURE.name)},
            id="no leader: the head",
        ),
        pytest.param(
            a_directory(without=frozenset({"TT"})),
            Role.ONE_STOP,
            "unit:VHXH",
            {(Gap.ONE_STOP, CULTURE.name)},
            id="no counter: the unit's mailbox",
        ),
        pytest.param(
            a_directory(replace(COUNTER, mailbox="")),
            Role.ONE_STOP,
            "unit:XA",
            {(Gap.UNIT_MAILBOX, COUNTER.name)},
            id="a counter without a mailbox: the unit above it",
        ),
    ],
)
def test_what_is_missing_is_told_and_somebody_hears(
    directory: Directory, role: Role, expected: str, missing: set[tuple[Gap, str]]
) -> None:
    assert people(directory, role, MINE) == [expected]
    assert lacks(directory, role, MINE) == missing


def test_a_unit_nobody_knows_is_told() -> None:
    assert lacks(a_directory(), Role.HANDLER, UNKNOWN_UNIT) == {(Gap.UNIT, "PHONG-CU")}


@pytest.mark.parametrize(
    ("changed", "expected", "instead", "missing"),
    [
        pytest.param(
            (away(HANDLER, deputy="dung"),),
            "dung",
            Instead(why=Why.ABSENT, name=HANDLER.source_name, until=date(2026, 11, 20)),
            set[Gap](),
            id="the deputy",
        ),
        pytest.param(
            (away(HANDLER, deputy="ha"), away(HEAD, deputy="dung")),
            "dung",
            Instead(why=Why.ABSENT, name=HANDLER.source_name, until=date(2026, 11, 20)),
            set[Gap](),
            id="the deputy's deputy",
        ),
        pytest.param(
            (replace(HANDLER, absent_from=date(2026, 11, 9), deputy="ha"),),
            "ha",
            Instead(why=Why.ABSENT, name=HANDLER.source_name),
            set[Gap](),
            id="away without an end",
        ),
        pytest.param(
            (away(HANDLER),),
            "ha",
            Instead(why=Why.ABSENT, name=HANDLER.source_name, until=date(2026, 11, 20)),
            {Gap.DEPUTY},
            id="no deputy: the head",
        ),
        pytest.param(
            (away(HANDLER, deputy="mot-nguoi-la"),),
            "ha",
            Instead(why=Why.ABSENT, name=HANDLER.source_name, until=date(2026, 11, 20)),
            {Gap.DEPUTY},
            id="a deputy nobody knows: the head",
        ),
        pytest.param(
            (away(HANDLER, deputy="ha"), away(HEAD, deputy="hoa")),
            "unit:VHXH",
            Instead(why=Why.ABSENT, name=HANDLER.source_name, until=date(2026, 11, 20)),
            {Gap.DEPUTY},
            id="deputies in a circle: the unit",
        ),
        pytest.param(
            (away(HANDLER, deputy="hoa"),),
            "ha",
            Instead(why=Why.ABSENT, name=HANDLER.source_name, until=date(2026, 11, 20)),
            {Gap.DEPUTY},
            id="his own deputy: the head",
        ),
        pytest.param(
            (away(HANDLER, deputy="ha"), replace(HEAD, mailbox="")),
            "unit:VHXH",
            Instead(why=Why.ABSENT, name=HANDLER.source_name, until=date(2026, 11, 20)),
            {Gap.MAILBOX},
            id="a deputy without a mailbox: the unit",
        ),
        pytest.param(
            (replace(HANDLER, mailbox=""),),
            "ha",
            Instead(why=Why.NO_MAILBOX, name=HANDLER.source_name),
            {Gap.MAILBOX},
            id="there, but without a mailbox",
        ),
        pytest.param(
            (replace(HANDLER, absent_from=date(2026, 11, 1), absent_to=date(2026, 11, 11)),),
            "hoa",
            None,
            set[Gap](),
            id="back since today",
        ),
    ],
)
def test_somebody_stands_in_and_the_reason_is_said(
    changed: tuple[Official, ...],
    expected: str,
    instead: Instead | None,
    missing: set[Gap],
) -> None:
    (route,) = a_routing(a_directory(*changed)).find(Role.HANDLER, MINE)

    assert route.recipient.person == expected
    assert route.instead == instead
    assert {lack.gap for lack in route.lacks} == missing


def test_two_heads_both_hear() -> None:
    second = replace(HEAD, code="hai", mailbox="hai@tanbinhan.example")

    assert people(a_directory(second), Role.HEAD, MINE) == ["ha", "hai"]


def test_another_agency_is_not_warned_but_the_counter_that_urges_it_is() -> None:
    served = replace(LAND, parent="XA")

    assert people(a_directory(served), Role.HANDLER, FOREIGN) == ["unit:TT"]
    assert people(a_directory(served), Role.SIGNER, FOREIGN) == ["unit:TT"]


def test_another_agency_without_a_counter_of_ours_is_the_operators() -> None:
    assert people(a_directory(), Role.HEAD, FOREIGN) == ["operator"]
    assert (Gap.ONE_STOP, LAND.name) in lacks(a_directory(), Role.HEAD, FOREIGN)


def test_a_recipient_is_named_with_title_and_unit() -> None:
    (person,) = a_routing().find(Role.HANDLER, MINE)
    (unit,) = a_routing().find(Role.ONE_STOP, MINE)

    assert person.recipient.name == "Nguyễn Thị Minh Hoa"
    assert person.recipient.title == "Chuyên viên"
    assert person.recipient.unit == CULTURE.name
    assert person.recipient.unit_code == "VHXH"
    assert person.recipient.is_person
    assert unit.recipient.name == COUNTER.name
    assert not unit.recipient.is_person


def test_an_official_of_no_known_unit_is_still_reached() -> None:
    lost = replace(HANDLER, unit="PHONG-CU")

    (route,) = a_routing(a_directory(lost)).find(Role.HANDLER, MINE)

    assert route.recipient.person == "hoa"
    assert route.recipient.unit == ""


@pytest.mark.parametrize(
    ("mailbox", "expected"),
    [
        pytest.param("a@b.example", True, id="an address"),
        pytest.param("", False, id="nothing"),
        pytest.param("a.b.example", False, id="no at"),
        pytest.param("a@b.example\r\nBcc: c@d.example", False, id="a header in disguise"),
    ],
)
def test_only_an_address_can_receive(mailbox: str, *, expected: bool) -> None:
    assert can_receive(mailbox) is expected


CODES = st.sampled_from(["a", "b", "c", "d"])
UNITS = st.dictionaries(
    CODES,
    st.builds(
        Unit,
        code=CODES,
        name=CODES,
        level=st.sampled_from(Level),
        parent=st.none() | CODES,
        mailbox=st.sampled_from(["", "x", "u@b.example"]),
    ),
)
OFFICIALS = st.dictionaries(
    CODES,
    st.builds(
        Official,
        code=CODES,
        source_name=CODES,
        unit=CODES,
        role=st.sampled_from([Role.HANDLER, Role.HEAD, Role.LEADER, Role.SIGNER]),
        mailbox=st.sampled_from(["", "x", "o@b.example"]),
        deputy=st.none() | CODES,
        absent_from=st.sampled_from([None, date(2026, 11, 12)]),
    ),
)


@given(
    units=UNITS,
    officials=OFFICIALS,
    role=st.sampled_from(Role),
    unit=st.none() | CODES,
    handler=st.none() | CODES,
)
def test_whatever_the_directory_lacks_somebody_with_a_mailbox_hears(
    units: dict[str, Unit],
    officials: dict[str, Official],
    role: Role,
    unit: str | None,
    handler: str | None,
) -> None:
    directory = Directory(
        units={code: replace(one, code=code) for code, one in units.items()},
        officials={code: replace(one, code=code) for code, one in officials.items()},
    )
    routing = Routing(directory, on=date(2026, 11, 12), operator="op@b.example")

    routes = routing.find(role, a_dossier(unit=unit, handler=handler))

    assert routes
    assert all(can_receive(route.recipient.mailbox) for route in routes)
    assert routes == routing.find(role, a_dossier(unit=unit, handler=handler))

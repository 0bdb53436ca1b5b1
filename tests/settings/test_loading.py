"""settings.toml as shipped is the default, and a wrong one is told whole."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import time
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel

from monitor.catalogues import load_catalogue
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.dossier import ApplicantKind, Status
from monitor.domain.errors import SettingsError
from monitor.domain.policy import DayEnd, LateBy, Policy
from monitor.settings import Settings, SourceTable, default_calendar, load, to_policy
from monitor.settings.faults import Fault
from monitor.settings.rules import Choices
from monitor.settings.tables import Notify
from monitor.sources import SOURCES
from tests.builders import CALENDAR_2026

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "settings.toml"
NOTHING: Mapping[str, str] = MappingProxyType({})

SMALLEST = """
[paths]
units = "units.csv"
officials = "officials.csv"
procedures = "procedures.csv"

[[sources]]
system = "tinh"
name = "A system"
folder = "inbox"
move_done = true

[mail]
sender = "a@example.example"
sender_name = "An office"

[notify]
operator = "b@example.example"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def written(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path, environ: Mapping[str, str] = NOTHING) -> dict[str, str]:
    """Return reason by key of the refusal that a file meets."""
    with pytest.raises(SettingsError) as raised:
        load(path, environ)
    assert raised.value.facts["file"] == path.name
    problems = raised.value.facts["problems"]
    assert isinstance(problems, tuple)
    return dict(problems)


def sentence(code: str, **facts: object) -> str:
    text: str = load_catalogue("operator_settings")[code]
    return text.format(**facts)


# As shipped


def test_the_shipped_file_runs_the_embedded_default() -> None:
    settings = load(SHIPPED, NOTHING)

    assert settings.store.url == f"sqlite:///{ROOT.as_posix()}/var/monitor.db"
    assert settings.mail.channel == "folder"
    assert settings.paths.units == ROOT / "examples/directory/units.csv"
    assert [source.folder for source in settings.sources] == [ROOT / "examples/exports"]
    assert not settings.sources[0].move_done


def test_the_shipped_file_names_every_key() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    named = set(re.findall(r"^(?:# )?([a-z_]+) = ", text, flags=re.MULTILINE))
    tables = set(re.findall(r"^\[+(?:[a-z]+\.)?([a-z_]+)\]+$", text, flags=re.MULTILINE))

    assert (named | tables) >= set(keys_of(Settings)) - {"password", "certificate_password"}


def test_the_shipped_file_writes_down_the_defaults(folder: Path) -> None:
    shipped = load(SHIPPED, NOTHING)
    smallest = load(written(folder, SMALLEST), NOTHING)

    for name in ("rules", "imports", "report", "run", "watch"):
        assert getattr(shipped, name) == getattr(smallest, name)
    own = {"sender", "sender_name", "operator", "folder"}
    for name in ("mail", "notify"):
        told, default = (
            getattr(one, name).model_dump(exclude=own) for one in (shipped, smallest)
        )
        assert told == default
    assert smallest.mail.folder == folder / "var/mail"
    assert smallest.paths.calendar == folder / "calendar.toml"


def test_every_table_is_explained_in_vietnamese() -> None:
    blocks = re.split(r"^(?=\[)", SHIPPED.read_text(encoding="utf-8"), flags=re.MULTILINE)

    for block in blocks:
        comments = [line for line in block.splitlines() if line.startswith("#")]
        assert any(not line.isascii() for line in comments) or block.startswith("[sources.")


def test_kinds_are_those_of_the_sources() -> None:
    kinds = get_args(get_args(SourceTable.model_fields["kind"].annotation)[0])

    assert set(kinds) == {source.code for source in SOURCES}


# Paths, store and secrets


def test_settings_without_a_store_keep_it_beside_the_file(folder: Path) -> None:
    assert "[store]" not in SMALLEST

    settings = load(written(folder, SMALLEST), NOTHING)

    assert settings.store.url == f"sqlite:///{folder.as_posix()}/var/monitor.db"


def test_relative_paths_start_from_the_file_and_absolute_ones_stay(folder: Path) -> None:
    text = SMALLEST.replace('"units.csv"', '"/srv/units.csv"')

    paths = load(written(folder, text), NOTHING).paths

    assert paths.units == Path("/srv/units.csv")
    assert paths.officials == folder / "officials.csv"
    assert paths.var == folder / "var"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("sqlite:///data/m.db", "sqlite:///{folder}/data/m.db", id="relative"),
        pytest.param("sqlite:////srv/m.db", "sqlite:////srv/m.db", id="absolute"),
    ],
)
def test_the_environment_decides_over_the_file_s_store(
    folder: Path, url: str, expected: str
) -> None:
    path = written(folder, f'[store]\nurl = "sqlite:///other.db"\n{SMALLEST}')

    settings = load(path, {"DUNGHAN_STORE_URL": url})

    assert settings.store.url == expected.format(folder=folder.as_posix())


SERVED = "postgresql://monitor@db:5433/monitor?sslmode=require"


@pytest.mark.parametrize(
    "url",
    [
        pytest.param(
            "postgresql://monitor:open-sesame@db:5433/monitor?sslmode=require", id="user"
        ),
        pytest.param(
            "postgresql://monitor@db:5433/monitor?sslmode=require&password=open-sesame",
            id="query",
        ),
    ],
)
def test_the_password_of_a_server_comes_from_the_environment_and_never_prints(
    folder: Path, url: str
) -> None:
    settings = load(written(folder, SMALLEST), {"DUNGHAN_STORE_URL": url})

    assert settings.store.url == SERVED
    assert settings.store.address == SERVED.replace("monitor@", "monitor:open-sesame@")
    assert settings.store.is_served
    assert "open-sesame" not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_a_server_without_a_password_stands_in_the_file(folder: Path) -> None:
    text = f'[store]\nurl = "{SERVED}"\n{SMALLEST}'

    settings = load(written(folder, text), NOTHING)

    assert settings.store.url == settings.store.address == SERVED


@pytest.mark.parametrize(
    ("line", "key"),
    [
        pytest.param(
            'url = "postgresql://monitor:open-sesame@db/monitor"', "store.url", id="url"
        ),
        pytest.param('password = "open-sesame"', "store.password", id="key"),
    ],
)
@pytest.mark.parametrize("environ", [NOTHING, {"DUNGHAN_STORE_URL": SERVED}])
def test_the_password_of_a_server_in_the_file_is_refused(
    folder: Path, line: str, key: str, environ: Mapping[str, str]
) -> None:
    with pytest.raises(SettingsError) as raised:
        load(written(folder, f"[store]\n{line}\n{SMALLEST}"), environ)

    told = sentence("secret_in_store", variable="DUNGHAN_STORE_URL")
    assert raised.value.facts["problems"] == ((key, told),)
    assert "open-sesame" not in str(raised.value)


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("postgresql://monitor:open-sesame@db", id="no database"),
        pytest.param("postgresql://monitor:open-sesame@db:port/monitor", id="no port"),
        pytest.param("postgresql://monitor:open-sesame@db:99999/monitor", id="a port too high"),
        pytest.param("postgresql://monitor:open-sesame@db/moni\ttor", id="a tab"),
        pytest.param("mysql://monitor:open-sesame@db/monitor", id="another server"),
        pytest.param("nonsense", id="no URL"),
    ],
)
def test_a_wrong_url_is_refused_and_its_password_not_repeated(folder: Path, url: str) -> None:
    problems = refused(written(folder, SMALLEST), {"DUNGHAN_STORE_URL": url})

    assert problems == {"DUNGHAN_STORE_URL": sentence("store_url")}


def test_a_cluster_works_on_a_server(folder: Path) -> None:
    path = written(folder, f'{SMALLEST}\n[run]\ndispatcher = "cluster"\n')

    assert refused(path, NOTHING) == {"run": sentence("cluster_store")}
    assert load(path, {"DUNGHAN_STORE_URL": SERVED}).run.dispatcher == "cluster"


def test_the_password_comes_from_the_environment_and_never_prints(folder: Path) -> None:
    settings = load(written(folder, SMALLEST), {"DUNGHAN_MAIL_PASSWORD": "open-sesame"})

    assert settings.mail.password.get_secret_value() == "open-sesame"
    assert "open-sesame" not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_a_password_in_the_file_is_refused(folder: Path) -> None:
    text = SMALLEST.replace("[mail]", '[mail]\npassword = "open-sesame"')

    with pytest.raises(SettingsError) as raised:
        load(written(folder, text), NOTHING)

    told = sentence("secret_in_file", variable="DUNGHAN_MAIL_PASSWORD")
    assert raised.value.facts["problems"] == (("mail.password", told),)
    assert "open-sesame" not in str(raised.value)


# What is wrong, all at once


def test_all_that_is_wrong_is_told_at_once(folder: Path) -> None:
    text = """
    [paths]
    units = ""
    officials = 3
    [[sources]]
    system = "tỉnh"
    name = " "
    folder = "inbox"
    move_done = "no"
    kind = "lists"
    statuses = { "Đang chờ" = "waiting" }
    applicant_kinds = { "3" = "company" }
    headers = { codes = ["Mã"] }
    [mail]
    sender = "nobody"
    sender_name = "An\\noffice"
    port = 70000
    prot = 25
    password = "open-sesame"
    [rules]
    warn_days = []
    warn_hours = ["4"]
    day_end = "noon"
    same_day_cutoff = "25:00"
    apology_silence_days = 3
    [imports]
    max_reject_share = 1.5
    [run]
    tick_seconds = 0
    [notify]
    afternoon = "08:00"
    [mails]
    """

    problems = refused(written(folder, text))

    one_of = {
        "kind": "ledger, list, national",
        "status": ", ".join(Status),
        "applicant": ", ".join(ApplicantKind),
        "day_end": ", ".join(DayEnd),
    }
    assert problems == {
        "paths.units": sentence("place"),
        "paths.officials": sentence("place"),
        "paths.procedures": sentence("missing"),
        "sources[1].system": sentence("string_pattern_mismatch"),
        "sources[1].name": sentence("blank"),
        "sources[1].move_done": sentence("bool_type"),
        "sources[1].kind": sentence("literal_error", expected=one_of["kind"]),
        "sources[1].statuses.Đang chờ": sentence("enum", expected=one_of["status"]),
        "sources[1].applicant_kinds.3": sentence("enum", expected=one_of["applicant"]),
        "sources[1].headers": sentence(
            "headers", strange="codes", known=", ".join(load_catalogue("headers")["dossiers"])
        ),
        "mail.sender": sentence("mailbox"),
        "mail.sender_name": sentence("one_line"),
        "mail.port": sentence("less_than_equal", le=65535),
        "mail.prot": sentence("unknown_near", near="port"),
        "mail.password": sentence("secret_in_file", variable="DUNGHAN_MAIL_PASSWORD"),
        "rules.warn_days": sentence("empty"),
        "rules.warn_hours[1]": sentence("int_type"),
        "rules.day_end": sentence("enum", expected=one_of["day_end"]),
        "rules.same_day_cutoff": sentence("clock"),
        "rules.apology_silence_days": sentence("silence", ask_days=3),
        "imports.max_reject_share": sentence("less_than_equal", le=1.0),
        "run.tick_seconds": sentence("greater_than_equal", ge=1),
        "notify.operator": sentence("missing"),
        "notify.afternoon": sentence("slots", morning="08:30"),
        "mails": sentence("unknown_near", near="mail"),
    }


def test_a_key_like_no_other_is_told_with_those_there_are(folder: Path) -> None:
    problems = refused(written(folder, f"{SMALLEST}\nzzz = 1"))

    known = ", ".join(Notify.model_fields)
    assert problems == {"notify.zzz": sentence("unknown", known=known)}


def test_an_unknown_key_of_a_source_is_compared_with_the_keys_of_sources(folder: Path) -> None:
    text = SMALLEST.replace("move_done", "moved_done")

    assert refused(written(folder, text)) == {
        "sources[1].move_done": sentence("missing"),
        "sources[1].moved_done": sentence("unknown_near", near="move_done"),
    }


@pytest.mark.parametrize(
    ("line", "key", "told"),
    [
        pytest.param('channel = "smtp"', "mail.host", "smtp_host", id="no server"),
        pytest.param(
            'host = "mail.example.example"\ntls = "none"',
            "mail.tls",
            "clear_text",
            id="in the clear",
        ),
        pytest.param(
            'host = "10.0.0.5"\ntls = "none"', "mail.tls", "clear_text", id="next door"
        ),
    ],
)
def test_mail_that_could_not_go_or_be_read_on_the_way_is_refused(
    folder: Path, line: str, key: str, told: str
) -> None:
    text = SMALLEST.replace("[mail]", f"[mail]\n{line}")

    assert refused(written(folder, text)) == {key: sentence(told)}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_mail_to_this_very_machine_may_go_in_the_clear(folder: Path, host: str) -> None:
    line = f'channel = "smtp"\nhost = "{host}"\ntls = "none"'

    mail = load(written(folder, SMALLEST.replace("[mail]", f"[mail]\n{line}")), NOTHING).mail

    assert (mail.host, mail.tls) == (host, "none")


def test_workbooks_come_back_to_another_folder_than_they_lie_in(folder: Path) -> None:
    text = f'{SMALLEST}\n[workbook]\nfolder = "so"\ndrop = "so"\n'

    assert refused(written(folder, text)) == {"workbook.drop": sentence("workbook_folders")}


def test_workbooks_lie_beside_the_settings(folder: Path) -> None:
    workbook = load(written(folder, SMALLEST), NOTHING).workbook

    assert workbook.folder == folder / "var" / "so-viec"
    assert workbook.drop == folder / "var" / "so-viec-tra-loi"


@pytest.mark.parametrize(
    ("second", "told"),
    [
        pytest.param(("tinh", "A system", "inbox"), "same_folder", id="one folder twice"),
        pytest.param(("tinh", "Another", "inbox2"), "two_names", id="two names of one system"),
    ],
)
def test_sources_that_cannot_be_told_apart_are_refused(
    folder: Path, second: tuple[str, str, str], told: str
) -> None:
    system, name, drop = second
    text = (
        f'{SMALLEST}\n[[sources]]\nsystem = "{system}"\nname = "{name}"\nfolder = "{drop}"\n'
        "move_done = true"
    )

    assert refused(written(folder, text)) == {"sources": sentence(told, system="tinh")}


@pytest.mark.parametrize("begins", [1, 15, 21])
def test_the_days_on_which_reporting_months_may_begin(folder: Path, begins: int) -> None:
    text = f"{SMALLEST}\n[report]\nmonth_begins = {begins}\n"

    assert load(written(folder, text), NOTHING).report.month_begins == begins


@pytest.mark.parametrize("begins", ["14", "0", "'15'"])
def test_other_days_are_refused(folder: Path, begins: str) -> None:
    text = f"{SMALLEST}\n[report]\nmonth_begins = {begins}\n"

    told = sentence("literal_error", expected="1, 15, 21")
    assert refused(written(folder, text)) == {"report.month_begins": told}


def test_a_system_may_have_two_folders(folder: Path) -> None:
    text = (
        f'{SMALLEST}\n[[sources]]\nsystem = "tinh"\nname = "A system"\nfolder = "messages"\n'
        'move_done = true\nkind = "national"'
    )

    sources = load(written(folder, text), NOTHING).sources

    assert [(source.system, source.kind) for source in sources] == [
        ("tinh", None),
        ("tinh", "national"),
    ]


# The file as a whole


def test_a_file_that_is_not_there_is_told(folder: Path) -> None:
    told = sentence("unreadable", why="No such file or directory")

    assert refused(folder / "none.toml") == {"none.toml": told}


def test_a_file_in_another_encoding_is_told(folder: Path) -> None:
    path = folder / "settings.toml"
    path.write_text("# Thiết lập", encoding="utf-16")

    assert refused(path) == {"settings.toml": sentence("not_utf8")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            "[mail]\nsender = a", sentence("syntax", line=2, column=10), id="no quotation marks"
        ),
        pytest.param("[mail", sentence("syntax_at_end"), id="an open bracket"),
    ],
)
def test_a_fault_of_syntax_is_told_with_its_place(folder: Path, text: str, told: str) -> None:
    assert refused(written(folder, text)) == {"settings.toml": told}


def test_the_mark_that_windows_editors_put_first_is_no_fault(folder: Path) -> None:
    path = folder / "settings.toml"
    path.write_text(SMALLEST, encoding="utf-8-sig")

    assert load(path, NOTHING).mail.sender_name == "An office"


@pytest.mark.parametrize("table", ["store = 1", "mail = 1", "sources = 1", "paths = [1]"])
def test_a_value_where_a_table_belongs_is_told(folder: Path, table: str) -> None:
    environ = {"DUNGHAN_MAIL_PASSWORD": "open-sesame", "DUNGHAN_STORE_URL": "sqlite:///m.db"}

    problems = refused(written(folder, table), environ)

    assert problems[table.partition(" ")[0]] in {sentence("model_type"), sentence("tuple_type")}


# Every fault has its sentence


def test_every_fault_of_our_own_has_a_sentence() -> None:
    assert set(Fault) <= load_catalogue("operator_settings").keys()


@pytest.mark.parametrize(
    "value",
    [
        '"text"',
        '""',
        "-1",
        "0",
        "1.5",
        "nan",
        "true",
        "[]",
        '["a", 1]',
        "{ a = 1 }",
        "2026-01-01",
    ],
)
def test_every_wrong_value_of_every_key_has_a_sentence(folder: Path, value: str) -> None:
    tables = tomllib.loads(SMALLEST)
    for keys in leaves(Settings):
        text = "\n".join(f"{line}" for line in toml_with(tables, keys, value))
        try:
            load(written(folder, text), NOTHING)
        except SettingsError as error:
            told = dict(error.facts["problems"])  # type: ignore[call-overload]
            assert sentence("other") not in told.values(), (keys, value, told)
            assert all("{" not in why for why in told.values())


# What the core receives


def test_the_policy_is_what_the_rules_table_says(folder: Path) -> None:
    text = f"""{SMALLEST}
    [rules]
    calendar = "test"
    warn_days = [1, 5, 2, 5]
    warn_hours = [2]
    overdue_repeat_days = [7, 2]
    apology_ask_days = 4
    apology_silence_days = 1
    result_waiting_days = 9
    reception_hours = 6
    day_end = "same_time"
    late_by = "minute"
    same_day_cutoff = 14:30:00
    """

    settings = load(written(folder, text), NOTHING)

    assert to_policy(settings, CALENDAR_2026) == Policy(
        calendar=CALENDAR_2026,
        day_end=DayEnd.SAME_TIME,
        late_by=LateBy.MINUTE,
        same_day_cutoff=time(14, 30),
        warn_days=(5, 2, 1),
        warn_hours=(2,),
        overdue_repeat_days=(2, 7),
        apology_ask_days=4,
        apology_silence_days=1,
        result_waiting_days=9,
        reception_hours=6,
    )


def test_without_a_word_the_policy_is_the_core_s_own(folder: Path) -> None:
    settings = load(written(folder, SMALLEST), NOTHING)

    assert to_policy(settings, CALENDAR_2026) == Policy(calendar=CALENDAR_2026)
    assert {field.name for field in fields(Policy)} == {*Choices.model_fields, "calendar"}


def test_the_default_calendar_is_the_named_one(folder: Path) -> None:
    settings = load(written(folder, SMALLEST), NOTHING)

    assert default_calendar(settings, {"hanh_chinh": CALENDAR_2026}) is CALENDAR_2026


def test_a_default_calendar_that_is_not_there_is_told(folder: Path) -> None:
    settings = load(written(folder, SMALLEST), NOTHING)
    calendars: dict[str, WorkingCalendar] = {"test": CALENDAR_2026}

    with pytest.raises(SettingsError) as raised:
        default_calendar(settings, calendars)

    told = sentence("no_such_calendar", name="hanh_chinh", known="test")
    assert raised.value.facts == {
        "file": "calendar.toml",
        "problems": (("calendars.hanh_chinh", told),),
    }


# Walking the tables


def tables_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from tables_in(inner)


def keys_of(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield name
        for table in tables_in(field.annotation):
            yield from keys_of(table)


def leaves(model: type[BaseModel]) -> Iterator[tuple[str, ...]]:
    """Yield the path of every key that holds a value, not a table; by code those of one."""
    for name, field in model.model_fields.items():
        inner = list(tables_in(field.annotation))
        path = (name, "ANY") if get_origin(field.annotation) is dict else (name,)
        for table in inner:
            yield from ((*path, *keys) for keys in leaves(table))
        if not inner:
            yield (name,)


def toml_with(tables: dict[str, Any], keys: tuple[str, ...], value: str) -> Iterator[str]:
    """Yield the lines of `tables` with one key set to a value as TOML writes it."""
    *path, key = keys
    table = ".".join(path)
    for name in {*tables, table}:
        yield f"[[{name}]]" if name == "sources" else f"[{name}]"
        stated = tables.get(name, {})
        for other, text in (stated[0] if isinstance(stated, list) else stated).items():
            if (name, other) != (table, key):
                yield f"{other} = {str(text).lower() if text is True else repr(text)}"
        if name == table:
            yield f"{key} = {value}"

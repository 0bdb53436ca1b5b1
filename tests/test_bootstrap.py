"""Settings become an office at work: the parts they name, joined."""

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pytest

from monitor.bootstrap import App, binding_version, build
from monitor.channels import FolderChannel, SmtpChannel
from monitor.dispatch.embedded import EmbeddedDispatcher
from monitor.domain.errors import DirectoryError, RenderError, SchemaError, SettingsError
from monitor.flows.deliver import Delivered
from monitor.ports.dispatcher import Dispatcher
from monitor.rules import RULES
from tests.builders import vn
from tests.nursery import Nursery, nursery, warm_children
from tests.offices import FolderOffice, an_office, lay_messages, three_messages
from tests.stores import NAME, blank, copy_store

__all__ = ["blank", "nursery"]

AT = "2026-11-11 07:15"
TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


@pytest.fixture(scope="module", autouse=True)
def warm(nursery: Nursery) -> Iterator[None]:
    """Have what an office prints and signs with start warm."""
    with warm_children(nursery):
        yield


@pytest.fixture
def bare(tmp_path: Path) -> FolderOffice:
    return an_office(tmp_path / "office")


@pytest.fixture
def office(bare: FolderOffice, blank: Path) -> FolderOffice:
    bare.var.mkdir(mode=0o700)
    copy_store(blank, bare.var / NAME)
    return bare


def test_the_office_is_what_settings_and_directory_say(office: FolderOffice) -> None:
    with office.app(AT) as app:
        plan = app.plan

        assert app.clock() == vn(AT)
        assert app.database == f"sqlite:///{office.var.as_posix()}/monitor.db"
        assert sorted(app.office.directory.units) == ["CNDD", "KT", "TBA", "TTHCC"]
        assert app.office.policy.calendar.name == "hanh_chinh"
        assert plan.rules == RULES
        assert plan.telling.operator_mailbox == "vanhanh@vidu.example"
        assert plan.telling.system_names == {"tinh": "Hệ thống ví dụ"}
        assert [inbox.waiting() for inbox in plan.inboxes] == [[]]


def test_drop_folders_hand_out_what_lies_there(office: FolderOffice) -> None:
    lay_messages(office.inbox, three_messages())

    with office.app(AT) as app:
        (waiting,) = app.plan.inboxes[0].waiting()
        file = app.plan.inboxes[0].read(waiting)

    assert file.system == "tinh"
    assert file.exported_at == vn("2026-11-11 07:10")


def test_mail_goes_into_a_folder_or_to_a_server_as_the_settings_say(
    office: FolderOffice,
) -> None:
    with office.app(AT) as app:
        folder = app.channel()
        assert asyncio.run(app.deliver(at=vn(AT))) == Delivered()
    text = office.settings.read_text(encoding="utf-8")
    server = '[mail]\nchannel = "smtp"\nhost = "mail.vidu.example"\ntimeout_seconds = 7'
    office.settings.write_text(text.replace("[mail]", server), encoding="utf-8")
    with office.app(AT) as app:
        channel, limits = app.channel(), app.trying

    assert isinstance(folder, FolderChannel)
    assert isinstance(channel, SmtpChannel)
    assert (limits.send_within.total_seconds(), limits.connections) == (7, 3)


def test_the_embedded_dispatcher_calls_the_flows(office: FolderOffice) -> None:
    async def opened(app: App) -> Dispatcher:
        return app.dispatcher(on_error=lambda *_: None, serves=app.all_queues)

    with office.app(AT) as app:
        dispatcher = asyncio.run(opened(app))

    assert isinstance(dispatcher, EmbeddedDispatcher)


def test_sample_papers_can_be_set_or_say_why_not(office: FolderOffice) -> None:
    with office.app(AT) as app:
        app.set_sample_papers()
    text = office.settings.read_text(encoding="utf-8")
    office.settings.write_text(text.replace("/templates", "/none"), encoding="utf-8")
    with office.app(AT) as app, pytest.raises(RenderError):
        app.set_sample_papers()


def edit(name: str, old: str, new: str) -> Callable[[FolderOffice], None]:
    def edited(office: FolderOffice) -> None:
        path = office.folder / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    return edited


@pytest.mark.parametrize(
    ("change", "is_judged_anew"),
    [
        pytest.param(edit("settings.toml", "none", "none"), False, id="nothing"),
        pytest.param(edit("settings.toml", "xã Ví Dụ", "xã Khác"), False, id="a sender's name"),
        pytest.param(edit("officials.csv", "tam@", "tam2@"), True, id="the directory"),
        pytest.param(
            edit("settings.toml", "[notify]", "[rules]\nwarn_days = [5]\n\n[notify]"),
            True,
            id="a rule's threshold",
        ),
        pytest.param(
            edit("settings.toml", "[notify]", "[rules.units.KT]\nwarn_days = [5]\n\n[notify]"),
            True,
            id="a unit's own",
        ),
    ],
)
def test_what_judgements_rest_on_has_a_fingerprint(
    office: FolderOffice, change: Callable[[FolderOffice], None], is_judged_anew: bool
) -> None:
    with office.app(AT) as app:
        before = binding_version(app.settings)

    change(office)

    with office.app(AT) as app:
        assert (binding_version(app.settings) != before) == is_judged_anew
        assert app.plan.version == binding_version(app.settings)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        pytest.param(edit("settings.toml", "[mail]", "[post]"), SettingsError, id="settings"),
        pytest.param(edit("units.csv", "KT,", ","), DirectoryError, id="the directory"),
        pytest.param(
            edit("settings.toml", "[notify]", "[rules.units.NOBODY]\n\n[notify]"),
            SettingsError,
            id="choices of a unit that nobody knows",
        ),
        pytest.param(
            edit("settings.toml", "calendar.toml", "x.toml"), SettingsError, id="days"
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_made(
    bare: FolderOffice, change: Callable[[FolderOffice], None], error: type[Exception]
) -> None:
    change(bare)

    with pytest.raises(error):
        build(bare.settings, environ={})

    assert not bare.var.exists()


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_database_of_another_version_is_refused_and_let_go_of(office: FolderOffice) -> None:
    with office.app(AT) as app, app.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = open_files()

    for upgrades in (False, True):
        with pytest.raises(SchemaError):
            build(office.settings, environ={}, upgrades=upgrades)

    assert open_files() == before


def test_the_environment_says_where_the_store_is(office: FolderOffice, tmp_path: Path) -> None:
    environ = {"DUNGHAN_STORE_URL": f"sqlite:///{tmp_path}/other.db"}

    app: App = build(office.settings, environ=environ)
    app.close()

    assert app.database == f"sqlite:///{tmp_path}/other.db"
    assert (tmp_path / "other.db").exists()


@pytest.mark.parametrize(
    ("name", "old"),
    [
        pytest.param("letters/layout.html", "{% if letter.dated_on %}", id="a date"),
        pytest.param("letters/layout.html", "{% if letter.has_qr %}", id="a code"),
        pytest.param("letters/layout.html", "{% if letter.signer_authority %}", id="on behalf"),
        pytest.param("letters/facts.html", '{%- elif letter.basis == "waited" %}', id="waited"),
        pytest.param("letters/facts.html", "{% if letter.replaces_on %}", id="replaced"),
        pytest.param("letters/applicant.html", "{% elif is_titled %}", id="a title"),
        pytest.param(
            "letters/applicant.html",
            '{% if letter.applicant.kind == "organisation" %}',
            id="org",
        ),
        pytest.param("letters/xin_loi/phieu.html", "{% if letter.days_late %}", id="form 2018"),
        pytest.param("letters/xin_loi/form04.html", "{% if letter.step %}", id="a step"),
        pytest.param(
            "letters/don_doc/phieu.html", "{% elif letter.days_late %}", id="slip, late"
        ),
        pytest.param(
            "letters/thong_bao/thong_bao.html", "{% if letter.days_late %}", id="notice"
        ),
        pytest.param("print/cover.html", "{% if line.dated_on %}", id="list"),
    ],
)
def test_each_way_through_the_templates_is_tried(
    office: FolderOffice, tmp_path: Path, name: str, old: str
) -> None:
    templates = tmp_path / "own_templates"
    copytree(TEMPLATES, templates)
    text = (templates / name).read_text(encoding="utf-8")
    assert old in text
    line = text[: text.index(old)].count("\n") + 1
    broken = text.replace(old, f"{old}{{{{ khong_co }}}}", 1)
    (templates / name).write_text(broken, encoding="utf-8")
    settings = office.settings.read_text(encoding="utf-8")
    settings = re.sub(r"(?m)^templates = .*$", f'templates = "{templates}"', settings)
    office.settings.write_text(settings, encoding="utf-8")

    with office.app(AT) as app, pytest.raises(RenderError) as failed:
        app.set_sample_papers()

    assert failed.value.facts["reason"] == (
        f"mẫu {name}, dòng {line} dùng tên “khong_co” không có"
    )

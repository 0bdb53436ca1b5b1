"""[watch] takes addresses of this machine, and a watcher's address that nobody can read."""

from pathlib import Path

import pytest

from monitor.catalogues import load_catalogue
from monitor.domain.errors import SettingsError
from monitor.settings import Settings, load
from tests.settings.test_loading import SMALLEST

WORDS = load_catalogue("operator_settings")


def loaded(folder: Path, table: str = "") -> Settings:
    path = folder / "settings.toml"
    path.write_text(f"{SMALLEST}\n[watch]\n{table}\n", encoding="utf-8")
    return load(path, {})


@pytest.mark.parametrize(
    ("listen", "address"),
    [
        pytest.param("127.0.0.1:9464", ("127.0.0.1", 9464), id="this machine"),
        pytest.param("127.0.0.9:80", ("127.0.0.9", 80), id="another of its addresses"),
        pytest.param("localhost:9464", ("localhost", 9464), id="its name"),
        pytest.param("[::1]:9464", ("::1", 9464), id="of the sixth version"),
        pytest.param("", None, id="nowhere"),
    ],
)
def test_pages_are_served_on_this_machine(
    tmp_path: Path, listen: str, address: tuple[str, int] | None
) -> None:
    assert loaded(tmp_path, f'listen = "{listen}"').watch.address == address


def test_left_out_they_are_served_and_nobody_is_told(tmp_path: Path) -> None:
    watch = loaded(tmp_path).watch

    assert watch.address == ("127.0.0.1", 9464)
    assert watch.ping_url.get_secret_value() == ""


@pytest.mark.parametrize(
    "listen",
    [
        *("0.0.0.0:9464", "10.0.0.5:9464", "[::]:9464", "mail.example:9464", ":9464"),
        *("127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:99999", "127.0.0.1:x"),
        *("http://127.0.0.1:9464", "127.0.0.1:9464/x", "a@127.0.0.1:9464", "[::1:9464", " "),
    ],
)
def test_pages_are_served_nowhere_else(tmp_path: Path, listen: str) -> None:
    with pytest.raises(SettingsError) as raised:
        loaded(tmp_path, f'listen = "{listen}"')

    assert raised.value.facts["problems"] == (("watch.listen", WORDS["listen"]),)


@pytest.mark.parametrize(
    "url",
    [
        "https://watch.example/key",
        "https://watch.example:8443/a/key/",
        "http://127.0.0.1:8000/key",
        "http://localhost/key",
        "http://[::1]:8000/key",
        "",
    ],
)
def test_a_watcher_is_told_over_a_closed_way(tmp_path: Path, url: str) -> None:
    settings = loaded(tmp_path, f'ping_url = "{url}"')

    assert settings.watch.ping_url.get_secret_value() == url
    assert not url or url not in repr(settings)


@pytest.mark.parametrize(
    "url",
    [
        *("http://watch.example/key", "http://10.0.0.5/key", "ftp://watch.example/key"),
        *("file:///etc/passwd", "https://", "https:///key", "watch.example/key", "x"),
        *("https://me:key@watch.example/", "https://watch.example/key?all", "https://[::1/k"),
        *("https://watch.example/key#1", "https://watch.example/k ey", "https://ví.dụ/key"),
        *("https://watch.example:99999/key", "https://watch.example/key\\\\r\\\\nX: y\\u0001"),
    ],
)
def test_another_way_is_refused_in_words_that_do_not_repeat_it(
    tmp_path: Path, url: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        loaded(tmp_path, f'ping_url = "{url}"')

    assert raised.value.facts["problems"] == (("watch.ping_url", WORDS["ping_url"]),)

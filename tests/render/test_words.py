"""Templates are strict, cannot reach the program, and take values as text."""

from pathlib import Path

import pytest

from monitor.domain.errors import RenderError
from monitor.render.words import Words, clean


@pytest.fixture
def write(tmp_path: Path) -> "Writer":
    return Writer(tmp_path)


OTHER = "mẫu t.html, dòng 1 dùng một giá trị không đúng cách"


class Writer:
    """Renders one template given as text."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, text: str, *, name: str = "t.html", **facts: object) -> str:
        (self._folder / name).write_text(text, encoding="utf-8")
        return Words(self._folder).render(name, **facts)


def test_a_fact_is_set(write: Writer) -> None:
    text = write("{% if day %}\n  Hẹn {{ day }}\n{% endif %}\n", day="27/10")

    assert text == "  Hẹn 27/10\n"


def test_our_filters_are_there(write: Writer) -> None:
    assert write("{{ 3 | ti_le(4) }}, {{ 6 | so_chu }} hồ sơ") == "75,00%, 06 hồ sơ"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("t.html", "&lt;b&gt;An &amp; Bình&lt;/b&gt; {{7*7}}", id="html"),
        pytest.param("t.txt", "<b>An & Bình</b> {{7*7}}", id="plain text"),
    ],
)
def test_a_value_is_text_and_never_markup(write: Writer, name: str, text: str) -> None:
    assert write("{{ who }}", name=name, who="<b>An & Bình</b> {{7*7}}") == text


def test_markup_of_a_macro_stays_markup(write: Writer) -> None:
    template = "{% macro bold(text) %}<b>{{ text }}</b>{% endmacro %}{{ bold(who) }}"

    assert write(template, who="<An>\x07") == "<b>&lt;An&gt;</b>"


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        pytest.param(
            "{{ nobody }}", "mẫu t.html, dòng 1 dùng tên “nobody” không có", id="missing fact"
        ),
        pytest.param(
            "{{ who.name }}", "mẫu t.html, dòng 1 dùng tên “name” không có", id="attribute"
        ),
        pytest.param(
            "{% if nobody %}{% endif %}",
            "mẫu t.html, dòng 1 dùng tên “nobody” không có",
            id="condition",
        ),
        pytest.param("{{ nothing }}", OTHER, id="none"),
        pytest.param("{{ is_late }}", OTHER, id="claim in place of words"),
        pytest.param(
            "\n{{ who | so }}",
            "mẫu t.html, dòng 2 dùng một giá trị không đúng cách",
            id="wrong kind",
        ),
        pytest.param("{{ 1 | ti_le(-1) }}", OTHER, id="bad share"),
        pytest.param("{{ 1 / 0 }}", OTHER, id="arithmetic"),
        pytest.param("{{ who | ngay }}", OTHER, id="not a date"),
        pytest.param(
            "{{ who | khong_co }}",
            "mẫu t.html, dòng 1 dùng tên “khong_co” không có",
            id="filter",
        ),
        pytest.param("{% if %}", "mẫu t.html, dòng 1 sai cú pháp", id="?"),
        pytest.param("{{ {}[who] }}", OTHER, id="a value in place of a name"),
        pytest.param("{{ who.__class__ }}", OTHER, id="what is forbidden"),
        pytest.param(
            "{% include 'x.html' %}",
            "mẫu t.html, dòng 1 cần tệp “x.html” nhưng không tìm thấy",
            id="part",
        ),
    ],
)
def test_a_template_that_fails_says_where_and_never_what_it_was_given(
    write: Writer, template: str, reason: str
) -> None:
    with pytest.raises(RenderError) as failed:
        write(template, who="Phạm Hữu Tường", nothing=None, is_late=True)

    assert failed.value.facts["document"] == "t.html"
    assert str(failed.value.facts["reason"]) == reason
    assert "Tường" not in str(failed.value)


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(RenderError) as failed:
        Words(tmp_path).render("letters/none.html")

    assert failed.value.facts["reason"] == (
        "mẫu letters/none.html cần tệp “letters/none.html” nhưng không tìm thấy"
    )


@pytest.mark.parametrize(
    "template",
    [
        pytest.param("{{ who.__class__.__mro__ }}", id="inner attributes"),
        pytest.param("{{ who.format.__globals__ }}", id="globals"),
        pytest.param("{{ '{0.__class__}'.format(who) }}", id="format strings"),
        pytest.param("{{ rows.append(1) }}", id="changing a list"),
        pytest.param("{% for n in range(10**9) %}{% endfor %}", id="endless ranges"),
        pytest.param("{% include '../secret.txt' %}", id="files outside"),
    ],
)
def test_a_template_cannot_leave_its_box(write: Writer, tmp_path: Path, template: str) -> None:
    (tmp_path.parent / "secret.txt").write_text("secret")

    with pytest.raises(RenderError):
        write(template, who="An", rows=[])


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        pytest.param("Nguye\u0302\u0303n", "Nguyễn", id="loose marks are composed"),
        pytest.param("A\x00B\x07C\x1bD\x7fE\x9bF", "ABCDEF", id="control characters"),
        pytest.param("A\tB\nC", "A\tB\nC", id="tabs and new lines stay"),
        pytest.param("A\r\nB\rC\x0bD\x0cE\x85F\u2028G", "A\nB\nC\nD\nE\nF\nG", id="line ends"),
        pytest.param("An\u202egnort\u2066\u200b\ufeff", "Angnort", id="marks of direction"),
        pytest.param("A\ud800B", "AB", id="half of a surrogate pair"),
        pytest.param("\u0338\u0301An", "An", id="marks that would change what stands before"),
        pytest.param("\u0338", "", id="nothing but a mark"),
        pytest.param("", "", id="empty"),
    ],
)
def test_what_cannot_be_seen_is_taken_out(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_the_template_s_own_loose_marks_are_composed(write: Writer) -> None:
    assert write("Xin lo\u0302\u0303i") == "Xin lỗi"


def test_a_mark_cannot_join_the_markup_around_it(write: Writer) -> None:
    assert write("<b>{{ who }}</b>", who="\u0338An") == "<b>An</b>"

"""An edited template reaches neither Python nor files, and ends, whatever it asks for."""

from pathlib import Path

import pytest

from monitor.domain.errors import RenderError
from monitor.render.words import Words

ENDLESS = {
    "loops in one another": (
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    ),
    "a macro that calls itself twice": "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{m()}}",
    "a template that includes itself": "{% include 't.html' %}",
    "a loop into itself": "{% for a in [[1]] recursive %}{{ loop([[1]]) }}{% endfor %}",
}
HUGE = {
    "a product": "{{ 'a' * 10**9 }}",
    "a product of lists": "{{ ([1] * 99999) | length * ([1] * 99999999) | length }}",
    "a power": "{{ 9 ** 9 ** 9 }}",
    "numbers that double": "{% set a = 99999999999 * 99999999999 %}{{ a * a }}",
    "joined": "{% set a = who * 9999 %}" + "{% set a = a ~ a %}" * 40,
    "added": "{% set a = who * 9999 %}" + "{% set a = a + a %}" * 40,
    "padded": "{{ who.ljust(10 ** 10) }}{{ who.ljust(9999999999) }}",
    "zeros": "{{ who.zfill(9999999999) }}",
    "tabs": "{{ (who ~ '\t').expandtabs(2000000000) }}",
    "a format": "{{ '%9999999999d' | format(1) }}",
    "a format of stars": "{{ '%*d' | format(999999999, 1) }}",
    "an old format": "{{ '%999999999d' % 1 }}",
    "a method to format": "{{ '{:999999999}'.format(1) }}",
    "replaced": "{{ (who * 99999) | replace('a', who * 99999) }}",
    "replaced by a method": "{{ (who * 99999).replace('a', who * 99999) }}",
    "a long list joined": "{{ range(99999) | join(who * 99999) }}",
    "a method to join": "{{ (who * 99999).join(['a'] * 99999) }}",
    "centred": "{{ who | center(999999999) }}",
    "indented": "{{ who | indent(999999999) }}",
    "batches": "{{ [1] | batch(999999999, 0) | list }}",
    "much, in a block": (
        "{% set a %}{% for b in range(999) %}{{ who * 999999 }}{% endfor %}{% endset %}"
    ),
}
INSIDE = {
    "classes": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "classes by filter": "{{ '' | attr('__class__') }}",
    "classes by name": "{{ ''['__class__'] }}",
    "the template": "{{ self.__init__.__globals__ }}",
    "a macro": "{% macro m() %}{% endmacro %}{{ m.__globals__ }}",
    "the loop": "{% for a in [1] %}{{ loop.__class__ }}{% endfor %}",
    "frames": "{{ (who for who in [1]).gi_frame }}",
    "a code": "{{ who.upper.__func__.__code__ }}",
    "helpers": "{{ lipsum.__globals__ }}{{ cycler }}{{ namespace }}",
    "formats": "{{ '%s' | format(who) | attr('__class__') }}",
    "the environment": "{{ environment }}{{ _environment }}{{ context }}",
    "an import": "{{ __import__('os') }}",
    "a file": "{% include '/etc/passwd' %}",
    "a file above": "{% extends '../../../etc/passwd' %}",
    "an extension": "{% do who %}{% debug %}",
}


@pytest.mark.parametrize("name", [*ENDLESS, *HUGE, *INSIDE])
def test_what_a_template_may_not_is_told_as_its_fault(tmp_path: Path, name: str) -> None:
    template = {**ENDLESS, **HUGE, **INSIDE}[name]
    (tmp_path / "t.html").write_text(template, encoding="utf-8")
    words = Words(tmp_path)

    with pytest.raises(RenderError) as told:
        words.render("t.html", who="a")

    assert "t.html" in str(told.value.facts["reason"])
    assert len(str(told.value.facts["reason"])) < 300


def test_a_fault_of_one_text_costs_the_next_nothing(tmp_path: Path) -> None:
    (tmp_path / "t.html").write_text(HUGE["much, in a block"])
    (tmp_path / "u.html").write_text("{% for a in range(9) %}{{ a }}{% endfor %}")
    words = Words(tmp_path)

    with pytest.raises(RenderError):
        words.render("t.html")

    assert words.render("u.html") == "012345678"


def test_what_templates_need_goes_on(tmp_path: Path) -> None:
    template = (
        "{% for n in [3, 1] | sort %}{{ loop.index }}/{{ loop.length }}={{ n * 2 + 1 }};"
        "{% endfor %}{{ '%02d' | format(7) }} {{ [1, 2] | join(', ') }} {{ 'a' ~ who ~ 1 }}"
        " {{ who.zfill(3) }} {{ 'xax' | replace('x', '<') }} {{ who.replace('a', 'b') }}"
        " {{ 7 % 4 }} {{ [1] + [2] }} {{ 'ab' * 2 }}"
    )
    (tmp_path / "t.html").write_text(template, encoding="utf-8")

    said = Words(tmp_path).render("t.html", who="a")

    assert said == ("1/2=3;2/2=7;07 1, 2 aa1 00a &lt;a&lt; b 3 [1, 2] abab")

"""The line below a heading: how long it is, and the spaces that make it in Word.

In Word it is underlined spaces, set at half the size of the text. In ems of the text, a
space is then an eighth; the rest are means of the bold letters of Times. The line is
between a third and a half of the text (docs/law.md#layout).
"""

from collections.abc import Sequence

SPACE = "\N{NO-BREAK SPACE}"
SPACE_EM = 0.125
CAPITAL_EM, SMALL_EM, BLANK_EM = 0.68, 0.49, 0.25
RULE_SHARE = 0.41


def rule_under(lines: Sequence[str]) -> str:
    """Return as many spaces, to be underlined, as a line below these lines takes."""
    return SPACE * round(rule_length(lines) / SPACE_EM)


def rule_length(lines: Sequence[str]) -> float:
    """Return how long a line below these lines of bold text is, in ems of theirs."""
    return RULE_SHARE * max((sum(map(_em, line)) for line in lines), default=0)


def _em(letter: str) -> float:
    if letter.isspace():
        return BLANK_EM
    return CAPITAL_EM if letter.isupper() else SMALL_EM

"""What the commands say: the words of the catalogues, with facts set in."""

from collections.abc import Mapping

from monitor.catalogues import load_catalogue
from monitor.catalogues.told import as_shown, word


def say(key: str, **facts: object) -> str:
    """Return what a command prints, from the table `say`."""
    text: str = load_catalogue("operator")["say"][key]
    return text.format(**as_shown(facts))


def help_of(key: str) -> str:
    """Return the help of a command or an option."""
    text: str = load_catalogue("operator")["help"][key]
    return text


def wrong(key: str, **facts: object) -> str:
    """Return what is told of a command used wrongly."""
    text: str = load_catalogue("operator")["parser"]["wrong"][key]
    return text.format(**as_shown(facts))


def counted(numbers: Mapping[str, int], table: str) -> str:
    """Return codes with their numbers, each code by its word of the table."""
    return ", ".join(f"{word(table, code)} {n}" for code, n in sorted(numbers.items()))

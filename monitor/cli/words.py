"""What the commands say: the words of the catalogues, with facts set in."""

from monitor.catalogues import load_catalogue
from monitor.catalogues.told import as_shown


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

"""Which texts are addresses that mail can go to."""


def is_mailbox(text: str) -> bool:
    """Tell whether `text` has one "@" with something on both sides and nothing unseen."""
    name, at, domain = text.partition("@")
    return bool(name and at and domain) and "@" not in domain and _is_plain(text)


def is_domain(text: str) -> bool:
    """Tell whether `text` could be the part of an address after the "@"."""
    return "." in text.strip(".") and "@" not in text and _is_plain(text)


def _is_plain(text: str) -> bool:
    return text.isprintable() and " " not in text and not set(text) & set('<>,;:"()[]\\')

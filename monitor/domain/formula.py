"""Texts that a spreadsheet program would take for a formula."""

# The last four are the same signs in full width, which some programs read alike.
FORMULA_SIGNS = tuple("=+-@\t\uff1d\uff0b\uff0d\uff20")


def inert(text: str) -> str:
    """Return a text for a file that knows no kinds of cells, such as CSV: never a formula."""
    return f"'{text}" if text.startswith((*FORMULA_SIGNS, "\r")) else text

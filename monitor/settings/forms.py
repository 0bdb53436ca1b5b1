"""The catalogue of forms of letters."""

from monitor.catalogues import load_catalogue
from monitor.domain.paper import Form, PaperSize


def load_forms() -> dict[str, Form]:
    """Return the forms by name.

    Source:
        docs/law.md#apology-letter
    """
    return {
        name: Form(name=name, **{**line, "size": PaperSize(line["size"])})
        for name, line in load_catalogue("forms").items()
    }

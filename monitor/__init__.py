"""Watch the dossiers of one-stop offices: warn, apologise and report, on time."""

__version__ = "0.1.0"

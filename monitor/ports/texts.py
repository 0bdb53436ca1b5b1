"""Putting into words what people pass on by hand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from monitor.notices.handoff import CitizenFacts, GroupFacts


class TextWriter(Protocol):
    """Writes texts for groups and phones, and the list for those who call."""

    def group(self, facts: GroupFacts) -> str:
        """Return the text to paste into a work group: counts, no personal data.

        Raises:
            RenderError: the words cannot be set.
        """
        ...

    def message(self, facts: CitizenFacts) -> str:
        """Return the text message to a citizen, without marks.

        Raises:
            RenderError: the words cannot be set.
        """
        ...

    def call_list(self, calls: Sequence[CitizenFacts], *, at: datetime) -> bytes:
        """Return the list of those to be called, as PDF.

        Raises:
            RenderError: the list could not be set.
        """
        ...

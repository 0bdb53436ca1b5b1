"""What people pass on by hand: texts for groups and phones, and a list to call by."""

from collections.abc import Sequence
from datetime import datetime

from monitor.domain.errors import RenderError
from monitor.domain.sms import segments, without_marks
from monitor.notices.handoff import CitizenFacts, GroupFacts
from monitor.render.pdf import PdfRenderer
from monitor.render.words import Words


class HandoffRenderer:
    """Sets what `monitor.ports.texts.TextWriter` promises."""

    def __init__(self, words: Words, pdf: PdfRenderer) -> None:
        self._words = words
        self._pdf = pdf

    def group(self, facts: GroupFacts) -> str:
        """Return the text to paste into a work group.

        Raises:
            RenderError: the words cannot be set.
        """
        return self._words.render("handoff/group.txt", group=facts).strip()

    def message(self, facts: CitizenFacts) -> str:
        """Return the text message to a citizen, in the letters every phone shows.

        It is shortened where that costs fewer segments.

        Raises:
            RenderError: the words cannot be set.
        """
        texts = [self._message(facts, is_short=is_short) for is_short in (False, True)]
        return min(texts, key=segments)

    def _message(self, facts: CitizenFacts, *, is_short: bool) -> str:
        name = f"handoff/sms_{facts.subject}.txt"
        text = self._words.render(name, told=facts, is_short=is_short)
        return without_marks(" ".join(text.split()))

    def call_list(self, calls: Sequence[CitizenFacts], *, at: datetime) -> bytes:
        """Return the list of those to be called, as PDF on A4.

        Raises:
            RenderError: the list could not be set.
        """
        html = self._words.render("handoff/calls.html", calls=calls, at=at)
        try:
            return self._pdf.render(html)
        except RenderError as error:
            raise RenderError(document="calls", reason=error.facts["reason"]) from error

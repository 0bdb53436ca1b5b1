"""A letter that counts no longer: what waits unsent with it goes out no more."""

from dataclasses import replace
from datetime import datetime

from monitor.domain.letter import Delivery, Letter
from monitor.flows.letter_paper import citizen_key, counter_key
from monitor.ports.store import Work


def stop_mails(work: Work, letter: Letter, *, at: datetime) -> Letter:
    """Stop the mails of a letter that is replaced or recalled, and return the letter.

    Its `delivery` is None where its mail certainly never went: nobody has it. A mail that is
    on its way right now, or may have been accepted, is left as it is.
    """
    keys = (citizen_key(letter), counter_key(letter))
    stopped = work.outbox.supersede(keys, at=at)
    is_unsent = citizen_key(letter) in stopped and letter.delivery is Delivery.MAIL
    return replace(letter, delivery=None) if is_unsent else letter

"""One line on a letter, as all its commands print it."""

import click

from monitor.catalogues.told import word
from monitor.cli.words import say
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import Letter, LetterKind, LetterState


def line_of(letter: Letter) -> str:
    """Return one line on a letter: dossier, deadline, state and what there is to say."""
    return say(
        "letter_line",
        dossier=letter.dossier,
        deadline=letter.deadline,
        state=_state(letter),
        more=_more(letter),
    )


def _more(letter: Letter) -> str:
    parts: list[str] = []
    if letter.new_due_at is not None:
        parts.append(say("letter_new_date", day=vietnam_day(letter.new_due_at)))
    if letter.number:
        parts.append(say("letter_number", number=letter.shown_number, day=letter.dated_on))
    if letter.state is LetterState.REFUSED:
        parts.append(say("letter_refused", why=letter.refused_for))
    if letter.ended_for:
        parts.append(say("letter_refused", why=letter.ended_for))
    if letter.is_unconfirmed:
        parts.append(say("letter_unconfirmed"))
    if letter.deciding_agency:
        parts.append(say("letter_agency", agency=letter.deciding_agency))
    return "".join(parts)


def say_done(letter: Letter) -> None:
    """Say where a letter stands now."""
    click.echo(say("letter_done", dossier=letter.dossier, state=_state(letter)))


def _state(letter: Letter) -> str:
    if letter.says_result:
        return say("letter_has_result")
    state = word("letter_state", letter.state.value)
    if letter.kind is LetterKind.APOLOGY:
        return state
    return say("letter_of_kind", kind=word("letter_kind", letter.kind.value), state=state)

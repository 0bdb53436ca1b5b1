"""What people said of a dossier's findings, as a mail shows it beside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from monitor.domain.directory import Directory
from monitor.domain.instants import vietnam_day
from monitor.domain.note import NoteKind
from monitor.notices.occasion import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One note: who said what, on which day, to explain or only to say that it is seen."""

    name: str
    on: date
    text: str
    is_explanation: bool


def remarks(matters: Iterable[Told], directory: Directory) -> tuple[Remark, ...]:
    """Return what was said, oldest first; the same of several findings once."""
    notes = sorted(
        (note for matter in matters for note in matter.notes), key=lambda note: note.at
    )
    said = (
        Remark(
            name=official.source_name
            if (official := directory.officials.get(note.by))
            else note.by,
            on=vietnam_day(note.at),
            text=" ".join(note.text.split()),
            is_explanation=note.kind is NoteKind.EXPLAINED,
        )
        for note in notes
    )
    return tuple(dict.fromkeys(said))

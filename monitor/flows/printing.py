"""Print what goes out on paper: one file for the day's letters, with a list on top."""

from dataclasses import dataclass
from datetime import datetime

from monitor.domain.errors import LetterError
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import Delivery, Letter, LetterKind, LetterState
from monitor.domain.office import Office
from monitor.domain.paper import Cover, CoverLine
from monitor.flows.issue import PRINT, mark_letter_printed
from monitor.ports.outside import Outside
from monitor.ports.store import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Letters printed together; `file` lies in the folder of what is to be printed."""

    name: str
    letters: tuple[Letter, ...]
    file: str


def print_batch(outside: Outside, office: Office, *, at: datetime) -> Batch | None:
    """Lay down one file of all letters that wait to go out on paper; None without any.

    They stay in the queue until somebody says that they were printed.

    Raises:
        RenderError: the file could not be set.
    """
    with outside.store.reading() as work:
        waiting = tuple(
            one
            for one in work.letters.in_state(LetterState.ISSUED)
            if one.delivery is Delivery.PRINT
        )
        contents = [work.letters.pdf(one.signed_sha256) for one in waiting]
        name = _next_name(work, at=at)
        cover = _cover(work, office, waiting, name, at=at)
    if not waiting:
        return None
    content = outside.letters.batch(cover, contents)
    with outside.store.writing() as work:
        work.batches.keep(name, waiting, at=at)
    file = f"in-{name}.pdf"
    outside.shelf.put(PRINT, file, content)
    return Batch(name=name, letters=waiting, file=file)


def mark_batch_printed(outside: Outside, name: str, *, at: datetime) -> tuple[Letter, ...]:
    """Say that the letters of a batch were printed and handed over or posted.

    Those that were marked singly meanwhile, or recalled, are left as they are.

    Raises:
        LetterError: there is no batch of this name.
    """
    with outside.store.reading() as work:
        batch = work.batches.of(name)
    if not batch:
        raise LetterError(reason="no_batch", batch=name)
    marked = tuple(
        mark_letter_printed(outside, one, at=at)
        for one in batch
        if one.state is LetterState.ISSUED and one.delivery is Delivery.PRINT
    )
    outside.shelf.remove(PRINT, f"in-{name}.pdf")
    return marked


def _next_name(work: Work, *, at: datetime) -> str:
    """Return the name of the next batch of the day: the day and how many there were."""
    day = f"{vietnam_day(at):%Y%m%d}-"
    return f"{day}{len(work.batches.names(day)) + 1}"


def _cover(
    work: Work, office: Office, letters: tuple[Letter, ...], name: str, *, at: datetime
) -> Cover:
    dossiers = work.dossiers.load({one.dossier for one in letters})
    lines = tuple(_line(work, one) for one in letters)
    units = [office.directory.issuer(one.unit) for one in dossiers.values()]
    issuers = dict.fromkeys(unit.name for unit in units if unit is not None)
    return Cover(batch=name, made_at=at, issuer="; ".join(issuers), lines=lines)


def _line(work: Work, letter: Letter) -> CoverLine:
    addressee, address = letter.deciding_agency, ""
    if letter.kind is LetterKind.APOLOGY:
        applicant = work.dossiers.applicant(letter.dossier)
        addressee = applicant.name if applicant else ""
        address = applicant.address if applicant else ""
    return CoverLine(
        dossier=letter.dossier,
        number=letter.shown_number,
        dated_on=letter.dated_on,
        addressee=addressee,
        address=address,
    )

"""Print what goes out on paper: one file for the day's letters, with a list on top."""

from dataclasses import dataclass
from datetime import datetime

from monitor.catalogues.told import sentence
from monitor.domain.errors import LetterError
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import Letter, LetterKind, LetterState
from monitor.domain.office import Office
from monitor.domain.paper import Cover, CoverLine
from monitor.flows.issue import PRINT, batch_file, mark_letter_printed, waits_for_print
from monitor.ports.outside import Outside
from monitor.ports.store import Store, Work

FAULT = "print/"  # and the dossier's code behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Letters printed together; `file` lies in the folder of what is to be printed.

    `left_out` are those whose own file cannot be read; where there are no others, nothing was
    laid down, and name and file are empty.
    """

    name: str = ""
    letters: tuple[Letter, ...] = ()
    file: str = ""
    left_out: tuple[Letter, ...] = ()


def print_batch(outside: Outside, office: Office, *, at: datetime) -> Batch | None:
    """Lay down one file of all letters that wait to go out on paper; None without any.

    They stay in the queue until somebody says that they were printed, so the file takes the
    place of those laid down before. A letter whose file cannot be read is left out, which is a
    fault until it can be.

    Raises:
        RenderError: the file could not be set.
    """
    with outside.store.reading() as work:
        issued = work.letters.in_state(LetterState.ISSUED)
        waiting = {
            one: work.letters.pdf(one.signed_sha256) for one in filter(waits_for_print, issued)
        }
    readable = {
        one: content
        for one, content in waiting.items()
        if outside.examiner.examine(content, at=at).pages
    }
    left_out = tuple(one for one in waiting if one not in readable)
    _tell(outside.store, left_out, at=at)
    if not readable:
        return Batch(left_out=left_out) if left_out else None
    letters = tuple(readable)
    with outside.store.reading() as work:
        before = work.batches.names("")
        name = _next_name(work, at=at)
        cover = _cover(work, office, letters, name, at=at)
    content = outside.letters.batch(cover, list(readable.values()))
    with outside.store.writing() as work:
        work.batches.keep(name, letters, at=at)
    outside.shelf.put(PRINT, batch_file(name), content)
    for one in before:
        outside.shelf.remove(PRINT, batch_file(one))
    return Batch(name=name, letters=letters, file=batch_file(name), left_out=left_out)


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
        mark_letter_printed(outside, one, at=at) for one in batch if waits_for_print(one)
    )
    outside.shelf.remove(PRINT, batch_file(name))
    return marked


def unprintable(letter: Letter) -> LetterError:
    """Return what is to be told of a letter that cannot be printed with the others."""
    return LetterError(reason="unprintable", dossier=letter.dossier)


def _tell(store: Store, left_out: tuple[Letter, ...], *, at: datetime) -> None:
    """Tell of the letters that cannot be printed; the faults of all others are cured."""
    told = {f"{FAULT}{one.dossier}": sentence(unprintable(one)) for one in left_out}
    with store.writing() as work:
        for name in work.done.faults():
            if name.startswith(FAULT) and name not in told:
                work.done.cured(name)
        for name, detail in told.items():
            work.done.fault(name, at=at, detail=detail)


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

"""The folder into which returned mail is delivered: a Maildir, or plain files.

In a Maildir new mail lies in `new`; what was read goes to `cur` with the mark "seen", what
nobody understands with the mark "flagged" as well, so that any mail program shows it. Of
another folder the .eml files are read, and go to `da-doc` or `de-rieng` below it. Nothing is
deleted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from os import fsencode
from pathlib import Path

from monitor.domain.bounce import Report
from monitor.domain.errors import BounceFolderError
from monitor.ports.bounces import ReturnedMail
from monitor.sources.bounces import READ_BYTES, read_report
from monitor.sources.inbox import HIDDEN, SETTLED

NEW, CUR = "new", "cur"
READ, ASIDE = "da-doc", "de-rieng"
SEEN, FLAGGED = ":2,S", ":2,FS"
MARKS, FLAG = ":2,", "F"
ENDING = ".eml"


@dataclass(frozen=True, slots=True, kw_only=True)
class BounceFolder:
    """One such folder.

    Args:
        folder: Where it is.
        clock: The machine's clock, by which plain files carry their time.
    """

    folder: Path
    clock: Callable[[], datetime]

    def waiting(self, limit: int) -> list[ReturnedMail]:
        """Read the mails that lie there, at most `limit`, by name.

        A mail that cannot be read is no report; one that is gone meanwhile is left out.

        Raises:
            BounceFolderError: the folder cannot be read.
        """
        try:
            paths = sorted(self._paths())[:limit]
        except OSError as error:
            raise BounceFolderError(folder=str(self.folder)) from error
        return [mail for path in paths if (mail := _read(path)) is not None]

    def settle(self, mail: ReturnedMail, *, is_believed: bool) -> None:
        """Move a mail to those read, or to those set aside for a person.

        Raises:
            BounceFolderError: it cannot be moved.
        """
        try:
            if self._is_maildir():
                source = self.folder / NEW / mail.name
                marks = SEEN if is_believed else FLAGGED
                target = self.folder / CUR / f"{mail.name}{marks}"
            else:
                source = self.folder / mail.name
                target = self.folder / (READ if is_believed else ASIDE) / mail.name
                target = _free(target, mail.sha256)
            target.parent.mkdir(exist_ok=True, mode=0o700)
            source.rename(target)
        except FileNotFoundError:
            return  # somebody has moved it
        except OSError as error:
            raise BounceFolderError(folder=str(self.folder)) from error

    def has_aside(self) -> bool:
        """Tell whether mail that was set aside still lies there: flagged, or in its folder.

        Raises:
            BounceFolderError: the folder cannot be read.
        """
        is_maildir = self._is_maildir()
        try:
            names = [
                path.name for path in (self.folder / (CUR if is_maildir else ASIDE)).iterdir()
            ]
        except FileNotFoundError:
            return False
        except OSError as error:
            raise BounceFolderError(folder=str(self.folder)) from error
        if is_maildir:
            return any(FLAG in name.rpartition(MARKS)[2] for name in names if MARKS in name)
        return any(name.lower().endswith(ENDING) for name in names)

    def _is_maildir(self) -> bool:
        return (self.folder / NEW).is_dir()

    def _paths(self) -> Iterator[Path]:
        """Yield the files that are whole: all new ones of a Maildir, others left alone."""
        if self._is_maildir():
            yield from filter(_is_mail_file, (self.folder / NEW).iterdir())
            return
        for path in self.folder.iterdir():
            is_mail = path.name.lower().endswith(ENDING) and not path.name.startswith(HIDDEN)
            if is_mail and _is_mail_file(path) and self._is_settled(path):
                yield path

    def _is_settled(self, path: Path) -> bool:
        """Tell whether a file is left alone; a time ahead of the clock tells nothing."""
        age = self.clock() - datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return abs(age) >= SETTLED


def _is_mail_file(path: Path) -> bool:
    """Tell a file that was delivered here from a link that leads elsewhere."""
    return path.is_file() and not path.is_symlink()


def _read(path: Path) -> ReturnedMail | None:
    try:
        with path.open("rb") as file:
            data = file.read(READ_BYTES)
    except FileNotFoundError:
        return None
    except OSError:
        digest = sha256(fsencode(path.name)).hexdigest()
        return ReturnedMail(name=path.name, sha256=digest, report=Report())
    digest = sha256(data).hexdigest()
    return ReturnedMail(name=path.name, sha256=digest, report=read_report(data))


def _free(target: Path, digest: str) -> Path:
    """Return where a file goes: of two of one name both stay."""
    if not target.exists():
        return target
    return target.with_name(f"{target.stem}~{digest[:8]}{target.suffix}")

"""How fast letters are set, checked, signed twice and looked at when they come back."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.measuring import Measurement, Sense
from monitor.domain.paper import ApologyLetter
from monitor.domain.take_back import check_taken_back
from monitor.render.children import Children
from monitor.render.letters import LetterRenderer
from monitor.render.pdf import PdfRenderer
from monitor.render.signing import PdfExaminer, Pkcs12Signer
from monitor.render.words import Words
from tests.authority import SECRET, authority
from tests.render.sample_letters import ORGANISATION

TEMPLATES = Path(__file__).parents[1] / "templates"
AT = datetime(2026, 10, 12, 3, tzinfo=UTC)
WORKERS = 2  # of each kind: those that render, sign for one, sign for the other, examine
AT_ONCE = 4  # letters in hand, so that no child waits for another kind
TURNS = 3
LETTERS = 32  # a turn


def measure(turns: int = TURNS) -> Iterator[Measurement]:
    """Yield letters a second from the facts to the finding, and the size of a signed one."""
    with ExitStack() as stack:
        post = _Post(stack)
        pool = stack.enter_context(ThreadPoolExecutor(AT_ONCE))
        letters = [
            replace(ORGANISATION, is_draft=False, dossier=f"H99.10.27-260915-{number:04d}")
            for number in range(LETTERS)
        ]
        list(pool.map(post.pass_through, letters[: 2 * AT_ONCE]))  # every child is awake
        best = inf
        for _ in range(turns):
            began = perf_counter()
            sizes = list(pool.map(post.pass_through, letters))
            best = min(best, (perf_counter() - began) / len(letters))
    yield Measurement(
        name="letters_signed_twice_and_validated",
        ours=1 / best,
        unit="/s",
        sense=Sense.AT_LEAST,
        target=8,
    )
    yield Measurement(
        name="letter_of_one_page_signed_twice", ours=max(sizes) / 1_000, unit="kB", target=60
    )


class _Post:
    """What a letter passes through: the press, two signers, and whoever takes it back."""

    def __init__(self, stack: ExitStack) -> None:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        made = authority()
        pdf = stack.enter_context(PdfRenderer(TEMPLATES / "assets", workers=WORKERS))
        self._letters = LetterRenderer(Words(TEMPLATES), pdf)
        self._signers = [
            Pkcs12Signer(identity.pkcs12(folder), SECRET, _children(stack, "sign_jobs"))
            for identity in (made.signer, made.agency)
        ]
        children = _children(stack, "examine_jobs")
        self._examiner = PdfExaminer([made.root.pem(folder)], children)

    def pass_through(self, letter: ApologyLetter) -> int:
        """Return the size of the signed letter in bytes.

        Raises:
            LetterError: it would not be taken back.
        """
        signed = self._letters.pdf(letter)
        for signer in self._signers:
            signed = signer.sign(signed, at=AT)
        found = self._examiner.examine(signed, at=AT)
        approved = replace(letter, number=None, dated_on=None)
        words = self._letters.words(approved)
        check_taken_back(found, approved, words, least_signatures=len(self._signers))
        return len(signed)


def _children(stack: ExitStack, jobs: str) -> Children:
    factory = f"monitor.render.{jobs}:open_jobs"
    return stack.enter_context(Children(factory, workers=WORKERS))

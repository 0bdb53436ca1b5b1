"""The register of letters, the answers behind them, and the PDFs."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, Select, delete, insert, select, update

from monitor.domain.errors import LetterError
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import SENT, UNISSUED, Delivery, Letter, LetterState
from monitor.store.among import among
from monitor.store.insert import insert_new
from monitor.store.rows import to_letter
from monitor.store.tables import answers, dossiers, letters, pdf_bytes

Key = TypeVar("Key", str, int)
ON_PAPER = (LetterState.DRAFT.value, LetterState.APPROVED.value)


class SqlLetters:
    """Letters, by dossier and the deadline they speak of."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def newest(self, codes: Iterable[str]) -> dict[str, Letter]:
        """Return, by dossier, the letter that counts: opened last.

        One that is to replace an issued letter counts from when it is issued itself.
        """
        rows = self._connection.execute(OF_CODES, {"codes": list(codes)}).mappings()
        return _counting((row["code"], to_letter(row)) for row in rows)

    def replacing(self, code: str) -> Letter | None:
        """Return the letter that is to replace an issued one of a dossier, not yet issued."""
        newest = self.newest([code]).get(code)
        if newest is None or newest.state not in SENT:
            return None
        later = (one for one in self.of([code]) if newest.precedes(one))
        return next((one for one in later if one.state in UNISSUED), None)

    def marked(self, mark: str) -> Letter | None:
        """Return the letter of a mark; None where there is none."""
        code = mark.partition("/")[0]
        return next((one for one in self.of([code]) if one.mark == mark), None)

    def about(self, code: str, deadline: datetime) -> Letter | None:
        """Return a dossier's letter about a deadline's day in Vietnam, the last opened."""
        query = _joined().where(dossiers.c.code == code).order_by(letters.c.id.desc())
        found = (to_letter(row) for row in self._connection.execute(query).mappings())
        day = vietnam_day(deadline)
        return next((one for one in found if vietnam_day(one.deadline) == day), None)

    def of(self, codes: Iterable[str]) -> list[Letter]:
        """Return all letters about dossiers, by deadline, the last opened last."""
        return self._found(BY_DEADLINE, codes=list(codes))

    def unprinted(self) -> list[Letter]:
        """Return the drafted and approved letters that no paper has been set of."""
        return self._found(UNPRINTED)

    def posted(self) -> list[Letter]:
        """Return the letters on their way by mail."""
        return self._found(POSTED)

    def in_state(
        self, *states: LetterState, units: frozenset[str] | None = None
    ) -> list[Letter]:
        """Return the letters in these states (all where none is named), by deadline.

        Only those about dossiers of these units, where given.
        """
        of_states = {"states": [state.value for state in states or LetterState]}
        if units is not None:
            return self._found(IN_STATES_OF_UNITS, **of_states, units=sorted(units))
        return self._found(IN_STATES, **of_states) if states else self._found(ALL)

    def _found(self, query: Select[tuple[object, ...]], **values: object) -> list[Letter]:
        rows = self._connection.execute(query, values).mappings()
        return [to_letter(row) for row in rows]

    def open(self, letter: Letter) -> bool:
        """Add a letter unless one of this kind about this deadline exists; tell if added."""
        row = {**_columns(letter), "dossier_id": self._dossier_id(letter.dossier)}
        return insert_new(self._connection, letters, [row]) == 1

    def reopen(self, letter: Letter, *, was: LetterState) -> None:
        """Keep a letter's new state, and have it count as the one opened last.

        Raises:
            LetterError: it was moved (reason `moved`).
        """
        self.save(letter, was=was)
        self._connection.execute(delete(letters).where(*self._is(letter)))
        self.open(letter)

    def save(self, letter: Letter, *, was: LetterState) -> None:
        """Keep a letter's new state; refuse when another hand moved it from `was` meanwhile.

        Raises:
            LetterError: it was moved (reason `moved`).
        """
        changed = self._connection.execute(
            update(letters)
            .where(*self._is(letter), letters.c.state == was.value)
            .values(_columns(letter))
        )
        if changed.rowcount != 1:
            raise LetterError(reason="moved", dossier=letter.dossier)

    def keep_answer(self, letter: Letter, *, is_in_time: bool, at: datetime) -> None:
        """Append what the official answered, for ever."""
        self._connection.execute(
            insert(answers),
            {
                "dossier_id": self._dossier_id(letter.dossier),
                "answered_at": at,
                "answered_by": letter.answered_by,
                "is_in_time": is_in_time,
                "cause": letter.cause,
                "reason": letter.reason,
                "new_due_at": letter.new_due_at,
            },
        )

    def put_pdf(self, content: bytes) -> str:
        """Keep a PDF under its SHA-256 and return that; the same bytes are kept once."""
        digest = sha256(content).hexdigest()
        insert_new(self._connection, pdf_bytes, [{"sha256": digest, "bytes": content}])
        return digest

    def pdf(self, sha256: str) -> bytes:
        """Return a kept PDF."""
        query = select(pdf_bytes.c.bytes).where(pdf_bytes.c.sha256 == sha256)
        return bytes(self._connection.execute(query).scalar_one())

    def _is(self, letter: Letter) -> tuple[ColumnElement[bool], ...]:
        return (
            letters.c.dossier_id == self._dossier_id(letter.dossier),
            letters.c.kind == letter.kind.value,
            letters.c.deadline == letter.deadline,
            letters.c.version == letter.version,
        )

    def _dossier_id(self, code: str) -> int:
        query = select(dossiers.c.id).where(dossiers.c.code == code)
        return int(self._connection.execute(query).scalar_one())


def newest_of(connection: Connection, ids: Sequence[int]) -> dict[int, Letter]:
    """Return, by id of the dossier, the letter opened last."""
    rows = connection.execute(OF_DOSSIERS, {"ids": ids}).mappings()
    return _counting((row["dossier_id"], to_letter(row)) for row in rows)


def letters_where(connection: Connection, *conditions: ColumnElement[bool]) -> list[Letter]:
    """Return the letters of which all this is true, by deadline."""
    rows = connection.execute(_where(*conditions)).mappings()
    return [to_letter(row) for row in rows]


def _counting(found: Iterable[tuple[Key, Letter]]) -> dict[Key, Letter]:
    """Return the last letter of each; one that is only to replace another not yet."""
    counting: dict[Key, Letter] = {}
    for key, letter in found:
        before = counting.get(key)
        is_waiting = before is not None and before.state in SENT and letter.version > 1
        if not (is_waiting and letter.state not in SENT):
            counting[key] = letter
    return counting


def _joined() -> Select[tuple[object, ...]]:
    return select(letters, dossiers.c.code).join(
        dossiers, dossiers.c.id == letters.c.dossier_id
    )


def _where(*conditions: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    order = (letters.c.deadline, dossiers.c.code, letters.c.id)
    return _joined().where(*conditions).order_by(*order)


# What every tick asks is put together once.
ALL = _where()
BY_DEADLINE = _where(among(dossiers.c.code, "codes"))
IN_STATES = _where(among(letters.c.state, "states"))
IN_STATES_OF_UNITS = _where(among(letters.c.state, "states"), among(dossiers.c.unit, "units"))
UNPRINTED = _where(letters.c.state.in_(ON_PAPER), letters.c.pdf_sha256 == "")
POSTED = _where(
    letters.c.state == LetterState.ISSUED.value, letters.c.delivery == Delivery.MAIL.value
)
OF_CODES = _joined().where(among(dossiers.c.code, "codes")).order_by(letters.c.id)
OF_DOSSIERS = _joined().where(among(letters.c.dossier_id, "ids")).order_by(letters.c.id)


def _columns(letter: Letter) -> dict[str, object]:
    values = {field.name: getattr(letter, field.name) for field in fields(letter)}
    del values["dossier"]
    return {
        name: value.value if isinstance(value, StrEnum) else value
        for name, value in values.items()
    }

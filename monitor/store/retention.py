"""Blanking personal data: what docs/decisions/0038-retention.md lists, column by column."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    and_,
    cast,
    delete,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    union,
    update,
)

from monitor.domain.dossier import Applicant, ApplicantKind
from monitor.domain.message import MessageState
from monitor.domain.personal import BLANKED, FreeText, Place
from monitor.domain.workbook import Part
from monitor.ports.retention import Closed
from monitor.store.among import among
from monitor.store.insert import put
from monitor.store.rows import to_applicant
from monitor.store.tables import (
    answers,
    applicants,
    bad_mailboxes,
    dossiers,
    findings,
    handed,
    imports,
    letters,
    message_bytes,
    messages,
    notes,
    numbers,
    pdf_bytes,
    print_batches,
    rejects,
    workbook_answers,
)

UNDER_WAY = (MessageState.READY.value, MessageState.HELD.value)
OVER = (MessageState.SENT.value, MessageState.SUPERSEDED.value)
TO_CITIZENS = "%/citizen"
NOBODY = Applicant(name="")
SHAS = (letters.c.pdf_sha256, letters.c.signed_sha256, letters.c.notice_sha256)
ended_at = func.coalesce(
    dossiers.c.collected_at, dossiers.c.finished_at, dossiers.c.end_seen_at
)


def _below(column: ColumnElement[str], stem: ColumnElement[str]) -> ColumnElement[bool]:
    """Tell whether a text begins with a stem and a slash; an index of the column serves."""
    return and_(column >= stem + literal("/"), column < stem + literal("0"))


is_about = _below(messages.c.key, literal("letter/") + dossiers.c.code)
TEXTS = {
    Place.ANSWER: (answers.c.id, answers.c.reason),
    Place.REASON: (letters.c.id, letters.c.reason),
    Place.REFUSED: (letters.c.id, letters.c.refused_for),
    Place.ENDED: (letters.c.id, letters.c.ended_for),
    Place.HANDED: (handed.c.id, handed.c.note),
}


class SqlRetention:
    """Personal data in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def closed(self, *, before: datetime, after: int, limit: int) -> list[Closed]:
        """Return dossiers past an id that ended before an instant, in order of their ids.

        Left out are those blanked already, and those of which a letter is on its way.
        """
        is_on_its_way = exists().where(is_about, messages.c.state.in_(UNDER_WAY))
        query = (
            select(dossiers.c.id, dossiers.c.code, *applicants.c)
            .outerjoin(applicants, applicants.c.dossier_id == dossiers.c.id)
            .where(
                dossiers.c.id > after,
                not_(dossiers.c.is_open),
                ended_at < before,
                applicants.c.blanked_at.is_(None),
                not_(is_on_its_way),
            )
            .order_by(dossiers.c.id)
            .limit(limit)
        )
        rows = self._connection.execute(query).mappings().all()
        codes = {row["id"]: row["code"] for row in rows}
        texts, batches = self._texts(codes), self._batches(list(codes))
        return [
            Closed(
                id=row["id"],
                code=row["code"],
                applicant=to_applicant(row) if row["dossier_id"] else NOBODY,
                texts=tuple(texts[row["id"]]),
                batches=tuple(batches[row["id"]]),
            )
            for row in rows
        ]

    def blank(
        self, dossiers: Sequence[Closed], texts: Sequence[FreeText], *, at: datetime
    ) -> None:
        """Blank who applied, the papers, and these texts; figures, dates and codes stay."""
        self._blank_papers([one.id for one in dossiers])
        self._blank_mails([one.code for one in dossiers])
        for text in texts:
            self._blank_text(text)
        marked = delete(bad_mailboxes).where(among(bad_mailboxes.c.mailbox, "them"))
        them = [one.applicant.mailbox.lower() for one in dossiers if one.applicant.mailbox]
        self._connection.execute(marked, {"them": them})
        rows = [
            {
                "dossier_id": one.id,
                "kind": (one.applicant.kind or ApplicantKind.UNKNOWN).value,
                **dict.fromkeys(("name", "address", "phone", "mailbox"), ""),
                "blanked_at": at,
            }
            for one in dossiers
        ]
        put(self._connection, applicants, rows)

    def forget_drafts(self, *, limit: int) -> int:
        """Let go of papers that no letter names any more; return how many."""
        named = union(*(select(sha) for sha in SHAS))
        old = select(pdf_bytes.c.sha256).where(pdf_bytes.c.sha256.not_in(named)).limit(limit)
        statement = delete(pdf_bytes).where(pdf_bytes.c.sha256.in_(old))
        return self._connection.execute(statement).rowcount

    def forget_rejects(self, *, before: datetime, limit: int) -> int:
        """Blank the cells of rows refused before an instant; return how many were."""
        old = (
            select(rejects.c.id)
            .join(imports, imports.c.id == rejects.c.import_id)
            .where(imports.c.imported_at < before, rejects.c.value != "")
            .limit(limit)
        )
        statement = update(rejects).where(rejects.c.id.in_(old)).values(value="")
        return self._connection.execute(statement).rowcount

    def forget_mails(self, *, before: datetime, limit: int) -> int:
        """Let go of the bytes of settled mails queued before an instant; return how many."""
        old = (
            select(messages.c.id)
            .join(message_bytes, message_bytes.c.message_id == messages.c.id)
            .where(
                messages.c.created_at < before,
                messages.c.state.in_(OVER),
                func.length(message_bytes.c.bytes) > 0,
            )
            .limit(limit)
        )
        return self._empty(list(self._connection.scalars(old)))

    def _blank_papers(self, ids: Sequence[int]) -> None:
        of = among(letters.c.dossier_id, "ids")
        papers = [select(sha).where(of) for sha in SHAS]
        statement = (
            update(pdf_bytes)
            .where(or_(*(pdf_bytes.c.sha256.in_(one) for one in papers)))
            .values(bytes=b"")
        )
        self._connection.execute(statement, {"ids": list(ids)})

    def _blank_mails(self, codes: Sequence[str]) -> None:
        """Empty the mails that carry a letter; one that was parked can go out no more."""
        about = (
            select(messages.c.id)
            .join(dossiers, is_about)
            .where(among(dossiers.c.code, "codes"))
        )
        ids = list(self._connection.scalars(about, {"codes": list(codes)}))
        self._empty(ids)
        is_one = among(messages.c.id, "ids")
        parked = update(messages).where(is_one, messages.c.state == MessageState.PARKED)
        self._connection.execute(
            parked.values(state=MessageState.SUPERSEDED.value), {"ids": ids}
        )
        to_citizens = update(messages).where(is_one, messages.c.key.like(TO_CITIZENS))
        self._connection.execute(to_citizens.values(recipient="", domain=""), {"ids": ids})

    def _empty(self, ids: Sequence[int]) -> int:
        statement = (
            update(message_bytes)
            .where(among(message_bytes.c.message_id, "ids"))
            .values(bytes=b"")
        )
        return self._connection.execute(statement, {"ids": list(ids)}).rowcount

    def _blank_text(self, text: FreeText) -> None:
        if text.place is Place.SAID:
            is_it = workbook_answers.c.id == int(text.key)
            query = select(workbook_answers.c.said).where(is_it)
            said = {**self._connection.execute(query).scalar_one(), text.cell: BLANKED}
            self._connection.execute(update(workbook_answers).where(is_it).values(said=said))
        elif text.place is Place.VOID:
            void = update(numbers).where(numbers.c.mark == text.key)
            self._connection.execute(void.values(void_for=BLANKED))
        else:
            id_, column = TEXTS.get(text.place, (notes.c.id, notes.c.text))
            statement = update(column.table).where(id_ == int(text.key))
            self._connection.execute(statement.values({column.name: BLANKED}))

    def _texts(self, codes: dict[int, str]) -> defaultdict[int, list[FreeText]]:
        found: defaultdict[int, list[FreeText]] = defaultdict(list)
        ids = {"ids": list(codes)}
        for place, (id_, column) in TEXTS.items():
            of = column.table.c.dossier_id
            query = select(of, id_, column).where(among(of, "ids"), column != "")
            for dossier, key, text in self._connection.execute(query, ids):
                found[dossier].append(FreeText(place=place, key=str(key), text=text))
        self._add_notes(found, ids)
        self._add_said(found, codes)
        self._add_void(found, codes)
        return found

    def _add_notes(
        self, found: defaultdict[int, list[FreeText]], ids: dict[str, list[int]]
    ) -> None:
        query = (
            select(findings.c.dossier_id, notes.c.id, notes.c.text)
            .join(findings, findings.c.id == notes.c.finding_id)
            .where(among(findings.c.dossier_id, "ids"))
        )
        for dossier, key, text in self._connection.execute(query, ids):
            found[dossier].append(FreeText(place=Place.NOTE, key=str(key), text=text))

    def _add_said(self, found: defaultdict[int, list[FreeText]], codes: dict[int, str]) -> None:
        """Add what was said in workbooks, of the dossier, its letter or a finding."""
        of_findings = (
            select(findings.c.dossier_id, workbook_answers.c.id, workbook_answers.c.said)
            .join(findings, cast(findings.c.id, String) == workbook_answers.c.target)
            .where(
                workbook_answers.c.part == Part.FINDINGS.value,
                among(findings.c.dossier_id, "ids"),
            )
        )
        target = workbook_answers.c.target
        is_of = or_(target == dossiers.c.code, _below(target, dossiers.c.code))
        of_dossiers = (
            select(dossiers.c.id, workbook_answers.c.id, workbook_answers.c.said)
            .join(dossiers, is_of)
            .where(
                workbook_answers.c.part.not_in((Part.FINDINGS.value, Part.FIGURES.value)),
                among(dossiers.c.id, "ids"),
            )
        )
        for query in (of_findings, of_dossiers):
            for dossier, key, said in self._connection.execute(query, {"ids": list(codes)}):
                found[dossier].extend(
                    FreeText(place=Place.SAID, key=str(key), text=text, cell=cell)
                    for cell, text in said.items()
                )

    def _add_void(self, found: defaultdict[int, list[FreeText]], codes: dict[int, str]) -> None:
        query = (
            select(dossiers.c.id, numbers.c.mark, numbers.c.void_for)
            .join(dossiers, _below(numbers.c.mark, dossiers.c.code))
            .where(among(dossiers.c.id, "ids"), numbers.c.void_for != "")
        )
        for dossier, mark, text in self._connection.execute(query, {"ids": list(codes)}):
            found[dossier].append(FreeText(place=Place.VOID, key=mark, text=text))

    def _batches(self, ids: Sequence[int]) -> defaultdict[int, list[str]]:
        found: defaultdict[int, list[str]] = defaultdict(list)
        query = (
            select(letters.c.dossier_id, print_batches.c.name)
            .join(print_batches, print_batches.c.letter_id == letters.c.id)
            .where(among(letters.c.dossier_id, "ids"))
        )
        for dossier, name in self._connection.execute(query, {"ids": list(ids)}):
            found[dossier].append(name)
        return found

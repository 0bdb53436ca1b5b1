"""What the rules said, and who has been told."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Select, func, insert, select

from monitor.domain.finding import BY_THE_HOUR, Ending
from monitor.domain.note import Note
from monitor.ports.store import HeardBy, Spoken, Standing, Wanted
from monitor.store.among import among
from monitor.store.finding_search import heard_by, narrowed, of_the_same
from monitor.store.insert import insert_new
from monitor.store.rows import NO_DEADLINE, to_finding, to_note
from monitor.store.tables import dossiers, findings, notes, told


class SqlFindings:
    """Findings, with what became of them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def standing(self) -> list[Standing]:
        """Return the findings not resolved, by dossier, rule and stage."""
        return self._read(
            _joined()
            .where(findings.c.resolved_at.is_(None))
            .order_by(dossiers.c.code, findings.c.rule, findings.c.stage, findings.c.id)
        )

    def urgent(self) -> list[Standing]:
        """Return the warnings by the hour that stand and that nobody has been told of."""
        return self._read(URGENT)

    def of(self, code: str) -> list[Standing]:
        """Return all findings about one dossier, oldest first."""
        return self._read(
            _joined()
            .where(dossiers.c.code == code)
            .order_by(findings.c.found_at, findings.c.id)
        )

    def standing_of_units(self) -> list[Standing]:
        """Return the findings about whole units that are not resolved, by unit."""
        return self._read(
            _joined()
            .where(findings.c.unit.is_not(None), findings.c.resolved_at.is_(None))
            .order_by(findings.c.unit, findings.c.rule, findings.c.stage, findings.c.id)
        )

    def of_unit(self, unit: str) -> list[Standing]:
        """Return all findings about a unit itself, oldest first."""
        return self._read(
            _joined()
            .where(findings.c.unit == unit)
            .order_by(findings.c.found_at, findings.c.id)
        )

    def about(self, codes: Sequence[str]) -> dict[str, list[Standing]]:
        """Return all findings about dossiers, by code, oldest first."""
        found: defaultdict[str, list[Standing]] = defaultdict(list)
        query = _joined().where(among(dossiers.c.code, "codes"))
        query = query.order_by(findings.c.found_at, findings.c.id)
        for one in self._read(query, codes=codes):
            found[one.finding.dossier].append(one)
        return found

    def get(self, finding_id: int) -> Standing | None:
        """Return one finding, whatever became of it."""
        found = self._read(_joined().where(findings.c.id == finding_id))
        return found[0] if found else None

    def stages(self, finding_id: int) -> list[Standing]:
        """Return what a finding's rule said of its dossier or unit, oldest first."""
        return self._read(of_the_same(_joined(), finding_id))

    def find(self, wanted: Wanted, *, limit: int, after: int | None = None) -> list[Standing]:
        """Return the findings that are wanted, newest first, from past the one of an id on."""
        query = narrowed(_joined(), wanted).order_by(findings.c.id.desc()).limit(limit)
        return self._read(query if after is None else query.where(findings.c.id < after))

    def count(self, wanted: Wanted) -> int:
        """Count the findings that are wanted."""
        every = narrowed(_joined(), wanted).subquery()
        return int(
            self._connection.execute(select(func.count()).select_from(every)).scalar_one()
        )

    def heard_by(self, finding_id: int) -> list[HeardBy]:
        """Return who was told of a finding, and by which message, in order."""
        return heard_by(self._connection, finding_id)

    def _read(
        self, query: Select[tuple[object, ...]], *, codes: Sequence[str] = ()
    ) -> list[Standing]:
        rows = list(self._connection.execute(query, {"codes": codes}).mappings())
        if not rows:
            return []
        ids = [row["id"] for row in rows]
        heard, said = self._told(ids), self._notes(ids)
        return [
            Standing(
                id=row["id"],
                finding=to_finding(row),
                is_baseline=row["is_baseline"],
                found_at=row["found_at"],
                resolved_at=row["resolved_at"],
                ending=Ending(row["ending"]) if row["ending"] else None,
                told=frozenset(heard[row["id"]]),
                notes=tuple(said[row["id"]]),
            )
            for row in rows
        ]

    def _told(self, ids: Sequence[int]) -> defaultdict[int, set[str]]:
        heard: defaultdict[int, set[str]] = defaultdict(set)
        query = select(told).where(among(told.c.finding_id, "ids"))
        for row in self._connection.execute(query, {"ids": ids}).mappings():
            heard[row["finding_id"]].add(row["person"])
        return heard

    def _notes(self, ids: Sequence[int]) -> defaultdict[int, list[Note]]:
        said: defaultdict[int, list[Note]] = defaultdict(list)
        query = select(notes).where(among(notes.c.finding_id, "ids")).order_by(notes.c.id)
        for row in self._connection.execute(query, {"ids": ids}).mappings():
            said[row["finding_id"]].append(to_note(row))
        return said

    def spoken(self, codes: Sequence[str], rules: Sequence[str]) -> list[Spoken]:
        """Return which of these rules speak now of a deadline of these dossiers, in order."""
        query = (
            select(
                dossiers.c.code,
                findings.c.rule,
                findings.c.stage,
                findings.c.deadline,
                dossiers.c.procedure,
            )
            .join(dossiers, dossiers.c.id == findings.c.dossier_id)
            .where(among(dossiers.c.code, "codes"), findings.c.rule.in_(rules))
            .where(findings.c.resolved_at.is_(None), findings.c.deadline != NO_DEADLINE)
            .order_by(dossiers.c.code, findings.c.rule, findings.c.id)
        )
        return [
            Spoken(dossier=code, rule=rule, stage=stage, deadline=deadline, procedure=procedure)
            for code, rule, stage, deadline, procedure in self._connection.execute(
                query, {"codes": codes}
            )
        ]

    def add_note(self, finding_id: int, note: Note) -> None:
        """Keep what somebody said of a finding, for ever."""
        self._connection.execute(
            insert(notes),
            {
                "finding_id": finding_id,
                "kind": note.kind.value,
                "by": note.by,
                "at": note.at,
                "text": note.text,
                "way": note.way.value,
            },
        )

    def mark_told(self, finding_ids: Iterable[int], *, person: str, message_key: str) -> None:
        """Remember that a message to this person lists these findings; twice is once."""
        insert_new(
            self._connection,
            told,
            [
                {"finding_id": finding_id, "person": person, "message_key": message_key}
                for finding_id in finding_ids
            ],
        )


def _joined() -> Select[tuple[object, ...]]:
    return select(findings, dossiers.c.code).outerjoin(
        dossiers, dossiers.c.id == findings.c.dossier_id
    )


# What every tick asks is put together once.
URGENT = (
    _joined()
    .where(
        findings.c.rule == BY_THE_HOUR[0],
        findings.c.stage.like(f"%{BY_THE_HOUR[1]}"),
        findings.c.resolved_at.is_(None),
        findings.c.is_baseline.is_(False),
        ~select(told.c.finding_id).where(told.c.finding_id == findings.c.id).exists(),
    )
    .order_by(dossiers.c.code, findings.c.stage, findings.c.id)
)

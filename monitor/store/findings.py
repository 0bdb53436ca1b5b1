"""What the rules said, and who has been told."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, insert, select, update

from monitor.domain.finding import Ending, Finding
from monitor.domain.note import Note
from monitor.ports.store import Judged, Standing
from monitor.store.insert import insert_new
from monitor.store.rows import NO_DEADLINE, from_fact, to_finding, to_note
from monitor.store.tables import dossiers, findings, notes, systems, told


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

    def of(self, code: str) -> list[Standing]:
        """Return all findings about one dossier, oldest first."""
        return self._read(
            _joined()
            .where(dossiers.c.code == code)
            .order_by(findings.c.found_at, findings.c.id)
        )

    def _read(self, query: Select[tuple[object, ...]]) -> list[Standing]:
        rows = list(self._connection.execute(query).mappings())
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
        for start in range(0, len(ids), 500):
            query = select(told).where(told.c.finding_id.in_(ids[start : start + 500]))
            for row in self._connection.execute(query).mappings():
                heard[row["finding_id"]].add(row["person"])
        return heard

    def _notes(self, ids: Sequence[int]) -> defaultdict[int, list[Note]]:
        said: defaultdict[int, list[Note]] = defaultdict(list)
        for start in range(0, len(ids), 500):
            chunk = notes.c.finding_id.in_(ids[start : start + 500])
            query = select(notes).where(chunk).order_by(notes.c.id)
            for row in self._connection.execute(query).mappings():
                said[row["finding_id"]].append(to_note(row))
        return said

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


def keep_findings(connection: Connection, judged: Sequence[Judged], *, at: datetime) -> int:
    """Add findings that are new, reopen those that stand again, resolve those that do not.

    Returns the number of findings not known before.
    """
    ids = _dossier_ids(connection, [one.dossier for one in judged])
    kept = _kept(connection, [dossier_id for dossier_id, _ in ids.values()])
    rows: list[dict[str, object]] = []
    for one in judged:
        dossier_id, is_baseline = ids[one.dossier]
        stands = {(f.rule, f.stage, f.deadline or NO_DEADLINE): f for f in one.findings}
        known = kept[dossier_id]
        for ending, gone in _gone(known, stands).items():
            _resolve(connection, gone, ending, at=at)
        _reopen(connection, [(*known[key], stands[key]) for key in stands if key in known])
        rows.extend(
            _row(finding, dossier_id, is_baseline=is_baseline, at=at)
            for key, finding in stands.items()
            if key not in known
        )
    return insert_new(connection, findings, rows)


def _dossier_ids(connection: Connection, codes: Sequence[str]) -> dict[str, tuple[int, bool]]:
    """Return, by code, the dossier's id and whether its system's baseline is untold."""
    query = (
        select(dossiers.c.code, dossiers.c.id, systems.c.baseline_told_at)
        .join(systems, systems.c.code == dossiers.c.system)
        .where(dossiers.c.code.in_(codes))
    )
    return {code: (id_, told_at is None) for code, id_, told_at in connection.execute(query)}


Key = tuple[str, str, datetime]
Kept = dict[Key, tuple[int, bool]]


def _kept(connection: Connection, ids: Sequence[int]) -> defaultdict[int, Kept]:
    """Return, by dossier, each finding's key with its id and whether it stands resolved."""
    query = select(
        findings.c.dossier_id,
        findings.c.rule,
        findings.c.stage,
        findings.c.deadline,
        findings.c.id,
        findings.c.resolved_at,
    ).where(findings.c.dossier_id.in_(ids))
    kept: defaultdict[int, Kept] = defaultdict(dict)
    for dossier_id, rule, stage, deadline, id_, resolved_at in connection.execute(query):
        kept[dossier_id][rule, stage, deadline] = (id_, resolved_at is not None)
    return kept


def _gone(known: Kept, stands: Iterable[Key]) -> defaultdict[Ending, list[int]]:
    """Return the findings that stand no longer, by why: a rule may speak on elsewhere."""
    speaking = {rule: (stage, deadline) for rule, stage, deadline in stands}
    gone: defaultdict[Ending, list[int]] = defaultdict(list)
    for (rule, stage, deadline), (id_, is_resolved) in known.items():
        if is_resolved or (rule, stage, deadline) in stands:
            continue
        present = speaking.get(rule)
        if present is None:
            gone[Ending.RESOLVED].append(id_)
        else:
            is_moved = present[1] != deadline
            gone[Ending.SUPERSEDED if is_moved else Ending.REPEATED].append(id_)
    return gone


def _resolve(
    connection: Connection, ids: Sequence[int], ending: Ending, *, at: datetime
) -> None:
    connection.execute(
        update(findings)
        .where(findings.c.id.in_(ids))
        .values(resolved_at=at, ending=ending.value)
    )


def _reopen(connection: Connection, found: Sequence[tuple[int, bool, Finding]]) -> None:
    """Bring the facts of standing findings up to date; those resolved stand again."""
    for id_, _, finding in found:
        facts = {name: from_fact(fact) for name, fact in finding.facts.items()}
        connection.execute(
            update(findings)
            .where(findings.c.id == id_)
            .values(resolved_at=None, ending=None, facts=facts)
        )


def _row(
    finding: Finding, dossier_id: int, *, is_baseline: bool, at: datetime
) -> dict[str, object]:
    return {
        "dossier_id": dossier_id,
        "rule": finding.rule,
        "stage": finding.stage,
        "deadline": finding.deadline or NO_DEADLINE,
        "severity": finding.severity.value,
        "tells": [role.value for role in finding.tells],
        "facts": {name: from_fact(fact) for name, fact in finding.facts.items()},
        "is_baseline": is_baseline,
        "found_at": at,
        "resolved_at": None,
        "ending": None,
    }

"""Keeping what the rules say of dossiers and units: what is new, has ended, says otherwise."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Select, Text, bindparam, cast, select, update

from monitor.domain.finding import Finding, ending_of
from monitor.ports.store import Judged, JudgedUnit, Settled
from monitor.store.among import among
from monitor.store.insert import insert_new
from monitor.store.prepared import Row
from monitor.store.rows import NO_DEADLINE, from_fact
from monitor.store.tables import findings, systems
from monitor.store.types import on_clock

Key = tuple[str, str, datetime]
Of = TypeVar("Of", int, str)  # a dossier, by its id, or a unit, by its code
_FACTS = findings.c.facts.type
_JSON = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class _Kept:
    """One finding as it is kept; `facts` as the text that stands there."""

    id: int
    is_resolved: bool
    facts: str


@dataclass(slots=True)
class _Written:
    """Rows to write, gathered dossier by dossier, or unit by unit: most have none."""

    new: list[Row] = field(default_factory=list)
    updated: list[Row] = field(default_factory=list)
    ended: list[Row] = field(default_factory=list)
    again: int = 0

    @property
    def alterations(self) -> int:
        """How many findings stand now that did not, or stand no longer."""
        return len(self.new) + len(self.ended) + self.again


def keep_findings(
    connection: Connection, judged: Sequence[Judged], *, at: datetime
) -> tuple[Settled, AbstractSet[int]]:
    """Keep what was found of dossiers, as the baseline where nobody was told of that yet.

    Returns:
        What was done, and the ids of the dossiers of which something else stands now.
    """
    untold = _untold(connection)
    first = {one.of.id for one in judged if one.of.dossier.system in untold}
    found = {one.of.id: one.findings for one in judged}
    return _keep(connection, findings.c.dossier_id, found, first=first, at=at)


def keep_unit_findings(
    connection: Connection, judged: Sequence[JudgedUnit], *, at: datetime
) -> Settled:
    """Keep what was found of units, and return what was done."""
    found = {one.unit: one.findings for one in judged}
    settled, _ = _keep(connection, findings.c.unit, found, first=frozenset(), at=at)
    return settled


def _keep(
    connection: Connection,
    column: Column[Any],
    found: Mapping[Of, Sequence[Finding]],
    *,
    first: AbstractSet[Of],
    at: datetime,
) -> tuple[Settled, AbstractSet[Of]]:
    """Add findings that are new, reopen those that stand again, end those that do not.

    What says just what it said is not written: a full judging of what stands writes nothing.
    `column` names the dossier or unit; what is new of those among `first` is a baseline.
    """
    kept = _kept(connection, column, list(found))
    written, altered = _Written(), set[Of]()
    for of, said in found.items():
        known = kept.get(of, {})
        if not (known or said):
            continue
        before = written.alterations
        stands = {(one.rule, one.stage, one.deadline or NO_DEADLINE): one for one in said}
        written.ended.extend(_ended(known, stands))
        for key, finding in stands.items():
            if key in known:
                _update(written, known[key], finding)
            else:
                row = _row(finding, column.name, of, is_baseline=of in first, at=at)
                written.new.append(row)
        if written.alterations > before:
            altered.add(of)
    return _write(connection, written, at=at), altered


def _write(connection: Connection, written: _Written, *, at: datetime) -> Settled:
    of = findings.c.id == bindparam("of")
    if written.ended:
        ended = update(findings).where(of).values(resolved_at=at, ending=bindparam("why"))
        connection.execute(ended, written.ended)
    if written.updated:
        says = bindparam("says", type_=_FACTS)
        stands = update(findings).where(of).values(resolved_at=None, ending=None, facts=says)
        connection.execute(stands, written.updated)
    found = insert_new(connection, findings, written.new)
    return Settled(found=found, again=written.again, ended=len(written.ended))


def _untold(connection: Connection) -> frozenset[str]:
    """Return the systems whose baseline nobody has been told of."""
    query = select(systems.c.code).where(systems.c.baseline_told_at.is_(None))
    return frozenset(connection.scalars(query))


def _kept(
    connection: Connection, column: Column[Any], these: Sequence[Of]
) -> dict[Of, dict[Key, _Kept]]:
    """Return, by dossier or unit, each finding by its key."""
    rows = connection.execute(kept_of(column), {"these": these}).all()
    kept: defaultdict[Of, dict[Key, _Kept]] = defaultdict(dict)
    for of, rule, stage, deadline, *rest in rows:
        kept[of][rule, stage, deadline] = _Kept(*rest)
    return kept


@cache
def kept_of(column: Column[Any]) -> Select[Any]:
    """Ask what is kept of the dossiers or units, by the column of either, in `these`."""
    return select(
        *(column, findings.c.rule, findings.c.stage, on_clock(findings.c.deadline)),
        *(findings.c.id, findings.c.resolved_at.is_not(None), cast(findings.c.facts, Text)),
    ).where(among(column, "these"))


def _ended(known: Mapping[Key, _Kept], stands: Mapping[Key, Finding]) -> Iterator[Row]:
    """Yield the findings that stand no longer, and why: a rule may speak on elsewhere."""
    gone = [key for key, one in known.items() if not one.is_resolved and key not in stands]
    if gone:
        begun = [
            one for key, one in stands.items() if key not in known or known[key].is_resolved
        ]
        for rule, stage, at in gone:
            deadline = None if at == NO_DEADLINE else at
            why = ending_of(rule, stage, deadline, begun=begun)
            yield {"of": known[rule, stage, at].id, "why": why.value}


def _update(written: _Written, before: _Kept, finding: Finding) -> None:
    """Bring facts up to date; a finding resolved stands again."""
    facts = _facts(finding)
    if before.is_resolved or _JSON.raw_decode(before.facts)[0] != facts:
        written.updated.append({"of": before.id, "says": facts})
        written.again += before.is_resolved


def _facts(finding: Finding) -> dict[str, object]:
    return {
        name: from_fact(fact) if isinstance(fact, date) else fact  # an instant is a date, too
        for name, fact in finding.facts.items()
    }


def _row(finding: Finding, column: str, of: Of, *, is_baseline: bool, at: datetime) -> Row:
    return {
        column: of,
        "rule": finding.rule,
        "stage": finding.stage,
        "deadline": finding.deadline or NO_DEADLINE,
        "severity": finding.severity.value,
        "tells": [role.value for role in finding.tells],
        "facts": _facts(finding),
        "is_baseline": is_baseline,
        "found_at": at,
    }

"""Keeping what the rules say of dossiers: what is new, what has ended, what says otherwise."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection, Text, bindparam, cast, select, update

from monitor.domain.finding import Ending, Finding
from monitor.ports.store import Judged, Settled
from monitor.store.among import among
from monitor.store.insert import Row, insert_new
from monitor.store.rows import NO_DEADLINE, from_fact
from monitor.store.tables import findings, systems
from monitor.store.types import on_clock

Key = tuple[str, str, datetime]
_FACTS = findings.c.facts.type
_JSON = json.JSONDecoder()
_FINDINGS = select(
    *(findings.c.dossier_id, findings.c.rule, findings.c.stage),
    on_clock(findings.c.deadline),
    *(findings.c.id, findings.c.resolved_at.is_not(None), cast(findings.c.facts, Text)),
).where(among(findings.c.dossier_id, "ids"))


@dataclass(frozen=True, slots=True)
class _Kept:
    """One finding as it is kept; `facts` as the text that stands there."""

    id: int
    is_resolved: bool
    facts: str


@dataclass(slots=True)
class _Written:
    """Rows to write, gathered dossier by dossier: most have none."""

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
    """Add findings that are new, reopen those that stand again, resolve those that do not.

    What says just what it said is not written: a full judging of what stands writes nothing.

    Returns:
        What was done, and the ids of the dossiers of which something else stands now.
    """
    kept = _kept(connection, [one.of.id for one in judged])
    untold = _untold(connection)
    written, altered = _Written(), set[int]()
    for one in judged:
        known, before = kept.get(one.of.id, {}), written.alterations
        if not (known or one.findings):
            continue
        stands = {(f.rule, f.stage, f.deadline or NO_DEADLINE): f for f in one.findings}
        written.ended.extend(_ended(known, stands))
        for key, finding in stands.items():
            if key in known:
                _update(written, known[key], finding)
            else:
                is_baseline = one.of.dossier.system in untold
                written.new.append(_row(finding, one.of.id, is_baseline=is_baseline, at=at))
        if written.alterations > before:
            altered.add(one.of.id)
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


def _kept(connection: Connection, ids: Sequence[int]) -> dict[int, dict[Key, _Kept]]:
    """Return, by dossier, each finding by its key."""
    rows = connection.execute(_FINDINGS, {"ids": ids}).all()
    found: defaultdict[int, dict[Key, _Kept]] = defaultdict(dict)
    for dossier_id, rule, stage, deadline, *rest in rows:
        found[dossier_id][rule, stage, deadline] = _Kept(*rest)
    return found


def _ended(known: dict[Key, _Kept], stands: Collection[Key]) -> Iterable[Row]:
    """Yield the findings that stand no longer, and why: a rule may speak on elsewhere."""
    gone = [key for key, one in known.items() if not one.is_resolved and key not in stands]
    if gone:
        begun = [key for key in stands if key not in known or known[key].is_resolved]
        for key in gone:
            yield {"of": known[key].id, "why": _ending(key, begun).value}


def _ending(gone: Key, begun: Iterable[Key]) -> Ending:
    """Tell why a finding ended, from what stands since then.

    What the rule said beside it is another thing; so is a stage of another episode
    (`asked@5`, `told@7`).
    """
    rule, stage, deadline = gone
    later = [
        one_deadline
        for one_rule, one_stage, one_deadline in begun
        if one_rule == rule and _episode(one_stage) == _episode(stage)
    ]
    if not later:
        return Ending.RESOLVED
    return Ending.REPEATED if deadline in later else Ending.SUPERSEDED


def _episode(stage: str) -> str:
    return stage.partition("@")[2]


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


def _row(finding: Finding, dossier_id: int, *, is_baseline: bool, at: datetime) -> Row:
    return {
        "dossier_id": dossier_id,
        "rule": finding.rule,
        "stage": finding.stage,
        "deadline": finding.deadline or NO_DEADLINE,
        "severity": finding.severity.value,
        "tells": [role.value for role in finding.tells],
        "facts": _facts(finding),
        "is_baseline": is_baseline,
        "found_at": at,
    }

"""Keeping what the rules say of whole units."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from monitor.domain.finding import Ending, Finding
from monitor.ports.store import JudgedUnit, Settled
from monitor.store.insert import Row, insert_new
from monitor.store.rows import NO_DEADLINE, from_fact
from monitor.store.tables import findings

Key = tuple[str, str, datetime]
Known = dict[Key, tuple[int, bool]]  # the id, and whether it stands


def keep_unit_findings(
    connection: Connection, judged: Sequence[JudgedUnit], *, at: datetime
) -> Settled:
    """Add findings that are new, reopen those that stand again, end those that do not.

    A stage about a unit is an episode (an export, a month), or a step of one
    (`asked@5`, `told@5`): where the rule says the next step, what it said was repeated.
    """
    kept = _kept(connection, [one.unit for one in judged])
    before = {
        id_ for known in kept.values() for id_, is_standing in known.values() if is_standing
    }
    standing: list[Row] = []
    gone: list[Row] = []
    fresh: list[Row] = []
    for one in judged:
        stands = {_key(finding): finding for finding in one.findings}
        known = kept[one.unit]
        gone.extend(
            {"of": id_, "why": _ending(key, stands).value}
            for key, (id_, is_standing) in known.items()
            if is_standing and key not in stands
        )
        standing.extend(
            {"of": known[key][0], "says": _facts(finding)}
            for key, finding in stands.items()
            if key in known
        )
        fresh.extend(
            _row(finding, at=at) for key, finding in stands.items() if key not in known
        )
    _end(connection, gone, at=at)
    _reopen(connection, standing)
    return Settled(
        found=insert_new(connection, findings, fresh),
        again=sum(row["of"] not in before for row in standing),
        ended=len(gone),
    )


def _ending(gone: Key, stands: Iterable[Key]) -> Ending:
    rule, stage, _ = gone
    _, _, episode = stage.partition("@")
    same = {(one_rule, one_stage.partition("@")[2]) for one_rule, one_stage, _ in stands}
    return Ending.REPEATED if episode and (rule, episode) in same else Ending.RESOLVED


def _kept(connection: Connection, units: Sequence[str]) -> defaultdict[str, Known]:
    """Return, by unit, the id of each finding, and whether it stands."""
    query = select(
        findings.c.unit,
        findings.c.rule,
        findings.c.stage,
        findings.c.deadline,
        findings.c.id,
        findings.c.resolved_at.is_(None),
    ).where(findings.c.unit.in_(units))
    kept: defaultdict[str, Known] = defaultdict(dict)
    for unit, rule, stage, deadline, id_, is_standing in connection.execute(query):
        kept[unit][rule, stage, deadline] = id_, bool(is_standing)
    return kept


def _end(connection: Connection, gone: Sequence[Row], *, at: datetime) -> None:
    """End those of them that stand."""
    if gone:
        connection.execute(
            update(findings)
            .where(findings.c.id == bindparam("of"), findings.c.resolved_at.is_(None))
            .values(resolved_at=at, ending=bindparam("why")),
            gone,
        )


def _reopen(connection: Connection, standing: Sequence[Row]) -> None:
    """Bring the facts of standing findings up to date; those ended stand again."""
    if standing:
        connection.execute(
            update(findings)
            .where(findings.c.id == bindparam("of"))
            .values(resolved_at=None, ending=None, facts=bindparam("says", type_=_FACTS)),
            standing,
        )


_FACTS = findings.c.facts.type


def _key(finding: Finding) -> Key:
    return finding.rule, finding.stage, finding.deadline or NO_DEADLINE


def _facts(finding: Finding) -> dict[str, object]:
    return {name: from_fact(fact) for name, fact in finding.facts.items()}


def _row(finding: Finding, *, at: datetime) -> Row:
    return {
        "unit": finding.unit,
        "rule": finding.rule,
        "stage": finding.stage,
        "deadline": finding.deadline or NO_DEADLINE,
        "severity": finding.severity.value,
        "tells": [role.value for role in finding.tells],
        "facts": _facts(finding),
        "is_baseline": False,
        "found_at": at,
    }

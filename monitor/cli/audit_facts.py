"""An audit as plain data, for programs: whole, whatever a terminal shows of it."""

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from monitor.catalogues.audited import cause_text
from monitor.domain.audit.audited import Audited, Difference
from monitor.domain.audit.summary import Audit

DAY_KEYS = ("day", "kind", "title", "source", "status")


def audit_facts(audit: Audit, *, unit: str | None, at: datetime) -> dict[str, Any]:
    """Return an audit as plain data, with every dossier of its lists."""
    return {
        "made_at": at,
        "unit": unit,
        "dossiers": audit.dossiers,
        "judged": audit.judged,
        "differing": audit.differing,
        "promised_late": audit.promised_late,
        "stopped": audit.stopped,
        "causes": [asdict(line) for line in audit.causes],
        "units": [asdict(line) for line in audit.units],
        "lateness": {"ended": asdict(audit.ended), "open": asdict(audit.open)},
        "unjudged": dict(audit.unjudged),
        "contradictions": dict(audit.contradictions),
        "differences": [
            {**_dossier(one), **_difference(difference)}
            for one in audit.differences
            for difference in one.differences
        ],
        "misjudged": [
            {**_dossier(one), "as_of": one.as_of, "lawful_at": one.lawful_at}
            for one in audit.misjudged
        ],
        "contradicted": [
            {**_dossier(one), "contradictions": one.contradictions}
            for one in audit.contradicted
        ],
        "not_judged": [{**_dossier(one), "unjudged": one.unjudged} for one in audit.not_judged],
    }


def _dossier(one: Audited) -> dict[str, Any]:
    return {
        "dossier": one.code,
        "unit": one.unit,
        "unit_name": one.unit_name,
        "is_unit_unknown": one.is_unit_unknown,
        "procedure": one.procedure,
        "procedure_name": one.procedure_name,
        "received_at": one.received_at,
        "term": asdict(one.term) if one.term else None,
        "is_stopped": one.is_stopped,
        "lateness": asdict(one.lateness) if one.lateness else None,
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {
        **{key.name: getattr(one, key.name) for key in fields(one) if key.name != "why"},
        "causes": one.why.codes,
        "cause": cause_text(one.why.codes, are_pauses_unknown=one.are_pauses_unknown),
        "days_concerned": [
            {key: getattr(day, key) for key in DAY_KEYS} for day in one.why.days
        ],
        "any_of": one.why.any_of,
        "others": one.why.others,
    }

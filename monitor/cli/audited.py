"""An audit in lines for people: its figures, then the dossiers to look at first."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields

from monitor.catalogues.audited import audit_word, cause_text, unit_text
from monitor.cli.audit_numbers import number, percent, told
from monitor.cli.audited_dossiers import dossier_lines
from monitor.cli.words import say
from monitor.domain.audit.audited import Unjudged
from monitor.domain.audit.contradictions import Questioned
from monitor.domain.audit.summary import Audit, CauseLine, Clocks, UnitLine

Counts = Mapping[Unjudged, int] | Mapping[Questioned, int]
SHOWN_CAUSES = 20  # the others are told as one


def audit_lines(audit: Audit, *, unit_name: str, limit: int) -> Iterator[str]:
    """Yield the figures, then up to `limit` dossiers of each list."""
    yield say("audit_head", unit=unit_name or audit_word("text", "all_units"))
    yield say("audit_judged", dossiers=told(audit.dossiers), judged=told(audit.judged))
    if audit.judged:
        yield say(
            "audit_differing",
            differing=told(audit.differing),
            share=percent(audit.differing, audit.judged),
            late=told(audit.promised_late),
        )
    if audit.stopped:
        yield say("audit_stopped", count=told(audit.stopped))
    if audit.causes:
        yield from ("", say("audit_causes"), say("audit_cause_head"))
        yield from _cause_lines(audit)
        yield from ("", say("audit_units"), say("audit_unit_head"))
        yield from (_unit_line(line) for line in audit.units)
    yield from _clock_lines("audit_ended", audit.ended)
    yield from _clock_lines("audit_open", audit.open)
    yield from _count_lines("unjudged", audit.unjudged)
    yield from _count_lines("contradiction", audit.contradictions)
    yield from dossier_lines(audit, limit=limit)


def _cause_lines(audit: Audit) -> Iterator[str]:
    yield from (_cause_line(line, audit.judged) for line in audit.causes[:SHOWN_CAUSES])
    if rest := audit.causes[SHOWN_CAUSES:]:
        dossiers = number(sum(line.dossiers for line in rest))
        yield say("audit_cause_more", dossiers=dossiers, causes=told(len(rest)))


def _cause_line(line: CauseLine, judged: int) -> str:
    return say(
        "audit_cause_line",
        dossiers=number(line.dossiers),
        share=percent(line.dossiers, judged),
        later=number(line.later),
        earlier=number(line.earlier),
        median=number(line.median_days),
        most=number(line.most_days),
        ambiguous=number(line.ambiguous),
        cause=cause_text(line.codes, are_pauses_unknown=line.are_pauses_unknown),
    )


def _unit_line(line: UnitLine) -> str:
    names = [one.name for one in fields(line) if one.name not in {"unit", "name", "is_unknown"}]
    counts = {name: number(getattr(line, name)) for name in names}
    return say(
        "audit_unit_line", name=unit_text(line.name, is_unknown=line.is_unknown), **counts
    )


def _clock_lines(head: str, clocks: Clocks) -> Iterator[str]:
    counts: dict[str, int] = asdict(clocks)
    if any(counts.values()):
        yield from ("", say(head))
    for code, count in counts.items():
        if count:
            yield say("audit_count", count=number(count), what=audit_word("clock", code))


def _count_lines(table: str, counts: Counts) -> Iterator[str]:
    if counts:
        yield from ("", say(f"audit_{table}"))
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        what = audit_word(table, code.value)
        yield say("audit_count", count=number(count), what=what)

"""All the dossiers of an audit in figures, and those that a person must look at."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.domain.audit.audited import Audited, Unjudged
from monitor.domain.audit.contradictions import Questioned
from monitor.domain.audit.why import Causes

WHOLE = 10_000  # all of them, in hundredths of a percent


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseLine:
    """Dossiers with one cause. `hundredths`: their share of all judged, in percent times 100.

    A dossier whose two dates differ for one cause is one dossier, and counts under
    `later` or `earlier` for each. `median_days` and `most_days` are working days, however
    they are directed, None where no difference can be measured; of an even number the
    median is the lower of the two in the middle. Dates that nobody can have promised weigh
    in neither. Of the `ambiguous` other mistakes explain the date as well.
    `are_pauses_unknown`: as `Difference` has it.
    """

    codes: Causes
    are_pauses_unknown: bool
    dossiers: int
    ambiguous: int
    hundredths: int
    later: int
    earlier: int
    median_days: int | None
    most_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """The dossiers of one unit; those of all that the directory lacks together.

    `hidden`, `undeserved`: as `Clocks` has them, by the words or by the date of the source.
    """

    unit: str
    name: str
    is_unknown: bool = False
    dossiers: int = 0
    judged: int = 0
    differing: int = 0
    promised_late: int = 0
    hidden: int = 0
    undeserved: int = 0
    contradicted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Dossiers by what the source and the lawful date say of them, each in one field.

    Where the words of the source judge, they stand for it (`said_...`), else its date.
    """

    in_time: int = 0
    hidden: int = 0  # in time by the source's date, late by the lawful one
    moved: int = 0  # the same, by a date that the office itself moved
    undeserved: int = 0  # late by the source's date, in time by the lawful one
    late: int = 0
    said_in_time: int = 0
    said_hidden: int = 0  # in time by the source's words, late by the law
    said_undeserved: int = 0  # late by the source's words, in time by the law
    said_late: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What an audit found. The four lists are in the order in which dossiers came.

    `stopped` of the judged have but their first promise judged. `promised_late` of
    the differing have a date after the lawful one.
    """

    dossiers: int
    judged: int
    differing: int
    promised_late: int
    stopped: int
    ended: Clocks
    open: Clocks
    causes: tuple[CauseLine, ...]
    units: tuple[UnitLine, ...]
    unjudged: Mapping[Unjudged, int]
    contradictions: Mapping[Questioned, int]
    differences: tuple[Audited, ...]
    misjudged: tuple[Audited, ...]
    contradicted: tuple[Audited, ...]
    not_judged: tuple[Audited, ...]

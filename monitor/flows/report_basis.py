"""What figures rest on beside the dossiers: program, calendars, settings, directory."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from functools import lru_cache
from hashlib import sha256
from typing import Any

from monitor import __version__
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.day_plan import plan_of
from monitor.domain.directory import Unit
from monitor.domain.office import Office
from monitor.domain.policy import Policy
from monitor.ports.store import StoredReport, Work
from reports.moved import Why

CALENDARS_KEPT = 1_024


def basis_of(office: Office, unit: Unit) -> bytes:
    """Return what a unit's figures rest on as JSON; the same bytes for the same things.

    The settings stand in full and under a code; of the calendars by which its dossiers are
    counted, and of the directory of units and procedures, there are codes alone.
    """
    settings = {
        "choices": _choices(office.policy),
        "exceptions": asdict(office.exceptions),
        "month_begins": office.months.begins,
    }
    below = (*sorted(office.directory.subtree(unit.code)), None)
    calendars = {one.calendar for one in map(office.policy_of, below)}
    return _json(
        {
            "program": __version__,
            "calendars": {one.name: _plan_code(one) for one in calendars},
            "settings": settings,
            "settings_sha256": _code(settings),
            "directory_sha256": _code(_directory(office)),
        }
    )


def why(work: Work, before: StoredReport, basis: bytes) -> Why:
    """Return what is no longer as it was when a report was made.

    Of a report made before such things were kept only what was recorded since is known.
    """
    was, now = json.loads(before.basis), json.loads(basis)
    other = {name: name in was and was[name] != now[name] for name in now}
    return Why(
        since=work.reports.since(before.made_at),
        has_other_settings=other["settings"],
        has_other_directory=other["directory_sha256"],
        has_other_calendar=other["calendars"],
        program=was["program"] if other["program"] else None,
    )


def _choices(policy: Policy) -> dict[str, Any]:
    names = (one.name for one in fields(policy) if one.name != "calendar")
    return {name: getattr(policy, name) for name in names}


def _directory(office: Office) -> Mapping[str, Any]:
    """Return what figures ask of the directory: nobody's name, no mailbox."""
    units, procedures = office.directory.units, office.directory.procedures
    return {
        "units": [
            [one.code, one.name, one.level, one.parent, one.calendar]
            for _, one in sorted(units.items())
        ],
        "procedures": [asdict(one) for _, one in sorted(procedures.items())],
    }


@lru_cache(maxsize=CALENDARS_KEPT)
def _plan_code(calendar: WorkingCalendar) -> str:
    return _code(asdict(plan_of(calendar)))


def _code(content: Any) -> str:
    return sha256(_json(content)).hexdigest()


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, default=str).encode()

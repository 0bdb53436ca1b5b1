"""What [rules] says of single units and procedures, held against the office's directory."""

import difflib
from collections.abc import Collection, Iterator
from itertools import product
from pathlib import Path

from monitor.domain.office import Office
from monitor.domain.policy import Policy
from monitor.settings.problems import Problem, key_of, reason, refuse


def check_exceptions(office: Office, file: Path) -> None:
    """Refuse choices for units or procedures that nobody knows, or that contradict others.

    Raises:
        SettingsError: with every such place in the settings, `file`.
    """
    own, directory = office.exceptions, office.directory
    problems = [
        *_unknown("units", own.units, directory.units),
        *_unknown("procedures", own.procedures, directory.procedures),
        *_at_odds(office),
    ]
    if problems:
        raise refuse(file, problems)


def _unknown(table: str, stated: Collection[str], known: Collection[str]) -> Iterator[Problem]:
    for code in stated:
        if code in known:
            continue
        near = difflib.get_close_matches(code, known, n=1)
        why = reason(f"no_{table}_near", near=near[0]) if near else reason(f"no_{table}")
        yield _place(table, code), why


def _at_odds(office: Office) -> Iterator[Problem]:
    """Yield the tables that, over what they change, leave choices that contradict others."""
    units = [code for code in office.exceptions.units if code in office.directory.units]
    procedures = list(office.exceptions.procedures)
    wrong_units = {one: why for one in units for why in _contradictions(office.policy_of(one))}
    wrong_procedures = {
        one: why for one in procedures for why in _contradictions(office.policy_of(None, one))
    }
    yield from ((_place("units", one), why) for one, why in wrong_units.items())
    yield from ((_place("procedures", one), why) for one, why in wrong_procedures.items())
    for unit, procedure in product(units, procedures):
        if unit not in wrong_units and procedure not in wrong_procedures:
            for why in _contradictions(office.policy_of(unit, procedure)):
                told = reason("with_unit", place=_place("units", unit), why=why)
                yield _place("procedures", procedure), told


def _contradictions(policy: Policy) -> Iterator[str]:
    """Yield what the choices that hold in one place say against each other."""
    if policy.apology_silence_days >= policy.apology_ask_days:
        yield reason(
            "silence_over_ask",
            silence_days=policy.apology_silence_days,
            ask_days=policy.apology_ask_days,
        )


def _place(table: str, code: str) -> str:
    return key_of(("rules", table, code))

"""The register of letters in a period, counted."""

from typing import Any

from sqlalchemy import Connection, func, select

from monitor.domain.letter import LetterKind
from monitor.domain.month_letters import LetterRegister
from monitor.domain.period import Period
from monitor.store.among import among
from monitor.store.tables import done, dossiers, findings, is_rare, letters

RECALL = "recall/"


def register(
    connection: Connection, period: Period, is_whose: Any, ended_at: Any
) -> LetterRegister:
    """Count the apologies issued, replaced and recalled in a period."""
    starts_at, ends_at = period.starts_at, period.ends_at
    told_at = func.coalesce(letters.c.first_issued_at, letters.c.issued_at)
    dossier = dossiers.c
    issued = (
        select(func.count(letters.c.dossier_id.distinct()))
        .join(dossiers, dossier.id == letters.c.dossier_id)
        .where(letters.c.kind == LetterKind.APOLOGY.value, is_whose)
    )
    is_told = (told_at >= starts_at, told_at < ends_at)
    is_again = (letters.c.issued_at >= starts_at, letters.c.issued_at < ends_at)

    def number(*conditions: Any) -> int:
        return int(connection.execute(issued.where(*conditions)).scalar_one())

    return LetterRegister(
        issued=number(*is_told),
        kept_after_all=number(*is_told, dossier.is_kept, ended_at < ends_at),
        replaced=number(*is_again, letters.c.first_issued_at.is_not(None)),
        recalled=_recalled(connection, period, is_whose),
        put_off_again=_put_off_again(connection, period, is_whose),
    )


def _recalled(connection: Connection, period: Period, is_whose: Any) -> int:
    query = select(done.c.name).where(
        done.c.name.startswith(RECALL),
        done.c.at >= period.starts_at,
        done.c.at < period.ends_at,
    )
    codes = [name.split("/")[1] for name in connection.scalars(query)]
    mine = select(dossiers.c.code).where(among(dossiers.c.code, "codes"), is_whose)
    ours = frozenset(connection.scalars(mine, {"codes": codes}))
    return sum(code in ours for code in codes)


def _put_off_again(connection: Connection, period: Period, is_whose: Any) -> int:
    query = (
        select(func.count(findings.c.dossier_id.distinct()))
        .join(dossiers, dossiers.c.id == findings.c.dossier_id)
        .where(
            is_rare,
            findings.c.rule == "second_reappointment",
            findings.c.found_at >= period.starts_at,
            findings.c.found_at < period.ends_at,
            is_whose,
        )
    )
    return int(connection.execute(query).scalar_one())

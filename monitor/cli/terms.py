"""`dunghan terms`: time limits in words, read line by line from standard input."""

import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, BinaryIO

import click

from monitor.catalogues.told import term_sentence
from monitor.cli.running import end, seen_json, told
from monitor.cli.usage import Command
from monitor.cli.words import help_of, say
from monitor.domain.term import MAX_AMOUNT, SHOWN, TermUnit
from monitor.domain.terms.reading import (
    ReadTerm,
    TermOption,
    TermReading,
    UnreadTerm,
    WhyNot,
    in_days,
)
from monitor.domain.terms.text import read_term

MOST_BYTES = 16_384  # of a line: no text of a readable length has more
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
UNITS = (
    *(TermUnit.WORKING_DAYS, TermUnit.CALENDAR_DAYS),
    *(TermUnit.WORKING_HOURS, TermUnit.MONTHS),
)


@click.command(cls=Command, help=help_of("terms"))
@click.option(
    "--unit", type=click.Choice([unit.value for unit in UNITS]), help=help_of("terms_unit")
)
@told
def terms(unit: str | None) -> None:
    """Answer each line at once with one line of JSON; needs no settings."""
    known, refused = TermUnit(unit) if unit else None, 0
    for line in _lines(sys.stdin.buffer):
        answer = _answer(line, known)
        refused += "error" in answer
        click.echo(seen_json(json.dumps(answer, ensure_ascii=False)))
    end(problems=refused)


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines without their ends; of an endless one only what shows that it is."""
    mark = BYTE_ORDER_MARK
    while line := stream.readline(MOST_BYTES):
        rest = line
        while len(rest) == MOST_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(MOST_BYTES)
        yield line.removeprefix(mark).rstrip(b"\r\n")
        mark = b""


def _answer(line: bytes, unit: TermUnit | None) -> dict[str, Any]:
    try:
        text = line.decode()
    except UnicodeDecodeError:
        text = line.decode(errors="replace")
        if len(line) < MOST_BYTES:  # a longer line is cut, perhaps within a letter
            message = say("terms_not_utf8")
            return {"text": text[:SHOWN], "error": "not_utf8", "message": message}
    reading = read_term(text, unit=unit)
    is_endless = isinstance(reading, UnreadTerm) and reading.why is WhyNot.TOO_LONG
    return {"text": text[:SHOWN] if is_endless else text, **_facts(reading)}


def _facts(reading: TermReading) -> dict[str, Any]:
    if isinstance(reading, ReadTerm):
        amount, unit = in_days(reading.term)
        facts: dict[str, Any] = {"amount": _number(amount), "unit": unit.value}
    else:
        facts = {"error": reading.why.value, "message": term_sentence(reading.why)}
        facts |= _found(reading)
    return {**facts, "not_counted": reading.not_counted} if reading.not_counted else facts


def _found(reading: UnreadTerm) -> dict[str, Any]:
    """Return what a refused text speaks of; what there is none of is left out."""
    facts: dict[str, Any] = {}
    if reading.why is WhyNot.OUT_OF_RANGE:
        facts |= {"least": 1, "most": MAX_AMOUNT}
    elif reading.options:
        facts["options"] = [_option(one) for one in reading.options]
    if reading.why is WhyNot.RANGE:
        facts |= _option(reading.options[0])
    if reading.conditions:
        facts["conditions"] = reading.conditions
    return facts


def _option(option: TermOption) -> dict[str, Any]:
    facts: dict[str, Any] = {"low": _number(option.low), "high": _number(option.high)}
    if option.low == option.high:
        facts = {"amount": _number(option.low)}
    if option.unit is not None:
        facts["unit"] = option.unit.value
    if option.condition:
        facts["condition"] = option.condition
    return {**facts, "adds": True} if option.adds else facts


def _number(amount: Fraction) -> int | float:
    return int(amount) if amount.denominator == 1 else float(amount)

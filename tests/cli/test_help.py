"""Every command explains itself in Vietnamese."""

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from monitor import __version__
from monitor.cli import COMMANDS, main

THEIRS = re.compile(
    r"\b(Usage|Options|Option|Commands|Command|Show|Error|Try|required|default|TEXT|PATH"
    r"|INTEGER|FILE|CODE|MONTH|ARGS)\b"
)


def named(
    command: click.Command, *path: str
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, inner in sorted(command.commands.items()):
            yield from named(inner, *path, name)


EVERY = [pytest.param(path, one, id=" ".join(path) or "dunghan") for path, one in named(main)]


@pytest.mark.parametrize(("path", "command"), EVERY)
@pytest.mark.parametrize("asked", ["-h", "--help"])
def test_help_is_vietnamese_throughout(
    path: tuple[str, ...], command: click.Command, asked: str
) -> None:
    result = CliRunner().invoke(main, [*path, asked], prog_name="dunghan")

    assert result.exit_code == 0
    assert result.output.startswith(f"Cách dùng: dunghan {' '.join(path)}".rstrip())
    assert THEIRS.findall(result.output) == []
    assert command.help
    assert command.help.endswith(".")


def test_every_option_says_what_it_does() -> None:
    silent = [
        (path, param.name)
        for path, command in named(main)
        for param in command.params
        if isinstance(param, click.Option) and not param.help
    ]

    assert silent == []


def test_all_commands_of_the_part_are_there() -> None:
    assert {command.name for command in COMMANDS} == {
        *("demo", "init", "check", "calendar", "ingest", "scan", "notify", "letters"),
        *(
            "report",
            "deliver",
            "run",
            "worker",
            "tick",
            "explain",
            "findings",
            "outbox",
            "rules",
        ),
        *("status", "terms", "due", "audit", "so-viec", "units"),
        *("handoff", "replay", "reconcile", "figures"),
        *("backup", "restore", "copy", "export-dossier"),
    }


@pytest.mark.parametrize(("path", "command"), EVERY)
def test_what_reads_can_be_read_by_a_program(
    path: tuple[str, ...], command: click.Command
) -> None:
    reads = {
        ("audit",),
        ("backup",),
        ("calendar", "check"),
        ("calendar", "moves"),
        ("calendar", "show"),
        ("calendar", "suggest"),
        ("check",),
        ("copy",),
        ("explain",),
        ("figures", "check"),
        ("figures", "list"),
        ("figures", "supply"),
        ("findings", "list"),
        ("findings", "show"),
        ("handoff", "list"),
        ("handoff", "show"),
        ("ingest",),
        ("letters", "list"),
        ("letters", "numbers"),
        ("letters", "suggest"),
        ("notify",),
        ("outbox", "discard"),
        ("outbox", "hold"),
        ("outbox", "list"),
        ("outbox", "mailboxes"),
        ("outbox", "release"),
        ("outbox", "retry"),
        ("outbox", "show"),
        ("reconcile",),
        ("replay",),
        ("report",),
        ("rules",),
        ("scan",),
        ("so-viec", "list"),
        ("so-viec", "read"),
        ("status",),
        ("units", "merge"),
        ("units", "mergers"),
    }
    has_json = any("--json" in param.opts for param in command.params)

    assert has_json == (path in reads)


def test_the_version_is_told() -> None:
    result = CliRunner().invoke(main, ["--version"], prog_name="dunghan")

    assert result.output == f"dunghan {__version__}\n"
    assert result.exit_code == 0

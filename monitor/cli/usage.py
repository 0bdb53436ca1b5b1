"""What the parser of commands says by itself, in the operator's language."""

import sys
from typing import Any, NoReturn

import click

from monitor.catalogues import load_catalogue
from monitor.cli.words import help_of, wrong

USED_WRONGLY = 2
INTERRUPTED = 130


class WrongUseError(click.UsageError):
    """A command used wrongly: its message is a sentence of ours."""


class Spoken(click.Command):
    """A command whose help is Vietnamese throughout."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that asks for help, with its help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = help_of("help")
        return option

    def get_help(self, ctx: click.Context) -> str:
        """Return the help, with the parser's own words put into ours."""
        told = super().get_help(ctx)
        for theirs, ours in load_catalogue("operator")["parser"]["help"].items():
            told = told.replace(theirs, ours)
        return told


class Command(Spoken):
    """One command."""


class Group(Spoken, click.Group):
    """Several commands under one name."""

    command_class = Command
    group_class = type


class Program(Group):
    """The whole command line: tells wrong use in one sentence, with status 2."""

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run a command and end the process: 0 done, 1 a problem was found, 2 used wrongly."""
        extra["standalone_mode"] = False
        try:
            ended = super().main(*args, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            sys.exit(USED_WRONGLY)
        except click.UsageError as error:
            click.echo(wrong_use(error), err=True)
            sys.exit(USED_WRONGLY)
        except click.Abort:
            click.echo(wrong("aborted"), err=True)
            sys.exit(INTERRUPTED)
        sys.exit(ended if isinstance(ended, int) else 0)


def wrong_use(error: click.UsageError) -> str:
    """Return one sentence on what is wrong, and where the help is."""
    hint = ""
    if error.ctx is not None:
        option = error.ctx.help_option_names[-1]
        hint = wrong("hint", command=f"{error.ctx.command_path} {option}")
    return f"{_what(error)} {hint}".rstrip()


def _what(error: click.UsageError) -> str:  # noqa: PLR0911 - one answer a kind of fault
    match error:
        case WrongUseError():
            return error.message
        case click.exceptions.NoSuchCommand():
            return wrong("command", name=error.command_name)
        case click.NoSuchOption():
            return wrong("option", name=error.option_name)
        case click.MissingParameter():
            return wrong("missing", name=_name(error))
        case click.BadParameter():
            return wrong("value", name=_name(error), why=_why(error))
        case click.BadOptionUsage():
            return wrong("option_use", name=error.option_name)
    return wrong("other")


def _name(error: click.BadParameter) -> str:
    param, ctx = error.param, error.ctx
    if isinstance(param, click.Option):
        return param.opts[0]
    return param.make_metavar(ctx) if param is not None and ctx is not None else "?"


def _why(error: click.BadParameter) -> str:
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        choices = ", ".join(str(choice) for choice in kind.choices)
        return wrong("choice", choices=choices)
    return error.message

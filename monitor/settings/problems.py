"""What is wrong with a file of settings: every key with its reason, in plain words."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from monitor.catalogues import load_catalogue
from monitor.domain.errors import SettingsError

Problem = tuple[str, str]  # key, reason
PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def reason(code: str, **facts: object) -> str:
    """Return a sentence of the catalogue."""
    sentence: str = load_catalogue("operator_settings")[code]
    return sentence.format(**facts)


def refuse(file: Path, problems: Iterable[Problem]) -> SettingsError:
    """Return the error that tells all problems of a file."""
    return SettingsError(file=file.name, problems=tuple(problems))


def read_toml(file: Path) -> dict[str, Any]:
    """Read a TOML file, with or without the mark that Windows editors put first.

    Raises:
        SettingsError: it cannot be read, is not UTF-8, or not TOML.
    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise refuse(file, [(file.name, reason("unreadable", why=error.strerror))]) from error
    except UnicodeDecodeError as error:
        raise refuse(file, [(file.name, reason("not_utf8"))]) from error
    except tomllib.TOMLDecodeError as error:
        raise refuse(file, [(file.name, _syntax(str(error)))]) from error


def _syntax(told: str) -> str:
    if found := PLACE.search(told):
        return reason("syntax", line=found[1], column=found[2])
    return reason("syntax_at_end")


def problems_of(error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """Return the problems that a check of a file's tables met, in the file's own keys."""
    return [
        (key_of(detail["loc"]), _told(detail, model))
        for detail in error.errors(include_url=False, include_input=False)
    ]


def key_of(place: Sequence[str | int]) -> str:
    """Write a place as an operator counts: `sources[1]` is the first source.

    A code with a dot in it stands in quotation marks, as it must in the file.
    """
    key = ""
    for part in place:
        if isinstance(part, int):
            key += f"[{part + 1}]"
        elif part != "[key]":
            written = f'"{part}"' if "." in part else part
            key += f".{written}" if key else written
    return key


def _told(detail: ErrorDetails, model: type[BaseModel]) -> str:
    code, facts = detail["type"], dict(detail.get("ctx", {}))
    if code == "extra_forbidden":
        return _unknown(detail["loc"], model)
    if "expected" in facts:
        facts["expected"] = facts["expected"].replace("'", "").replace(" or ", ", ")
    known = load_catalogue("operator_settings")
    return reason(code if code in known else "other", **facts)


def _unknown(place: Sequence[str | int], model: type[BaseModel]) -> str:
    siblings = _table_at(place[:-1], model).model_fields
    near = difflib.get_close_matches(str(place[-1]), siblings, n=1)
    if near:
        return reason("unknown_near", near=near[0])
    return reason("unknown", known=", ".join(siblings))


def _table_at(place: Sequence[str | int], model: type[BaseModel]) -> type[BaseModel]:
    """Return the model of the table at a place."""
    for part in place:
        if isinstance(part, str) and part in model.model_fields:
            model = _table_in(model.model_fields[part].annotation) or model
    return model


def _table_in(annotation: object) -> type[BaseModel] | None:
    """Find the model that an annotation such as `tuple[Table, ...]` holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_table_in(inner) for inner in get_args(annotation))
    return next((table for table in found if table is not None), None)

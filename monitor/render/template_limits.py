"""What a template may cost: a slip in an edited one must not stop the whole office.

Jinja's own sandbox keeps templates away from Python. It does not count: two loops in one
another run for days, and one multiplication fills the memory. Here steps and letters are
counted for each text; beyond the limits the template is at fault.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import BuiltinMethodType
from typing import Any, cast

from jinja2 import nodes, pass_eval_context
from jinja2.filters import do_join
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

MOST_STEPS = (
    1_000_000  # loops and calls; a report of a thousand late dossiers takes some 20,000
)
MOST_LETTERS = 10_000_000  # of all values set in; the same report has some 200,000
MOST_OF_ONE = 1_000_000  # letters or items that one operation makes
MOST_BITS = 64  # of a whole number

# Jinja's own filters and methods of texts that make nothing much longer than it was.
FILTERS = (
    *("abs", "attr", "capitalize", "count", "default", "dictsort", "e", "escape", "first"),
    *("float", "groupby", "int", "items", "last", "length", "list", "lower", "map"),
    *("max", "min", "reject", "rejectattr", "reverse", "round", "safe", "select"),
    *("selectattr", "sort", "string", "striptags", "sum", "title", "trim", "truncate"),
    *("unique", "upper", "wordcount"),
)
# Methods of texts whose result can be much longer than the text.
LENGTHENING = frozenset({"expandtabs", "format", "format_map", "join", "translate"})
MOST_WIDTH = 1_000  # letters, where a method takes a width
GLOBALS = ("range", "dict")
WIDE = re.compile(r"\d{3}|\*")  # in a format: a width that a caller could choose at will
COUNTED, JOINED = "_counted", "_joined"


@dataclass(slots=True)
class Budget:
    """What is left of the steps and letters of one text."""

    steps: int = MOST_STEPS
    letters: int = MOST_LETTERS

    def step(self) -> None:
        """Take one step; OverflowError where there are no more."""
        self.steps -= 1
        _demand(self.steps >= 0)

    def write(self, text: str) -> None:
        """Write some letters; OverflowError where there is no room."""
        self.letters -= len(text)
        _demand(self.letters >= 0)


_BUDGET: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def budget() -> Iterator[Budget]:
    """Hand out the budget of the text in hand; a text that is rendered for it shares it."""
    known = _BUDGET.get()
    if known is not None:
        yield known
        return
    token = _BUDGET.set(begun := Budget())
    try:
        yield begun
    finally:
        _BUDGET.reset(token)


def spend(text: str) -> None:
    """Count a value that is set into the text in hand; OverflowError where there is no room."""
    left = _BUDGET.get()
    if left is not None:
        left.write(text)


class CountingEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox that counts, within `budget()`."""

    intercepted_binops = frozenset({"+", "*", "%", "**"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        known = self.filters
        self.filters = {name: known[name] for name in FILTERS}
        self.filters |= {"format": _format, "join": _join, "replace": _replace}
        self.filters |= {COUNTED: _counted, JOINED: _joined}
        self.globals = {name: self.globals[name] for name in GLOBALS}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _Counts().visit(super()._parse(source, name, filename))
        return tree

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Keep from a text the methods that could make it huge."""
        if isinstance(obj, str) and attr in LENGTHENING:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Compute what cannot become too big."""
        _check_operands(operator, left, right)
        return super().call_binop(context, operator, left, right)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805, PYI063 - as Jinja names them
        """Count a call: a macro may call itself."""
        left = _BUDGET.get()
        if left is not None:
            left.step()
        if isinstance(__obj, BuiltinMethodType) and isinstance(__obj.__self__, str):
            _demand(all(one <= MOST_WIDTH for one in args if isinstance(one, int)))
            if __obj.__name__ == "replace":
                _check_replacing(__obj.__self__, *map(str, args[:2]))
        return super().call(__context, __obj, *args, **kwargs)


class _Counts(NodeTransformer):
    """Sends what a loop goes through, and the parts of `~`, through filters that count."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - as Jinja names it
        self.generic_visit(node)
        node.iter = _through(COUNTED, cast("nodes.Expr", node.iter))
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - as Jinja names it
        self.generic_visit(node)
        return _through(JOINED, nodes.List(node.nodes, lineno=node.lineno))


def _through(name: str, node: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _counted(values: Iterable[object]) -> Iterator[object]:
    with budget() as left:
        for value in values:
            left.step()
            yield value


@pass_eval_context
def _joined(context: EvalContext, parts: Sequence[object]) -> str:
    _demand(sum(len(one) for one in parts if isinstance(one, str)) <= MOST_OF_ONE)
    return markup_join(parts) if context.autoescape else str_join(parts)


@pass_eval_context
def _join(
    context: EvalContext, values: Iterable[object], d: str = "", attribute: str | None = None
) -> str:
    found = list(values)
    lengths = sum(len(one) for one in found if isinstance(one, str))
    _demand(lengths + len(found) * len(d) <= MOST_OF_ONE)
    joined: str = do_join(context, found, d, attribute)
    return joined


def _format(text: str, *values: object) -> str:
    _demand(not WIDE.search(text))
    return text % values


def _replace(text: str, old: str, new: str) -> str:
    _check_replacing(text, old, new)
    return text.replace(old, new)


def _check_replacing(text: str, old: str, new: str) -> None:
    found = text.count(old)
    _demand(len(text) + found * len(new) <= MOST_OF_ONE)


def _check_operands(operator: str, left: Any, right: Any) -> None:
    sizes = [_size(left), _size(right)]
    if operator in {"*", "**"}:
        _demand(operator == "*" and sum(map(_bits, (left, right))) <= MOST_BITS)
        times = [int(one) for one in (left, right) if isinstance(one, int)]
        _demand(max(sizes) * max(times, default=1) <= MOST_OF_ONE)
    elif operator == "%":
        _demand(not isinstance(left, (str, bytes)))
    else:
        _demand(sum(sizes) <= MOST_OF_ONE and max(map(_bits, (left, right))) <= MOST_BITS)


def _size(value: object) -> int:
    return len(value) if isinstance(value, (str, bytes, list, tuple)) else 0


def _bits(value: object) -> int:
    return value.bit_length() if isinstance(value, int) else 0


def _demand(is_so: bool) -> None:  # noqa: FBT001 - the claim that is checked
    if not is_so:
        raise OverflowError

"""The letters as sheets: of all late dossiers, by unit, and the slips to other agencies."""

from collections.abc import Iterator

from monitor.render.sections.common import Labels, rate_cells
from monitor.render.sheet import Cell, Sheet
from reports.sections.letters import LetterCounts

TIMINGS = ("before", "after", "missing", "not_owed", "not_ours")


def sheets(figures: LetterCounts, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    words, own, column = labels["letter"], labels["letters"], labels["column"]
    nothing: tuple[tuple[Cell, ...], ...] = ((labels["text"]["nothing"],),)
    yield Sheet(
        name=labels["sheet"]["letters"],
        headings=(column["item"], column["value"], own["longer"], own["short"]),
        rows=tuple(_items(figures, labels)),
    )
    yield Sheet(
        name=labels["sheet"]["letters_units"],
        headings=(
            *(column["unit"], labels["fact"]["owed"]),
            *(words[name] for name in TIMINGS),
            own["urged"],
        ),
        rows=tuple(
            (
                one.name or labels["text"]["no_unit"],
                *(getattr(one.timings, name) for name in ("owed", *TIMINGS, "urged")),
            )
            for one in figures.by_unit
        )
        or nothing,
    )
    yield Sheet(
        name=labels["sheet"]["letters_agencies"],
        headings=(column["agency"], column["late"], own["urged"]),
        rows=tuple((one.name, one.late, one.urged) for one in figures.others) or nothing,
    )


def _items(figures: LetterCounts, labels: Labels) -> Iterator[tuple[Cell, ...]]:
    words, own = labels["letter"], labels["letters"]
    groups = (figures, figures.longer, figures.short)
    yield labels["fact"]["owed"], *(one.owed for one in groups)
    for name in TIMINGS:
        yield words[name], *(getattr(one, name) for one in groups)
    yield own["urged"], *(one.urged for one in groups)
    yield labels["rate"]["letters"], *(rate_cells(one.rate, labels)[-1] for one in groups)
    yield own["put_off_again"], figures.put_off_again
    for days in ("days_before", "days_after"):
        yield own[days], _tenths(getattr(figures, days), labels)
    for way in ("mail", "paper", "unknown", "returned"):
        yield own[way], getattr(figures.deliveries, way)
    for kind in ("issued", "kept_after_all", "replaced", "recalled", "put_off_again"):
        yield own[f"register_{kind}"], getattr(figures.register, kind)


def _tenths(number: int | None, labels: Labels) -> str:
    if number is None:
        return labels["text"]["nothing"]
    return f"{number // 10},{number % 10}"

"""How dossiers came in, as a sheet, and as one bar of those whose channel is known."""

from collections.abc import Iterator, Mapping

from monitor.render.filters import so
from monitor.render.sections.common import Labels, Question, percent_cell
from monitor.render.sheet import Cell, ChartKind, Sheet, SheetChart
from reports.sections.channels import ORDER, ChannelLine, Channels

COLUMNS = ("channel", "received", "share", "carried", "resolved")


def sheets(figures: Channels, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    words, text = labels["channels"], labels["text"]
    total = (text["total"], figures.received, None, figures.carried, None)
    chart = SheetChart(
        kind=ChartKind.BAR, title=words["title"], labels=0, values=(1,), rows=range(len(ORDER))
    )
    yield Sheet(
        name=labels["sheet"]["channels"],
        headings=tuple(words[column] for column in COLUMNS),
        rows=(*(_row(line, figures, labels) for line in figures.lines), total),
        notes=(f"{words['to_process']}: {so(figures.to_process)}",),
        charts=(chart,),
    )


def _row(line: ChannelLine, figures: Channels, labels: Labels) -> tuple[Cell, ...]:
    name = channel_name(line, labels)
    if line.share is None:
        return name, line.received, None, line.carried, line.resolved
    if not figures.is_known:
        nobody_knows = labels["text"]["no_data"]
        return name, nobody_knows, nobody_knows, line.carried, line.resolved
    return name, line.received, percent_cell(line.share, labels), line.carried, line.resolved


def channel_name(line: ChannelLine, labels: Labels) -> str:
    """Return what a line is called."""
    return labels["channel"][line.channel] if line.channel else labels["channels"]["unknown"]


def charts(figures: Channels, labels: Labels) -> Mapping[str, Question]:
    """Draw the channels as parts of all whose channel is known; nothing where none is."""
    if not figures.known:
        return {}
    return {
        "channels": {
            "kind": "shares",
            "title": labels["channels"]["chart"],
            "parts": [
                (
                    f"{channel_name(line, labels)}: {so(line.received)}",
                    (line.received, so(line.received)),
                )
                for line in figures.lines
                if line.share is not None
            ],
        }
    }

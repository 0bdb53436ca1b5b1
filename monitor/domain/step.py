"""The steps that a dossier has gone through inside the office, as messages tell of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.dossier import Status, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSaid:
    """What one message of progress says: where the dossier stood at `said_at`.

    `began_at` and `due_at` are the step's own, None where the message is silent; `status`
    is the whole dossier's.
    """

    said_at: datetime
    name: str
    unit: str = ""
    handler: str = ""
    began_at: datetime | None = None
    due_at: datetime | None = None
    status: Status | None = None

    @property
    def rank(self) -> tuple[datetime, str, str, str, str, str, str]:
        """The place of a message among all of a dossier's, told by all that it says."""
        texts = (_text(self.due_at), _text(self.began_at), self.status or "")
        return self.said_at, self.name, *texts, self.unit, self.handler


def join_said(kept: Iterable[StepSaid], told: Iterable[StepSaid]) -> tuple[StepSaid, ...]:
    """Join messages into those kept, in the order of their instants.

    In whatever order they come in, the same set of them is the same history. Of two about
    one step at one instant that differ, the one that names the later limit stands.
    """
    ranked = sorted({*kept, *told}, key=lambda one: one.rank)
    return tuple({(one.said_at, one.name): one for one in ranked}.values())


def steps_of(said: Iterable[StepSaid], *, ended_at: datetime | None = None) -> tuple[Step, ...]:
    """Return the steps that messages, in their order, tell of: oldest first.

    Messages in a row about one step of one unit and official are one step; the last
    that names a limit counts. A step ends where the next begins, the last one with
    the dossier.

    Args:
        said: As `join_said` orders them.
        ended_at: When the dossier ended; None while it is open.
    """
    runs = list(_runs(said))
    starts = [_begins(run) for run in runs]
    ends = [run[0].said_at for run in runs[1:]]
    return tuple(
        Step(
            name=run[0].name,
            unit=run[0].unit,
            handler=run[0].handler,
            began_at=start,
            due_at=next((one.due_at for one in reversed(run) if one.due_at), None),
            ended_at=end,
        )
        for run, start, end in zip(runs, starts, [*ends, ended_at], strict=False)
    )


def _runs(said: Iterable[StepSaid]) -> Iterator[list[StepSaid]]:
    run: list[StepSaid] = []
    for one in said:
        if run and _whose(run[0]) != _whose(one):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _whose(one: StepSaid) -> tuple[str, str, str]:
    return one.name, one.unit, one.handler


def _begins(run: list[StepSaid]) -> datetime:
    """Return when a step began: as its messages say, unless that lies after the first."""
    told = [one.began_at for one in run if one.began_at]
    return min([run[0].said_at, *told[:1]])


def _text(at: datetime | None) -> str:
    return str(at.timestamp()) if at else ""

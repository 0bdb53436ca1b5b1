"""What a unit said of an edit before it was laid before the leader."""

from collections.abc import Iterable, Mapping

from monitor.domain.finding import split_stage
from monitor.domain.note import Note, NoteKind
from monitor.domain.verification import TOLD, edit_of
from monitor.ports.store import Standing, Work


def explained_before(
    work: Work, standing: Iterable[Standing]
) -> Mapping[int, tuple[Note, ...]]:
    """Return, by finding, the explanations given at its earlier stage, oldest first.

    What was merely acknowledged there silences nobody here.
    """
    return {
        one.id: tuple(
            note
            for stage in work.findings.stages(one.id)
            if stage.id != one.id and edit_of(stage.finding) == edit
            for note in stage.notes
            if note.kind is NoteKind.EXPLAINED
        )
        for one in standing
        if split_stage(one.finding.stage)[0] == TOLD and (edit := edit_of(one.finding))
    }

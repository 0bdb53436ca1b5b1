"""The people of the sample office: those who answer, approve, number and sign."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.bootstrap import App
from monitor.demo.lives import Life, Plan
from monitor.demo.typed import UNIT, Typing, typings
from monitor.demo.writer import answer, fill_in
from monitor.domain.letter import Delivery, Letter, LetterState
from monitor.flows.answer import Lateness, answer_in_time, answer_late, approve, refuse
from monitor.flows.issue import Signed, issue, mark_printed
from monitor.flows.letter_paper import paper_of
from monitor.flows.supplying import Typed, supply

APPROVER, CLERK = "thanh", "le"
WHY_REFUSED = "Đề nghị nêu rõ cơ quan phối hợp và thời gian dự kiến có kết quả."
HANDED_OVER = timedelta(hours=6)


@dataclass(slots=True)
class People:
    """Does what the plans say, once the program has asked for it."""

    app: App
    lives: Sequence[Life]
    numbered: int = 0
    refused: set[str] = field(default_factory=set)
    in_hand: list[Life] = field(default_factory=list)  # to be answered in the workbook
    to_type: list[Typing] = field(default_factory=lambda: list(typings()))

    def act(self, at: datetime) -> None:
        """Do all that is due at `at`: one step a letter, and the figures of the month."""
        with self.app.outside.store.reading() as work:
            letters = work.letters.newest(life.code for life in self.lives)
        for life in self.lives:
            letter = letters.get(life.code)
            if letter is not None and life.plan is not None:
                self._step(life, life.plan, letter, at=at)
        if self.in_hand:
            answer(self.app, self.in_hand, at=at)
            self.in_hand.clear()
        while self.to_type and self.to_type[0].typed_at <= at:
            self._type(self.to_type.pop(0), at=at)

    def _type(self, typing: Typing, *, at: datetime) -> None:
        office, clerk = self.app.office, self.app.office.directory.officials[CLERK]
        if typing.in_workbook:
            fill_in(self.app, typing.figures, by=clerk, at=at)
            return
        for name, text in typing.figures.items():
            typed = Typed(unit=UNIT, month=typing.month, name=name, text=text, by=CLERK)
            supply(self.app.outside.store, office, typed, at=at)

    def _step(self, life: Life, plan: Plan, letter: Letter, *, at: datetime) -> None:
        state = letter.state
        is_open = state is LetterState.ASKED or letter.is_unconfirmed
        is_asked = is_open and plan.answered_at <= at
        is_sent_back = state is LetterState.REFUSED and _is_due(plan.answered_again_at, at)
        if is_asked and plan.in_workbook:
            self.in_hand.append(life)
        elif is_asked or is_sent_back:
            self._answer(life, plan, at=at)
        elif state is LetterState.DRAFT and not letter.is_unconfirmed:
            self._decide(life, plan, at=at)
        elif state is LetterState.APPROVED and _is_due(plan.recorded_at, at):
            self._record(life, letter, at=at)
        elif state is LetterState.ISSUED and letter.delivery is Delivery.PRINT:
            self._hand_over(life, letter, at=at)

    def _answer(self, life: Life, plan: Plan, *, at: datetime) -> None:
        store, office = self.app.outside.store, self.app.office
        if not plan.is_late or plan.new_due_on is None:
            answer_in_time(store, office, life.code, by="", at=at)
            return
        lateness = Lateness(cause=plan.cause, reason=plan.reason, new_due_on=plan.new_due_on)
        answer_late(store, office, life.code, lateness, at=at)

    def _decide(self, life: Life, plan: Plan, *, at: datetime) -> None:
        store = self.app.outside.store
        if _is_due(plan.refused_at, at) and life.code not in self.refused:
            refuse(store, self.app.office, life.code, by=APPROVER, why=WHY_REFUSED, at=at)
            self.refused.add(life.code)
        elif _is_due(plan.approved_at, at):
            approve(store, self.app.office, life.code, by=APPROVER, at=at)

    def _record(self, life: Life, letter: Letter, *, at: datetime) -> None:
        """Give the next number, and bring the paper back as the signed file.

        The sample has no one who could sign: the file with its number stands for the signed.
        """
        self.numbered += 1
        outside, office = self.app.outside, self.app.office
        numbered = replace(letter, number=f"{self.numbered:02d}", dated_on=at.date())
        with outside.store.reading() as work:
            paper = paper_of(work, numbered, office)
        signed = Signed(
            number=paper.shown_number, dated_on=at.date(), content=outside.letters.pdf(paper)
        )
        issue(outside, office, life.code, signed, at=at)

    def _hand_over(self, life: Life, letter: Letter, *, at: datetime) -> None:
        if letter.issued_at is not None and letter.issued_at + HANDED_OVER <= at:
            mark_printed(self.app.outside, life.code, at=at)


def _is_due(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and moment <= at

"""Making the sample's dossiers: the same ones every time, from a fixed seed."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from monitor.demo.days import WORKING, after, between, clock
from monitor.demo.lives import Life, Plan, Shown, Situation, Stop
from monitor.domain.directory import Directory, Role
from monitor.domain.dossier import Applicant, ApplicantKind, Channel, Status
from monitor.domain.term import TermUnit

SEED = 20261102
OFFICE_CODE = "H99.10.27"
NOVEMBER = tuple(day for day in WORKING if (day.year, day.month) == (2026, 11))
MORNING, NOON, EVENING = "10:00", "14:30", "16:20"
CLOSING = "17:00"
SILENT = 0.1  # share of officials who do not answer
WRITER, WRITES_ON = "Nguyễn Thị Minh Hoa", date(2026, 11, 6)  # who answers in the workbook

COUNTS: Mapping[Situation, int] = {
    Situation.EARLY: 120,
    Situation.ON_TIME: 66,
    Situation.IN_TIME_OPEN: 44,
    Situation.SAME_DAY: 30,
    Situation.BY_THE_HOUR: 20,
    Situation.LATE_TOLD_BEFORE: 8,
    Situation.LATE_TOLD_AFTER: 4,
    Situation.LATE_UNTOLD: 5,
    Situation.LATE_REFUSED_FIRST: 2,
    Situation.SAID_IN_TIME: 12,
    Situation.DRAFTED_THEN_DONE: 3,
    Situation.SUPPLEMENT: 14,
    Situation.SUPPLEMENT_TWICE: 3,
    Situation.STILL_PAUSED: 5,
    Situation.NO_PROMISE: 6,
    Situation.PROMISED_TOO_LATE: 4,
    Situation.OUTSIDE: 8,
    Situation.OUTSIDE_LATE: 4,
    Situation.SINCE_AUGUST: 3,
    Situation.ACROSS_24_NOVEMBER: 12,
    Situation.UNCOLLECTED: 6,
    Situation.WITHDRAWN: 4,
    Situation.SENT_BACK: 3,
}

UNITS: Mapping[str, tuple[str, ...]] = {
    "KT": ("1.001612", "1.009994", "1.012817"),
    "VHXH": ("1.001776", "1.001731", "1.008901", "1.011606"),
    "VP": ("1.004884", "1.004873"),
}
LONG = ("1.009994", "1.012817", "1.001776", "1.008901", "1.011606")
OUTSIDE, AUGUST, BIRTH, SIGNATURE = "1.012790", "1.012812", "1.001193", "2.000884"
BY_THE_HOUR = (("07:30", "11:30"), ("08:00", "14:00"), ("09:00", "15:00"), ("10:00", "16:00"))


def sample_words() -> dict[str, Any]:
    """Return the words of the sample office."""
    return tomllib.loads(Path(__file__).with_name("sample.toml").read_text(encoding="utf-8"))


def make_lives(directory: Directory) -> tuple[Life, ...]:
    """Return all lives, by receipt; the same for the same directory."""
    maker = Maker(directory, sample_words(), Random(SEED))  # noqa: S311 - a sample, no secret
    drafts = [
        draft for situation, number in COUNTS.items() for draft in maker.make(situation, number)
    ]
    return tuple(_numbered(sorted(drafts, key=lambda life: (life.received_at, life.code))))


def _numbered(lives: Sequence[Life]) -> Iterator[Life]:
    """Give each life its code: office, day of receipt, number on that day."""
    serial: Counter[date] = Counter()
    for life in lives:
        day = life.received_at.date()
        serial[day] += 1
        yield replace(life, code=f"{OFFICE_CODE}-{day:%y%m%d}-{serial[day]:04d}")


def _in_workbook(life: Life) -> Life:
    """Have one official write one day's answers into the workbook."""
    plan = life.plan
    if plan and life.handler_name == WRITER and plan.answered_at.date() == WRITES_ON:
        return replace(life, plan=replace(plan, in_workbook=True))
    return life


@dataclass(slots=True)
class Maker:
    """Makes lives situation by situation."""

    directory: Directory
    words: Mapping[str, Any]
    random: Random
    made: int = 0

    def make(self, situation: Situation, number: int) -> Iterator[Life]:
        """Yield `number` lives of one situation."""
        shape = getattr(self, f"_{situation.value}")
        for index in range(number):
            life: Life = shape(index)
            yield _in_workbook(self._answering(replace(life, situation=situation)))

    def _answering(self, life: Life) -> Life:
        """Have most officials answer "in time" where that is what happens."""
        asked_on = after(life.due_on, -3)
        is_asked = life.finished_at is not None and life.finished_at > clock(asked_on, MORNING)
        is_kept = life.finished_at is not None and life.finished_at.date() <= life.due_on
        if life.plan or not is_asked or not is_kept or self.random.random() < SILENT:
            return life
        return replace(life, plan=Plan(answered_at=clock(asked_on, MORNING), is_late=False))

    # Plain lives

    def _early(self, index: int) -> Life:
        life = self._due(self._procedure(), self._november(index))
        days = self.random.randint(1, min(3, between(life.received_at.date(), life.due_on)))
        done_on = max(after(life.due_on, -days), after(life.received_at.date(), 1))
        return self._finished(life, done_on)

    def _on_time(self, index: int) -> Life:
        life = self._due(self._procedure(), self._november(index))
        return self._finished(life, life.due_on)

    def _in_time_open(self, index: int) -> Life:
        received = NOVEMBER[-8 + index % 7]
        code = self.random.choice(LONG)
        return self._received(code, received)

    def _same_day(self, index: int) -> Life:
        day = NOVEMBER[index % len(NOVEMBER)]
        life = self._life(BIRTH, clock(day, "08:20"), clock(day, CLOSING), day)
        return self._finished(life, day, at="15:40")

    def _by_the_hour(self, index: int) -> Life:
        day = NOVEMBER[(index * 3) % len(NOVEMBER)]
        opened, due = BY_THE_HOUR[index % len(BY_THE_HOUR)]
        life = self._life(SIGNATURE, clock(day, opened), clock(day, due), day)
        return self._finished(life, day, at=due)

    # Late ones, and what is said about them

    def _late_told_before(self, index: int) -> Life:
        life = self._due(self._long(index), NOVEMBER[5 + index])
        life = self._reached(life, online=index < 5)  # noqa: PLR2004 - five by mail, three on paper
        asked, told = after(life.due_on, -3), after(life.due_on, -2)
        plan = replace(
            self._plan(
                index,
                answered_at=clock(asked, MORNING),
                new_due_on=after(life.due_on, 7),
            ),
            approved_at=clock(asked, NOON),
            recorded_at=clock(told, MORNING),
        )
        return self._moved(life, plan, done_on=after(life.due_on, 5))

    def _late_refused_first(self, index: int) -> Life:
        life = self._reached(self._due(self._long(index), NOVEMBER[9 + index]), online=True)
        asked, told = after(life.due_on, -3), after(life.due_on, -2)
        plan = replace(
            self._plan(
                index,
                answered_at=clock(asked, MORNING),
                new_due_on=after(life.due_on, 6),
            ),
            refused_at=clock(asked, NOON),
            answered_again_at=clock(told, MORNING),
            approved_at=clock(told, NOON),
            recorded_at=clock(after(life.due_on, -1), MORNING),
        )
        return self._moved(life, plan, done_on=after(life.due_on, 4))

    def _late_told_after(self, index: int) -> Life:
        life = self._due(self._long(index + 2), NOVEMBER[4 + index])
        life = self._reached(life, online=index % 2 == 0)
        late = after(life.due_on, 1)
        plan = replace(
            self._plan(
                index + 2,
                answered_at=clock(late, MORNING),
                new_due_on=after(life.due_on, 8),
            ),
            approved_at=clock(late, NOON),
            recorded_at=clock(after(life.due_on, 2), MORNING),
        )
        return self._moved(life, plan, done_on=after(life.due_on, 6))

    def _late_untold(self, index: int) -> Life:
        life = self._due(self._long(index + 1), NOVEMBER[3 + 3 * index])
        if index > 2:  # noqa: PLR2004 - the last two are still open when the month ends
            return life
        return self._finished(life, after(life.due_on, 2 + 2 * index))

    def _said_in_time(self, index: int) -> Life:
        life = self._due(self._long(index), NOVEMBER[4 + index % 14])
        plan = Plan(answered_at=clock(after(life.due_on, -3), MORNING), is_late=False)
        return replace(self._finished(life, life.due_on), plan=plan)

    def _drafted_then_done(self, index: int) -> Life:
        life = self._due(self._long(index), NOVEMBER[7 + index])
        plan = self._plan(
            index,
            answered_at=clock(after(life.due_on, -3), MORNING),
            new_due_on=after(life.due_on, 5),
        )
        return replace(self._finished(life, life.due_on, at="10:30"), plan=plan)

    # Supplements

    def _supplement(self, index: int) -> Life:
        life = self._due(self._long(index), NOVEMBER[2 + index % 11])
        return self._waits(life, (2,), 4)

    def _supplement_twice(self, index: int) -> Life:
        life = self._due("1.012817", NOVEMBER[3 + index])
        return self._waits(life, (2, 8), 3)

    def _still_paused(self, index: int) -> Life:
        received = NOVEMBER[2 + index]
        life = self._reached(self._received("1.012817", received), online=True)
        return replace(life, stops=(Stop(asked_at=clock(after(received, 3), MORNING)),))

    # Slips, deciders, ends

    def _no_promise(self, index: int) -> Life:
        received = NOVEMBER[1 + 2 * index]
        life = self._received("1.001776", received)
        shown = (Shown(since=life.received_at, promised_at=None),)
        return self._finished(replace(life, shown=shown), after(life.due_on, -1))

    def _promised_too_late(self, index: int) -> Life:
        life = self._due(self._long(index), NOVEMBER[6 + 2 * index])
        late = after(life.due_on, 3)
        shown = (Shown(since=life.received_at, promised_at=clock(late, CLOSING)),)
        return self._finished(replace(life, shown=shown, due_on=late), after(late, -4))

    def _outside(self, index: int) -> Life:
        life = self._due(OUTSIDE, NOVEMBER[4 + index])
        return self._finished(life, after(life.due_on, -1))

    def _outside_late(self, index: int) -> Life:
        life = self._due(OUTSIDE, NOVEMBER[5 + 2 * index])
        return self._finished(life, after(life.due_on, 3))

    def _since_august(self, index: int) -> Life:
        received = (date(2026, 8, 14), date(2026, 8, 19), date(2026, 8, 21))[index]
        life = self._received(AUGUST, received)
        return self._finished(life, after(life.due_on, -1))

    def _across_24_november(self, index: int) -> Life:
        due_on = (date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27))[index % 3]
        life = self._due(("1.004884", "1.001731")[index % 2], due_on)
        return self._finished(life, due_on)

    def _uncollected(self, index: int) -> Life:
        life = self._due(self._procedure(), NOVEMBER[2 + index])
        return replace(self._finished(life, life.due_on), collected_at=None)

    def _withdrawn(self, index: int) -> Life:
        return self._ended(index, Status.WITHDRAWN)

    def _sent_back(self, index: int) -> Life:
        return self._ended(index + 5, Status.SENT_BACK)

    # Pieces

    def _ended(self, index: int, end: Status) -> Life:
        life = self._due("1.001776", NOVEMBER[8 + index])
        return replace(self._finished(life, after(life.due_on, -5)), end=end, collected_at=None)

    def _procedure(self) -> str:
        unit = self.random.choice(("KT", "VHXH", "VHXH", "VP", "VP"))
        return self.random.choice(UNITS[unit])

    def _long(self, index: int) -> str:
        return LONG[index % len(LONG)]

    def _november(self, index: int) -> date:
        return NOVEMBER[1 + index % (len(NOVEMBER) - 1)]

    def _term(self, procedure: str) -> int:
        term = self.directory.procedures[procedure].term
        if term is None or term.unit is not TermUnit.WORKING_DAYS:
            raise ValueError(procedure)
        return term.amount

    def _due(self, procedure: str, due_on: date) -> Life:
        """Return a life that falls due on a day, received as many working days before."""
        return self._received(procedure, after(due_on, -self._term(procedure)))

    def _received(self, procedure: str, received_on: date) -> Life:
        due_on = after(received_on, self._term(procedure))
        received_at = clock(received_on, f"{self.random.randint(7, 10):02d}:35")
        return self._life(procedure, received_at, clock(due_on, CLOSING), due_on)

    def _life(
        self, procedure: str, received_at: datetime, promised_at: datetime, due_on: date
    ) -> Life:
        known = self.directory.procedures[procedure]
        unit = next((code for code, held in UNITS.items() if procedure in held), None)
        unit = unit or {BIRTH: "VP", SIGNATURE: "VP"}.get(procedure, "KT")
        handlers = self.directory.in_role(unit, Role.HANDLER)
        channel = self.random.choices(tuple(Channel), weights=(45, 50, 5))[0]
        self.made += 1
        return Life(
            situation=Situation.EARLY,
            code=f"{self.made:06d}",
            procedure=procedure,
            procedure_name=known.name,
            field=known.field,
            unit_name=self.directory.units[unit].name,
            handler_name=self.random.choice(handlers).source_name,
            channel=channel,
            applicant=self._applicant(),
            received_at=received_at,
            due_on=due_on,
            shown=(Shown(since=received_at, promised_at=promised_at),),
        )

    def _applicant(self) -> Applicant:
        number = self.random.randint(1, 999)
        is_person = self.random.random() < 0.9  # noqa: PLR2004 - nine in ten are persons
        name = (
            f"{self.random.choice(self.words['surnames'])} "
            f"{self.random.choice(self.words['given_names'])}"
            if is_person
            else self.random.choice(self.words["organisations"])
        )
        return Applicant(
            name=name,
            kind=ApplicantKind.PERSON if is_person else ApplicantKind.ORGANISATION,
            address=f"{self.random.choice(self.words['villages'])}, {self.words['commune']}",
            phone=f"{self.words['sms_prefix']} {number:03d} {self.random.randint(0, 999):03d}",
            mailbox=f"nguoinop{self.made:03d}@dancu.example",
        )

    def _reached(self, life: Life, *, online: bool) -> Life:
        return replace(life, channel=Channel.ONLINE if online else Channel.IN_PERSON)

    def _finished(self, life: Life, day: date, *, at: str = EVENING) -> Life:
        collected = clock(after(day, 1), "09:10")
        return replace(life, finished_at=clock(day, at), collected_at=collected)

    def _plan(self, index: int, *, answered_at: datetime, new_due_on: date) -> Plan:
        reasons = self.words["reasons"]
        told = reasons[index % len(reasons)]
        return Plan(
            answered_at=answered_at,
            cause=told["cause"],
            reason=told["text"],
            new_due_on=new_due_on,
        )

    def _moved(self, life: Life, plan: Plan, *, done_on: date) -> Life:
        """Return a late life whose new date the counter enters an hour after the letter."""
        if plan.recorded_at is None or plan.new_due_on is None:
            raise ValueError(life.code)
        entered = Shown(
            since=plan.recorded_at + timedelta(hours=1),
            promised_at=clock(plan.new_due_on, CLOSING),
        )
        return replace(
            self._finished(life, done_on),
            shown=(*life.shown, entered),
            plan=plan,
            letter_due_on=plan.new_due_on,
        )

    def _waits(self, life: Life, asked_after: tuple[int, ...], days: int) -> Life:
        """Return an online life with supplements, each moving the date by the days waited."""
        received_on, due_on = life.received_at.date(), life.due_on
        stops: list[Stop] = []
        shown = list(life.shown)
        for wait in asked_after:
            asked = after(received_on, wait)
            came = after(asked, days)
            if life.procedure == "1.009994":  # this procedure starts its term again
                due_on = after(came, self._term(life.procedure))
            else:
                due_on = after(due_on, days)
            new = clock(due_on, CLOSING)
            came_at = clock(came, MORNING)
            stops.append(
                Stop(asked_at=clock(asked, NOON), came_at=came_at, new_promised_at=new)
            )
            shown.append(Shown(since=came_at, promised_at=new))
        online = self._reached(life, online=True)
        moved = replace(online, stops=tuple(stops), shown=tuple(shown), due_on=due_on)
        return self._finished(moved, after(due_on, -1))

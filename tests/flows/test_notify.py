"""Each slot tells everybody once, whatever is missed, killed or broken on the way."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.dossier import Promise, PromiseKind, Status
from monitor.domain.letter import Letter, LetterState
from monitor.domain.message import Message, Outcome, Phase, Reply
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.office import Office
from monitor.flows.ingest import ingest
from monitor.flows.notify import Notified, mark, notify
from monitor.notices.digest import DigestFacts
from monitor.notices.leader import LeaderFacts
from monitor.notices.operator import OperatorFacts
from monitor.notices.slots import Slot
from monitor.render.mail import MailRenderer
from monitor.render.words import Words
from monitor.store.work import SqlStore
from tests.builders import a_calendar, vn
from tests.domain.strategies import drawing
from tests.exports import a_file, rejects
from tests.flows.telling import DAY, PlainMails, a_record, keys, settled, take_in, tell
from tests.notices.office import OFFICE, TELLING, a_directory, an_office
from tests.outbox import LEASE, a_store, an_end

BOTH = (Slot.MORNING, Slot.AFTERNOON)


def test_the_first_import_is_summed_up_and_nobody_has_a_mail_per_dossier(
    store: SqlStore,
) -> None:
    take_in(store, a_record("one"), a_record("two"), at=f"{DAY} 07:20")

    done = tell(store, f"{DAY} 07:20")

    assert done == Notified(slots=(Slot.MORNING,), mails=3)
    assert keys(store) == ["baseline/test/ha", "leader/thanh/2026-11-12", "operator/2026-11-12"]


def test_after_the_baseline_what_is_new_goes_out_with_what_stands(store: SqlStore) -> None:
    take_in(store, a_record("one"), at=f"{DAY} 07:20")
    tell(store, f"{DAY} 07:20")
    take_in(store, a_record("one"), a_record("two"), at=f"{DAY} 13:00")
    mails = PlainMails()

    tell(store, f"{DAY} 13:45", mails)

    (digest,) = mails.to("hoa")
    assert isinstance(digest.facts, DigestFacts)
    assert digest.facts.total == 2


def test_a_slot_is_told_once(store: SqlStore) -> None:
    settled(store)
    take_in(store, a_record("one"), at=f"{DAY} 07:20")

    first = tell(store, f"{DAY} 07:20")
    second = tell(store, f"{DAY} 07:21")

    assert first.slots == (Slot.MORNING,)
    assert second == Notified()


def test_the_morning_waits_for_the_first_import_but_not_beyond_the_latest(
    store: SqlStore,
) -> None:
    settled(store)
    take_in(store, a_record("one"), at="2026-11-11 16:30")

    assert tell(store, f"{DAY} 07:30") == Notified()
    assert tell(store, f"{DAY} 08:30").slots == (Slot.MORNING,)


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(f"{DAY} 06:30", id="before opening"),
        pytest.param(f"{DAY} 12:00", id="at noon"),
        pytest.param(f"{DAY} 20:00", id="in the evening"),
        pytest.param("2026-11-14 09:00", id="on a Saturday"),
    ],
)
def test_nobody_is_told_outside_working_hours(store: SqlStore, at: str) -> None:
    take_in(store, a_record("one"), at="2026-11-11 16:30")

    assert tell(store, at) == Notified()
    assert keys(store) == []


def test_a_morning_missed_is_made_up_within_the_day(store: SqlStore) -> None:
    settled(store)
    take_in(store, a_record("one"), at="2026-11-11 18:00")

    done = tell(store, f"{DAY} 10:15")

    assert done.slots == (Slot.MORNING,)
    assert "digest/hoa/2026-11-12/morning" in keys(store)


def test_where_both_slots_are_due_one_mail_serves_both(store: SqlStore) -> None:
    settled(store)
    take_in(store, a_record("one"), at="2026-11-11 18:00")

    done = tell(store, f"{DAY} 14:00")
    again = tell(store, f"{DAY} 14:01")

    assert done.slots == BOTH
    assert again == Notified()
    assert [key for key in keys(store) if key.startswith(f"digest/hoa/{DAY}")] == [
        "digest/hoa/2026-11-12/afternoon"
    ]
    assert "leader/thanh/2026-11-12" in keys(store)


def test_the_afternoon_tells_officials_only_and_only_what_is_new(store: SqlStore) -> None:
    settled(store)
    take_in(store, a_record("one"), at=f"{DAY} 07:20")
    tell(store, f"{DAY} 07:20")
    mails = PlainMails()

    done = tell(store, f"{DAY} 13:45", mails)

    assert done == Notified(slots=(Slot.AFTERNOON,))
    assert mails.written == []


def test_what_was_told_is_not_new_the_next_day_but_the_leader_still_reads_it(
    store: SqlStore,
) -> None:
    settled(store)
    late_since_weeks = a_record("one", promised="2026-10-30 17:00", received="2026-10-23 08:00")
    take_in(store, late_since_weeks, at=f"{DAY} 07:20")
    tell(store, f"{DAY} 07:20")
    take_in(store, late_since_weeks, at="2026-11-13 07:20")
    mails = PlainMails()

    tell(store, "2026-11-13 07:20", mails)

    assert [notice.kind for notice in mails.written] == [NoticeKind.LEADER, NoticeKind.OPERATOR]


def test_what_ended_before_the_slot_is_not_told(store: SqlStore) -> None:
    settled(store)
    take_in(store, a_record("one"), at="2026-11-11 18:00")
    take_in(store, replace(a_record("one"), status=Status.FINISHED), at=f"{DAY} 07:20")
    mails = PlainMails()

    tell(store, f"{DAY} 07:20", mails)

    assert mails.to("hoa") == []


def test_nothing_is_told_while_dossiers_wait_to_be_judged(store: SqlStore) -> None:
    settled(store)
    take_in(store, a_record("one"), at=f"{DAY} 07:20")
    with store.writing() as work:
        work.agenda.wake(["one"], at=vn(f"{DAY} 07:21"))

    waiting = notify(store, OFFICE, PlainMails(), telling=TELLING, at=vn(f"{DAY} 07:22"))

    assert waiting == Notified()
    assert tell(store, f"{DAY} 07:23").slots == (Slot.MORNING,)


def test_a_mail_that_cannot_be_written_stops_no_other_and_is_told(store: SqlStore) -> None:
    settled(store)
    take_in(store, a_record("one"), at=f"{DAY} 07:20")

    done = tell(store, f"{DAY} 07:20", PlainMails(broken=frozenset({"hoa"})))

    assert done.failed == 1
    assert "digest/ha/2026-11-12/morning" in keys(store)
    with store.reading() as work:
        assert "mail/digest/hoa" in work.done.faults()


def test_what_could_not_be_written_is_still_new_at_the_next_slot(store: SqlStore) -> None:
    settled(store)
    take_in(store, a_record("one"), at=f"{DAY} 07:20")
    tell(store, f"{DAY} 07:20", PlainMails(broken=frozenset({"hoa"})))

    tell(store, f"{DAY} 13:45")

    assert "digest/hoa/2026-11-12/afternoon" in keys(store)
    with store.reading() as work:
        assert work.done.faults() == {}


def test_an_operator_without_a_mailbox_has_no_line(store: SqlStore) -> None:
    take_in(store, a_record("one"), at=f"{DAY} 07:20")

    done = tell(store, f"{DAY} 07:20", telling=replace(TELLING, operator_mailbox=""))

    assert done.failed == 0
    assert not any(key.startswith("operator") for key in keys(store))


def test_another_hand_that_was_faster_is_not_repeated(store: SqlStore) -> None:
    settled(store)
    take_in(store, a_record("one"), at=f"{DAY} 07:20")

    class Overtaken(PlainMails):
        """Writes a mail while another process tells the same slot."""

        def message(self, notice: Notice, *, at: datetime) -> Message:
            if not self.written:
                notify(store, OFFICE, PlainMails(), telling=TELLING, at=at)
            return super().message(notice, at=at)

    done = tell(store, f"{DAY} 07:20", Overtaken())

    assert done == Notified()
    assert keys(store).count("digest/hoa/2026-11-12/morning") == 1


def test_a_second_system_has_a_baseline_of_its_own(store: SqlStore) -> None:
    settled(store)
    take_in(store, a_record("one", handler=""), at=f"{DAY} 07:20")
    take_in(store, a_record("other"), at=f"{DAY} 07:20", system="dat-dai")

    tell(store, f"{DAY} 07:20")

    assert "baseline/dat-dai/ha" in keys(store)
    assert "baseline/test/ha" not in keys(store)
    with store.reading() as work:
        assert not work.imports.is_baseline("dat-dai")


def promised_again(store: SqlStore, code: str, *, state: LetterState) -> None:
    """Move a dossier's date by an issued letter, as the letters' flow does."""
    deadline, new = vn("2026-11-09 17:00"), vn("2026-11-27 17:00")
    letter = Letter(
        dossier=code, deadline=deadline, state=state, issued_at=deadline, new_due_at=new
    )
    with store.writing() as work:
        work.letters.open(letter)
        work.dossiers.add_promise(
            code,
            Promise(promised_at=new, made_at=deadline, kind=PromiseKind.REAPPOINTMENT),
        )
        work.agenda.wake([code], at=deadline)


def test_the_leader_sees_what_was_promised_again(store: SqlStore) -> None:
    settled(store)
    records = [a_record("late"), a_record("again"), a_record("done"), a_record("asked")]
    take_in(store, *records, at="2026-11-11 18:00")
    promised_again(store, "again", state=LetterState.ISSUED)
    promised_again(store, "done", state=LetterState.DELIVERED)
    ended = replace(a_record("done"), status=Status.FINISHED)
    take_in(store, *records[:2], ended, records[3], at=f"{DAY} 07:20")
    mails = PlainMails()

    tell(store, f"{DAY} 07:20", mails)

    (leader,) = mails.to("thanh")
    assert isinstance(leader.facts, LeaderFacts)
    assert [row.code for row in leader.facts.moved] == ["again"]
    assert leader.facts.late == 2
    assert leader.facts.open == 4  # these three, and the one of the baseline


def operator_facts(store: SqlStore, at: str, *, office: Office = OFFICE) -> OperatorFacts:
    mails = PlainMails()
    tell(store, at, mails, office=office)
    (line,) = (one for one in mails.written if one.kind is NoticeKind.OPERATOR)
    assert isinstance(line.facts, OperatorFacts)
    return line.facts


def test_the_operator_reads_what_came_in_and_what_went_out(store: SqlStore) -> None:
    settled(store)  # on the day before: one mail to the operator, of the afternoon
    with store.writing() as work:
        (claimed,) = work.delivery.claim(at=vn("2026-11-11 16:01"), limit=1, lease=LEASE)
        reply = Reply(outcome=Outcome.SENT, phase=Phase.REPLIED)
        work.delivery.settle([an_end(claimed, reply)], at=vn("2026-11-11 16:02"))
    take_in(
        store, a_record("one"), a_record("two", unit="PHONG-CU", handler=""), at=f"{DAY} 07:20"
    )

    facts = operator_facts(store, f"{DAY} 07:20")

    assert facts.health.imported.taken == 2
    assert facts.health.imported.records == 3
    assert facts.health.mailed.sent == 1
    assert facts.health.since == vn("2026-11-11")
    assert facts.leaders == 1
    assert [lack.where for lack in facts.lacks] == ["PHONG-CU"]


def test_the_operator_reads_which_rows_were_refused_without_what_stood_there(
    store: SqlStore,
) -> None:
    settled(store)
    file = a_file(a_record("one"), *rejects(1), exported=f"{DAY} 07:10", system="test")
    ingest(store, OFFICE.directory, file, max_reject_share=0.5, at=vn(f"{DAY} 07:15"))
    other = a_file(a_record("two"), exported=f"{DAY} 07:15", system="test")
    ingest(store, OFFICE.directory, other, max_reject_share=0, at=vn(f"{DAY} 07:16"))

    imported = operator_facts(store, f"{DAY} 07:20").health.imported

    assert imported.rejected == 1
    (line,) = imported.rejects
    assert "Ngày tiếp nhận" in line
    assert "hôm qua" not in line


def test_the_line_counts_what_waits_and_what_nobody_takes(store: SqlStore) -> None:
    settled(store)
    with store.writing() as work:
        (claimed,) = work.delivery.claim(at=vn("2026-11-11 16:01"), limit=1, lease=LEASE)
        refused = Reply(outcome=Outcome.PERMANENT, phase=Phase.ENVELOPE)
        work.delivery.settle([an_end(claimed, refused)], at=vn("2026-11-11 16:02"))

    facts = operator_facts(store, f"{DAY} 08:30")

    assert facts.health.mailed.parked == 1
    assert facts.health.mailed.waiting == 1
    assert not facts.is_well


def test_on_the_first_day_of_the_calendar_yesterday_is_far_enough(store: SqlStore) -> None:
    office = an_office(calendar=a_calendar(first_year=2026))

    facts = operator_facts(store, "2026-01-01 08:30", office=office)

    assert facts.health.since == vn("2025-12-31")


def test_a_directory_with_holes_is_told_to_the_operator(store: SqlStore) -> None:
    settled(store)
    take_in(store, a_record("one"), at=f"{DAY} 07:20")
    office = an_office(a_directory(without=frozenset({"thanh", "ha"})))

    facts = operator_facts(store, f"{DAY} 07:20", office=office)

    assert {lack.gap.value for lack in facts.lacks} == {"head", "leader"}


@pytest.mark.parametrize("dies_at", range(4))
def test_killed_between_two_mails_the_next_call_tells_the_same(
    tmp_path: Path, dies_at: int
) -> None:
    def told(folder: Path, *, is_killed: bool) -> list[str]:
        folder.mkdir()
        with a_store(folder) as store:
            settled(store)
            take_in(store, a_record("one"), a_record("two", unit="KT"), at=f"{DAY} 07:20")
            if is_killed:
                with pytest.raises(KeyboardInterrupt):
                    tell(store, f"{DAY} 07:20", PlainMails(dies_at=dies_at))
            tell(store, f"{DAY} 07:21")
            return keys(store)

    killed = told(tmp_path / "killed", is_killed=True)

    assert killed == told(tmp_path / "undisturbed", is_killed=False)


def test_killed_before_the_commit_nothing_is_kept(store: SqlStore) -> None:
    settled(store)
    take_in(store, a_record("one"), at=f"{DAY} 07:20")
    before = keys(store)

    with pytest.raises(KeyboardInterrupt):
        tell(store, f"{DAY} 07:20", PlainMails(dies_at=2))

    assert keys(store) == before
    with store.reading() as work:
        assert not work.done.has(mark(Slot.MORNING, at=vn(f"{DAY} 07:20")))
        assert all(not one.told for one in work.findings.standing())


STEPS = st.lists(
    st.tuples(
        st.integers(0, 600),  # minutes since the step before
        st.sets(st.integers(1, 5)),  # dossiers in the export taken in, none for no import
        st.booleans(),  # the mails die half-way
    ),
    max_size=8,
)


@given(STEPS)
@drawing(8)
def test_whenever_the_ticks_come_a_digest_brings_news_and_no_mail_comes_twice(
    steps: list[tuple[int, set[int], bool]],
) -> None:
    at = vn("2026-11-11 07:00")
    heard: defaultdict[str, set[int]] = defaultdict(set)
    with TemporaryDirectory() as folder, a_store(Path(folder)) as store:
        for minutes, numbers, dies in steps:
            at += timedelta(minutes=minutes)
            clock = f"{at:%Y-%m-%d %H:%M}"
            if numbers:
                take_in(store, *(a_record(f"d{n}") for n in sorted(numbers)), at=clock)
            mails = PlainMails(dies_at=1 if dies else None)
            try:
                tell(store, clock, mails)
            except KeyboardInterrupt:
                continue
            for notice in mails.written:
                known = heard[notice.recipient.person]
                assert notice.kind is not NoticeKind.DIGEST or set(notice.lists) - known
                known.update(notice.lists)
        sent = keys(store)

    assert len(set(sent)) == len(sent)


def test_the_real_words_fit_every_mail_of_a_morning(store: SqlStore) -> None:
    words = Words(Path(__file__).resolve().parents[2] / "templates")
    sender = ("UBND xã Tân Bình An", "canhbao@tanbinhan.example")
    mails = MailRenderer(words, sender=sender, address="Đồng chí")
    take_in(store, a_record("zero"), at="2026-11-11 16:00")
    tell(store, "2026-11-11 16:00", mails)
    soon = a_record("soon", promised="2026-11-13 17:00", procedure="tro-cap")
    undated = a_record("undated", promised=None, procedure="khac")
    take_in(store, a_record("one"), soon, undated, at=f"{DAY} 07:20")

    done = tell(store, f"{DAY} 07:20", mails)

    assert done.failed == 0
    assert {key.partition("/")[0] for key in keys(store)} == {
        "baseline",
        "digest",
        "leader",
        "operator",
    }

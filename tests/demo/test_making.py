"""The sample office is the same every time, and plainly a sample."""

from monitor.demo.days import WORKING, after, between, clock, is_working
from monitor.demo.lives import Life
from monitor.demo.making import COUNTS, make_lives
from monitor.domain.directory import Directory
from monitor.domain.dossier import Status
from tests.builders import CALENDAR_2026, vn


def test_the_same_seed_makes_the_same_lives(
    directory: Directory, lives: tuple[Life, ...]
) -> None:
    again = make_lives(directory)

    assert again == lives


def test_every_situation_has_its_number_of_lives(lives: tuple[Life, ...]) -> None:
    made = dict.fromkeys(COUNTS, 0)
    for life in lives:
        made[life.situation] += 1

    assert made == dict(COUNTS)


def test_codes_are_told_apart_and_name_the_day_of_receipt(lives: tuple[Life, ...]) -> None:
    assert len({life.code for life in lives}) == len(lives)
    assert all(f"-{life.received_at:%y%m%d}-" in life.code for life in lives)


def test_persons_are_plainly_invented(lives: tuple[Life, ...]) -> None:
    assert all(life.applicant.mailbox.endswith(".example") for life in lives)
    assert all(life.applicant.phone.startswith("0000 ") for life in lives)


def test_nothing_happens_before_it_can(lives: tuple[Life, ...]) -> None:
    for life in lives:
        moments = [life.received_at, *(stop.asked_at for stop in life.stops)]
        if life.finished_at is not None:
            moments.append(life.finished_at)

        assert moments == sorted(moments), life.situation


def test_working_days_agree_with_the_calendar_of_the_tests() -> None:
    days = [day for day in WORKING if day.year == 2026]

    assert all(CALENDAR_2026.is_working_day(day) for day in days)
    assert between(days[0], days[-1]) == CALENDAR_2026.days_between(days[0], days[-1])


def test_counting_back_undoes_counting_on() -> None:
    start = WORKING[20]

    assert after(after(start, 15), -15) == start
    assert after(start, 0) == start
    assert not is_working(vn("2026-11-24").date())


def test_a_status_follows_the_life(lives: tuple[Life, ...]) -> None:
    life = next(one for one in lives if one.stops and one.finished_at and one.collected_at)
    stop = life.stops[0]

    assert life.status(life.received_at) is Status.IN_PROGRESS
    assert life.status(stop.asked_at) is Status.PAUSED_SUPPLEMENT
    assert life.finished_at is not None
    assert life.status(life.finished_at) is Status.FINISHED
    assert life.status(clock(WORKING[-1], "17:00")) is Status.RETURNED

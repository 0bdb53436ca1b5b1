"""What the office's November is held against: the months before it, made of dossiers."""

from datetime import date

from monitor.domain.figures import EndKind, Snapshot
from monitor.domain.past import Past, PastPeriod
from monitor.domain.period import MonthScheme, Period
from monitor.domain.supplements import Asked, Supplements
from reports.judged import judge
from reports.tallies import tally
from tests.builders import CALENDAR_2026, vn
from tests.reports.snapshots import CULTURE, NOVEMBER, OFFICE_NOVEMBER, a_snapshot

SCHEME = MonthScheme()
QUARTER = Period(first=date(2026, 7, 1), last=date(2026, 9, 30))


def a_past_period(period: Period, *snapshots: Snapshot) -> PastPeriod:
    """Return the figures of a period in which some of these dossiers count."""
    tallies = tuple(tally(judge(one, period, CALENDAR_2026) for one in snapshots))
    return PastPeriod(period=period, tallies=tallies)


GIVEN_BACK = tuple(
    a_snapshot(
        f"back {number}",
        received="2026-07-01 08:00",
        due="2026-07-20 17:00",
        given_up=f"2026-0{month}-10 09:00",
        gave_up=kind,
    )
    for number, (month, kind) in enumerate(
        (
            *[(7, EndKind.SENT_BACK)] * 4,
            *[(8, EndKind.WITHDRAWN)] * 5,
            *[(9, EndKind.WITHDRAWN)] * 4,
            (9, EndKind.REFUSED),
        )
    )
)
KNOWN_FROM = date(2026, 7, 1)


def a_past(*, known_from: date = KNOWN_FROM, since: str = "2026-10-15 07:10") -> Past:
    """Return the past of November, of which nothing is known before a day.

    `since` is the first export.
    """

    def told(period: Period) -> PastPeriod:
        if period.last < known_from:
            return PastPeriod(period=period)
        return a_past_period(period, *OFFICE_NOVEMBER, *GIVEN_BACK)

    return Past(
        months=tuple(map(told, SCHEME.months_until(NOVEMBER))),
        before=told(SCHEME.before(NOVEMBER)),
        year_before=told(SCHEME.year_before(NOVEMBER)),
        quarter_before=told(QUARTER),
        known_since=vn(since),
    )


def _asked(unit: str, procedure: str, requests: int, *, again: int = 0) -> Supplements:
    return Supplements(
        unit=unit, procedure=procedure, requests=requests, dossiers=requests, again=again
    )


ASKED = Asked(
    now=(
        _asked(CULTURE[0], "Đăng ký lại khai sinh", 2, again=1),
        _asked("", "", 1),
        *(_asked("KT", f"thủ tục {number:02}", 1) for number in range(10)),
    ),
    quarter_before=(_asked(CULTURE[0], "Đăng ký lại khai sinh", 79),),
)

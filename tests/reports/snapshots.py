"""Dossiers as a report sees them: builders, and a small office whose figures are known.

The office's November 2026 was counted by hand; `tests/reports` holds each figure.
"""

from datetime import date
from typing import Any

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.directory import Directory, Level, Unit
from monitor.domain.dossier import Channel
from monitor.domain.figures import End, EndKind, LetterFacts, Snapshot
from monitor.domain.letter import Delivery, LetterState
from monitor.domain.period import Period
from monitor.domain.procedure import Procedure
from reports.judged import judge
from reports.month import MonthReport, make
from reports.scope import ReportScope, SourceAge
from reports.section import Month
from reports.tallies import tally
from tests.builders import CALENDAR_2026, vn

NOVEMBER = Period(first=date(2026, 11, 1), last=date(2026, 11, 30))
CULTURE = ("VHXH", "Phòng Văn hóa - Xã hội")
ECONOMY = ("KT", "Phòng Kinh tế")
OFFICE = ("VP", "Văn phòng HĐND và UBND")
LAND_BRANCH = "Chi nhánh Văn phòng đăng ký đất đai khu vực"
CIVIL = ("Hộ tịch", "Đăng ký lại khai sinh")
LAND = ("Đất đai", "Đăng ký đất đai, cấp Giấy chứng nhận lần đầu")
SOCIAL = ("Bảo trợ xã hội", "Hỗ trợ chi phí mai táng đối với đối tượng bảo trợ xã hội")

DIRECTORY = Directory(
    units={
        "UBND": Unit(code="UBND", name="Ủy ban nhân dân xã Tân Bình An", level=Level.COMMUNE),
        **{
            code: Unit(code=code, name=name, level=Level.DEPARTMENT, parent="UBND")
            for code, name in (CULTURE, ECONOMY, OFFICE)
        },
    },
    procedures={
        name: Procedure(code=name, name=name, field=field)
        for field, name in (CIVIL, LAND, SOCIAL)
    },
)

SCOPE = ReportScope(
    unit="UBND",
    unit_name="Ủy ban nhân dân xã Tân Bình An",
    letterhead=("Ủy ban nhân dân", "xã Tân Bình An"),
    sources=(
        SourceAge(
            name="Hệ thống thông tin giải quyết TTHC tỉnh", exported_at=vn("2026-12-01 07:10")
        ),
    ),
    not_covered=("hệ thống của Bộ Công an", "phần mềm đất đai"),
)


def a_snapshot(  # noqa: PLR0913 - a builder names whatever a test may care about
    code: str = "d1",
    *,
    unit: tuple[str, str] = CULTURE,
    about: tuple[str, str] = CIVIL,
    channel: Channel | None = Channel.ONLINE,
    received: str = "2026-11-02 08:00",
    due: str | None = "2026-11-12 17:00",
    due_again: str | None = None,
    by_minute: bool = False,
    ended: str | None = None,
    given_up: str | None = None,
    gave_up: EndKind = EndKind.SENT_BACK,
    paused: str | bool = False,
    unknown: bool = False,
    agency: str = "",
    put_off_again: bool = False,
    letter: LetterFacts | None = None,
    cause: tuple[str, str, str] = ("", "", ""),
    short: bool = False,
    urged: bool = False,
) -> Snapshot:
    """Return an open dossier due on 12 November, unless told otherwise."""
    end = End(at=vn(ended)) if ended else None
    if given_up:
        end = End(at=vn(given_up), kind=gave_up)
    return Snapshot(
        code=code,
        unit=unit[0],
        unit_name=unit[1],
        procedure=about[1],
        procedure_name=about[1],
        channel=channel,
        received_at=vn(received),
        first_due_at=vn(due) if due else None,
        due_at=vn(due_again or due) if due else None,
        is_by_minute=by_minute,
        end=end,
        is_paused=bool(paused),
        paused_at=vn(paused) if isinstance(paused, str) else None,
        is_lateness_unknown=unknown,
        is_put_off_again=put_off_again,
        deciding_agency=agency,
        letter=letter,
        cause=cause[0],
        cause_text=cause[1],
        cause_nature=cause[2],
        is_short=short,
        is_urged=urged,
    )


def a_letter(  # noqa: PLR0913 - as above
    issued: str | None = None,
    *,
    state: LetterState = LetterState.ISSUED,
    dated: str | None = None,
    new_due: str | None = None,
    delivery: Delivery | None = None,
    returned: bool = False,
) -> LetterFacts:
    return LetterFacts(
        state=state,
        issued_at=vn(issued) if issued else None,
        dated_on=date.fromisoformat(dated) if dated else None,
        new_due_at=vn(new_due) if new_due else None,
        delivery=delivery,
        is_returned=returned,
    )


def a_month(
    *snapshots: Snapshot,
    period: Period = NOVEMBER,
    scope: ReportScope = SCOPE,
    calendar: WorkingCalendar = CALENDAR_2026,
    **facts: Any,
) -> Month:
    """Return these dossiers as sections see them; `facts` are further fields of the month."""
    cases = [judge(one, period, calendar) for one in snapshots]
    late = [case for case in cases if case.reckoning.is_late]
    return Month(
        period=period,
        scope=scope,
        directory=DIRECTORY,
        tallies=tuple(tally(cases)),
        late=tuple(sorted(late, key=lambda case: case.snapshot.code)),
        **facts,
    )


def a_report(
    *snapshots: Snapshot,
    period: Period = NOVEMBER,
    scope: ReportScope = SCOPE,
    calendar: WorkingCalendar = CALENDAR_2026,
    **facts: Any,
) -> MonthReport:
    return make(a_month(*snapshots, period=period, scope=scope, calendar=calendar, **facts))


SLOW = ("A1", "Công chức thụ lý chậm thẩm định, chậm tham mưu", "CQ")
SURVEY = ("B2", "Chậm trích đo, kiểm tra thực địa, giám định", "KQ")

OFFICE_NOVEMBER = (
    a_snapshot("H99.10.27-261102-0001", ended="2026-11-10 09:00"),
    a_snapshot(
        "H99.10.27-261102-0002",
        unit=ECONOMY,
        about=LAND,
        channel=Channel.IN_PERSON,
        ended="2026-11-12 16:00",
    ),
    a_snapshot(
        "H99.10.27-261103-0003",
        channel=Channel.POST,
        received="2026-11-03 08:00",
        ended="2026-11-12 18:30",
    ),
    a_snapshot(
        "H99.10.27-261102-0004",
        unit=ECONOMY,
        about=LAND,
        due_again="2026-11-18 17:00",
        ended="2026-11-16 10:00",
        letter=a_letter("2026-11-10 15:00", dated="2026-11-10", new_due="2026-11-18 17:00"),
        cause=SLOW,
    ),
    a_snapshot(
        "H99.10.27-261015-0005",
        about=SOCIAL,
        received="2026-10-15 08:00",
        due="2026-10-30 17:00",
        ended="2026-11-05 09:00",
        letter=a_letter("2026-10-30 15:00", state=LetterState.DELIVERED, dated="2026-10-30"),
        cause=SLOW,
    ),
    a_snapshot(
        "H99.10.27-261010-0006",
        about=SOCIAL,
        received="2026-10-10 08:00",
        due="2026-10-28 17:00",
        letter=a_letter(state=LetterState.APPROVED),
    ),
    a_snapshot(
        "H99.10.27-261120-0007",
        unit=ECONOMY,
        about=LAND,
        received="2026-11-20 08:00",
        due="2026-11-26 17:00",
        agency=LAND_BRANCH,
        cause=SURVEY,
    ),
    a_snapshot("H99.10.27-261125-0008", received="2026-11-25 08:00", due="2026-12-09 17:00"),
    a_snapshot(
        "H99.10.27-261105-0009",
        received="2026-11-05 08:00",
        due="2026-11-16 17:00",
        given_up="2026-11-06 09:00",
    ),
    a_snapshot(
        "H99.10.27-261105-0010",
        channel=Channel.IN_PERSON,
        received="2026-11-05 08:00",
        given_up="2026-11-20 09:00",
    ),
    a_snapshot(
        "H99.10.27-261110-0011",
        received="2026-11-10 08:00",
        due="2026-11-17 17:00",
        paused="2026-11-12 09:00",
    ),
    a_snapshot(
        "H99.10.27-261104-0012",
        unit=OFFICE,
        channel=Channel.IN_PERSON,
        received="2026-11-04 08:00",
        due="2026-11-11 17:00",
        paused="2026-11-16 09:00",
    ),
    a_snapshot(
        "H99.10.27-261112-0013",
        unit=OFFICE,
        received="2026-11-12 08:00",
        due=None,
        ended="2026-11-20 09:00",
    ),
    a_snapshot(
        "H99.10.27-261110-0014",
        unit=("", ""),
        about=("", "Thủ tục không có trong danh mục"),
        channel=None,
        received="2026-11-10 08:00",
        due="2026-11-20 17:00",
        ended="2026-11-25 09:00",
        unknown=True,
    ),
    a_snapshot(
        "H99.10.27-261020-0015",
        received="2026-10-20 08:00",
        due="2026-11-05 17:00",
        ended="2026-10-29 09:00",
    ),
    a_snapshot(
        "H99.10.27-261028-0016",
        unit=OFFICE,
        received="2026-10-28 08:00",
        due="2026-11-30 17:00",
        ended="2026-12-01 08:00",
        letter=a_letter("2026-12-01 07:30", dated="2026-12-01"),
        cause=SLOW,
    ),
    a_snapshot(
        "H99.10.27-261130-0017",
        unit=OFFICE,
        channel=Channel.IN_PERSON,
        received="2026-11-30 08:00",
        due="2026-11-30 16:00",
        by_minute=True,
        short=True,
        ended="2026-11-30 16:30",
        letter=a_letter("2026-11-30 15:00", dated="2026-11-30"),
    ),
    a_snapshot("not yet received", received="2026-12-01 08:00", due="2026-12-03 17:00"),
    a_snapshot(
        "over before",
        received="2026-10-01 08:00",
        due="2026-10-25 17:00",
        ended="2026-10-20 09:00",
    ),
    a_snapshot(
        "H99.10.27-261112-0020",
        unit=ECONOMY,
        received="2026-11-12 08:00",
        due="2026-12-10 17:00",
        ended="2026-11-30 17:00",
    ),
)

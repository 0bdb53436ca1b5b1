"""One plainly invented commune office, and what the rules find in it."""

from collections.abc import Mapping
from dataclasses import replace

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.directory import Directory, Level, Official, Role, Unit
from monitor.domain.dossier import Dossier
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import Letter, LetterState
from monitor.domain.letter_choices import LetterChoices
from monitor.domain.office import Office
from monitor.domain.policy import Policy
from monitor.domain.procedure import Procedure
from monitor.domain.reason import Cause
from monitor.domain.rule import judge
from monitor.domain.term import Term, TermUnit
from monitor.flows.cases import make_case
from monitor.notices.occasion import Matter, Occasion
from monitor.notices.recipients import Routing
from monitor.notices.slots import Slot, Telling
from monitor.rules import RULES
from monitor.settings import load_forms
from tests.builders import CALENDAR_2026, a_dossier, vn

COMMUNE = Unit(
    code="XA",
    name="UBND xã Tân Bình An",
    level=Level.COMMUNE,
    mailbox="vanthu@tanbinhan.example",
    letterhead=("ỦY BAN NHÂN DÂN", "XÃ TÂN BÌNH AN"),
)
CULTURE = Unit(
    code="VHXH",
    name="Phòng Văn hóa - Xã hội",
    level=Level.DEPARTMENT,
    parent="XA",
    mailbox="vhxh@tanbinhan.example",
)
ECONOMY = Unit(
    code="KT",
    name="Phòng Kinh tế",
    level=Level.DEPARTMENT,
    parent="XA",
    mailbox="kt@tanbinhan.example",
)
COUNTER = Unit(
    code="TT",
    name="Trung tâm Phục vụ hành chính công xã Tân Bình An",
    level=Level.ONE_STOP,
    parent="XA",
    mailbox="ttpvhcc@tanbinhan.example",
    contact="bà Trần Thị Lệ, điện thoại 0000 123 456",
)
LAND = Unit(
    code="VPDK",
    name="Chi nhánh Văn phòng đăng ký đất đai khu vực",
    level=Level.OUTSIDE,
    mailbox="vpdk@datdai.example",
)
UNITS = (COMMUNE, CULTURE, ECONOMY, COUNTER, LAND)

HANDLER = Official(
    code="hoa",
    source_name="Nguyễn Thị Minh Hoa",
    unit="VHXH",
    role=Role.HANDLER,
    title="Chuyên viên",
    mailbox="hoa@tanbinhan.example",
)
SURVEYOR = Official(
    code="dung",
    source_name="Võ Văn Dũng",
    unit="KT",
    role=Role.HANDLER,
    title="Chuyên viên",
    mailbox="dung@tanbinhan.example",
)
HEAD = Official(
    code="ha",
    source_name="Bùi Thị Hà",
    unit="VHXH",
    role=Role.HEAD,
    title="Trưởng phòng",
    mailbox="ha@tanbinhan.example",
)
HEAD_OF_ECONOMY = Official(
    code="kien",
    source_name="Đặng Trung Kiên",
    unit="KT",
    role=Role.HEAD,
    title="Trưởng phòng",
    mailbox="kien@tanbinhan.example",
)
LEADER = Official(
    code="thanh",
    source_name="Lê Quang Thạnh",
    unit="XA",
    role=Role.LEADER,
    title="Phó Chủ tịch UBND xã",
    mailbox="thanh@tanbinhan.example",
)
SIGNER = Official(
    code="phuc",
    source_name="Hồ Đức Phúc",
    unit="XA",
    role=Role.SIGNER,
    title="Chủ tịch UBND xã",
    mailbox="phuc@tanbinhan.example",
)
OFFICIALS = (HANDLER, SURVEYOR, HEAD, HEAD_OF_ECONOMY, LEADER, SIGNER)


def _procedure(
    code: str, name: str, term: Term | None, decider: str | None = None
) -> Procedure:
    return Procedure(code=code, name=name, field="", term=term, deciding_unit=decider)


def _days(amount: int) -> Term:
    return Term(amount, TermUnit.WORKING_DAYS)


PROCEDURES = (
    _procedure(
        "mai-tang", "Hỗ trợ chi phí mai táng đối với đối tượng bảo trợ xã hội", _days(5)
    ),
    _procedure("hon-nhan", "Cấp Giấy xác nhận tình trạng hôn nhân", _days(3)),
    _procedure("tro-cap", "Thực hiện trợ cấp xã hội hằng tháng", _days(10)),
    _procedure("khuyet-tat", "Cấp lại Giấy xác nhận khuyết tật", _days(5)),
    _procedure("chung-thuc", "Chứng thực chữ ký", Term(8, TermUnit.WORKING_HOURS)),
    _procedure("sao-y", "Chứng thực bản sao từ bản chính", Term(1, TermUnit.SAME_DAY)),
    _procedure(
        "ho-kinh-doanh", "Đăng ký thành lập hộ kinh doanh", Term(7, TermUnit.CALENDAR_DAYS)
    ),
    _procedure("dat-dai", "Đăng ký đất đai, cấp Giấy chứng nhận lần đầu", _days(20), "VPDK"),
    _procedure("khac", "Thủ tục chưa có thời hạn trong danh mục", None),
)
CAUSES = (
    Cause(
        code="B2",
        text="Chậm trích đo, kiểm tra thực địa, giám định",
        nature="KQ",
        in_letter=True,
    ),
)


def a_directory(*changed: Unit | Official, without: frozenset[str] = frozenset()) -> Directory:
    """Return the office's directory with some entries changed or left out, by code."""
    units = {one.code: one for one in UNITS} | {
        one.code: one for one in changed if isinstance(one, Unit)
    }
    officials = {one.code: one for one in OFFICIALS} | {
        one.code: one for one in changed if isinstance(one, Official)
    }
    return Directory(
        units={code: one for code, one in units.items() if code not in without},
        officials={code: one for code, one in officials.items() if code not in without},
        procedures={one.code: one for one in PROCEDURES},
    )


DIRECTORY = a_directory()


def an_office(
    directory: Directory = DIRECTORY, *, calendar: WorkingCalendar = CALENDAR_2026
) -> Office:
    return Office(
        directory=directory,
        calendars={},
        policy=Policy(calendar=calendar),
        causes={cause.code: cause for cause in CAUSES},
        letters=LetterChoices(forms=load_forms()),
    )


OFFICE = an_office()
DROP = "/srv/chung/so-viec-tra-loi"
TELLING = Telling(
    workbook_drop=DROP,
    operator_mailbox="vanhanh@tanbinhan.example",
    system_names={"test": "Hệ thống thông tin giải quyết TTHC tỉnh"},
    not_covered=("hệ thống của Bộ Công an", "hệ thống đất đai"),
)


def a_routing(directory: Directory = DIRECTORY, *, on: str = "2026-11-12") -> Routing:
    return Routing(directory, on=vietnam_day(vn(on)), operator=TELLING.operator_mailbox)


def an_occasion(
    at: str = "2026-11-12 07:40",
    *,
    slot: Slot = Slot.MORNING,
    exported: Mapping[str, str] | None = None,
    office: Office = OFFICE,
    telling: Telling = TELLING,
) -> Occasion:
    """Return a slot; the newest export was made at 07:10 of the day unless told otherwise."""
    instants = exported if exported is not None else {"test": f"{at[:10]} 07:10"}
    return Occasion(
        office=office,
        telling=telling,
        at=vn(at),
        slot=slot,
        exported={system: vn(when) for system, when in instants.items()},
        routing=Routing(
            office.directory, on=vietnam_day(vn(at)), operator=telling.operator_mailbox
        ),
    )


def filed(code: str, procedure: str, dossier: Dossier) -> Dossier:
    """Return the dossier under a code and a procedure of the office."""
    return replace(
        dossier, code=f"H99.10.27-{code}", procedure=procedure, procedure_name="theo sổ"
    )


def matters(
    occasion: Occasion,
    *dossiers: Dossier,
    letters: tuple[Letter, ...] = (),
    told: Mapping[str, frozenset[str]] | None = None,
    baseline: frozenset[str] = frozenset(),
) -> tuple[Matter, ...]:
    """Return what the rules find at the occasion, who was told of it by dossier."""
    by_code = {letter.dossier: letter for letter in letters}
    found = [
        (dossier, finding)
        for dossier in dossiers
        for finding in judge(
            make_case(dossier, by_code.get(dossier.code), occasion.office, at=occasion.at),
            RULES,
        ).findings
    ]
    return tuple(
        Matter(
            id=number,
            finding=finding,
            dossier=dossier,
            letter=by_code.get(dossier.code),
            told=(told or {}).get(dossier.code, frozenset()),
            is_baseline=dossier.code in baseline,
        )
        for number, (dossier, finding) in enumerate(found, start=1)
    )


MORNING = "2026-11-12 07:40"
EXPORTED = "2026-11-12 07:10"


def late_burial() -> Dossier:
    return filed(
        "261030-0031",
        "mai-tang",
        a_dossier(
            received="2026-11-02 08:15",
            promised="2026-11-09 17:00",
            as_of=EXPORTED,
        ),
    )


def due_today_marriage() -> Dossier:
    return replace(
        filed(
            "261109-0007",
            "hon-nhan",
            a_dossier(received="2026-11-09 09:30", promised="2026-11-12 17:00", as_of=EXPORTED),
        ),
        step="Trình lãnh đạo ký",
    )


def soon_allowance() -> Dossier:
    return filed(
        "261030-0114",
        "tro-cap",
        a_dossier(received="2026-10-30 10:00", promised="2026-11-13 17:00", as_of=EXPORTED),
    )


def allowance_asked() -> Letter:
    """Return the letter about `soon_allowance`: its handler was asked two days ago."""
    return Letter(
        dossier=soon_allowance().code,
        deadline=vn("2026-11-13 17:00"),
        state=LetterState.ASKED,
        asked_at=vn("2026-11-10 07:15"),
    )


def soon_disability() -> Dossier:
    return filed(
        "261109-0058",
        "khuyet-tat",
        a_dossier(received="2026-11-09 14:00", promised="2026-11-16 17:00", as_of=EXPORTED),
    )

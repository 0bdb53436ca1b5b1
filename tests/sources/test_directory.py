"""The directory is read whole, or every problem in it is told at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pytest

from monitor.domain.directory import Directory, Level, Official, Role, Unit
from monitor.domain.errors import DirectoryError
from monitor.domain.procedure import OnSupplement, Procedure, StepLimit
from monitor.domain.term import Term, TermUnit
from monitor.notices.recipients import can_receive
from monitor.sources import read_directory
from tests.shared import shared
from tests.sources.files import Line, write_csv, write_xlsx

UNIT_HEADER: Line = (
    *("code", "name", "parent", "level", "calendar", "mailbox", "contact", "letterhead"),
    *("place", "symbol", "signature", "own_domains"),
)
OFFICIAL_HEADER: Line = (
    *("code", "source_name", "title", "mailbox", "unit", "role", "deputy"),
    *("absent_from", "absent_to"),
)
PROCEDURE_HEADER: Line = (
    *("code", "name", "field", "term_text", "on_supplement", "deciding_unit", "fee"),
    *("yields_paper", "term_amount", "term_unit", "steps"),
)


def a_unit(
    code: str = "UBND", *, parent: str = "", level: str = "Xã", mailbox: str = ""
) -> Line:
    return (code, f"Đơn vị {code}", parent, level, "", mailbox, "", "", "", "", "", "")


def an_official(  # noqa: PLR0913 - a builder names whatever a test may care about
    code: str = "mau",
    *,
    unit: str = "UBND",
    role: str = "Công chức xử lý",
    mailbox: str = "",
    deputy: str = "",
    absent: tuple[str, str] = ("", ""),
) -> Line:
    return (code, f"Người {code}", "", mailbox, unit, role, deputy, *absent)


def a_procedure(  # noqa: PLR0913 - a builder names whatever a test may care about
    code: str = "1.000001",
    *,
    term: str = "10 ngày làm việc",
    value: tuple[str, str] = ("", ""),
    decider: str = "",
    fee: str = "",
    yields_paper: str = "",
    steps: str = "",
) -> Line:
    return (code, f"Thủ tục {code}", "", term, "", decider, fee, yields_paper, *value, steps)


@dataclass(frozen=True)
class Files:
    """Three directory files to be written, each with one plain line unless told otherwise."""

    folder: Path
    units: Sequence[Line] = field(default_factory=lambda: (a_unit(),))
    officials: Sequence[Line] = field(default_factory=lambda: (an_official(),))
    procedures: Sequence[Line] = field(default_factory=lambda: (a_procedure(),))

    def read(self) -> Directory:
        return read_directory(
            write_csv(self.folder / "units.csv", [UNIT_HEADER, *self.units]),
            write_csv(self.folder / "officials.csv", [OFFICIAL_HEADER, *self.officials]),
            write_csv(self.folder / "procedures.csv", [PROCEDURE_HEADER, *self.procedures]),
        )

    def problems(self) -> tuple[str, ...]:
        with pytest.raises(DirectoryError) as told:
            self.read()
        problems = told.value.facts["problems"]
        assert isinstance(problems, tuple)
        return problems


def test_a_workbook_with_vietnamese_headers_is_read(tmp_path: Path) -> None:
    units = write_xlsx(
        tmp_path / "don-vi.xlsx",
        [
            ("DANH MỤC ĐƠN VỊ",),
            (
                *("Mã đơn vị", "Tên đơn vị", "Cấp trên", "Cấp", "Lịch làm việc", "Hộp thư"),
                *("Liên hệ", "Tiêu đề văn bản", "Địa danh", "Ký hiệu", "Thể thức ký"),
                "Tên miền thư",
            ),
            (
                *("UBND", "UBND xã Ví Dụ", None, "Xã", "chung", "xa@vidu.example"),
                *("0900 000 000", "ỦY BAN NHÂN DÂN | XÃ VÍ DỤ", "Ví Dụ", "UBND"),
                "KT. CHỦ TỊCH|PHÓ CHỦ TỊCH",
                "vidu.example; Xa.Vidu.example",
            ),
            ("MC", "Bộ phận Một cửa", "UBND", "Một cửa"),
            ("VH", "Phòng Văn hóa", "UBND", "Phòng"),
            ("STP", "Sở Ví Dụ", None, "Ngoài"),
            ("TINH", "UBND tỉnh Ví Dụ", None, "Tỉnh"),
        ],
    )
    officials = write_xlsx(
        tmp_path / "can-bo.xlsx",
        [
            (
                *("Mã", "Họ và tên", "Chức danh", "Hộp thư", "Đơn vị", "Vai trò", "Người thay"),
                *("Vắng từ", "Vắng đến"),
            ),
            (
                *("mau", "Trần Văn Mẫu", "Công chức", "mau@vidu.example", "VH"),
                *("Công chức xử lý", "phu", datetime.fromisoformat("2026-11-02"), "06/11/2026"),
            ),
            ("phu", "Lê Thị Phụ", None, None, "VH", "Trưởng phòng/Phụ trách"),
            ("lanh", "Phạm Văn Đạo", None, None, "UBND", "Lãnh đạo"),
            ("ky", "Phạm Văn Ký", None, None, "UBND", "Người ký"),
        ],
    )
    procedures = write_xlsx(
        tmp_path / "thu-tuc.xlsx",
        [
            (
                *("Mã thủ tục", "Tên thủ tục", "Lĩnh vực", "Thời hạn giải quyết"),
                *("Khi chờ bổ sung", "Cơ quan quyết định", "Lệ phí", "Có kết quả giấy"),
            ),
            (
                "1.01",
                "Thủ tục A",
                "Hộ tịch",
                "03 ngày làm việc",
                None,
                None,
                "50.000 đồng",
                "có",
            ),
            (
                "1.02",
                "Thủ tục B",
                "Đất đai",
                "20 ngày",
                "Tính lại từ đầu",
                "STP",
                1_000,
                "không",
            ),
            ("1.03", "Thủ tục C", None, None, "Không dừng"),
        ],
    )

    directory = read_directory(units, officials, procedures)

    assert directory.units["UBND"] == Unit(
        code="UBND",
        name="UBND xã Ví Dụ",
        level=Level.COMMUNE,
        calendar="chung",
        mailbox="xa@vidu.example",
        contact="0900 000 000",
        letterhead=("ỦY BAN NHÂN DÂN", "XÃ VÍ DỤ"),
        place="Ví Dụ",
        symbol="UBND",
        signature=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        own_domains=("vidu.example", "xa.vidu.example"),
    )
    assert [unit.level for unit in directory.units.values()] == [
        Level.COMMUNE,
        Level.ONE_STOP,
        Level.DEPARTMENT,
        Level.OUTSIDE,
        Level.PROVINCE,
    ]
    assert directory.officials["mau"] == Official(
        code="mau",
        source_name="Trần Văn Mẫu",
        unit="VH",
        role=Role.HANDLER,
        title="Công chức",
        mailbox="mau@vidu.example",
        deputy="phu",
        absent_from=date(2026, 11, 2),
        absent_to=date(2026, 11, 6),
    )
    assert [one.role for one in directory.officials.values()] == [
        Role.HANDLER,
        Role.HEAD,
        Role.LEADER,
        Role.SIGNER,
    ]
    assert list(directory.procedures.values()) == [
        Procedure(
            code="1.01",
            name="Thủ tục A",
            field="Hộ tịch",
            term=Term(3, TermUnit.WORKING_DAYS),
            fee=50_000,
        ),
        Procedure(
            code="1.02",
            name="Thủ tục B",
            field="Đất đai",
            term=Term(20, TermUnit.CALENDAR_DAYS),
            on_supplement=OnSupplement.RESET,
            deciding_unit="STP",
            fee=1_000,
            yields_paper=False,
        ),
        Procedure(code="1.03", name="Thủ tục C", on_supplement=OnSupplement.RUN),
    ]


def test_english_headers_and_words_are_read_and_mailboxes_may_be_blank(tmp_path: Path) -> None:
    directory = Files(
        tmp_path,
        units=[a_unit(level="commune"), ("",) * 12],
        officials=[an_official(role="operator")],
    ).read()

    assert directory.units["UBND"].level is Level.COMMUNE
    assert directory.officials["mau"].role is Role.OPERATOR
    assert directory.officials["mau"].mailbox == ""


@pytest.mark.parametrize(
    "mailbox",
    ["mau.vidu.example", "a@b@vidu.example", "a b@vidu.example", "a@", "a@x.example\r\nBcc: b"],
)
def test_an_official_s_mailbox_that_nothing_can_go_to_stops_nobody_else(
    tmp_path: Path, mailbox: str
) -> None:
    directory = Files(tmp_path, officials=[an_official(mailbox=mailbox)]).read()

    assert not can_receive(directory.officials["mau"].mailbox)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        pytest.param(
            {"units": [a_unit(parent="XYZ")]},
            "units.csv, dòng 2, cột “parent”: Không có đơn vị nào mang mã này;",
            id="unknown parent",
        ),
        pytest.param(
            {"units": [a_unit("UBND", parent="B"), a_unit("B", parent="UBND")]},
            "units.csv, dòng 2, cột “parent”: Các đơn vị là cấp trên của nhau",
            id="cycle of parents",
        ),
        pytest.param(
            {"units": [a_unit(parent="UBND")]}, "Giá trị: “UBND > UBND”.", id="its own parent"
        ),
        pytest.param(
            {"units": [a_unit(level="Huyện")]}, "Giá trị: “Huyện”.", id="unknown level"
        ),
        pytest.param({"units": [a_unit(level="")]}, "cột “level”: Ô bắt buộc", id="no level"),
        pytest.param(
            {"units": [a_unit(), a_unit()]},
            "dòng 3, cột “code”: Mã này có ở nhiều",
            id="code twice",
        ),
        pytest.param(
            {"units": [a_unit(), a_unit("")]}, "dòng 3, cột “code”: Ô bắt buộc", id="no code"
        ),
        pytest.param(
            {"units": [(*a_unit()[:-1], "ok.example a@b")]},
            "cột “own_domains”: Tên miền thư phải",
            id="a mailbox for a domain",
        ),
        pytest.param(
            {"units": [a_unit(mailbox="xa.vidu.example")]},
            "cột “mailbox”: Địa chỉ thư phải có đúng một dấu @",
            id="a unit's mailbox without @",
        ),
        pytest.param(
            {"units": [a_unit(mailbox="a@b@vidu.example")]},
            "Giá trị: “a@b@vidu.example”.",
            id="a unit's mailbox with two",
        ),
        pytest.param(
            {"units": [a_unit(mailbox="a b@vidu.example")]},
            "Giá trị: “a b@vidu.example”.",
            id="a unit's mailbox with a space",
        ),
        pytest.param(
            {"units": [a_unit(mailbox="a@vidu.example\r\nBcc: x")]},
            "Giá trị: “a@vidu.example\\r\\nBcc: x”.",
            id="a unit's mailbox with a line break",
        ),
        pytest.param(
            {"units": [a_unit(mailbox="a@")]},
            "Giá trị: “a@”.",
            id="a unit's mailbox cut off",
        ),
        pytest.param(
            {"officials": [an_official(role="Vua")]}, "Giá trị: “Vua”.", id="no such role"
        ),
        pytest.param(
            {"officials": [an_official(unit="XYZ")]},
            "cột “unit”: Không có đơn vị",
            id="no unit",
        ),
        pytest.param(
            {"officials": [an_official(unit="")]}, "cột “unit”: Ô bắt buộc", id="blank unit"
        ),
        pytest.param(
            {"officials": [an_official(deputy="ai")]},
            "cột “deputy”: Không có công chức nào mang mã này;",
            id="unknown deputy",
        ),
        pytest.param(
            {
                "officials": [
                    an_official("a", deputy="b"),
                    an_official("b", deputy="c"),
                    an_official("c", deputy="b"),
                ]
            },
            "officials.csv, dòng 3, cột “deputy”: Những người thay thế nhau",
            id="cycle of deputies",
        ),
        pytest.param(
            {"officials": [an_official(absent=("31/02/2026", ""))]},
            "cột “absent_from”: Không đọc được ngày;",
            id="no such day",
        ),
        pytest.param(
            {"officials": [an_official(absent=("", "01/01/1900"))]},
            "cột “absent_to”: Ngày nằm ngoài khoảng",
            id="1900",
        ),
        pytest.param(
            {"officials": [an_official(absent=("06/11/2026", "02/11/2026"))]},
            "cột “absent_to”: Ngày hết vắng sớm hơn",
            id="absence reversed",
        ),
        pytest.param(
            {"procedures": [a_procedure(term="03 đến 05 ngày")]},
            "cột “term_text”: Thời hạn là một khoảng, không rõ lấy số nào; đề nghị",
            id="a range for a term",
        ),
        pytest.param(
            {"procedures": [a_procedure(term="theo dự án")]},
            "cột “term_text”: Không tìm thấy số và đơn vị nào trong thời hạn; đề nghị",
            id="unreadable term",
        ),
        pytest.param(
            {"procedures": [a_procedure(term="5 ngày", value=("7", "Ngày làm việc"))]},
            "cột “term_text”: Thời hạn viết là “5 ngày” nhưng số và đơn vị ghi riêng là "
            "07 ngày làm việc; đề nghị",
            id="a term and a value that contradict each other",
        ),
        pytest.param(
            {"procedures": [a_procedure(term="30 phút", value=("30", "Ngày làm việc"))]},
            "Thời hạn viết là “30 phút” nhưng số và đơn vị ghi riêng là 30 ngày làm việc;",
            id="a value for a unit unknown to us",
        ),
        pytest.param(
            {
                "procedures": [
                    a_procedure(term="10 ngày, trong đó Sở 06 ngày", value=("6", "Ngày"))
                ]
            },
            "nhưng số và đơn vị ghi riêng là 06 ngày;",
            id="a value that is a share of the term",
        ),
        pytest.param(
            {"procedures": [a_procedure(term="không quy định", value=("7", "Ngày"))]},
            "Thời hạn viết là “không quy định” nhưng số và đơn vị ghi riêng là 07 ngày;",
            id="no term and a value",
        ),
        pytest.param(
            {"procedures": [a_procedure(term="theo dự án", value=("7", "Ngày"))]},
            "cột “term_text”: Không tìm thấy số",
            id="a value does not settle a text that nobody understands",
        ),
        pytest.param(
            {"procedures": [a_procedure(term="", value=("7", "hôm"))]},
            "cột “term_unit”: Chưa hiểu từ này;",
            id="unknown unit",
        ),
        pytest.param(
            {"procedures": [a_procedure(term="", value=("7", ""))]},
            "cột “term_amount”: Số của thời hạn phải là",
            id="an amount without unit",
        ),
        pytest.param(
            {"procedures": [a_procedure(term="", value=("", "Ngày"))]},
            "cột “term_amount”: Số của thời hạn phải là",
            id="a unit without amount",
        ),
        pytest.param(
            {"procedures": [a_procedure(term="", value=("7 tháng", "Ngày"))]},
            "Giá trị: “7 tháng”.",
            id="words for an amount",
        ),
        pytest.param(
            {"procedures": [a_procedure(term="", value=("0,3", "Ngày"))]},
            "Giá trị: “0,3”.",
            id="an amount that nobody can count",
        ),
        pytest.param(
            {"procedures": [a_procedure(term="", value=("2", "Trong ngày"))]},
            "Giá trị: “2”.",
            id="two days within the day",
        ),
        pytest.param(
            {"procedures": [a_procedure(decider="XYZ")]},
            "cột “deciding_unit”: Không có đơn vị",
            id="unknown deciding unit",
        ),
        pytest.param(
            {"procedures": [a_procedure(fee="miễn phí?")]},
            "cột “fee”: Lệ phí phải",
            id="bad fee",
        ),
        pytest.param(
            {"procedures": [a_procedure(yields_paper="có lẽ")]},
            "cột “yields_paper”: Chưa hiểu từ này;",
            id="neither yes nor no",
        ),
    ],
)
def test_a_problem_is_told_with_its_place(
    tmp_path: Path, lines: dict[str, Sequence[Line]], problem: str
) -> None:
    problems = Files(tmp_path, **lines).problems()

    assert len(problems) == 1
    assert problem in problems[0]


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    files = Files(
        tmp_path,
        units=[a_unit(mailbox="no", level="Huyện"), a_unit("B", parent="XYZ")],
        officials=[an_official(role="Vua", unit="XYZ")],
        procedures=[a_procedure(term="?", decider="XYZ")],
    )

    assert len(files.problems()) == 7


def test_a_file_that_cannot_be_read_is_a_problem_of_the_directory(tmp_path: Path) -> None:
    units = tmp_path / "units.csv"
    officials = write_csv(tmp_path / "officials.csv", [("code", "title")])
    procedures = tmp_path / "procedures.csv"
    procedures.write_text('code,name\n1.01,"Thủ tục\n', encoding="utf-8")

    with pytest.raises(DirectoryError) as told:
        read_directory(units, officials, procedures)

    problems = told.value.facts["problems"]
    assert isinstance(problems, tuple)
    assert problems[0].startswith("units.csv: Không tìm thấy tệp")
    assert [problem.partition("“")[2].partition("”")[0] for problem in problems[1:4]] == [
        "Tên trên hệ thống",
        "Đơn vị",
        "Vai trò",
    ]
    assert problems[4].startswith("procedures.csv, dòng 2, cột “code”: Dòng có dấu ngoặc kép")


@pytest.mark.parametrize(
    ("term", "value", "expected"),
    [
        pytest.param("", ("", ""), None, id="neither"),
        pytest.param("không quy định", ("", ""), None, id="the law sets none"),
        pytest.param("-", ("", ""), None, id="a dash"),
        pytest.param("½ ngày", ("", ""), Term(1, TermUnit.HALF_DAYS), id="in words"),
        pytest.param("", ("2", "Tháng"), Term(2, TermUnit.MONTHS), id="as a value"),
        pytest.param(
            "", ("0,5", "Ngày làm việc"), Term(1, TermUnit.HALF_DAYS), id="half a working day"
        ),
        pytest.param("", ("3", "Nửa ngày"), Term(3, TermUnit.HALF_DAYS), id="in halves"),
        pytest.param("", ("", "Trong ngày"), Term(1, TermUnit.SAME_DAY), id="within the day"),
        pytest.param(
            "05 ngày làm việc",
            ("5", "working_days"),
            Term(5, TermUnit.WORKING_DAYS),
            id="both, and they agree",
        ),
        pytest.param(
            "50 ngày (khu vực thường) | 60 ngày (vùng khó khăn)",
            ("60", "Ngày"),
            Term(60, TermUnit.CALENDAR_DAYS),
            id="the value chooses among the cases of the text",
        ),
        pytest.param(
            "10-25 ngày", ("25", "Ngày"), Term(25, TermUnit.CALENDAR_DAYS), id="in the range"
        ),
        pytest.param(
            "05", ("5", "Giờ làm việc"), Term(5, TermUnit.WORKING_HOURS), id="gives the unit"
        ),
    ],
)
def test_a_term_is_given_in_words_or_as_a_value(
    tmp_path: Path, term: str, value: tuple[str, str], expected: Term | None
) -> None:
    directory = Files(tmp_path, procedures=[a_procedure(term=term, value=value)]).read()

    assert directory.procedures["1.000001"].term == expected


def test_what_a_term_leaves_out_is_kept(tmp_path: Path) -> None:
    line = a_procedure(term="8 ngày làm việc (Không tính thời gian niêm yết)")

    procedure = Files(tmp_path, procedures=[line]).read().procedures["1.000001"]

    assert procedure.term == Term(8, TermUnit.WORKING_DAYS)
    assert procedure.not_counted == "Không tính thời gian niêm yết"


def test_steps_have_their_own_limits(tmp_path: Path) -> None:
    line = a_procedure(steps="Tiếp nhận: ½ ngày | Thẩm định: 05 ngày làm việc|")

    procedure = Files(tmp_path, procedures=[line]).read().procedures["1.000001"]

    assert procedure.steps == (
        StepLimit("Tiếp nhận", Term(1, TermUnit.HALF_DAYS)),
        StepLimit("Thẩm định", Term(5, TermUnit.WORKING_DAYS)),
    )


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        pytest.param("Ký: 01 ngày làm việc | 02 ngày", "Không đọc được bước", id="no name"),
        pytest.param(": 02 ngày", "Không đọc được bước", id="a blank name"),
        pytest.param("Ký: sớm", "thời hạn", id="no term"),
        pytest.param("Ký: 02-03 ngày", "Thời hạn là một khoảng", id="a range"),
    ],
)
def test_a_step_that_cannot_be_read_is_told(tmp_path: Path, steps: str, told: str) -> None:
    (problem,) = Files(tmp_path, procedures=[a_procedure(steps=steps)]).problems()

    assert told in problem


def test_a_text_beyond_measure_is_refused_once(tmp_path: Path) -> None:
    problems = Files(tmp_path, procedures=[a_procedure(term="5 ngày " * 600)]).problems()

    assert len(problems) == 1
    assert "Ô có quá nhiều ký tự" in problems[0]


def test_real_terms_that_no_rule_can_count_are_told_one_by_one(tmp_path: Path) -> None:
    units = write_csv(tmp_path / "units.csv", [UNIT_HEADER, a_unit()])
    officials = write_csv(tmp_path / "officials.csv", [OFFICIAL_HEADER, an_official()])

    with pytest.raises(DirectoryError) as told:
        read_directory(units, officials, shared("data/vn/procedures_land_31.csv"))

    problems = told.value.facts["problems"]
    assert isinstance(problems, tuple)
    assert all("cột “thoi_gian_giai_quyet_text”: Thời hạn" in problem for problem in problems)
    assert sum("Thời hạn có nhiều mức" in problem for problem in problems) == 18
    assert sum("Thời hạn là một khoảng" in problem for problem in problems) == 3
    assert len(problems) == 21

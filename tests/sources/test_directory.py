"""The directory is read whole, or every problem in it is told at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pytest

from monitor.domain.directory import Directory, Level, Official, Role, Unit
from monitor.domain.errors import DirectoryError
from monitor.domain.procedure import OnSupplement, Procedure
from monitor.domain.term import Term, TermUnit
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
    "yields_paper",
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


def a_procedure(
    code: str = "1.000001", *, term: str = "10 ngày làm việc", decider: str = "", fee: str = ""
) -> Line:
    return (code, f"Thủ tục {code}", "", term, "", decider, fee, "")


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
            {"officials": [an_official(mailbox="mau.vidu.example")]},
            "cột “mailbox”: Địa chỉ thư phải có đúng một dấu @",
            id="mailbox without @",
        ),
        pytest.param(
            {"officials": [an_official(mailbox="a@b@vidu.example")]},
            "Giá trị: “a@b@vidu.example”.",
            id="mailbox with two",
        ),
        pytest.param(
            {"officials": [an_official(mailbox="a b@vidu.example")]},
            "Giá trị: “a b@vidu.example”.",
            id="mailbox with a space",
        ),
        pytest.param(
            {"officials": [an_official(mailbox="a@vidu.example\r\nBcc: x")]},
            "Giá trị: “a@vidu.example\\r\\nBcc: x”.",
            id="mailbox with a line break",
        ),
        pytest.param(
            {"officials": [an_official(mailbox="a@")]}, "Giá trị: “a@”.", id="mailbox cut off"
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
            "cột “term_text”: Không đọc được thời hạn;",
            id="unreadable term",
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
            {"procedures": [(*a_procedure()[:-1], "có lẽ")]},
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


def test_real_terms_that_no_rule_can_count_are_told_one_by_one(tmp_path: Path) -> None:
    units = write_csv(tmp_path / "units.csv", [UNIT_HEADER, a_unit()])
    officials = write_csv(tmp_path / "officials.csv", [OFFICIAL_HEADER, an_official()])

    with pytest.raises(DirectoryError) as told:
        read_directory(units, officials, shared("data/vn/procedures_land_31.csv"))

    problems = told.value.facts["problems"]
    assert isinstance(problems, tuple)
    assert all("thoi_gian_giai_quyet_text" in problem for problem in problems)
    assert 0 < len(problems) <= 31

"""`dunghan audit`, as an inspector runs it."""

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from monitor.cli.audited import audit_lines
from monitor.domain.audit.summary import CauseLine
from monitor.domain.audit.tally import summarise
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import RowStatus
from monitor.domain.dossier import Carried, Dossier
from tests.builders import a_day_off, a_dossier, a_pause, a_spec
from tests.domain.audit.asking import an_office
from tests.domain.audit.asking import audited as one_audited
from tests.offices import (
    APPLICANT,
    CODE,
    LIST,
    MAILBOX,
    PHONE,
    FolderOffice,
    a_message,
    lay_list,
    lay_messages,
)
from tests.offices import an_office as a_folder

OTHERS = [f"H99.01-261102-{number:04d}" for number in range(2, 8)]
LATE, EARLY, ODD, UNKNOWN, HOURS, LAND = OTHERS
DIFFERENCE_KEYS = {
    *("dossier", "unit", "unit_name", "procedure", "procedure_name", "received_at", "term"),
    *("is_stopped", "lateness", "compared", "promised_at", "lawful_at", "is_later", "days"),
    *(
        "minutes",
        "promised_days",
        "is_on_rest_day",
        "is_estimated",
        "is_pause_inferred",
        "are_pauses_unknown",
        "is_impossible",
        "is_unit_unknown",
        "causes",
        "cause",
    ),
    *("days_concerned", "any_of", "others"),
}
AUDIT_KEYS = {
    *("made_at", "unit", "dossiers", "judged", "differing", "promised_late", "stopped"),
    *("causes", "units", "lateness", "unjudged", "contradictions", "differences"),
    *("misjudged", "contradicted", "not_judged"),
}


def messages() -> list[dict[str, object]]:
    """Return one dossier that is right and six that a person must look at."""
    return [
        a_message(),
        a_message(LATE, NgayHenTra="20261120170000"),
        a_message(EARLY, NgayTiepNhan="20261119080000", NgayHenTra="20261203170000"),
        a_message(ODD, NgayHenTra="20261031170000"),
        a_message(UNKNOWN, MaTTHC="9.9", TenTTHC="Lạ"),
        a_message(HOURS, MaTTHC="1.000003", NgayHenTra="20261102143000"),
        a_message(LAND, MaTTHC="1.000004", NgayHenTra="20261114170000", DonViXuLy="Xa lạ"),
    ]


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> FolderOffice:
    office = a_folder(tmp_path_factory.mktemp("audited") / "office")
    lay_messages(office.inbox, messages())
    office.done("tick", "--at", "2026-11-11T07:15")
    return office


def lines(office: FolderOffice, *args: str | Path) -> list[str]:
    result = office.call("audit", *args)
    assert (result.exit_code, result.stderr) == (1, "")
    return result.stdout.splitlines()


def test_figures_come_first(audited: FolderOffice) -> None:
    told = lines(audited)

    assert told[:3] == [
        "ĐỐI CHIẾU NGÀY HẸN TRẢ VỚI HẠN THEO QUY ĐỊNH: mọi đơn vị",
        "Đã xét 07 hồ sơ, so được 06 hồ sơ.",
        (
            "Ngày hẹn khác hạn theo quy định: 05 hồ sơ (83,33% số so được), trong đó 02 hồ sơ "
            "hẹn muộn hơn quy định."
        ),
    ]
    assert (
        "      1   16,67%      0      1         1         1         1"
        "  có thể do hẹn vào ngày nghỉ"
    ) in told


def test_units_reasons_and_contradictions_are_counted(audited: FolderOffice) -> None:
    told = lines(audited)

    assert "      6        5      4         2      0      1          1  Phòng Kinh tế" in told
    assert "      1  không rõ thủ tục, hoặc thủ tục không có trong danh mục" in told
    assert "      1  hẹn trả trước khi tiếp nhận" in told
    assert f"{ODD}  hẹn trả trước khi tiếp nhận; hẹn trả vào ngày nghỉ" in told


def test_dossiers_are_told_with_the_days_and_their_documents(audited: FolderOffice) -> None:
    told = "\n".join(lines(audited))

    assert (
        f"{LATE}  Phòng Kinh tế; Cấp giấy phép ví dụ; 10 ngày làm việc; "
        "tiếp nhận 08:00 02/11/2026\n"
        "    giấy hẹn, nay vẫn dùng: hẹn 17:00 20/11/2026, theo quy định 17:00 16/11/2026; "
        "muộn hơn 04 ngày làm việc\n"
        "    hẹn muộn hơn quy định, chưa rõ nguyên nhân; từ tiếp nhận đến ngày "
        "hẹn là 14 ngày làm việc\n"
    ) in told
    assert "muộn hơn 00 giờ 30 phút làm việc" in told
    assert "24/11/2026 Ngày Văn hóa Việt Nam (NQ 28/2026/QH16, Điều 2; đã quyết định)" in told


def test_only_the_first_rows_are_shown(audited: FolderOffice) -> None:
    told = lines(audited, "--limit", "1")

    assert sum(line.startswith("H99") for line in told) == 2
    assert "  … và 04 hồ sơ khác; xem đủ bằng --xlsx hoặc --json." in told
    assert not any(line.startswith("H99") for line in lines(audited, "--limit", "0"))


def test_programs_get_everything(audited: FolderOffice) -> None:
    result = audited.call("audit", "--json", "--limit", "1")
    facts = json.loads(result.stdout)

    assert result.exit_code == 1
    assert set(facts) == AUDIT_KEYS
    assert len(facts["differences"]) == facts["differing"] == 5
    assert set(facts["differences"][0]) == DIFFERENCE_KEYS
    assert facts["differences"][0]["term"] == {"amount": 10, "unit": "working_days"}
    assert facts["unjudged"] == {"no_procedure": 1}
    assert facts["not_judged"][0]["dossier"] == UNKNOWN


def test_one_unit_and_those_below_it(audited: FolderOffice) -> None:
    told = lines(audited, "--unit", "TBA", "--limit", "0")

    assert told[0].endswith(": Ủy ban nhân dân xã Ví Dụ")
    assert told[1] == "Đã xét 06 hồ sơ, so được 05 hồ sơ."


def test_an_unknown_unit_is_told(audited: FolderOffice) -> None:
    result = audited.call("audit", "--unit", "XX")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Không có đơn vị nào mang mã “XX”")


def test_the_workbook_is_written_where_it_was_asked_for(
    audited: FolderOffice, tmp_path: Path
) -> None:
    path = tmp_path / "doi-chieu.xlsx"

    told = lines(audited, "--xlsx", path)
    book = openpyxl.load_workbook(path)

    assert told[-1] == f"Đã ghi {path}."
    assert book.sheetnames[:3] == ["Tổng hợp", "Đơn vị", "Hồ sơ"]
    assert book["Hồ sơ"].max_row == 3 + 5


def test_json_and_the_workbook_may_be_asked_for_together(
    audited: FolderOffice, tmp_path: Path
) -> None:
    result = audited.call("audit", "--json", "--xlsx", tmp_path / "x.xlsx")

    assert result.stdout.startswith("{")
    assert result.stdout.endswith("}\n")
    assert (tmp_path / "x.xlsx").exists()


def test_a_folder_that_is_not_there_is_told(audited: FolderOffice, tmp_path: Path) -> None:
    result = audited.call("audit", "--xlsx", tmp_path / "none" / "x.xlsx")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "không tìm thấy" in result.stderr


def test_nothing_to_tell_ends_with_status_0(worked: FolderOffice) -> None:
    told = worked.done("audit").splitlines()

    assert told[1:3] == [
        "Đã xét 03 hồ sơ, so được 03 hồ sơ.",
        (
            "Ngày hẹn khác hạn theo quy định: 00 hồ sơ (0,00% số so được), trong đó 00 hồ sơ "
            "hẹn muộn hơn quy định."
        ),
    ]


def test_an_empty_store_ends_with_status_0(office: FolderOffice) -> None:
    office.done("init")

    assert office.done("audit").splitlines()[1:] == ["Đã xét 00 hồ sơ, so được 00 hồ sơ."]


@pytest.mark.parametrize(
    "args", [pytest.param((), id="lines"), pytest.param(("--json",), id="j")]
)
def test_no_person_is_named(audited: FolderOffice, args: tuple[str, ...]) -> None:
    told = audited.call("audit", *args).stdout

    assert CODE not in told
    assert not any(secret in told for secret in (APPLICANT, PHONE, MAILBOX))


def test_a_limit_is_a_number(audited: FolderOffice) -> None:
    result = audited.call("audit", "--limit", "nhiều")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "phải là số nguyên từ 0 trở lên" in result.stderr


def test_words_of_a_list_that_are_not_lawful_end_with_status_1(office: FolderOffice) -> None:
    lay_list(
        office.inbox,
        (
            "S.1",
            "Phòng Kinh tế",
            "02/11/2026 08:00",
            "16/11/2026",
            "Đang xử lý quá hạn",
            "1.000002",
        ),
        header=(*LIST, "Mã thủ tục"),
    )
    office.done("tick", "--at", "2026-11-11T07:15")

    told = lines(office)

    assert "      1  nguồn ghi quá hạn, theo quy định còn hạn" in told
    assert told[-1].startswith("S.1  Phòng Kinh tế; nguồn ghi quá hạn, theo quy định còn hạn")


# What a small store has none of


def test_many_causes_end_in_one_line() -> None:
    line = CauseLine(
        codes=("later",),
        are_pauses_unknown=True,
        dossiers=2,
        ambiguous=1,
        hundredths=1,
        later=2,
        earlier=0,
        median_days=None,
        most_days=1_200,
    )
    found = replace(summarise(()), judged=20_000, causes=(line,) * 23)

    told = list(audit_lines(found, unit_name="", limit=5))

    assert told.count(told[6]) == 20
    assert told[6] == (
        "      2    0,01%      2      0         -     1.200         1  hẹn muộn hơn quy định, "
        "chưa rõ nguyên nhân (nguồn không có số liệu tạm dừng)"
    )
    assert told[26].startswith("      6  … 03 nguyên nhân có thể khác")


def test_stopped_dossiers_and_estimated_dates_are_told() -> None:
    calendar = WorkingCalendar(
        a_spec(days=(a_day_off("2026-11-10", status=RowStatus.ESTIMATED),))
    )
    dossier = a_dossier(promised="2026-11-18", pauses=(a_pause("2026-11-19 09:00"),))

    found = summarise((one_audited(dossier, an_office(calendar=calendar)),))
    told = list(audit_lines(found, unit_name="", limit=5))

    assert "01 hồ sơ đang tạm dừng: chỉ so ngày ghi trên giấy hẹn." in told
    assert (
        "    giấy hẹn: hẹn 18/11/2026, theo quy định 17:00 17/11/2026 [tạm tính]; "
        "muộn hơn 01 ngày làm việc"
    ) in told


def test_pauses_that_no_source_states_are_told() -> None:
    dossier = a_dossier(
        promised="2026-11-16",
        pauses=(a_pause("2026-11-05 09:00", "2026-11-10 10:00"),),
        carries=frozenset(Carried) - {Carried.PAUSES},
    )

    found = summarise((one_audited(dossier),))
    told = list(audit_lines(found, unit_name="", limit=5))

    assert any("19/11/2026 [lần tạm dừng suy từ trạng thái]; sớm hơn" in one for one in told)


def lines_of(*dossiers: Dossier) -> list[str]:
    found = summarise(one_audited(one) for one in dossiers)
    return list(audit_lines(found, unit_name="", limit=5))


def test_alternatives_are_named_and_reserves_stand_beside() -> None:
    carries = frozenset(Carried) - {Carried.PAUSES}
    early = a_dossier(promised="2026-11-12")
    late = a_dossier(promised="2026-11-17", carries=carries)
    many = a_dossier(received="2026-11-19", promised="2026-11-25")

    told = lines_of(early, late, many)

    assert (
        "    có thể do tính ngày liên tục thay cho ngày làm việc "
        "(cũng khớp: tính cả thứ Bảy, Chủ nhật)"
    ) in told
    assert (
        "    có thể do bắt đầu tính chậm một ngày (nguồn không có số liệu tạm dừng)"
    ) in told


def test_the_words_of_the_source_are_told_where_the_law_says_otherwise() -> None:
    late = replace(a_dossier(promised="2026-11-16", as_of="2026-11-17 07:00"), said_late=False)
    early = replace(
        a_dossier(code="early", promised="2026-11-16", as_of="2026-11-16 07:00"),
        said_late=True,
        carries=frozenset(Carried) - {Carried.PAUSES},
    )
    unsure = replace(late, code="unsure", carries=early.carries)

    told = lines_of(late, early, unsure)

    assert "      2  nguồn ghi còn hạn, theo quy định quá hạn" in told
    assert "      1  nguồn ghi quá hạn, theo quy định còn hạn" in told
    assert (
        "early  Culture; nguồn ghi quá hạn, theo quy định còn hạn; "
        "hạn theo quy định 17:00 16/11/2026"
    ) in told
    assert told[-1].endswith("16/11/2026 (nguồn không có số liệu tạm dừng)")


def test_where_the_source_says_nothing_its_date_stands_for_it() -> None:
    told = lines_of(a_dossier(promised="2026-11-18", as_of="2026-11-17 07:00"))

    assert "      1  trong hạn theo ngày hẹn ghi trong hệ thống; theo quy định: quá hạn" in told
    assert not any("đúng hạn" in one for one in told)


def test_dates_that_nobody_can_have_promised_come_last() -> None:
    typed = a_dossier(code="typed", promised="2027-11-16")
    late = a_dossier(code="late", promised="2026-11-20")

    told = [
        one.split()[0] for one in lines_of(typed, late) if one.startswith(("typed", "late"))
    ]

    assert told == ["late", "typed"]


def test_a_unit_that_the_directory_lacks_is_not_told_as_it_came() -> None:
    dossier = replace(a_dossier(promised="2026-11-12"), unit="Nguyễn Văn Mẫu")

    told = "\n".join(lines_of(dossier))

    assert "Nguyễn" not in told
    assert told.count("đơn vị ngoài danh mục") == 2

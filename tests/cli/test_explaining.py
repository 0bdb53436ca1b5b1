"""What is told of one dossier's deadline, line by line."""

import json
from dataclasses import replace
from typing import Any

import pytest

from monitor.cli.explained import explanation_facts
from monitor.cli.explaining import explained
from monitor.cli.explanation_lines import explanation_lines
from monitor.cli.running import print_json
from monitor.domain.calendar_spec import RowStatus
from monitor.domain.directory import Directory
from monitor.domain.dossier import (
    Carried,
    Channel,
    Dossier,
    Pause,
    PauseKind,
    Promise,
    PromiseKind,
    Status,
)
from monitor.domain.errors import CalendarGapError, UndatedDossierError
from monitor.domain.office import Office
from monitor.domain.procedure import OnSupplement, Procedure, StepLimit
from monitor.domain.term import Term, TermUnit
from tests.builders import (
    DAYS_2026,
    POLICY_2026,
    a_calendar,
    a_day_off,
    a_dossier,
    a_move,
    a_pause,
    a_procedure,
    a_promise,
    days_term,
    hours_term,
    vn,
)
from tests.domain.test_counting import SAME_DAY, calendar_days

AT = "2026-11-10 09:00"


def office_of(procedure: Procedure) -> Office:
    return Office(
        directory=Directory(procedures={procedure.code: procedure}),
        calendars={},
        policy=POLICY_2026,
        causes={},
    )


def lines_of(
    dossier: Dossier, procedure: Procedure | None = None, *, at: str = AT
) -> list[str]:
    office = office_of(procedure or a_procedure())
    return [line.strip() for line in explanation_lines(explained(dossier, office, at=vn(at)))]


def facts_of(dossier: Dossier, procedure: Procedure, capsys: Any) -> Any:
    print_json(explanation_facts(explained(dossier, office_of(procedure), at=vn(AT))))
    return json.loads(capsys.readouterr().out)


def online(submitted: str, received: str | None = None, **more: Any) -> Dossier:
    status = Status.SUBMITTED if received is None else Status.IN_PROGRESS
    dossier = a_dossier(**{"received": received, "status": status, **more})
    return replace(dossier, channel=Channel.ONLINE, submitted_at=vn(submitted))


def waiting(since: str, *earlier: Pause, **more: Any) -> Dossier:
    pauses = (*earlier, a_pause(since))
    return a_dossier(**{"pauses": pauses, "status": Status.PAUSED_SUPPLEMENT, **more})


# A dossier that is not received yet


@pytest.mark.parametrize(
    ("submitted", "verdict"),
    [
        pytest.param("2026-11-10 08:00", "chưa tiếp nhận, còn hạn", id="in time"),
        pytest.param("2026-11-02 08:00", "chưa tiếp nhận, đã quá hạn tiếp nhận", id="late"),
    ],
)
def test_until_it_is_received_the_clock_of_the_reception_is_told(
    submitted: str, verdict: str
) -> None:
    lines = lines_of(online(submitted))

    assert lines[1] == "Thời hạn: 10 ngày làm việc"
    assert lines[2] == "Chưa tiếp nhận nên thời hạn giải quyết chưa bắt đầu."
    assert lines[3].startswith("Nộp trực tuyến 08:00 ")
    assert lines[3].endswith(f", {verdict}.")
    assert len(lines) == 4


def test_one_that_was_refused_is_not_awaited() -> None:
    lines = lines_of(online("2026-11-02 08:00", status=Status.REFUSED))

    assert "Hồ sơ kết thúc khi chưa được tiếp nhận nên không có thời hạn giải quyết." in lines
    assert lines[-1].endswith(", đã kết thúc mà không tiếp nhận.")


@pytest.mark.parametrize(
    ("dossier", "reason"),
    [
        pytest.param(a_dossier(received=None), "not_received", id="not received"),
        pytest.param(replace(a_dossier(), procedure="9"), "no_dates", id="of no known term"),
    ],
)
def test_what_leads_to_nothing_is_an_error_with_its_reason(
    dossier: Dossier, reason: str
) -> None:
    with pytest.raises(UndatedDossierError) as error:
        lines_of(dossier)

    assert error.value.facts["reason"] == reason


def test_a_reception_is_told_where_no_term_is_known() -> None:
    lines = lines_of(replace(online("2026-11-02 08:00", "2026-11-02 09:00"), procedure="9"))

    assert lines[-2].startswith("Chưa tính được hạn: giấy hẹn không ghi ngày và thủ tục")
    assert lines[-1].endswith(", đã tiếp nhận đúng hạn.")


# A dossier that waits


def test_a_count_ends_with_the_pause_that_still_runs() -> None:
    lines = lines_of(waiting("2026-11-05 10:00"))

    assert "Đang tạm dừng từ 10:00 05/11/2026: chưa có hạn." in lines
    assert lines[-5:] == [
        "Cách tính:",
        "ngày tiếp nhận 02/11/2026 không tính",
        "tính 3 ngày: từ 03/11/2026 đến 05/11/2026",
        "tạm dừng từ 10:00 05/11/2026, chưa có bổ sung; khi có thì tính tiếp",
        "đã tính 03 trong 10 ngày, còn 07 ngày",
    ]


def test_a_count_that_waits_is_told_to_programs(capsys: pytest.CaptureFixture[str]) -> None:
    facts = facts_of(waiting("2026-11-05 10:00"), a_procedure(), capsys)

    count = facts["count"]
    assert facts["stopped_since"] == "2026-11-05T10:00:00+07:00"
    assert (count["due_at"], count["used"], count["left"], count["total"]) == (None, 3, 7, 10)
    assert count["steps"][-1] == {
        "kind": "held",
        "paused_at": "2026-11-05T10:00:00+07:00",
        "starts_again": False,
    }
    assert facts["deadline"] is None


def test_a_term_that_will_start_anew_says_so() -> None:
    procedure = a_procedure(on_supplement=OnSupplement.RESET)
    ended = a_pause("2026-11-03 10:00", "2026-11-04 09:00")

    lines = lines_of(waiting("2026-11-06 10:00", ended), procedure)

    assert lines[-5:] == [
        "tạm dừng từ 10:00 03/11/2026, tính lại từ đầu từ 09:00 04/11/2026",
        "ngày nhận bổ sung 04/11/2026 không tính",
        "tính 2 ngày: từ 05/11/2026 đến 06/11/2026",
        "tạm dừng từ 10:00 06/11/2026, chưa có bổ sung; khi có thì tính lại từ đầu",
        "đã tính 02 trong 10 ngày, còn 08 ngày",
    ]


def test_where_the_clock_does_not_stop_the_count_goes_to_its_end() -> None:
    lines = lines_of(waiting("2026-11-05 10:00"), a_procedure(on_supplement=OnSupplement.RUN))

    assert "Hạn theo quy định: 17:00 16/11/2026" in lines
    assert lines[-1] == (
        "tạm dừng từ 10:00 05/11/2026, chưa ghi lúc tiếp tục: vẫn tính, vì thời hạn của"
        " thủ tục này không dừng khi chờ"
    )


def test_money_that_is_waited_for_is_no_supplement() -> None:
    pause = a_pause("2026-11-02 10:00", kind=PauseKind.FINANCE)
    dossier = a_dossier(pauses=(pause,), status=Status.PAUSED_FINANCE)

    lines = lines_of(dossier, a_procedure(hours_term(10)))

    assert lines[-2:] == [
        "tạm dừng từ 10:00 02/11/2026, chưa xong nghĩa vụ tài chính; khi có thì tính tiếp",
        "đã tính 02:00 trong 10:00 giờ, còn 08:00",
    ]


@pytest.mark.parametrize(
    ("status", "what"),
    [
        pytest.param(Status.PAUSED_SUPPLEMENT, "chưa có bổ sung", id="a supplement"),
        pytest.param(Status.PAUSED_FINANCE, "chưa xong nghĩa vụ tài chính", id="money"),
    ],
)
def test_a_pause_known_by_the_status_alone_has_no_beginning(status: Status, what: str) -> None:
    lines = lines_of(a_dossier(status=status, as_of="2026-11-05 07:10"))

    since = "nguồn không ghi từ lúc nào (thấy từ số liệu lúc 07:10 05/11/2026): chưa có hạn."
    assert f"Đang tạm dừng, {since}" in lines
    assert lines[-2].endswith(f"{what}; khi có thì tính tiếp")
    assert not any(line.startswith("tạm dừng từ") for line in lines)


def test_a_pause_found_out_from_exports_has_no_beginning_either() -> None:
    dossier = waiting("2026-11-05 07:10", carries=frozenset({Carried.STATUS}))

    assert any("nguồn không ghi từ lúc nào" in line for line in lines_of(dossier))


def test_a_deadline_that_had_passed_before_the_pause_stands() -> None:
    lines = lines_of(waiting("2026-11-06 10:00", promised="2026-11-05 17:00"))

    assert lines[4:7] == [
        "Đang tạm dừng từ 10:00 06/11/2026, khi hạn đang dùng đã qua, nên hạn không đổi.",
        "Hạn theo quy định: 17:00 16/11/2026 (chưa kể thời gian đang tạm dừng)",
        "Hạn đang dùng: 17:00 05/11/2026 (theo giấy hẹn)",
    ]


def test_a_term_that_had_passed_before_the_pause_is_told_with_its_end() -> None:
    dossier = waiting("2026-11-06 10:00", promised="2026-11-16 17:00")

    lines = lines_of(dossier, a_procedure(days_term(2)))

    assert "Đang tạm dừng từ 10:00 06/11/2026: chưa có hạn." in lines
    assert "Hạn theo quy định: 17:00 04/11/2026" in lines
    assert lines[-1].endswith("không trừ, vì bắt đầu khi thời hạn đã hết")


def test_while_a_dossier_waits_its_later_steps_are_open() -> None:
    limits = (StepLimit("Thẩm định", days_term(1)), StepLimit("Ký", days_term(4)))

    lines = lines_of(waiting("2026-11-05 10:00"), replace(a_procedure(), steps=limits))

    assert "Thẩm định: xong trước 17:00 03/11/2026" in lines
    assert "Ký: chưa tính được, hồ sơ đang tạm dừng" in lines


# Pauses without effect


@pytest.mark.parametrize(
    ("pause", "why"),
    [
        pytest.param(("2026-11-05", "2026-11-03"), "vì kết thúc trước khi bắt đầu", id="back"),
        pytest.param(("2026-10-28", "2026-10-30"), "vì đã kết thúc khi tiếp nhận", id="before"),
        pytest.param(("2026-10-28", "2026-11-03"), "chỉ trừ từ khi tiếp nhận", id="cut"),
        pytest.param(("2026-12-01", "2026-12-02"), "bắt đầu khi thời hạn đã hết", id="late"),
        pytest.param(("2026-11-05", "2026-11-09"), "chồng nhau tính một lần", id="overlapping"),
        pytest.param(("2026-11-06", "2026-11-09"), "nối liền lần tạm dừng trước", id="next"),
    ],
)
def test_a_pause_without_effect_is_told_with_its_reason(
    pause: tuple[str, str], why: str
) -> None:
    dossier = a_dossier(pauses=(a_pause("2026-11-04", "2026-11-06"), a_pause(*pause)))

    last = lines_of(dossier)[-1]

    first, second = (f"{vn(day):%d/%m/%Y}" for day in pause)
    assert last.startswith(f"tạm dừng từ {first} đến {second}: ")
    assert why in last


def test_a_pause_that_never_ended_is_told_of_a_dossier_that_has() -> None:
    dossier = a_dossier(
        pauses=(a_pause("2026-11-04"),), finished="2026-11-09 09:00", status=Status.FINISHED
    )

    assert lines_of(dossier)[-1] == (
        "tạm dừng từ 04/11/2026, chưa ghi lúc tiếp tục: không trừ,"
        " vì chưa biết dừng đến lúc nào"
    )


def test_programs_read_what_is_ignored(capsys: pytest.CaptureFixture[str]) -> None:
    dossier = a_dossier(pauses=(a_pause("2026-11-05", "2026-11-03"),))

    facts = facts_of(dossier, a_procedure(), capsys)

    assert [one["why"] for one in facts["count"]["ignored"]] == ["reversed"]
    assert facts["count"]["left"] == 0


# What decides


@pytest.mark.parametrize(
    ("received", "term", "told"),
    [
        pytest.param(
            "2026-11-02 08:00",
            calendar_days(3),
            "ngày tiếp nhận 02/11/2026 không tính",
            id="days",
        ),
        pytest.param(
            "2026-11-02 08:00", SAME_DAY, "tính trong ngày tiếp nhận 02/11/2026", id="same day"
        ),
        pytest.param(
            "2026-11-06 15:30",
            SAME_DAY,
            "tiếp nhận sau 15:00 nên tính sang ngày làm việc tiếp theo, 09/11/2026",
            id="after the cut-off",
        ),
        pytest.param(
            "2026-11-07 09:00",
            SAME_DAY,
            "tiếp nhận vào ngày nghỉ nên tính sang ngày làm việc tiếp theo, 09/11/2026",
            id="a day of rest",
        ),
        pytest.param(
            "2026-11-06 17:30",
            hours_term(4),
            "tiếp nhận ngoài giờ làm việc nên tính từ 07:00 09/11/2026",
            id="outside hours",
        ),
        pytest.param(
            "2026-11-02",
            Term(1, TermUnit.HALF_DAYS),
            "ngày tiếp nhận 02/11/2026 không ghi giờ nên tính từ 07:00 02/11/2026",
            id="without its hour",
        ),
    ],
)
def test_what_decides_from_where_the_term_counts_is_said(
    received: str, term: Term, told: str
) -> None:
    lines = lines_of(a_dossier(received=received), a_procedure(term))

    assert lines[lines.index("Cách tính:") + 1 :].count(told) == 1


def test_hours_from_within_a_session_need_no_such_word() -> None:
    lines = lines_of(a_dossier(), a_procedure(hours_term(2)))

    assert lines[lines.index("Cách tính:") + 1] == (
        "tính 02:00: từ 08:00 02/11/2026 đến 10:00 02/11/2026"
    )


@pytest.mark.parametrize(
    ("channel", "is_told"),
    [
        pytest.param(Channel.IN_PERSON, True, id="at the counter"),
        pytest.param(None, True, id="nobody knows how"),
        pytest.param(Channel.POST, False, id="by post"),
        pytest.param(Channel.ONLINE, False, id="online"),
    ],
)
def test_only_who_comes_to_the_counter_comes_outside_its_hours(
    channel: Channel | None, *, is_told: bool
) -> None:
    lines = lines_of(replace(a_dossier(received="2026-11-02 18:00"), channel=channel))

    assert ("(ngoài giờ tiếp nhận của lịch)" in lines) is is_told


def test_seconds_are_told_where_there_are_any() -> None:
    lines = lines_of(a_dossier(received="2026-11-02 08:00:30"), a_procedure(hours_term(4)))

    spans = [line.partition(": ")[0] for line in lines if line.startswith("tính ")]
    assert spans == ["tính 03:29:30", "tính 00:30:30"]


# What the calendar does not reach


def test_a_promise_is_told_where_the_lawful_date_cannot_be_counted() -> None:
    dossier = a_dossier(received="2026-12-28 08:00", promised="2026-12-31 17:00")
    limits = (StepLimit("Ký", days_term(9)),)

    lines = lines_of(dossier, replace(a_procedure(), steps=limits))

    missing = "chưa tính được, lịch chưa có năm 2027; đề nghị bổ sung năm đó vào calendar.toml."
    assert f"Hạn theo quy định: {missing}" in lines
    assert "Hạn đang dùng: 17:00 31/12/2026 (theo giấy hẹn)" in lines
    assert lines[-1] == f"Các bước: {missing}"


def test_a_gap_is_told_to_programs(capsys: pytest.CaptureFixture[str]) -> None:
    dossier = a_dossier(received="2026-12-28 08:00", promised="2026-12-31 17:00")

    facts = facts_of(dossier, a_procedure(), capsys)

    assert facts["gaps"] == {"count": {"year": 2027, "file": "calendar.toml"}}
    assert facts["count"] is None


def test_without_a_promise_a_count_that_leaves_the_years_is_an_error() -> None:
    with pytest.raises(CalendarGapError):
        lines_of(a_dossier(received="2026-12-28 08:00"))


def test_a_reception_outside_the_loaded_years_is_told_beside_the_rest() -> None:
    dossier = online("2025-12-31 16:00", "2026-01-05 08:00")

    lines = lines_of(dossier)

    assert any(line.startswith("Hạn đang dùng: 17:00 16/01/2026") for line in lines)
    assert "Nộp trực tuyến: chưa tính được hạn tiếp nhận, lịch chưa có năm 2025" in "".join(
        lines
    )


# Marks


def test_each_date_has_its_own_mark() -> None:
    estimated = a_day_off("2026-11-05", status=RowStatus.ESTIMATED)
    calendar = a_calendar(*DAYS_2026, estimated)
    office = replace(office_of(a_procedure()), policy=replace(POLICY_2026, calendar=calendar))
    dossier = a_dossier(promised="2026-11-20 17:00")

    lines = explanation_lines(explained(dossier, office, at=vn(AT)))

    assert "  Hạn theo quy định: 17:00 17/11/2026 [tạm tính]" in lines
    assert "  Hạn đang dùng: 17:00 20/11/2026 (theo giấy hẹn)" in lines


# Promises

SLIP = a_promise("2026-11-09 17:00", made="2026-11-02 08:00")


def again(promised: str, made: str, kind: PromiseKind = PromiseKind.REAPPOINTMENT) -> Promise:
    return a_promise(promised, made=made, kind=kind)


def test_every_promise_is_told_with_its_kind() -> None:
    added = again("2026-11-12 17:00", "2026-11-05 10:00", PromiseKind.SUPPLEMENT)
    moved = again("2026-11-16 17:00", "2026-11-11 07:10")

    lines = lines_of(a_dossier(promises=(SLIP, added, moved)))

    assert lines[3:7] == [
        "Các ngày đã hẹn, theo thứ tự:",
        "17:00 09/11/2026: giấy hẹn (ngày hẹn đầu), ghi nhận 08:00 02/11/2026",
        "17:00 12/11/2026: hẹn lại sau khi bổ sung hồ sơ, ghi nhận 10:00 05/11/2026",
        (
            "17:00 16/11/2026: cơ quan hẹn lại (ngày hẹn mới, đang dùng),"
            " ghi nhận 07:10 11/11/2026"
        ),
    ]
    assert "Hạn đang dùng: 17:00 16/11/2026 (theo ngày hẹn mới)" in lines


def test_a_second_re_appointment_binds_nobody() -> None:
    moved = again("2026-11-12 17:00", "2026-11-09 07:10")
    twice = again("2026-11-20 17:00", "2026-11-12 07:10")

    lines = lines_of(a_dossier(promises=(SLIP, moved, twice)))

    assert lines[6:8] == [
        "17:00 20/11/2026: cơ quan hẹn lại thêm lần nữa, ghi nhận 07:10 12/11/2026",
        (
            "Chỉ được hẹn lại một lần: hẹn lại lần thứ hai không có căn cứ;"
            " hạn đang dùng vẫn là 17:00 12/11/2026."
        ),
    ]


def test_a_date_moved_on_the_system_once_it_had_passed_needs_a_letter() -> None:
    moved = a_move("2026-11-20 17:00", shown="2026-11-10 07:10", seen="2026-11-11 07:10")

    lines = lines_of(a_dossier(promises=(SLIP, moved)))
    stopped = lines_of(a_dossier(promises=(SLIP, moved), status=Status.PAUSED_SUPPLEMENT))

    needs = "Ngày hẹn đã qua chỉ đổi được bằng văn bản xin lỗi và hẹn lại;"
    assert lines[5:7] == [
        (
            "17:00 20/11/2026: đổi trên hệ thống khi ngày trước đó đã qua,"
            " chưa có văn bản xin lỗi, ghi nhận 07:10 11/11/2026"
        ),
        f"{needs} hạn đang dùng vẫn là 17:00 09/11/2026.",
    ]
    assert f"{needs} ngày hẹn đang dùng vẫn là 17:00 09/11/2026." in stopped


def test_while_a_dossier_waits_the_date_that_bound_it_is_named() -> None:
    moved = again("2026-11-12 17:00", "2026-11-09 07:10")
    twice = again("2026-11-20 17:00", "2026-11-12 07:10")

    lines = lines_of(waiting("2026-11-10 08:00", promises=(SLIP, moved, twice)))

    assert any("ngày hẹn đang dùng vẫn là 17:00 12/11/2026." in line for line in lines)


def test_a_promise_that_a_pause_has_moved_says_so() -> None:
    dossier = a_dossier(
        promises=(SLIP,), pauses=(a_pause("2026-11-04 10:00", "2026-11-06 10:00"),)
    )

    lines = lines_of(dossier)

    assert (
        "Hạn đang dùng: 17:00 11/11/2026 (theo giấy hẹn, đã cộng thời gian tạm dừng)" in lines
    )

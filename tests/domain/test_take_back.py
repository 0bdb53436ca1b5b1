"""Letters that come back: what is taken for the approved letter, and what is refused.

The words here are no letter's: the check knows none.
"""

import unicodedata
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from monitor.domain.errors import LetterError
from monitor.domain.paper import Form, Paper, PaperSize
from monitor.domain.take_back import (
    Examined,
    SignatureSeen,
    TakenBack,
    check_taken_back,
    names_dossier,
    read_number,
)
from tests.builders import vn

CODE = "H99.10.27-260915-0042"
PAPER = Paper(
    form=Form(name="form04", template="xin_loi/form04.html", size=PaperSize.A4, symbol="UBND"),
    mark=f"{CODE}/xin_loi/202610131700/1",
    dossier=CODE,
    procedure="Đăng ký khai sinh",
    letterhead=("ỦY BAN NHÂN DÂN", "XÃ TÂN BÌNH AN"),
    issuer="Ủy ban nhân dân xã Tân Bình An",
    issuer_short="Ủy ban nhân dân xã",
    one_stop="Trung tâm",
    place="Tân Bình An",
    symbol="UBND-KT",
    year=2026,
    received_on=date(2026, 9, 15),
    due_at=vn("2026-10-13 17:00"),
    is_before_deadline=True,
    stated_on=date(2026, 10, 9),
    days_late=0,
    step="",
    contact="",
    signer_title="Chủ tịch",
    signer_name="Lê Quang Thạnh",
    signer_authority="",
    file_code="KT",
    is_draft=False,
)
WORDS = (
    "ỦY BAN NHÂN DÂN",
    "XÃ TÂN BÌNH AN",
    "CỘNG HÒA",
    "Số: /UBND-KT",
    "Tân Bình An, ngày tháng năm 2026",
    f"Hồ sơ mã số {CODE} chưa kịp trả kết quả.",
    "Hẹn lại ngày 27 tháng 10 năm 2026.",
    "Lê Quang Thạnh",
)
FILLED = f"""ỦY BAN NHÂN DÂN
XÃ TÂN BÌNH AN
CỘNG HÒA
Số: 118/UBND-KT Tân Bình An, ngày 09 tháng 10 năm 2026
Hồ sơ mã số {CODE} chưa kịp
trả kết quả.
Hẹn lại ngày 27 tháng 10 năm 2026.
Lê Quang Thạnh"""
BLANK = FILLED.replace("118", "      ").replace("09 tháng 10", "   tháng   ", 1)
SIGNED = SignatureSeen(
    certificate="a1",
    signed_at=vn("2026-10-09 15:00"),
    is_intact=True,
    is_valid=True,
    is_trusted=True,
    is_current=True,
    covers_file=False,
    allows_changes=True,
)
LAST = replace(SIGNED, certificate="b2", covers_file=True)
FILE = Examined(
    mark=PAPER.mark, text=FILLED, pages=1, signatures=(SIGNED, LAST), has_roots=True
)
TAKEN = TakenBack(number="118", dated_on=date(2026, 10, 9), is_scan=False)
SCAN = Examined(pages=1, is_scan=True)
EIGHTH = date(2026, 10, 8)


def take(
    file: Examined,
    paper: Paper = PAPER,
    words: tuple[str, ...] = WORDS,
    *,
    number: str | None = None,
    dated_on: date | None = None,
) -> TakenBack:
    return check_taken_back(
        file, paper, words, least_signatures=2, number=number, dated_on=dated_on
    )


def says(text: str) -> Examined:
    return replace(FILE, text=text)


# Taken


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(FILLED, id="as it was set"),
        pytest.param(FILLED.replace(" ", "  ").replace("\n", "\r\n \n"), id="white space"),
        pytest.param(FILLED.replace(" ", "\u00a0"), id="blanks that do not break"),
        pytest.param(unicodedata.normalize("NFD", FILLED), id="letters taken apart"),
        pytest.param(FILLED.replace("09 tháng", "9 tháng"), id="no leading zero"),
        pytest.param(FILLED.replace("kết quả", "kế\u00adt q-\n uả"), id="hyphenated"),
        pytest.param(FILLED.replace("15-0042", "15-\n0042"), id="a code cut"),
        pytest.param(
            "CỘNG HÒA\nTân Bình An, ngày 09 tháng 10 năm 2026\n"
            + FILLED.replace("CỘNG HÒA\n", "").replace(
                " Tân Bình An, ngày 09 tháng 10 năm 2026", ""
            ),
            id="the other column first",
        ),
        pytest.param(FILLED.replace("\nLê", "\f2\nLê"), id="a page number above"),
        pytest.param(FILLED.replace("\nLê", "\fLê") + "\n2\n", id="a page number below"),
        pytest.param(FILLED.replace("kịp\ntrả", "kịp\f 2 \ntrả"), id="in mid-sentence"),
        pytest.param(FILLED + "\f", id="an empty page"),
    ],
)
def test_the_approved_text_is_taken(text: str) -> None:
    assert take(says(text)) == TAKEN


def test_number_and_day_may_be_told_again() -> None:
    assert take(FILE, number="118/UBND-KT", dated_on=TAKEN.dated_on) == TAKEN


@pytest.mark.parametrize(
    "stamped",
    [
        pytest.param("\n118\n09\n10", id="behind the text"),
        pytest.param("\n 9 10 0118", id="in another order"),
    ],
)
def test_number_and_day_stamped_on_top_are_told(stamped: str) -> None:
    assert take(says(BLANK + stamped), number=" 118 ", dated_on=TAKEN.dated_on) == TAKEN


def test_a_number_below_ten_bears_its_zero() -> None:
    assert take(says(FILLED.replace("118", "7"))).number == "07"


@pytest.mark.parametrize(
    ("stamped", "reason"),
    [
        pytest.param("", "no_number", id="nothing, or a picture"),
        pytest.param("09 10", "no_number", id="the day alone"),
        pytest.param("118", "no_date", id="the number alone"),
        pytest.param("118 9", "no_date", id="no month"),
    ],
)
def test_what_is_told_must_stand_on_the_paper(stamped: str, reason: str) -> None:
    with pytest.raises(LetterError) as refused:
        take(says(f"{BLANK}\n{stamped}"), number="118", dated_on=TAKEN.dated_on)

    assert refused.value.facts == {"reason": reason, "dossier": CODE}


def test_a_day_told_must_stand_there_where_the_number_is_read() -> None:
    with pytest.raises(LetterError) as refused:
        take(says(FILLED.replace("09 tháng 10", "tháng", 1)), dated_on=TAKEN.dated_on)

    assert refused.value.facts["reason"] == "no_date"


@pytest.mark.parametrize("text", [FILLED, BLANK + "\n118 09 10"], ids=["read", "stamped"])
def test_a_day_of_another_year_than_the_paper_s_is_refused(text: str) -> None:
    with pytest.raises(LetterError) as refused:
        take(says(text), number="118", dated_on=date(2027, 10, 9))

    assert refused.value.facts == {"reason": "year", "dossier": CODE, "year": 2026}


def test_of_a_scan_the_year_is_believed() -> None:
    assert take(SCAN, number="7", dated_on=date(2027, 1, 4)).dated_on == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("1", ("01", "")),
        ("01", ("01", "")),
        (" 0118 ", ("118", "")),
        ("7/UBND-KT", ("07", "UBND-KT")),
        ("999999 / QĐ-UBND2", ("999999", "QĐ-UBND2")),
    ],
)
def test_a_number_is_written_one_way(told: str, expected: tuple[str, str]) -> None:
    assert read_number(told, CODE) == expected


@pytest.mark.parametrize(
    "told",
    [
        "",
        "118a",
        "1234567",
        "-1",
        "\u0661",
        "7/",
        "/UBND",
        "7/UBND/KT",
        "7/-KT",
        "7/UB ND",
        "7/A_B",
    ],
)
def test_what_is_no_number_is_refused(told: str) -> None:
    with pytest.raises(LetterError) as refused:
        read_number(told, CODE)

    assert refused.value.facts == {"reason": "number", "dossier": CODE}


@pytest.mark.parametrize("file", [FILE, SCAN], ids=["file", "scan"])
def test_a_number_told_with_another_symbol_is_refused(file: Examined) -> None:
    with pytest.raises(LetterError) as refused:
        take(file, number="118/BC-KT", dated_on=TAKEN.dated_on)

    assert refused.value.facts == {
        "reason": "other_symbol",
        "dossier": CODE,
        "symbol": PAPER.symbol,
    }


def test_a_letter_numbered_by_the_office_bears_its_own_number() -> None:
    own = replace(PAPER, number="118", dated_on=TAKEN.dated_on)
    words = tuple(
        word.replace("Số: ", "Số: 118").replace("ngày tháng", "ngày 09 tháng 10")
        for word in WORDS
    )

    assert take(FILE, own, words) == TAKEN
    assert take(FILE, own) == TAKEN


def test_a_file_that_lost_its_mark_is_known_by_the_dossier_s_code() -> None:
    assert take(replace(FILE, mark="")) == TAKEN


def test_one_signature_is_enough_where_one_is_asked() -> None:
    file = replace(FILE, signatures=(LAST,))

    taken = check_taken_back(file, PAPER, WORDS, least_signatures=1)

    assert taken == TAKEN


def test_none_is_needed_where_none_is_asked() -> None:
    file = replace(FILE, signatures=(), has_roots=False)

    assert check_taken_back(file, PAPER, WORDS, least_signatures=0) == TAKEN


def test_a_scan_is_taken_as_one_when_number_and_day_are_told() -> None:
    taken = take(SCAN, number="7", dated_on=EIGHTH)

    assert taken == TakenBack(number="07", dated_on=EIGHTH, is_scan=True)


# Refused


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        pytest.param(Examined(), "unreadable", id="no PDF"),
        pytest.param(replace(FILE, mark=f"{CODE}/xin_loi/202610131700/2"), "mark", id="other"),
        pytest.param(replace(SCAN, mark="x"), "mark", id="scan of another"),
        pytest.param(
            replace(FILE, mark="", text=FILLED.replace("0042", "0043")), "mark", id="no code"
        ),
        pytest.param(
            replace(FILE, mark="", text=FILLED.replace("0042", "00421")), "mark", id="longer"
        ),
        pytest.param(replace(FILE, has_roots=False), "no_roots", id="no trust roots"),
        pytest.param(says(FILLED.replace("118", "")), "no_number", id="no number"),
        pytest.param(says(FILLED.replace("09 tháng 10", "tháng", 1)), "no_date", id="no day"),
        pytest.param(says(FILLED.replace("09", "31").replace("10", "9")), "text", id="changed"),
        pytest.param(
            says(FILLED.replace("09 tháng 10", "31 tháng 9")), "no_date", id="no such"
        ),
        pytest.param(says(FILLED + "\nMật"), "added", id="a word added"),
        pytest.param(says(FILLED + "\n118"), "added", id="the number twice"),
        pytest.param(says(FILLED + "\n3\f4"), "added", id="digits added"),
        pytest.param(says(FILLED + "-"), "added", id="a hyphen added"),
        pytest.param(says(""), "text", id="nothing said"),
    ],
)
def test_what_is_not_the_letter_is_refused(file: Examined, reason: str) -> None:
    with pytest.raises(LetterError) as refused:
        take(file)

    assert refused.value.facts["reason"] == reason
    assert refused.value.facts["dossier"] == CODE


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        pytest.param({}, "no_number", id="nothing told"),
        pytest.param({"number": " "}, "no_number", id="a blank"),
        pytest.param({"number": "118"}, "no_date", id="no day"),
        pytest.param({"dated_on": EIGHTH}, "no_number", id="no number"),
    ],
)
@pytest.mark.parametrize("file", [SCAN, says(BLANK)], ids=["scan", "stamped"])
def test_what_cannot_be_read_must_be_told(
    file: Examined, told: dict[str, Any], reason: str
) -> None:
    with pytest.raises(LetterError) as refused:
        take(file, **told)

    assert refused.value.facts["reason"] == reason


@pytest.mark.parametrize(
    ("paper", "told", "reason"),
    [
        pytest.param(PAPER, {"number": "119"}, "other_number", id="number told"),
        pytest.param(PAPER, {"dated_on": EIGHTH}, "other_date", id="day told"),
        pytest.param(replace(PAPER, number="119"), {}, "other_number", id="number bound"),
        pytest.param(replace(PAPER, dated_on=EIGHTH), {}, "other_date", id="day bound"),
    ],
)
def test_what_is_read_told_and_bound_must_agree(
    paper: Paper, told: dict[str, Any], reason: str
) -> None:
    with pytest.raises(LetterError) as refused:
        take(FILE, paper, **told)

    assert refused.value.facts["reason"] == reason


@pytest.mark.parametrize(
    "stamped",
    [
        pytest.param("119", id="another number"),
        pytest.param("118 118", id="twice"),
        pytest.param("118/UBND-KT", id="more than digits"),
        pytest.param("118 09 10 2026", id="a digit too many"),
    ],
)
def test_only_what_was_told_may_be_stamped(stamped: str) -> None:
    with pytest.raises(LetterError) as refused:
        take(says(f"{BLANK}\n{stamped}"), number="118", dated_on=TAKEN.dated_on)

    assert refused.value.facts["reason"] == "added"


def test_the_first_paragraph_that_differs_is_named() -> None:
    changed = FILLED.replace("chưa kịp", "đã kịp").replace("ngày 27", "ngày 28")

    with pytest.raises(LetterError) as refused:
        take(says(changed))

    assert refused.value.facts == {"reason": "text", "dossier": CODE, "place": 6}


def test_a_short_paragraph_is_not_found_inside_a_longer_one() -> None:
    with pytest.raises(LetterError) as refused:
        take(says(FILLED.replace("\nLê Quang Thạnh", "")), words=(*WORDS, "kết quả"))

    assert refused.value.facts["place"] == 8


def test_a_paragraph_is_not_put_together_from_what_others_leave() -> None:
    torn = FILLED.replace("CỘNG HÒA\n", "CỘNG ").replace("\nHồ sơ", " HÒA\nHồ sơ")

    with pytest.raises(LetterError) as refused:
        take(says(torn))

    assert refused.value.facts["place"] == 3


# Signatures


@pytest.mark.parametrize(
    ("signatures", "facts"),
    [
        pytest.param((), {"reason": "unsigned", "seen": 0, "needed": 2}, id="none"),
        pytest.param((LAST,), {"reason": "unsigned", "seen": 1, "needed": 2}, id="one"),
        pytest.param(
            (replace(SIGNED, certificate="b2"), LAST),
            {"reason": "unsigned", "seen": 1, "needed": 2},
            id="twice the same",
        ),
        pytest.param(
            (SIGNED, replace(LAST, is_intact=False)),
            {"reason": "bad_signature", "place": 2},
            id="bytes changed",
        ),
        pytest.param(
            (replace(SIGNED, is_valid=False), LAST),
            {"reason": "bad_signature", "place": 1},
            id="not the certificate's own",
        ),
        pytest.param(
            (replace(SIGNED, is_current=False), LAST),
            {"reason": "not_in_force", "place": 1},
            id="expired",
        ),
        pytest.param(
            (SIGNED, replace(LAST, is_trusted=False)),
            {"reason": "untrusted", "place": 2},
            id="leads to no root",
        ),
        pytest.param(
            (replace(SIGNED, allows_changes=False), LAST),
            {"reason": "changed", "place": 1},
            id="changed between the two",
        ),
        pytest.param(
            (SIGNED, replace(LAST, covers_file=False)),
            {"reason": "changed", "place": 2},
            id="something follows the last",
        ),
    ],
)
def test_every_signature_must_stand(
    signatures: tuple[SignatureSeen, ...], facts: dict[str, object]
) -> None:
    with pytest.raises(LetterError) as refused:
        take(replace(FILE, signatures=signatures))

    assert refused.value.facts == {"dossier": CODE, **facts}


# Known by its text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"mã số {CODE}.", True, id="at a sentence's end"),
        pytest.param(f"mã số {CODE},", True, id="before a comma"),
        pytest.param("mã số H99.10.27-260915-\n0042 của", True, id="cut"),
        pytest.param(f"mã số {CODE}-1", False, id="longer by a group"),
        pytest.param(f"mã số {CODE}.1", False, id="longer by a part"),
        pytest.param(f"mã số A{CODE}", False, id="longer before"),
        pytest.param(f"mã số 1-{CODE}", False, id="longer by a group before"),
        pytest.param("H99.10.27-260915-0043", False, id="another"),
        pytest.param("H99x10y27-260915-0042", False, id="dots are dots"),
    ],
)
def test_a_dossier_is_named_by_its_whole_code(text: str, *, expected: bool) -> None:
    assert names_dossier(says(text), CODE) is expected

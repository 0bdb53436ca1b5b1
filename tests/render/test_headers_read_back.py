"""Names and subjects come back to the letter from a decoder that shares nothing with ours.

It follows RFC 5322 (folding, quoted strings, address lists) and RFC 2047 (encoded words).
Python's own reader is asked as a second witness.
"""

import base64
import random
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr
from pathlib import Path

import pytest

from monitor.domain.message import Message
from monitor.render.mail import MailRenderer
from monitor.render.mime import build_message
from monitor.render.words import Words
from tests.builders import vn
from tests.notices.scenes import SCENES

FAMILIES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Dương",
)  # fmt: skip
MIDDLES = ("Thị", "Văn", "Hữu", "Đức", "Ngọc", "Minh", "Thu", "Kim", "Xuân", "Quốc", "Thế")
GIVEN = (
    "Bưởi", "Tường", "Thuỷ", "Thủy", "Hoà", "Hòa", "Nghĩa", "Khuê", "Ửng", "Ớt", "Quỳnh", "Ỷ",
)  # fmt: skip
AGENCIES = (
    "Ủy ban nhân dân xã",
    "Trung tâm Phục vụ hành chính công phường",
    "Chi nhánh Văn phòng đăng ký đất đai khu vực",
    "Phòng Văn hóa - Xã hội, UBND xã",
    "Ban Quản lý các khu kinh tế (và công nghiệp) tỉnh",
    "Một phận Một cửa",
)
PLACES = ("Tân Bình An", "Ea H'leo", "Đắk R'lấp", "Kon Plông", "A Lưới", "Ô Lâm", "Y Tý")
ODD = (
    "", " ", "\t ", "Bưởi", "B", "ộ", "a" * 60, "a" * 61, '"', "\\", '"Bưởi"', "Lê, Văn",
    "Nguyen, Van A", "A <b@c.example>", "x; y: z", "(ghi chú)", "50% & hơn", "=?utf-8?q?a?=",
    "=?", "?=", "Tổ 1/2", "số 45/UBND-VHXH", "😀 hồ sơ 😀", "🇻🇳", "👍🏽", "  trước và sau  ",
    "hai  dấu   cách", "dòng\r\nmới", "tab\tgiữa", "ngắt\u00a0cứng", "ñandú €", "漢字", "ẢẢ ẢẢ",
)  # fmt: skip
TRIED = 4_000
WITNESSED = 300  # of them: Python's reader is slow
BOX = "hop@xa.example"


def phrases() -> Iterator[str]:
    """Yield names of persons, of agencies, subjects and oddities, many at the fold limits."""
    chance = random.Random(20261112)  # noqa: S311 - the same names every time
    yield from ODD
    for length in range(1, 120):
        yield "ộ" * length
        yield "Một " * (length // 4) + "x" * (length % 4) + " ệ"
    while True:
        name = " ".join((chance.choice(FAMILIES), chance.choice(MIDDLES), chance.choice(GIVEN)))
        agency = f"{chance.choice(AGENCIES)} {chance.choice(PLACES)}"
        gap = chance.choice((" ", "  ", " - ", ", ", ' "', "; "))
        yield name
        yield agency
        yield f"[Quá hạn] {agency}{gap}{chance.randint(1, 99)} hồ sơ, {name}{gap}"
        yield name[: chance.randint(1, len(name))] + chance.choice(ODD)


def some(number: int) -> list[str]:
    """Return so many of them, every other one decomposed."""
    given = phrases()
    forms = ("NFC", "NFD")
    return [unicodedata.normalize(forms[n % 2], next(given)) for n in range(number)]  # type: ignore[arg-type]


def seen(text: str) -> str:
    """Return a text as a reader must see it: composed, its gaps single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def a_mail(name: str, subject: str, *, key: str = "one") -> Message:
    return build_message(
        key=key,
        kind="digest",
        sender=(name, BOX),
        recipient=(name, "den@xa.example"),
        subject=subject,
        text="Kính gửi",
        at=vn("2026-11-12 07:40"),
    )


# A decoder after the standards ---------------------------------------------------------------

ENCODED_WORD = re.compile(r"=\?([!-~]+?)\?([bBqQ])\?([!->@-~]*)\?=")
ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+")


def header_lines(content: bytes) -> list[str]:
    head, separator, _ = content.partition(b"\r\n\r\n")
    assert separator
    return head.decode("ascii").split("\r\n")


def fields(content: bytes) -> dict[str, str]:
    """Unfold headers: a line break before white space is none (RFC 5322, 2.2.3)."""
    found: list[tuple[str, str]] = []
    for line in header_lines(content):
        if line[:1] in {" ", "\t"}:
            name, value = found[-1]
            found[-1] = name, value + line
        else:
            name, colon, value = line.partition(":")
            assert colon
            assert re.fullmatch(r"[!-9;-~]+", name)
            found.append((name, value))
    read = dict(found)
    assert len(read) == len(found)
    return read


def decoded_word(match: re.Match[str]) -> str:
    charset, encoding, text = match.groups()
    assert len(match[0]) <= 75
    if encoding in "bB":
        return base64.b64decode(text, validate=True).decode(charset)
    plain = re.sub("=([0-9A-F]{2})", lambda one: chr(int(one[1], 16)), text.replace("_", " "))
    return plain.encode("latin-1").decode(charset)


def unstructured(value: str) -> str:
    """Read a subject: encoded words stand apart, gaps between two of them are no text."""
    pieces = re.split(r"([ \t]+)", value.strip(" \t"))
    shown, was_encoded, gap = "", False, ""
    for piece in pieces:
        if re.fullmatch(r"[ \t]+", piece):
            gap = piece
            continue
        match = ENCODED_WORD.fullmatch(piece)
        if not (was_encoded and match):
            shown += gap
        shown += decoded_word(match) if match else piece
        was_encoded, gap = match is not None, ""
    return shown


def mailbox(value: str) -> tuple[str, str]:
    """Read one mailbox: a phrase of quoted strings, atoms and encoded words, and an address."""
    rest, words = value.strip(" \t"), list[tuple[str, bool]]()
    if not rest.endswith(">"):
        return "", rest
    while not rest.startswith("<"):
        if quoted := re.match(r'"((?:[^"\\\r\n]|\\[ -~])*)"', rest):
            words.append((re.sub(r"\\(.)", r"\1", quoted[1]), False))
            found = quoted
        elif encoded := ENCODED_WORD.match(rest):
            words.append((decoded_word(encoded), True))
            found = encoded
        else:
            atom = ATOM.match(rest)
            assert atom
            words.append((atom[0], False))
            found = atom
        rest = rest[found.end() :].lstrip(" \t")
    assert re.fullmatch(r"<[!-~]+@[!-~]+>", rest)
    shown = "".join(
        ("" if number == 0 or (is_encoded and words[number - 1][1]) else " ") + word
        for number, (word, is_encoded) in enumerate(words)
    )
    return shown, rest[1:-1]


# -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def mails() -> list[tuple[str, Message]]:
    return [(phrase, a_mail(phrase, phrase)) for phrase in some(TRIED)]


def test_names_and_subjects_come_back_to_the_letter(mails: list[tuple[str, Message]]) -> None:
    for phrase, mail in mails:
        read = fields(mail.content)

        assert unstructured(read["Subject"]) == seen(phrase)
        assert mailbox(read["From"]) == (seen(phrase), BOX)
        assert mailbox(read["To"]) == (seen(phrase), "den@xa.example")


def by_python(value: str) -> str:
    return str(make_header(decode_header(value)))


def test_pythons_reader_says_the_same(mails: list[tuple[str, Message]]) -> None:
    """The older one of its readers: the newer of 3.11 puts spaces between encoded words."""
    for phrase, mail in mails[:: TRIED // WITNESSED]:
        read = message_from_bytes(mail.content)

        name, address = parseaddr(read["From"])
        assert by_python(read["Subject"]) == seen(phrase)
        assert (by_python(name), address) == (seen(phrase), BOX)


def test_every_line_is_ascii_and_short_enough_for_every_relay(
    mails: list[tuple[str, Message]],
) -> None:
    for _, mail in mails:
        assert mail.content.isascii()
        assert not re.search(rb"\r(?!\n)|(?<!\r)\n", mail.content)
        for line in header_lines(mail.content):
            assert len(line) <= (76 if "=?utf-8?" in line else 998)
            assert line.strip(" \t")  # a blank line would end the headers
        lines = mail.content.split(b"\r\n")
        assert max(map(len, lines)) <= 998


MAIL_HEADERS = [
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
    *("X-Auto-Response-Suppress", "MIME-Version", "Content-Type"),
]


def test_every_kind_of_mail_has_these_headers_alone(words: Words) -> None:
    """No Precedence: it is no bulk mail. No List-Unsubscribe: nobody may sign off from it."""
    mails = MailRenderer(words, sender=("UBND xã", BOX), address="Đồng chí")
    is_body = re.compile(rb"[A-Za-z0-9+/=]+").fullmatch

    for notice in SCENES.values():
        content = mails.message(notice, at=vn("2026-11-12 07:40")).content
        read, lines = fields(content), content.split(b"\r\n")

        assert [one for one in read if one not in {"In-Reply-To", "References"}] == MAIL_HEADERS
        assert read["Auto-Submitted"].strip() == "auto-generated"
        assert read["X-Auto-Response-Suppress"].strip() == "OOF, AutoReply"
        assert b"Content-Transfer-Encoding: base64" in lines
        assert max(map(len, lines)) <= 200
        assert max(len(line) for line in lines if is_body(line)) == 76


PROGRAM = """
from datetime import UTC, datetime
from hashlib import sha256
from monitor.domain.notice import Attachment
from monitor.render.mime import build_message
print(sha256(build_message(
    key="digest/B01/2026-11-12/morning", kind="digest",
    sender=("Bộ phận Một cửa, xã Tân Bình An", "hop@xa.example"),
    recipient=("Nguyễn Thị Bưởi", "den@xa.example"),
    subject="[Quá hạn] Một hồ sơ", text="Kính gửi", html="<p>Kính gửi</p>",
    at=datetime(2026, 11, 12, 0, 40, tzinfo=UTC), thread="dossier/H01",
    attachments=(Attachment(name="a.pdf", media_type="application/pdf", content=b"%PDF"),),
).content).hexdigest())
"""


def test_another_process_makes_the_same_bytes() -> None:
    root = Path(__file__).resolve().parents[2]
    runs = [
        subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-c", PROGRAM],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]

    digests = {run.communicate()[0].strip() for run in runs}

    assert len(digests) == 1
    assert re.fullmatch("[0-9a-f]{64}", digests.pop())

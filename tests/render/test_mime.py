"""A message says what it was given, to the letter, in bytes that any server carries."""

import base64
import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message as ParsedMessage
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.domain.errors import MailboxError, NaiveTimeError
from monitor.domain.message import Message
from monitor.domain.notice import Attachment
from monitor.render.mime import HEADER_CHARACTERS, build_message
from tests.builders import vn

SENDER = ("Trung tâm Phục vụ hành chính công phường Tân Hòa", "mot.cua@tanhoa.example")
RECIPIENT = ("Nguyễn Thị Bưởi", "buoi@tanhoa.example")
PDF = Attachment(
    name="thu-xin-loi.pdf", media_type="application/pdf", content=b"%PDF\n\x00\xff"
)

MORNING = vn("2026-11-12 08:30")
SYLLABLES = [
    *("Nguyễn", "Đặng", "Ưng", "Một", "phận", "ủy", "ban", "nhân", "dân", "phường", "xã", "ở"),
    *("Ý", "Quý", "Cửa", "Lò", "Thuận", "Ỷ", "A", "b", "1;", "và,", "(Sở)", "<Phòng>", "pháp"),
    *('"Tư', "O'Ne", "b=c", "?", "=?utf-8?q?x?=", ".", "thuộc", "Trung", "tâm", "hộ", "tịch"),
]
PHRASES = st.lists(st.sampled_from(SYLLABLES), min_size=3, max_size=30)


def a_mail(  # noqa: PLR0913 - as many as the function it calls
    *,
    key: str = "digest/B01/2026-11-12/morning",
    sender: tuple[str, str] = SENDER,
    recipient: tuple[str, str] = RECIPIENT,
    subject: str = "Việc cần làm",
    text: str = "Kính gửi bà.\n",
    html: str | None = None,
    attachments: tuple[Attachment, ...] = (),
    at: datetime = MORNING,
    thread: str | None = None,
) -> Message:
    return build_message(
        key=key,
        kind="digest",
        sender=sender,
        recipient=recipient,
        subject=subject,
        text=text,
        html=html,
        attachments=attachments,
        at=at,
        thread=thread,
    )


def headers(message: Message) -> dict[str, str]:
    """Read headers as a stranger would: unfold, split; no library that could err as we do."""
    head = message.content.partition(b"\r\n\r\n")[0].decode("ascii")
    lines = re.sub(r"\r\n(?=[ \t])", "", head).split("\r\n")
    read = dict(line.split(": ", 1) for line in lines)
    assert len(read) == len(lines)
    return read


def decoded(value: str) -> str:
    """Decode encoded words as RFC 2047 says: gaps between two of them are not text."""
    joined = re.sub(r"(\?=)[ \t]+(?==\?)", r"\1", value)
    return re.sub(r"=\?utf-8\?b\?([A-Za-z0-9+/=]*)\?=", _decoded_word, joined)


def _decoded_word(match: re.Match[str]) -> str:
    assert len(match[0]) <= 75
    return base64.b64decode(match[1], validate=True).decode("utf-8")  # whole characters each


def shown_name(value: str) -> str:
    """Read the display name of a From or To."""
    phrase = re.fullmatch(r"(.*) <[^<>]+>", value)
    assert phrase
    if quoted := re.fullmatch(r'"((?:[^"\\]|\\.)*)"', phrase[1]):
        return re.sub(r"\\(.)", r"\1", quoted[1])
    return decoded(phrase[1])


def parsed(message: Message) -> ParsedMessage:
    read = message_from_bytes(message.content)
    assert not read.defects
    return read


def texts(message: Message) -> dict[str, str]:
    """Return the bodies by media type."""
    return {
        part.get_content_type(): content.decode("utf-8")
        for part in parsed(message).walk()
        if isinstance(content := part.get_payload(decode=True), bytes)
        and part.get_content_maintype() == "text"
    }


@settings(max_examples=700, deadline=None)
@given(words=PHRASES, is_composed=st.booleans())
@example(words=["Một", "phận", "Một"], is_composed=True)
def test_vietnamese_names_and_subjects_come_back_to_the_letter(
    words: list[str], is_composed: bool
) -> None:
    third = len(words) // 3
    pieces = (words[:third], words[third : 2 * third], words[2 * third :])
    phrases = [unicodedata.normalize("NFC", " ".join(piece)) for piece in pieces]
    form: Literal["NFC", "NFD"] = "NFC" if is_composed else "NFD"
    sender, recipient, subject = (unicodedata.normalize(form, phrase) for phrase in phrases)

    message = a_mail(
        sender=(sender, SENDER[1]), recipient=(recipient, RECIPIENT[1]), subject=subject
    )

    read = headers(message)
    back = [shown_name(read["From"]), shown_name(read["To"]), decoded(read["Subject"])]
    assert back == phrases


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=200))
def test_no_text_breaks_out_of_its_header(text: str) -> None:
    message = a_mail(
        sender=(text, SENDER[1]), recipient=(text, RECIPIENT[1]), subject=text, text=text
    )

    assert list(headers(message)) == list(headers(a_mail()))
    assert headers(message)["To"].removesuffix(">").endswith(RECIPIENT[1])
    assert all(len(line) <= 130 for line in message.content.split(b"\r\n"))
    assert message.content.isascii()
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", message.content)


@pytest.mark.parametrize(
    "attack",
    [
        pytest.param("Việc\r\nBcc: all@thief.example", id="CRLF"),
        pytest.param("Viec\nBcc: all@thief.example\n\nbody", id="LF, plain ASCII"),
        pytest.param("Viec\rBcc: all@thief.example", id="CR"),
        pytest.param("Viec\u2028Bcc: all@thief.example", id="line separator"),
        pytest.param("Viec\x85Bcc: all@thief.example", id="next line"),
        pytest.param("Viec\x00\x0b\x0cBcc: all@thief.example", id="other controls"),
        pytest.param('a" <all@thief.example>, "b', id="quotes and a second mailbox"),
        pytest.param("a\\", id="a backslash before the closing quote"),
        pytest.param("=?utf-8?q?=0D=0ABcc:_all@thief.example?=", id="an encoded word"),
    ],
)
def test_a_header_cannot_be_injected(attack: str) -> None:
    message = a_mail(recipient=(attack, RECIPIENT[1]), subject=attack)

    read = headers(message)
    assert "Bcc" not in read
    shown = " ".join(re.sub(r"[\x00-\x1f\x85]", " ", attack).split())
    assert shown_name(read["To"]) == shown
    assert decoded(read["Subject"]) == shown


def test_invisible_characters_are_dropped() -> None:
    message = a_mail(subject="hồ\u202e sơ\u200b \ud800H01\u00ad")

    assert decoded(headers(message)["Subject"]) == "hồ sơ H01"


def test_a_huge_cell_makes_no_huge_header() -> None:
    message = a_mail(recipient=("Bưởi " * 20_000, RECIPIENT[1]), subject="x" * 100_000)

    read = headers(message)
    assert len(shown_name(read["To"])) <= HEADER_CHARACTERS
    assert decoded(read["Subject"]) == "x" * HEADER_CHARACTERS


@pytest.mark.parametrize(
    "mailbox",
    [
        pytest.param("", id="empty"),
        pytest.param("buoi", id="no at sign"),
        pytest.param("buoi@nha@tanhoa.example", id="two at signs"),
        pytest.param("@tanhoa.example", id="nobody"),
        pytest.param("buoi@", id="nowhere"),
        pytest.param("buoi @tanhoa.example", id="a space"),
        pytest.param("buoi@tanhoa.example\r\nBcc: x@y.example", id="CRLF"),
        pytest.param("buoi@tanhoa.example\n", id="a final line feed"),
        pytest.param("bưởi@tanhoa.example", id="not ASCII"),
        pytest.param("buoi@tânhòa.example", id="domain not ASCII"),
        pytest.param("buoi,cam@tanhoa.example", id="a comma makes two"),
        pytest.param("<buoi@tanhoa.example>", id="angle brackets"),
        pytest.param("buoi@tanhoa..example", id="an empty label"),
        pytest.param(".buoi@tanhoa.example", id="a leading dot"),
        pytest.param("b" * 65 + "@tanhoa.example", id="too long a name"),
        pytest.param("buoi@" + "tanhoa." * 40 + "example", id="too long"),
    ],
)
def test_what_is_no_mailbox_is_refused_without_naming_a_person(mailbox: str) -> None:
    with pytest.raises(MailboxError) as refused:
        a_mail(recipient=("Nguyễn Thị Bưởi", mailbox))

    assert "buoi" not in str(refused.value)
    with pytest.raises(MailboxError):
        a_mail(sender=("Một cửa", mailbox))


def test_a_refused_mailbox_shows_its_domain() -> None:
    with pytest.raises(MailboxError, match=r"\*\*\*@tanhoa\.example"):
        a_mail(recipient=("", "bưởi@tanhoa.example"))


def test_equal_input_gives_equal_bytes() -> None:
    mails = {
        a_mail(html="<p>Kính gửi</p>", attachments=(PDF,), thread="H01", at=at).content
        for at in (MORNING, datetime(2026, 11, 12, 1, 30, tzinfo=UTC))
    }

    assert len(mails) == 1


def test_the_key_alone_decides_the_message_id() -> None:
    ids = [
        a_mail(key="a").message_id,
        a_mail(key="a", subject="khác", text="khác").message_id,
        a_mail(key="b").message_id,
    ]

    assert ids[0] == ids[1] != ids[2]
    assert re.fullmatch(r"[a-z2-7]{52}@tanhoa\.example", ids[0])


def test_the_headers_of_a_mail() -> None:
    message = a_mail(recipient=("", RECIPIENT[1]), subject="plain", thread="H01-261112-0001")

    root = r"<[a-z2-7]{52}@tanhoa\.example>"
    read = headers(message)
    assert shown_name(read["From"]) == SENDER[0]
    assert read["To"] == RECIPIENT[1]
    assert read["Subject"] == "plain"
    assert read["Date"] == "Thu, 12 Nov 2026 08:30:00 +0700"
    assert read["Message-ID"] == f"<{message.message_id}>"
    assert re.fullmatch(root, read["References"])
    assert read["In-Reply-To"] == read["References"] != read["Message-ID"]
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert read["MIME-Version"] == "1.0"


def test_mails_of_one_thread_share_a_root_and_others_have_none() -> None:
    first, second, other = (
        headers(a_mail(key=key, thread=thread)).get("References")
        for key, thread in (("a", "H01"), ("b", "H01"), ("c", "H02"))
    )

    assert first == second != other
    assert "References" not in headers(a_mail())


def test_the_message_knows_what_the_outbox_asks() -> None:
    message = a_mail()

    assert replace(message, content=b"") == Message(
        key="digest/B01/2026-11-12/morning",
        kind="digest",
        recipient=RECIPIENT[1],
        message_id=message.message_id,
        content=b"",
        created_at=MORNING,
    )


def test_a_plain_body_stands_alone() -> None:
    message = a_mail(text="Kính gửi bà Bưởi,\n.\n.chấm đầu dòng\nhết")

    assert parsed(message).get_content_type() == "text/plain"
    assert texts(message) == {
        "text/plain": "Kính gửi bà Bưởi,\r\n.\r\n.chấm đầu dòng\r\nhết\r\n"
    }


def test_two_readings_and_files_are_nested() -> None:
    second = replace(PDF, name="phu-luc.xlsx", content=b"PK" * 5000)

    message = a_mail(html="<p>Đúng hạn</p>\n", attachments=(PDF, second))

    read = parsed(message)
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
        "application/pdf",
    ]
    assert texts(message)["text/html"] == "<p>Đúng hạn</p>\r\n"
    files = {part.get_filename(): part.get_payload(decode=True) for part in read.walk()}
    assert files["thu-xin-loi.pdf"] == PDF.content
    assert files["phu-luc.xlsx"] == second.content
    assert all(len(line) <= 90 for line in message.content.split(b"\r\n"))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"name": "thư.pdf"}, id="not ASCII"),
        pytest.param({"name": 'a".pdf'}, id="a quote"),
        pytest.param({"name": "../a.pdf"}, id="a path"),
        pytest.param({"name": "a\r\nb.pdf"}, id="CRLF"),
        pytest.param({"media_type": "application/pdf\r\nX: y"}, id="CRLF in the media type"),
        pytest.param({"media_type": "pdf"}, id="no media type"),
    ],
)
def test_an_attachment_with_an_unsafe_name_is_refused(change: dict[str, str]) -> None:
    file = Attachment(
        **{"name": "a.pdf", "media_type": "application/pdf", **change}, content=b""
    )

    with pytest.raises(ValueError, match="not a plain file name and media type"):
        a_mail(attachments=(file,))


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(NaiveTimeError):
        a_mail(at=vn("2026-11-12").replace(tzinfo=None))

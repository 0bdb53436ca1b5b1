"""What is kept of a message names nobody, and mail goes only where it can."""

import pytest

from monitor.domain.errors import MailboxError
from monitor.domain.message import REPLY_CHARACTERS, checked_mailbox, masked, reply_text


@pytest.mark.parametrize(
    "mailbox",
    [
        pytest.param("buoi@tanhoa.example", id="plain"),
        pytest.param("mot.cua+h01@tp-tanhoa.example", id="dots, plus and hyphen"),
        pytest.param("root@localhost", id="no dot in the domain"),
        pytest.param("b" * 64 + "@tanhoa.example", id="the longest name"),
    ],
)
def test_a_mailbox_passes_as_it_is(mailbox: str) -> None:
    assert checked_mailbox(mailbox) == mailbox


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("buoi", "***", id="no at sign: all of it may be a name"),
        pytest.param("bưởi@tanhoa.example", "***@tanhoa.example", id="only the domain is left"),
        pytest.param("a@b@tanhoa.example", "***@tanhoa.example", id="two at signs"),
        pytest.param("b@Nguyễn Thị Bưởi", "***", id="no domain either"),
        pytest.param("b@" + "a." * 150 + "example", "***", id="endless"),
    ],
)
def test_a_refused_mailbox_is_masked(text: str, shown: str) -> None:
    with pytest.raises(MailboxError) as refused:
        checked_mailbox(text)

    assert refused.value.facts == {"mailbox": shown}
    assert masked(text) == shown


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        pytest.param("250 Ok: queued as 4C1", "250 Ok: queued as 4C1", id="as it is"),
        pytest.param("250 one\r\ntwo\tthree\x00", "250 one two three", id="one line"),
        pytest.param(
            "550 <nguyen.bui@mail.example>: unknown; a+b@c.example",
            "550 <***@mail.example>: unknown; ***@c.example",
            id="mailboxes masked",
        ),
        pytest.param("x" * 300 + "@c.example", "***@c.example", id="a long one too"),
        pytest.param("554 \udcff\udc80 raw", "554 raw", id="bytes that were no text"),
        pytest.param("", "", id="nothing said"),
    ],
)
def test_words_of_a_server_are_kept_without_mailboxes(said: str, kept: str) -> None:
    assert reply_text(said) == kept


def test_words_of_a_server_are_cut_after_masking() -> None:
    said = "x" * (REPLY_CHARACTERS - 8) + " nguyen.van.bui@mail.example"

    kept = reply_text(said + " y" * 100_000)

    assert len(kept) == REPLY_CHARACTERS
    assert "nguyen" not in kept

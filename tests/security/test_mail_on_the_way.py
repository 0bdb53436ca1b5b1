"""What is put into a mail cannot end it, begin another, or speak to the server."""

import pytest

from monitor.render.mime import build_message
from tests.builders import vn

SMUGGLED = (
    "\r\n.\r\nMAIL FROM:<x@y.example>\r\nRCPT TO:<z@y.example>\r\nDATA\r\n",
    "\n.\nMAIL FROM:<x@y.example>",
    "\r.\rMAIL FROM:<x@y.example>",
    "\n.\r\nMAIL FROM:<x@y.example>",
    "\r\n.\nQUIT",
    "\x00.\x00",
    "--=_boundary--\r\n",
    "." * 2_000,
)


@pytest.mark.parametrize("text", SMUGGLED, ids=range(len(SMUGGLED)))
def test_no_text_ends_a_mail_before_its_end(text: str) -> None:
    message = build_message(
        key="k",
        kind="digest",
        sender=(text, "a@b.example"),
        recipient=(text, "c@d.example"),
        subject=text,
        text=text,
        html=f"<p>{text}</p>",
        at=vn("2026-11-11 08:00"),
    )

    lines = message.content.split(b"\r\n")
    assert all(len(line) <= 78 for line in lines)
    assert not any(line.startswith(b".") for line in lines)
    assert not any(set(line) & set(b"\r\n\x00") for line in lines)
    assert message.content.isascii()

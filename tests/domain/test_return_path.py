"""A return path names a message and nothing else does; it fits where mail servers look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.message import checked_mailbox
from monitor.domain.return_path import LOCAL_OCTETS, MAILBOX_OCTETS, ReturnPath, token_in

SECRET = b"\x07" * 32
LONG = "t" * MAILBOX_OCTETS + "@tanbinhan.example"
IDS = st.integers(min_value=0, max_value=2**63 - 1)


def a_path(*, secret: bytes = SECRET, is_tagged: bool = True) -> ReturnPath:
    return ReturnPath(mailbox=LONG, secret=secret, is_tagged=is_tagged)


@given(message=IDS)
def test_a_message_is_read_back_from_its_return_path(message: int) -> None:
    sender = a_path().sender(message)

    assert a_path().opened(token_in(sender)) == message
    assert a_path().opened(token_in(sender.upper())) == message


@given(message=IDS)
def test_it_is_a_mailbox_that_every_server_takes(message: int) -> None:
    sender = a_path().sender(message)

    assert checked_mailbox(sender) == sender
    assert len(sender.partition("@")[0]) <= LOCAL_OCTETS


@given(message=IDS, other=IDS)
def test_no_message_is_named_under_another_ones_seal(message: int, other: int) -> None:
    names, _, _ = a_path().token(message).partition(".")
    _, _, seal = a_path().token(other).partition(".")

    assert (a_path().opened(f"{names}.{seal}") is None) == (message != other)


def test_a_seal_of_another_office_is_none() -> None:
    assert a_path(secret=b"other").opened(a_path().token(7)) is None


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("tra-lai@tanbinhan.example", id="no sub-address"),
        pytest.param("tra-lai+viec@tanbinhan.example", id="another sub-address"),
        pytest.param("tra-lai+7.@tanbinhan.example", id="no seal"),
        pytest.param("tra-lai+7.aaaaaaaaaaaaaaa@tanbinhan.example", id="a short seal"),
        pytest.param("tra-lai+7.AAAAAAAAAAAAAAAA@tanbinhan.example", id="a wrong seal"),
        pytest.param("tra-lai+-7.aaaaaaaaaaaaaaaa@tanbinhan.example", id="a negative id"),
        pytest.param("+@", id="nothing"),
        pytest.param("", id="empty"),
    ],
)
def test_what_bears_no_seal_of_ours_names_nothing(address: str) -> None:
    assert a_path().opened(token_in(address)) is None


def test_without_sub_addresses_the_mailbox_stands_as_it_is() -> None:
    assert a_path(is_tagged=False).sender(7) == LONG


def test_the_token_of_a_message_never_changes() -> None:
    assert a_path().token(36**2) == "100.xv6a7jcfenwnkgwf"


def test_the_secret_is_not_shown() -> None:
    assert "secret" not in repr(a_path())

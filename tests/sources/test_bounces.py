"""Returned mail is read in the forms that servers write; whatever else comes breaks nothing."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.domain.bounce import Action, Outcome, Report
from monitor.sources.bounces import MOST_OUTCOMES, MOST_PARTS, READ_BYTES, read_report
from tests.returned_mail import AWAY, OUR_ID, READ_RECEIPT, Bounce

FORMS = [
    pytest.param("postfix", id="Postfix"),
    pytest.param("exchange", id="Exchange, in Vietnamese"),
    pytest.param("gmail", id="Gmail"),
    pytest.param("qmail", id="qmail"),
]


@pytest.mark.parametrize("form", FORMS)
def test_a_report_is_read_whoever_wrote_it(form: str) -> None:
    report = read_report(getattr(Bounce(to="tra-lai+7.seal@xa.example"), form)())

    (outcome,) = report.outcomes
    assert (outcome.action, outcome.final, outcome.status) == (
        Action.FAILED,
        "binh@xa.example",
        "5.1.1",
    )
    assert set(report.addressed) == {"tra-lai+7.seal@xa.example"}
    assert report.message_id == OUR_ID
    assert not report.is_auto_reply


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered", "expanded"])
def test_what_is_no_failure_is_told_apart(action: str) -> None:
    (outcome,) = read_report(Bounce(action=action, status="4.4.1").postfix()).outcomes

    assert outcome == Outcome(action=Action(action), final="binh@xa.example", status="4.4.1")


def test_the_envelope_and_whom_we_meant_are_read() -> None:
    bounce = Bounce(
        envelope_id="7.seal", meant="binh@xa.example", recipient="nha@rieng.example"
    )

    report = read_report(bounce.postfix())

    assert report.envelope_id == "7.seal"
    assert report.outcomes == (
        Outcome(
            action=Action.FAILED,
            final="nha@rieng.example",
            meant="binh@xa.example",
            status="5.1.1",
        ),
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param((b"Status: 5.1.1\n", b""), ("failed", "5.1.1"), id="status in the words"),
        pytest.param((b"Action: failed\n", b""), ("failed", "5.1.1"), id="no action"),
        pytest.param((b"Action: failed", b"ACTION: Failed "), ("failed", "5.1.1"), id="case"),
        pytest.param((b"Final-Recipient", b"X-Recipient"), None, id="nobody is named"),
        pytest.param(
            (b"rfc822; binh@xa.example", b"binh@xa.example"), ("failed", "5.1.1"), id="no type"
        ),
        pytest.param(
            (b"delivery-status\n\n", b"delivery-status\n\n\n\n"),
            ("failed", "5.1.1"),
            id="blank lines",
        ),
    ],
)
def test_small_liberties_are_taken(
    change: tuple[bytes, bytes], expected: tuple[str, str] | None
) -> None:
    mail = Bounce().postfix()
    assert change[0] in mail

    outcomes = read_report(mail.replace(*change)).outcomes

    assert [(one.action, one.status) for one in outcomes] == ([expected] if expected else [])


@pytest.mark.parametrize("written", [b"<%s>", b"%s", b" %s ", b"\n <%s>"])
def test_a_returned_id_is_read_with_and_without_its_brackets(written: bytes) -> None:
    bare = OUR_ID.encode()
    mail = Bounce().postfix()

    changed = mail.replace(b"<%s>" % bare, written % bare)

    assert changed != mail or written == b"<%s>"
    assert read_report(changed).message_id == OUR_ID


def test_a_machines_answer_in_somebodys_absence_is_no_report() -> None:
    assert read_report(AWAY) == Report(addressed=("tra-lai@xa.example",), is_auto_reply=True)


@pytest.mark.parametrize(
    "mail",
    [
        pytest.param(READ_RECEIPT, id="a read receipt"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x00\xff\xfe", id="no mail"),
        pytest.param(
            b"Subject: hop\n\nxin chao <binh@xa.example>: 5.1.1", id="somebody's mail"
        ),
        pytest.param(Bounce().postfix()[:700], id="cut within the words"),
        pytest.param(Bounce().postfix().replace(b"Content-Type", b"X-Type"), id="no types"),
        pytest.param(Bounce().qmail().replace(b"Hi. This", b"Hello. This"), id="no qmail"),
        pytest.param(
            b"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n%%%",
            id="a status that is none",
        ),
    ],
)
def test_what_is_no_report_has_no_outcomes(mail: bytes) -> None:
    report = read_report(mail)

    assert report.outcomes == ()
    assert not report.is_auto_reply


@pytest.mark.parametrize(
    "charset", ["utf-8", "khong-co", "utf-16", "idna", "\xff", "rot13", "undefined"]
)
def test_no_charset_breaks_it(charset: str) -> None:
    mail = Bounce().postfix().replace(b"charset=utf-8", f"charset={charset}".encode())

    assert read_report(mail).outcomes


def test_bytes_of_any_charset_in_headers_break_nothing() -> None:
    mail = Bounce().postfix().replace(b"Subject: ", b"Subject: \xe1\xba\xa7\xff ")
    odd = mail.replace(b"Original", b"Original").replace(b"Action: ", b"Action: \xff")

    assert read_report(mail).outcomes
    assert read_report(odd).outcomes[0].action is Action.FAILED  # by its status


def test_many_recipients_are_cut() -> None:
    group = b"\nFinal-Recipient: rfc822; b%d@xa.example\nAction: failed\nStatus: 5.1.1\n"
    mail = b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n" + b"".join(
        group % number for number in range(1_000)
    )

    assert len(read_report(mail).outcomes) == MOST_OUTCOMES


def nested(depth: int, inside: bytes) -> bytes:
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n)
        for n in range(depth)
    )
    return head + inside


def test_depth_does_not_break_it_and_takes_no_time() -> None:
    began = time.monotonic()
    shallow = read_report(
        nested(MOST_PARTS - 6, Bounce().postfix().partition(b"0700 (+07)\n")[2])
    )
    deep = read_report(nested(5_000, Bounce().postfix()))

    assert deep.outcomes == ()
    assert shallow.message_id in {"", OUR_ID}
    assert time.monotonic() - began < 10


def test_a_mail_of_10_mb_is_read_by_its_beginning() -> None:
    mail = Bounce().exchange() + b"x" * 76 + b"\r\n" * (2 << 20)
    began = time.monotonic()

    assert read_report(mail).message_id == OUR_ID
    assert read_report(b"a: b\n" * (1 << 20)).outcomes == ()
    assert time.monotonic() - began < 10


def test_what_is_behind_the_beginning_is_not_looked_at() -> None:
    mail = Bounce().postfix()
    words = b"This is the mail system"
    long = mail.replace(
        words, b"x" * 60 + b"\n" + (b"y" * 60 + b"\n") * (READ_BYTES // 60) + words
    )

    assert read_report(long).outcomes == ()


PIECES = st.sampled_from(
    [
        *(b"\n", b"\r\n", b"--", b"--4ABCDE.1/mx.xa.example", b'"', b";", b"\xff", b"\x00"),
        *(b"Content-Type: ", b"multipart/report; boundary=", b"message/rfc822", b"base64"),
        *(b"message/delivery-status", b"Final-Recipient: ", b"Original-Envelope-Id:"),
        *(b"To: ", b"<", b"@", b"(", b"=?utf-8?b?"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    form=st.sampled_from(["postfix", "exchange", "gmail", "qmail"]),
    blows=st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 40), PIECES), max_size=12),
)
@example(form="postfix", blows=[])
def test_a_broken_mail_raises_nothing(form: str, blows: list[tuple[int, int, bytes]]) -> None:
    mail = getattr(Bounce(), form)()
    for start, length, piece in blows:
        mail = mail[:start] + piece + mail[start + length :]

    assert isinstance(read_report(mail), Report)

"""Which report is believed, about what, and what it amounts to."""

from dataclasses import replace

import pytest

from monitor.domain.bounce import (
    Action,
    Belief,
    Named,
    Outcome,
    Report,
    action_of,
    believed,
    named,
    outcome_for,
    spoils,
    status_in,
)
from monitor.domain.message import MessageState, OutboxEntry, Phase
from monitor.domain.return_path import ReturnPath
from tests.builders import vn

RETURNS = ReturnPath(mailbox="tra-lai@xa.example", secret=b"one", is_tagged=True)
PLAIN = replace(RETURNS, is_tagged=False)
FORGED = replace(RETURNS, secret=b"another").sender(7)
BINH = "binh@xa.example"
FAILED = Outcome(action=Action.FAILED, final=BINH, status="5.1.1")
ENTRY = OutboxEntry(
    id=7,
    key="digest/binh/2026-11-12/morning",
    kind="digest",
    recipient="Binh@xa.example",
    state=MessageState.SENT,
    held_for=None,
    phase=Phase.NONE,
    attempts=1,
    is_uncertain=False,
    created_at=vn("2026-11-12 07:40"),
    claimable_at=None,
    sent_at=vn("2026-11-12 07:41"),
    reply="250 Ok",
)


@pytest.mark.parametrize(
    ("report", "returns", "expected"),
    [
        pytest.param(
            Report(addressed=("hop@xa.example", RETURNS.sender(7))),
            RETURNS,
            Named(id=7),
            id="the address it came to",
        ),
        pytest.param(
            Report(envelope_id=RETURNS.token(7)), RETURNS, Named(id=7), id="the envelope"
        ),
        pytest.param(
            Report(envelope_id=RETURNS.token(7)),
            PLAIN,
            Named(id=7),
            id="the envelope, without sub-addresses",
        ),
        pytest.param(
            Report(addressed=(FORGED, RETURNS.sender(7))),
            RETURNS,
            Named(id=7),
            id="a good one beside a bad one",
        ),
        pytest.param(
            Report(addressed=(FORGED,), message_id="a@xa.example"),
            PLAIN,
            Named(),
            id="a bad seal spoils the rest",
        ),
        pytest.param(
            Report(envelope_id=RETURNS.token(7)[:-1] + "7", message_id="a@xa.example"),
            PLAIN,
            Named(),
            id="a bad seal in the envelope",
        ),
        pytest.param(
            Report(addressed=("tra-lai@xa.example",), message_id="a@xa.example"),
            RETURNS,
            Named(),
            id="where all is sealed, a Message-ID is no proof",
        ),
        pytest.param(
            Report(addressed=("hop@xa.example",), envelope_id="QQ", message_id="a@xa.example"),
            PLAIN,
            Named(message_id="a@xa.example"),
            id="else it is what there is",
        ),
    ],
)
def test_which_message_a_report_names(
    report: Report, returns: ReturnPath, expected: Named
) -> None:
    assert named(report, returns) == expected


@pytest.mark.parametrize(
    ("state", "phase", "is_uncertain", "expected"),
    [
        pytest.param("sent", "", False, "yes", id="sent"),
        pytest.param("ready", "", True, "yes", id="perhaps sent"),
        pytest.param("held", "", True, "yes", id="held for doubt"),
        pytest.param("parked", "", True, "yes", id="given up, perhaps sent"),
        pytest.param("ready", "data", False, "later", id="going out"),
        pytest.param("ready", "claimed", True, "later", id="going out again"),
        pytest.param("ready", "claimed", False, "no", id="about to go out"),
        pytest.param("ready", "", False, "no", id="never gone"),
        pytest.param("parked", "", False, "no", id="refused"),
    ],
)
def test_only_what_went_out_can_have_come_back(
    state: str, phase: str, *, is_uncertain: bool, expected: str
) -> None:
    entry = replace(
        ENTRY, state=MessageState(state), phase=Phase(phase), is_uncertain=is_uncertain
    )

    assert believed(entry) is Belief(expected)


@pytest.mark.parametrize(
    ("outcomes", "action"),
    [
        pytest.param((FAILED,), Action.FAILED, id="ours"),
        pytest.param(
            (replace(FAILED, final="nha@rieng.example", meant=BINH),),
            Action.FAILED,
            id="meant for ours, and forwarded",
        ),
        pytest.param(
            (replace(FAILED, action=Action.DELAYED), FAILED), Action.FAILED, id="the worst"
        ),
        pytest.param(
            (replace(FAILED, final="khac@xa.example"), replace(FAILED, action=Action.DELAYED)),
            Action.DELAYED,
            id="another's is not ours",
        ),
        pytest.param(
            (replace(FAILED, final="khac@xa.example"),), Action.BEYOND, id="one of a list"
        ),
    ],
)
def test_what_is_told_of_the_recipient(outcomes: tuple[Outcome, ...], action: Action) -> None:
    assert outcome_for(Report(outcomes=outcomes), ENTRY.recipient).action is action


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        pytest.param(FAILED, True, id="no such mailbox"),
        pytest.param(replace(FAILED, status="5.2.2"), True, id="full for good"),
        pytest.param(replace(FAILED, status="5.7.1"), True, id="not let in"),
        pytest.param(replace(FAILED, status="5.0.0"), True, id="refused, no more is told"),
        pytest.param(replace(FAILED, final="", meant=BINH), True, id="by the one meant"),
        pytest.param(replace(FAILED, status="4.4.1"), False, id="given up after days"),
        pytest.param(replace(FAILED, status=""), False, id="no status"),
        pytest.param(replace(FAILED, status="5.3.4"), False, id="the message was too long"),
        pytest.param(replace(FAILED, status="5.6.1"), False, id="its content was not taken"),
        pytest.param(replace(FAILED, action=Action.DELAYED), False, id="delayed"),
        pytest.param(
            replace(FAILED, final="nha@rieng.example", meant=BINH), False, id="forwarded"
        ),
    ],
)
def test_what_spoils_a_mailbox(outcome: Outcome, *, expected: bool) -> None:
    assert spoils(outcome, ENTRY.recipient) is expected


@pytest.mark.parametrize(
    ("texts", "status"),
    [
        pytest.param(["5.1.1"], "5.1.1", id="plain"),
        pytest.param(["5.1.10 (bad destination)"], "5.1.10", id="with a comment"),
        pytest.param(
            ["", "smtp; 550-5.1.1 No such user."], "5.1.1", id="in the server's words"
        ),
        pytest.param(["", "smtp; 452 too much mail"], "4.0.0", id="a reply's class"),
        pytest.param(["nobody (#5.1.1)."], "5.1.1", id="qmail's"),
        pytest.param(["from 4.1.2.3 and 5.9.9.9", "smtp; 550 x"], "5.0.0", id="no address"),
        pytest.param(["5.01.1"], "5.1.1", id="a leading nought"),
        pytest.param(["9.9.9", "x"], "", id="nothing"),
    ],
)
def test_status_codes_are_found(texts: list[str], status: str) -> None:
    assert status_in(texts) == status


@pytest.mark.parametrize(
    ("text", "status", "action"),
    [
        pytest.param("Failed", "", "failed", id="the word counts"),
        pytest.param("delayed (will retry)", "5.0.0", "delayed", id="before the status"),
        pytest.param("", "5.1.1", "failed", id="no word: failed by status"),
        pytest.param("thất bại", "4.0.0", "delayed", id="a word nobody knows"),
        pytest.param("beyond", "2.0.0", "delivered", id="our own word is no server's"),
        pytest.param("", "", None, id="nothing"),
    ],
)
def test_actions_are_read(text: str, status: str, action: str | None) -> None:
    assert action_of(text, status) == (Action(action) if action else None)

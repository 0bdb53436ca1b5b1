"""Every mail as an official reads it: whole texts, the HTML, and what may never be in them."""

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

import pytest

from monitor.domain.errors import MailboxError, RenderError
from monitor.domain.notice import Notice, NoticeKind
from monitor.notices.digest import digests
from monitor.notices.letter_mails import LetterMailFacts
from monitor.render.mail import MailRenderer
from monitor.render.words import Words
from tests.builders import vn
from tests.notices.office import an_occasion, late_burial, matters
from tests.notices.scenes import SCENES
from tests.render.sample_letters import BEFORE

ROOT = Path(__file__).resolve().parents[2]
EMAILS = ROOT / "templates" / "emails"
GOLDEN = ROOT / "tests" / "golden" / "mails"
AT = vn("2026-11-12 07:40")
SENDER = ("UBND xã Tân Bình An", "canhbao@tanbinhan.example")


@pytest.fixture
def mails(words: Words) -> MailRenderer:
    return MailRenderer(words, sender=SENDER, address="Đồng chí")


def read(mails: MailRenderer, notice: Notice) -> EmailMessage:
    content = mails.message(notice, at=AT).content
    return message_from_bytes(content, policy=policy.default)


def body(mail: EmailMessage, subtype: str) -> str:
    part = mail.get_body((subtype,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


class Visible(HTMLParser):
    """Collects what a reader sees, and the tags around it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: set[str] = set()
        self._is_in_head = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._is_in_head = self._is_in_head or tag == "head"

    def handle_endtag(self, tag: str) -> None:
        self._is_in_head = self._is_in_head and tag != "head"

    def handle_data(self, data: str) -> None:
        if not self._is_in_head:
            self.texts.append(data)


EVERY_SCENE = pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in SCENES])


@EVERY_SCENE
def test_a_mail_reads_as_approved(mails: MailRenderer, name: str) -> None:
    expected = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")

    mail = read(mails, SCENES[name])

    assert f"Subject: {mail['Subject']}\n\n{body(mail, 'plain')}" == expected


@EVERY_SCENE
def test_the_html_says_the_same_words_in_the_same_order(mails: MailRenderer, name: str) -> None:
    mail = read(mails, SCENES[name])

    seen = Visible(body(mail, "html"))

    assert " ".join(seen.texts).split() == body(mail, "plain").split()


@EVERY_SCENE
def test_the_html_fits_a_phone_and_fetches_nothing(mails: MailRenderer, name: str) -> None:
    html = body(read(mails, SCENES[name]), "html")

    assert not re.search(r"https?:|//|src=|href=|url\(|<style|<script", html)
    assert "max-width:640px" in html
    assert "width=device-width" in html
    assert not Visible(html).tags & {"table", "img", "link", "pre"}


TRACE = r"(?m)[{}|]|None|True|False| [.,;:]|[ \t]\n|\n{3}|\(\)|^- *$"


@EVERY_SCENE
def test_a_text_has_no_trace_of_a_template(mails: MailRenderer, name: str) -> None:
    text = body(read(mails, SCENES[name]), "plain")

    assert not re.search(TRACE, text.strip())


@EVERY_SCENE
def test_only_the_citizen_reads_who_the_applicant_is(mails: MailRenderer, name: str) -> None:
    notice = SCENES[name]
    mail = read(mails, notice)

    seen = body(mail, "plain") + body(mail, "html") + str(mail["Subject"])

    is_citizen = not notice.recipient.person
    assert is_citizen or BEFORE.applicant.name not in seen
    assert BEFORE.applicant.phone not in seen
    assert BEFORE.applicant.address not in seen


def test_every_kind_is_seen_in_a_scene() -> None:
    assert {notice.kind for notice in SCENES.values()} == set(NoticeKind)


def test_every_golden_text_belongs_to_a_scene() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(SCENES)


def test_every_kind_has_its_folder_of_words_and_every_folder_its_kind() -> None:
    folders = {path.name for path in EMAILS.iterdir() if path.is_dir()} - {"sentences"}

    assert folders == {kind.value for kind in NoticeKind}
    for folder in folders:
        names = {path.name for path in (EMAILS / folder).iterdir()}
        assert names == {"subject.txt", "body.txt", "body.html"}


def test_every_sentence_is_said_somewhere() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in EMAILS.rglob("*.*"))
    lines = {"line_whose", "line_deadline", "line_letter", "line_notes"}

    said = set(re.findall(r'say\("(\w+)"', sources)) | lines

    assert said == {path.stem for path in (EMAILS / "sentences").iterdir()}


HOSTILE = '<b onclick="x">Thủ tục</b>\r\n\r\nQUÁ HẠN {{ 1 + 1 }}'


@pytest.fixture
def hostile() -> Notice:
    """A digest of a dossier whose words come from somebody who means no good."""
    dossier = replace(
        late_burial(),
        code="H99\r\nBcc: x@example.org",
        procedure=None,
        procedure_name=HOSTILE,
        step=HOSTILE,
    )
    occasion = an_occasion()
    return next(digests(matters(occasion, dossier), occasion))


def test_markup_in_names_is_text(mails: MailRenderer, hostile: Notice) -> None:
    mail = read(mails, hostile)

    seen = Visible(body(mail, "html"))

    assert "b" in seen.tags
    assert '<b onclick="x">Thủ tục</b> QUÁ HẠN {{ 1 + 1 }}' in " ".join(seen.texts)
    assert "onclick" not in re.sub(r"&lt;.*?&gt;", "", body(mail, "html"))


def test_line_breaks_in_names_start_no_line_of_ours(
    mails: MailRenderer, hostile: Notice
) -> None:
    mail = read(mails, hostile)

    lines = body(mail, "plain").split("\n")

    assert "1. H99 Bcc: x@example.org" in lines
    assert not any(line.startswith("QUÁ HẠN") for line in lines)
    assert mail["Bcc"] is None


def test_line_breaks_in_a_subject_are_spaces(mails: MailRenderer) -> None:
    notice = SCENES["leader"]
    hostile = replace(notice, facts=replace(notice.facts, scope="UBND\r\nBcc: x@example.org"))

    mail = read(mails, hostile)

    assert str(mail["Subject"]).startswith("[Quá hạn] UBND Bcc: x@example.org:")
    assert mail["Bcc"] is None


def test_officials_are_addressed_as_the_office_chooses(words: Words) -> None:
    mails = MailRenderer(words, sender=SENDER, address="Ông/Bà")

    text = body(read(mails, SCENES["leader"]), "plain")

    assert text.startswith("Kính gửi: Ông/Bà Lê Quang Thạnh, Phó Chủ tịch UBND xã\n")
    assert "Kính đề nghị ông/bà:" in text
    assert "đồng chí" not in text.lower()


@pytest.mark.parametrize(
    ("name", "files"),
    [
        pytest.param("citizen-letter", {"thu-xin-loi.pdf"}, id="letter to the citizen"),
        pytest.param("one-stop-notice", {"thu-xin-loi.pdf"}, id="letter to the counter"),
        pytest.param(
            "report-month",
            {f"bao-cao-2026-11.{ending}" for ending in ("pdf", "docx", "xlsx")},
            id="a month",
        ),
        pytest.param(
            "report-empty",
            {f"bao-cao-2026-10-15-2026-11-14.{ending}" for ending in ("pdf", "docx", "xlsx")},
            id="a period",
        ),
        pytest.param("digest-handler", set(), id="a warning carries none"),
    ],
)
def test_files_go_along_under_plain_names(
    mails: MailRenderer, name: str, files: set[str]
) -> None:
    mail = read(mails, SCENES[name])

    assert {part.get_filename() for part in mail.iter_attachments()} == files


def test_mails_about_one_dossier_stand_together(mails: MailRenderer) -> None:
    citizen = read(mails, SCENES["citizen-letter"])
    counter = read(mails, SCENES["one-stop-notice"])

    assert citizen["References"] == counter["References"]


@EVERY_SCENE
def test_one_notice_gives_one_message_to_the_byte(mails: MailRenderer, name: str) -> None:
    notice = SCENES[name]

    first, second = mails.message(notice, at=AT), mails.message(notice, at=AT)

    assert first == second
    assert (first.key, first.kind) == (notice.key, notice.kind)
    assert first.recipient == notice.recipient.mailbox


def test_a_letter_without_its_number_is_an_error_and_no_blank(mails: MailRenderer) -> None:
    notice = replace(SCENES["citizen-letter"], facts=LetterMailFacts(letter=BEFORE))

    with pytest.raises(RenderError):
        mails.message(notice, at=AT)


def test_a_mailbox_without_an_at_is_refused(mails: MailRenderer) -> None:
    notice = SCENES["digest-handler"]
    nowhere = replace(notice, recipient=replace(notice.recipient, mailbox="hoa"))

    with pytest.raises(MailboxError):
        mails.message(nowhere, at=AT)

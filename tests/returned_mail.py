"""Returned mail as servers write it: Postfix, Exchange, Gmail, qmail; and what is none.

Written by us after the standards and the shape of what such servers send; names are invented.
"""

from dataclasses import dataclass

OUR_ID = "abc@xa.example"
HEADERS = f"""\
From: =?utf-8?b?VsSDbiBwaMOybmc=?= <dunghan@xa.example>
To: binh@xa.example
Subject: =?utf-8?b?Tmjhuq9jIGjhuqFu?=
Message-ID: <{OUR_ID}>
Auto-Submitted: auto-generated
"""


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """What a report is about, in whatever form it is then written."""

    to: str = "tra-lai@xa.example"
    recipient: str = "binh@xa.example"
    meant: str = ""
    action: str = "failed"
    status: str = "5.1.1"
    envelope_id: str = ""
    message_id: str = OUR_ID

    @property
    def headers(self) -> str:
        return HEADERS.replace(OUR_ID, self.message_id)

    def postfix(self) -> bytes:
        """Return a report as Postfix writes it; the returned headers apart."""
        envelope = f"Original-Envelope-Id: {self.envelope_id}\n" if self.envelope_id else ""
        meant = f"Original-Recipient: rfc822;{self.meant}\n" if self.meant else ""
        return f"""\
Return-Path: <>
Delivered-To: {self.to}
Received: by mx.xa.example (Postfix)
\tid 4ABCDE; Thu, 12 Nov 2026 07:42:00 +0700 (+07)
Date: Thu, 12 Nov 2026 07:42:00 +0700 (+07)
From: MAILER-DAEMON@mx.xa.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {self.to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4ABCDE.1/mx.xa.example"
Message-Id: <20261112004200.4ABCDE@mx.xa.example>

This is a MIME-encapsulated message.

--4ABCDE.1/mx.xa.example
Content-Description: Notification
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

This is the mail system at host mx.xa.example. Your message could not be delivered.

--4ABCDE.1/mx.xa.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.xa.example
{envelope}X-Postfix-Queue-ID: 4ABCDE
Arrival-Date: Thu, 12 Nov 2026 07:41:00 +0700 (+07)

Final-Recipient: rfc822; {self.recipient}
{meant}Action: {self.action}
Status: {self.status}
Remote-MTA: dns; mail.xa.example
Diagnostic-Code: smtp; 550 {self.status} <{self.recipient}>: Recipient address rejected

--4ABCDE.1/mx.xa.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

{self.headers}
--4ABCDE.1/mx.xa.example--
""".encode()

    def exchange(self) -> bytes:
        """Return a report as Exchange writes it, in Vietnamese, the mail itself behind it."""
        words = "Không gửi được thư cho người nhận hoặc nhóm sau đây:"
        return f"""\
Received: from mbx.bo.example ([10.1.2.3]) by edge.bo.example with Microsoft SMTP Server
From: <postmaster@bo.example>
To: <{self.to}>
Date: Thu, 12 Nov 2026 00:42:00 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="_a1b2c3_"
Content-Language: vi-VN
Message-ID: <9f8e7d@bo.example>
In-Reply-To: <{self.message_id}>
References: <{self.message_id}>
Subject: =?utf-8?B?S2jDtG5nIGfhu61pIMSRxrDhu6Nj?=
MIME-Version: 1.0

--_a1b2c3_
Content-Type: multipart/alternative; differences=Content-Type;
\tboundary="_d4e5f6_"

--_d4e5f6_
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 8bit

{words} {self.recipient}

--_d4e5f6_
Content-Type: text/html; charset="utf-8"

<p>{words}</p>
--_d4e5f6_--

--_a1b2c3_
Content-Type: message/delivery-status

Reporting-MTA: dns;mbx.bo.example
Received-From-MTA: dns;mx.xa.example
Arrival-Date: Thu, 12 Nov 2026 00:41:00 +0000

Original-Recipient: rfc822;{self.meant or self.recipient}
Final-Recipient: RFC822;{self.recipient.upper()}
Action: {self.action}
Status: {self.status}
X-Supplementary-Info: < #{self.status} smtp;550 RESOLVER.ADR.RecipientNotFound>
X-Display-Name: Tr=?utf-8?q?=E1=BA=A7n?=

--_a1b2c3_
Content-Type: message/rfc822

{self.headers}MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=_inner"

--=_inner
Content-Type: text/plain; charset=utf-8

Status: 2.0.0
--=_inner--

--_a1b2c3_--
""".replace("\n", "\r\n").encode()

    def gmail(self) -> bytes:
        """Return a report as Gmail writes it: the words nested, pictures among them."""
        return f"""\
Delivered-To: {self.to}
From: Mail Delivery Subsystem <mailer-daemon@thu.example>
To: {self.to}
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: <{self.message_id}>
In-Reply-To: <{self.message_id}>
X-Failed-Recipients: {self.recipient}
Message-ID: <1a.2b@mx.thu.example>
Date: Wed, 11 Nov 2026 16:42:00 -0800 (PST)
Content-Type: multipart/report; boundary="000012"; report-type=delivery-status

--000012
Content-Type: multipart/related; boundary="000034"

--000034
Content-Type: multipart/alternative; boundary="000056"

--000056
Content-Type: text/plain; charset="UTF-8"

** Address not found **

--000056--
--000034
Content-Type: image/png; name="icon.png"
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--000034--
--000012
Content-Type: message/delivery-status

Reporting-MTA: dns; thu.example
Received-From-MTA: dns; dunghan@xa.example
Arrival-Date: Wed, 11 Nov 2026 16:41:58 -0800 (PST)
X-Original-Message-ID: <{self.message_id}>

Final-Recipient: rfc822; {self.recipient}
Action: {self.action}
Status: {self.status}
Diagnostic-Code: smtp; 550-{self.status} The account that you tried to reach does not exist.
 550 {self.status} Please check the address.
Last-Attempt-Date: Wed, 11 Nov 2026 16:42:00 -0800 (PST)

--000012
Content-Type: message/rfc822

{self.headers}
----- Message truncated -----

--000012--
""".encode()

    def qmail(self) -> bytes:
        """Return a notice as qmail writes it: text alone."""
        return f"""\
Received: (qmail 4242 invoked for bounce); 12 Nov 2026 00:42:00 -0000
Date: 12 Nov 2026 00:42:00 -0000
From: MAILER-DAEMON@cu.example
To: {self.to}
Subject: failure notice

Hi. This is the qmail-send program at cu.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{self.recipient}>:
Sorry, no mailbox here by that name. (#{self.status})

--- Below this line is a copy of the message.

Return-Path: <{self.to}>
Received: from unknown (HELO mx.xa.example) (10.0.0.1)
{self.headers}
Kính gửi
""".encode()


AWAY = """\
From: binh@xa.example
To: tra-lai@xa.example
Subject: =?utf-8?b?xJBpIHbhuq9uZw==?=
Auto-Submitted: auto-replied (vacation)
In-Reply-To: <abc@xa.example>
Content-Type: text/plain; charset=utf-8

Tôi nghỉ phép đến hết tuần. <binh@xa.example>: 5.1.1
""".encode()

READ_RECEIPT = b"""\
From: binh@xa.example
To: tra-lai@xa.example
Content-Type: multipart/report; report-type=disposition-notification; boundary="b"

--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822;binh@xa.example
Disposition: manual-action/MDN-sent-manually; displayed

--b--
"""

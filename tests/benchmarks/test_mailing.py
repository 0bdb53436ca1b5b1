"""The mails that are measured are sent, all of them, beside loops that send the same bytes."""

from benchmarks import mailing


def test_every_row_is_measured() -> None:
    rows = list(mailing.measure(turns=1, mails=8))

    assert [one.name for one in rows] == [
        "fsync_of_4_KiB_on_this_disk",
        "mails_sent_vs_one_connection",
        "mails_sent_vs_one_each",
        "durable_commits_a_mail",
        "mails_sent_tls_vs_one_connection",
        "mails_sent_tls_vs_one_each",
    ]
    assert all(one.ours > 0 for one in rows)
    assert {len(mail.content) for mail in mailing.digests(1)} < set(range(10_000, 20_000))

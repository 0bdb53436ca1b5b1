"""Payments are counted and summed; results by post are a part of the resolved."""

from monitor.domain.figures import Share
from reports.sections.payments import Payments
from tests.reports.sections.supplying import a_supply
from tests.reports.snapshots import OFFICE_NOVEMBER, a_report


def test_payments_and_post() -> None:
    given = a_supply(payments=642, payment_amount=38_520_000, post_results=2)
    lines = a_report(*OFFICE_NOVEMBER, supplied=given).part(Payments).lines

    values = [one.amount.value for one in lines if one.amount is not None]
    assert values == [642, 38_520_000, 2]
    assert [one.share for one in lines] == [None, None, Share(numerator=2, denominator=11)]


def test_what_nobody_gave_is_not_known() -> None:
    lines = a_report(*OFFICE_NOVEMBER).part(Payments).lines

    assert [(one.amount, one.share) for one in lines] == [(None, None)] * 3

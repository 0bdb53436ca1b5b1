"""The codes of open dossiers are kept as they were, many in little room."""

from monitor.flows.report_codes import packed, unpacked


def test_codes_come_back() -> None:
    codes = [f"000.01.02.H03-261101-{number:04}" for number in range(10_000)]

    content = packed(codes)

    assert unpacked(content) == frozenset(codes)
    assert len(content) < 40_000


def test_none_are_none() -> None:
    assert unpacked(packed(())) == unpacked(b"") == frozenset()

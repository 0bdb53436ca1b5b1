"""What is laid aside comes back, page by page, as often as asked for."""

from monitor.sources.pages import PAGE, Pages


def test_values_come_back_in_their_order_again_and_again() -> None:
    with Pages[int]() as pages:
        pages.add(range(PAGE + 1))
        pages.add([PAGE + 1])

        found = [list(pages), list(pages)]

    assert found == [list(range(PAGE + 2))] * 2


def test_what_is_added_after_a_reading_goes_to_the_end() -> None:
    with Pages[str]() as pages:
        pages.add(["a", "b"])
        next(iter(pages))
        pages.add(["c"])

        assert list(pages) == ["a", "b", "c"]


def test_nothing_laid_aside_is_nothing() -> None:
    with Pages[int]() as pages:
        assert list(pages) == []


def test_much_goes_to_disk_and_comes_back() -> None:
    texts = [f"{number:0>2000}" for number in range(PAGE)]

    with Pages[str]() as pages:
        pages.add(texts)

        assert list(pages) == texts

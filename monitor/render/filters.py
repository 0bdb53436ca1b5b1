"""How dates, hours and numbers are written: the filters of every template.

Days and hours are those of the Vietnam clock. Whole numbers only: what is
rounded is rounded here, by integer arithmetic, half away from zero.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import index

from monitor.catalogues import load_catalogue
from monitor.domain.instants import is_date_only, local, vietnam_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordbook:
    """The words filters need, as `monitor/catalogues/words.toml` holds them."""

    weekdays: tuple[str, ...]  # from Monday
    day: str
    hour: str
    hour_of_day: str
    nothing: str
    money: str


def load_wordbook() -> Wordbook:
    """Read the wordbook that comes with the program."""
    entries = load_catalogue("words")
    return Wordbook(**{**entries, "weekdays": tuple(entries["weekdays"])})


class Filters:
    """The filters, by the names templates call them."""

    def __init__(self, words: Wordbook) -> None:
        self._words = words

    def by_name(self) -> Mapping[str, Callable[..., str]]:
        """Return every filter under its name."""
        return {
            "ngay": self.ngay,
            "ngay_so": ngay_so,
            "ngay_ngan": ngay_ngan,
            "gio": self.gio,
            "gio_so": gio_so,
            "gio_ngay": self.gio_ngay,
            "thu": self.thu,
            "so": so,
            "so_chu": so_chu,
            "so_nua": so_nua,
            "so_le": so_le,
            "ti_le": self.ti_le,
            "dong": self.dong,
            "diem": points,
            "hoa": hoa,
        }

    def ngay(self, on: date) -> str:
        """Write a day as letters do: two digits for days below 10 and months 1 and 2.

        Raises:
            NaiveTimeError: `on` is an instant without a time zone.

        Source:
            docs/law.md#layout
        """
        day = _day(on)
        month = f"{day.month:02}" if day.month <= ZERO_LED_MONTHS else str(day.month)
        return self._words.day.format(day=f"{day.day:02}", month=month, year=day.year)

    def thu(self, on: date) -> str:
        """Name the day of the week."""
        return self._words.weekdays[_day(on).weekday()]

    def gio(self, at: datetime) -> str:
        """Write the hour and the minute, the minute's own word left out."""
        clock = local(at)
        return self._words.hour.format(hour=f"{clock:%H}", minute=f"{clock:%M}")

    def gio_ngay(self, at: datetime) -> str:
        """Write an instant as letters do: hour, minute, day; a whole day by its date."""
        if is_date_only(at):
            return self.ngay(at)
        clock = local(at)
        return self._words.hour_of_day.format(
            hour=f"{clock:%H}", minute=f"{clock:%M}", day=self.ngay(clock)
        )

    def ti_le(self, numerator: int, denominator: int) -> str:
        """Write a share in percent with two decimals, or that nothing occurred.

        Raises:
            ValueError: the denominator is negative.
        """
        if denominator < 0:
            raise ValueError(denominator)
        if denominator == 0:
            return self._words.nothing
        hundredths = (2 * 10_000 * abs(numerator) + denominator) // (2 * denominator)
        sign = "-" if numerator < 0 and hundredths else ""
        whole, decimals = divmod(hundredths, 100)
        return f"{sign}{so(whole)},{decimals:02}%"

    def dong(self, amount: int) -> str:
        """Write an amount of money."""
        return self._words.money.format(amount=so(amount))


def ngay_so(on: date) -> str:
    """Write a day in figures, as tables and mails do."""
    return f"{_day(on):%d/%m/%Y}"


def ngay_ngan(on: date) -> str:
    """Write a day and its month in figures."""
    return f"{_day(on):%d/%m}"


def gio_so(at: datetime) -> str:
    """Write hour and minute in figures."""
    return f"{local(at):%H:%M}"


def so(number: int) -> str:
    """Write a whole number with a dot for the thousands.

    Raises:
        TypeError: the number is not whole, so that no dot can be misread.
    """
    return f"{index(number):,}".replace(",", ".")


def so_chu(number: int) -> str:
    """Write a whole number as running text does: below 10 with a leading zero."""
    if abs(number) < ZERO_LED_BELOW:
        return f"{'-' if number < 0 else ''}{abs(index(number)):02}"
    return so(number)


def so_le(number: int, digits: int = 2) -> str:
    """Write a number of hundredths, or of tenths where `digits` is 1, as a decimal: 3,25."""
    whole, decimals = divmod(abs(index(number)), 10**digits)
    return f"{'-' if number < 0 else ''}{so(whole)},{decimals:0{digits}}"


def so_nua(halves: int) -> str:
    """Write a number of halves as running text does: ½, 01, 1½."""
    whole, odd = divmod(index(halves), 2)
    return f"{whole or ''}½" if odd else so_chu(whole)


def points(hundredths: int) -> str:
    """Write hundredths of percentage points, with their sign: +0,30."""
    whole, decimals = divmod(abs(index(hundredths)), 100)
    sign = "-" if hundredths < 0 else "+" if hundredths else ""
    return f"{sign}{so(whole)},{decimals:02}"


def hoa(text: str) -> str:
    """Write in capitals, each letter one composed character."""
    return unicodedata.normalize("NFC", text.upper())


ZERO_LED_MONTHS = 2
ZERO_LED_BELOW = 10


def _day(on: date) -> date:
    return vietnam_day(on) if isinstance(on, datetime) else on

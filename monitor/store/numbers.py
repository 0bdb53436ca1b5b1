"""The office's own numbers for letters: no gap and no twin within a series."""

from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select, update

from monitor.domain.numbering import BoundNumber, Series
from monitor.store.insert import insert_new
from monitor.store.tables import number_series, numbers


class SqlNumbers:
    """Numbers by issuer, year and symbol; each stays on record, a void one with its reason."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def bind(self, series: Series, mark: str, *, at: datetime) -> int:
        """Give a letter the next number of a series, or the one that it holds already.

        The row of the series is locked until the transaction ends, so two processes wait for
        one another; one that dies before its end has taken nothing.
        """
        held = self.held(mark)
        if held is not None and held.series == series:
            return held.number
        key = {"issuer": series.issuer, "year": series.year, "symbol": series.symbol}
        insert_new(self._connection, number_series, [{**key, "last": 0}])
        query = (
            update(number_series)
            .where(*(number_series.c[name] == value for name, value in key.items()))
            .values(last=number_series.c.last + 1)
            .returning(number_series.c.last)
        )
        number = int(self._connection.execute(query).scalar_one())
        self._connection.execute(
            insert(numbers), {**key, "number": number, "mark": mark, "bound_at": at}
        )
        return number

    def held(self, mark: str) -> BoundNumber | None:
        """Return the number that a letter holds; None where it has none that stands."""
        query = select(numbers).where(numbers.c.mark == mark, numbers.c.void_for == "")
        row = self._connection.execute(query).mappings().first()
        return _bound(row) if row else None

    def void(self, mark: str, *, why: str) -> None:
        """Void the number that a letter holds, if any: it stays as a row with its reason."""
        self._connection.execute(
            update(numbers)
            .where(numbers.c.mark == mark, numbers.c.void_for == "")
            .values(void_for=why)
        )

    def list(self, *, year: int) -> list[BoundNumber]:
        """Return every number of a year, void ones among them, by series and number."""
        query = (
            select(numbers)
            .where(numbers.c.year == year)
            .order_by(numbers.c.issuer, numbers.c.symbol, numbers.c.number)
        )
        return [_bound(row) for row in self._connection.execute(query).mappings()]


def _bound(row: RowMapping) -> BoundNumber:
    return BoundNumber(
        series=Series(issuer=row["issuer"], year=row["year"], symbol=row["symbol"]),
        number=row["number"],
        mark=row["mark"],
        bound_at=row["bound_at"],
        void_for=row["void_for"],
    )

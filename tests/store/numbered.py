"""The series that tests of numbers share, also among processes."""

from monitor.domain.numbering import Series
from tests.builders import vn

SERIES = Series(issuer="XA", year=2026, symbol="PXL-VHXH")
BOUND = vn("2026-11-12 08:00")

"""How much of a file is read. What is more is refused in words, before it costs memory or time.

All of it stands here, with the reason for each number. A million dossiers, the most that a
province exports at once, stay well below.
"""

from typing import NamedTuple

MOST_BYTES = 1 << 30  # of an export: a million dossiers as CSV take some 300 MB
MOST_JSON = 32 << 20  # bytes of a file of messages, which is held whole: some 40,000
MOST_JSON_FOLDER = 256 << 20  # bytes of a folder of such files
MOST_MESSAGES = 100_000  # of a file

MOST_CELL = 1_000_000  # letters; 4,000 are read
MOST_LINE = 1_000_000  # letters of a line of CSV: real ones have some 500
MOST_LINES = 100  # of one row: more is a quotation mark that nobody closed
MOST_COLUMNS = 1_000  # real exports have some 40
MOST_ROWS = 1_048_576  # of any worksheet

MOST_PARTS = 5_000  # of a workbook; Excel makes some twenty, and a few for each picture
MOST_SHEETS = 200  # more than a province has communes
MOST_RUN = 16 << 20  # bytes of XML in which no row and no text ends; of styles, some 10 MB


class BookLimits(NamedTuple):
    """What a workbook may unpack to."""

    unpacked: int  # bytes
    strings: int  # different texts
    cells: int
    in_one: int  # elements of XML in one row or one text
    others: int  # elements of XML in a part, but for rows and texts
    letters: int  # of a column's name
    area: int  # cells that references name, where each of them is visited


EXPORT = BookLimits(
    unpacked=1 << 30,  # a million dossiers take about half of it
    strings=5_000_000,  # of a million dossiers: a code, a name, an address, two dates
    cells=50_000_000,
    in_one=20_000,
    others=300_000,  # Excel itself stops at 64,000 styles of cells
    letters=2,  # each row is as wide as its last column: ZZ is the 702nd
    area=1 << 62,  # of an export nothing but rows is read
)
ANSWERED = BookLimits(
    unpacked=40 << 20,  # one of ours with a thousand lines has three
    strings=100_000,
    cells=300_000,  # all of them are held at once
    in_one=20_000,
    others=300_000,
    letters=3,
    area=500_000,
)

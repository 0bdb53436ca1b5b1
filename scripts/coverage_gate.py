"""Fail when a part of the program is tested less than we promise.

Reads the `.coverage` file that the tests left. Lines and branches count alike.
"""

import io
import sys

from coverage import Coverage
from coverage.exceptions import NoDataError

PROMISED = {
    "monitor/domain": 100,
    "monitor/rules": 100,
    "monitor/notices": 100,
    "monitor/flows": 100,
    "reports": 100,
    ".": 90,  # everything
}


def main() -> int:
    """Print one line a part; return 1 when a promise is broken, else 0."""
    data = Coverage()
    data.load()
    shares = {part: covered(data, part) for part in PROMISED}
    for part, share in shares.items():
        verdict = "kept" if share >= PROMISED[part] else "BROKEN"
        print(
            f"coverage of {part:<16} {share:6.2f} %  (promised: {PROMISED[part]} %)  {verdict}"
        )
    return int(any(share < PROMISED[part] for part, share in shares.items()))


def covered(data: Coverage, part: str) -> float:
    """Return the covered share of one part in percent; 0 when none of it was seen."""
    try:
        return data.report(include=[f"{part}/**"], file=io.StringIO())
    except NoDataError:
        return 0.0


if __name__ == "__main__":
    sys.exit(main())

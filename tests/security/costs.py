"""What an attack costs whoever reads it: memory, measured in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

from tests.offices import ROOT

LIMIT_SECONDS = 60
READ = """
import json, resource, sys
from pathlib import Path
from monitor.domain.errors import DungHanError
from monitor.sources import SourceOptions, open_export

resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
told = "read"
try:
    export = open_export(Path(sys.argv[1]), options=SourceOptions())
    with export.stage(lambda marks: (), "") as contents:
        list(contents.rows())
except DungHanError as error:
    told = str(error.facts.get("reason", type(error).__name__))
# What getrusage says holds for whoever began this process, too.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([told, int(peak.split()[1]) // 1024]))
"""


def read_apart(path: Path) -> tuple[str, int]:
    """Read an export in a process that may hold 3 GB; return what came of it, and megabytes."""
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own program
        [sys.executable, "-c", READ, str(path)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=LIMIT_SECONDS,
    )
    assert done.returncode == 0, done.stderr.decode()[-500:]
    told, megabytes = json.loads(done.stdout)
    return told, megabytes

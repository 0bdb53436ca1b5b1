"""A warm process that forks one child a run: `python -m tests.crash.zygote FOLDER`.

When it is warm it says "ready". Then it reads a line of JSON for each run, {"step": name,
"die_at": number or null}, and answers by one: {"status": how the child ended, "points": what
it came by}. A child costs a fork and not a start of the program. The folder holds the office;
who asks puts it in its place before.
"""

import gc
import json
import os
import shutil
import sys
from pathlib import Path

from monitor.bootstrap import App
from tests.builders import vn
from tests.crash.deaths import Points
from tests.crash.life import LIFE, deadly, open_app
from tests.offices import FolderOffice

STEPS = {step.name: step for step in LIFE}


def warm(office: FolderOffice) -> App:
    """Live the whole life once, so that no child compiles a statement; then undo it."""
    app = open_app(office)
    app.store.engine.dispose()
    blank = office.folder.with_name("blank")
    shutil.copytree(office.folder, blank)
    for step in LIFE:
        step.begin(office)
        step.act(deadly(app, Points()), vn(step.at))
    app.store.engine.dispose()
    shutil.rmtree(office.folder)
    blank.rename(office.folder)
    gc.freeze()
    return app


def run(app: App, name: str, die_at: int | None) -> tuple[int, list[str]]:
    """Take one step in a child of its own."""
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        os.close(told)
        status = 1
        try:
            points = Points(die_at)
            step = STEPS[name]
            step.act(deadly(app, points), vn(step.at))
            app.store.engine.dispose()
            os.write(tell, json.dumps(points.passed).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(tell)
    with os.fdopen(told) as pipe:
        text = pipe.read()
    _, ended = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(ended), json.loads(text or "[]")


def main() -> None:
    """Answer until nobody asks."""
    app = warm(FolderOffice(folder=Path(sys.argv[1])))
    _say("ready")
    for line in sys.stdin:
        asked = json.loads(line)
        status, points = run(app, asked["step"], asked["die_at"])
        _say({"status": status, "points": points})


def _say(told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

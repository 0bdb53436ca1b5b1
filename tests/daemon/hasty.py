"""The program, with less patience at its end: `python -m tests.daemon.hasty run`."""

from monitor.cli import main
from monitor.daemon import running

running.STOP_SECONDS = 0.5

if __name__ == "__main__":
    main(prog_name="dunghan")

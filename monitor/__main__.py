"""`python -m monitor` is `dunghan`."""

from monitor.cli import main

main(prog_name="dunghan")

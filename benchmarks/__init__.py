"""How fast the deadline engine is, beside the libraries an office might use instead.

`make bench` installs these and runs it all; docs/benchmarks.md tells how to read it.
"""

"""One script, played in one process and by many: both offices come to the same."""

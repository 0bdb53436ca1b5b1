"""Nouns of the one-stop office, with the standard library only."""

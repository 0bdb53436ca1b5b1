"""Proof that a process killed at any step loses nothing."""

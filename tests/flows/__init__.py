"""Proof of the flows, over a real store."""

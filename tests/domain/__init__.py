"""Proof of the domain: each rule of counting, and slow counters that must agree."""

"""Proof of the ways out, against a real mail server and a real folder."""

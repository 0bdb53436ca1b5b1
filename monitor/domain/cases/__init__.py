"""Counting for auditors: one question a line, answered on a calendar of its own or ours."""

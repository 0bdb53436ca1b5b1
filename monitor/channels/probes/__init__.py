"""Looks at the outside, and signs of life to it; no message goes this way."""

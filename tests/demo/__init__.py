"""Proof of the sample office."""

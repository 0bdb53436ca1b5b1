"""Tests of the audit of dossiers."""

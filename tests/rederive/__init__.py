"""Rebuild the shipped tables from the original files, one module a subject."""

"""Rebuild the shipped tables from the publishers' own files, one module a subject, and compare: `make rederive`.

A tool for maintainers, because those files may not be shipped. No test that a reader runs depends on it.
"""

"""The descriptor and the tables keep the published standard of data packages, as its own library sees it."""

from __future__ import annotations

import warnings

import pytest

from milbalance.tables import paths

frictionless = pytest.importorskip("frictionless", reason="the extra `test` is not installed")


def test_the_standard_finds_no_fault_in_descriptor_and_tables() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library and what it brings with it
        report = frictionless.validate(paths.data() / paths.DESCRIPTOR)
    assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []
    assert report.valid and len(report.tasks) > 10

"""Invented rows for two places, Norway and Sweden: small enough to work out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from milbalance.ingest import source_ids, tidy
from milbalance.pair import Request, inputs
from milbalance.tables.load import Data

ASKED = Request("NOR", "SWE")
NEW, OLD, REGISTER = "sipri-milex-2025", "sipri-milex-2020", "sipri-transfers-2026-03"
UNITS = {"current_usd": "million US dollars", "constant_usd": "million US dollars", "share_gdp": "per cent of GDP"}


def table(name: str, rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    columns = dict.fromkeys(key for row in rows for key in row)
    return tidy.frame(name, {key: [row.get(key) for row in rows] for key in columns})


def money(
    place: str,
    year: int,
    value: float | None,
    basis: str = "current_usd",
    source: str = NEW,
    quality: str | None = "reported",
) -> dict[str, Any]:
    return {
        "place": place, "year": year, "basis": basis, "source_id": source, "value": value, "unit": UNITS[basis],
        "base_year": 2023 if basis == "constant_usd" else None,
        "missing_reason": None if value is not None else "not available",
        "quality": quality if value is not None else None,
    }  # fmt: skip


def people(
    place: str, year: int, value: float | None, *, low: float | None = None, high: float | None = None
) -> dict[str, Any]:
    return {
        "place": place, "year": year, "category": "personnel", "item": "active", "source_id": "cow-nmc-7.0",
        "value": value, "low": low, "high": high, "unit": "persons",
    }  # fmt: skip


def arms(recipient: str, supplier: str, year: int, tiv: float) -> dict[str, Any]:
    return {"recipient": recipient, "supplier": supplier, "year": year, "source_id": REGISTER, "tiv_m": tiv}


def deal(recipient: str, supplier: str, years: tuple[int, int], tiv: float) -> dict[str, Any]:
    return {
        "deal": "1", "delivered": 1, "recipient": recipient, "supplier": supplier, "source_id": REGISTER,
        "order_year": years[0], "first_year": years[0], "last_year": years[1], "tiv_delivered_m": tiv,
    }  # fmt: skip


def source(name: str, publisher: str, released: str, note: str | None = None) -> dict[str, Any]:
    return {
        **dict(zip(("family", "version"), source_ids.parts(name), strict=True)),
        "source_id": name, "publisher": publisher, "title": f"Title of {name}", "label": f"label of {name}",
        "edition": "an edition", "released": released, "redistribution": "open", "credit": "c", "note": note,
        "bibtex_type": "dataset",
    }  # fmt: skip


SOURCES = [
    source(NEW, "Stockholm International Peace Research Institute (SIPRI)", "2025"),
    source(OLD, "Stockholm International Peace Research Institute (SIPRI)", "2020"),
    source("cow-nmc-7.0", "Correlates of War Project", "undated"),
    source(REGISTER, "Stockholm International Peace Research Institute (SIPRI)", "2026-03") | {"data_from": 2016},
]


def made(**tables: Sequence[dict[str, Any]]) -> Data:
    """A data set of invented rows."""
    named = [{"place": place, "name": name} for place, name in (("NOR", "Norway"), ("SWE", "Sweden"))]
    given = {"sources": SOURCES, "places": named} | tables
    frames = {name: table(name, rows) for name, rows in given.items()}
    return replace(inputs.nothing(), **frames)

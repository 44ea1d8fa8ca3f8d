"""Military balances from cited data: helpers for the notebooks, importable at the cost of pandas."""

from milbalance import errors, load, measures, schema

__version__ = "0.2.0"

__all__ = ["__version__", "errors", "load", "measures", "schema"]

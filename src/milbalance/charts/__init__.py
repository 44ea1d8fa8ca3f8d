"""Figures: those that an article describes by name, and the forms that draw any tidy frame.

    charts.draw(article, "spending_ratio")   # one figure of an article, on axes of its own or on `ax`
    charts.lines(frame, unit="ratio")        # a form

What a figure shows and says is data (figures.yml). `forms` lists the forms; each is imported when it is asked for.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from milbalance.charts.forms import MODULES as _FORMS
from milbalance.charts.forms import Form, form

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from milbalance.articles import Article

__all__ = ["draw", "names", *sorted(_FORMS)]  # noqa: PLE0604


def draw(article: Article, name: str, *, ax: Axes | None = None) -> Axes:
    """Draw one figure of an article on axes of its own, or on `ax`, and return the axes.

    Raises MilbalanceError naming those that are near if there is no figure of that name.

    >>> ax = charts.draw(milbalance.open_article(), "balance")
    >>> style.record(ax).sources[0]
    'sipri-milex-2021'
    """
    from milbalance.charts import figure  # noqa: PLC0415

    return figure.draw(article.data, name, ax=ax).ax


def names(article: Article) -> list[str]:
    """The names of the figures of an article, in their order.

    >>> "spending_ratio" in charts.names(milbalance.open_article())
    True
    """
    from milbalance.charts import figure  # noqa: PLC0415

    return list(figure.described(article.data))


def __getattr__(name: str) -> Any:
    """A form that was not imported yet."""
    if name in _FORMS:
        return _shown(name, form(name))
    raise AttributeError(f"module 'milbalance.charts' has no attribute {name!r}")


def _shown(name: str, draw: Form) -> Form:
    """A form that a notebook shows when it is called by itself."""

    @functools.wraps(draw)
    def drawn(frame: pd.DataFrame, *, ax: Axes | None = None, **options: Any) -> Axes:
        from milbalance.charts import style  # noqa: PLC0415
        from milbalance.charts.description import description  # noqa: PLC0415

        made = draw(frame, ax=ax, **options)
        if ax is not None:
            return made
        told = description(frame, {})
        return style.present(made, frame, alt=f"A chart of the form “{name}”. {told}", long=told)

    return drawn


def __dir__() -> list[str]:
    return sorted(__all__)

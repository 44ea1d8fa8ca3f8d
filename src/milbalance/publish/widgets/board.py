"""The board of dropdowns for a notebook: choose a statement of a text and a calculation, and the answer follows."""

from __future__ import annotations

from typing import Any

from milbalance import articles
from milbalance.articles import Article, Assessment
from milbalance.choices import level_names
from milbalance.errors import MilbalanceError
from milbalance.io import extras
from milbalance.publish.widgets import answers, ways, words
from milbalance.publish.widgets.picture import Picture
from milbalance.tables.load import Data

ABOUT = "A board of dropdowns, which works while the notebook runs (Run, Restart Kernel and Run All Cells)."


class Board:
    """Dropdowns for the statement and for each kind of choice, and below them the answer, its code and its picture.

    Shown as the last value of a notebook cell. `of` is an opened text, which the line of code then calls `article`,
    or its tables; without an id its first statement is shown. `dropdowns` are those of the choices by kind, `row`
    is the chosen row of the grid of `assessment`. Raises MilbalanceError if ipywidgets is not installed, the
    statement is unknown, or the text has none that can be computed.
    """

    def __init__(self, of: Data | Article, claim_id: str = "") -> None:
        self._widgets = extras.module("ipywidgets")
        self._data = data = answers.tables(of)
        self._name = "article" if isinstance(of, Article) else "data"
        if not (known := articles.computable(data)):
            raise MilbalanceError("no statement of this text can be computed, so there is nothing to choose")
        claim_id = claim_id or known[0]
        self._known: dict[str, tuple[Assessment, Picture]] = {}
        self._settling = False
        articles.stated(data, claim_id)  # says which claims there are
        rows = data.claims[data.claims["claim_id"].isin(known)].itertuples()
        statements = [(f"{row.statement} ({row.claim_id})", str(row.claim_id)) for row in rows]
        self.claim = self._dropdown("statement", statements, claim_id)
        self.dropdowns: dict[str, Any] = {}
        self._levels = self._widgets.GridBox(
            layout={"grid_template_columns": "repeat(auto-fit, minmax(24em, 1fr))", "width": "100%"}
        )
        names = ("note", "headline", "code", "picture", "standing")
        self.told: dict[str, Any] = {name: self._widgets.HTML(layout={"width": "auto"}) for name in names}
        self.box = self._widgets.VBox([self.claim, self._levels, *self.told.values()], layout={"width": "100%"})
        self.box.add_class("milbalance-board")
        self._open(claim_id)
        self.claim.observe(lambda change: self._open(change["new"]), names="value")

    def _repr_mimebundle_(self, **asked: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = self.box._repr_mimebundle_(**asked)
        first = f"{self.assessment.claim.statement} Chosen: {words.gives(self.assessment, self.row)}."
        return {**bundle, "text/plain": f"{ABOUT}\n{first}"}

    def _open(self, claim_id: str) -> None:
        """Show one statement at its main answer."""
        if claim_id not in self._known:
            self.told["headline"].value = "Computing every calculation …"
            found = articles.assess(self._data, claim_id)
            self._known[claim_id] = found, Picture(self._data, found)
        self.assessment, self._picture = self._known[claim_id]
        self.row = ways.plain(self.assessment.grid)
        for old in self.dropdowns.values():
            old.close()
        self.dropdowns = {kind: self._kind(kind) for kind in level_names(self.assessment.grid)}
        self._levels.children = list(self.dropdowns.values())
        self._show("")

    def _kind(self, kind: str) -> Any:
        """The dropdown of one kind of choice."""
        levels = ways.options(self.assessment.grid, kind)
        chosen = ways.levels_of(self.assessment.grid, self.row)[kind]
        made = self._dropdown(kind, [(level or words.OPEN, level) for level in levels], chosen)
        made.observe(lambda change: self._move(kind, change["new"]), names="value")
        return made

    def _dropdown(self, name: str, options: list[tuple[str, str]], value: str) -> Any:
        return self._widgets.Dropdown(
            options=options,
            value=value,
            description=name,
            tooltip=f"Choose: {name}",
            style={"description_width": "9em"},
            layout={"width": "auto"},
        )

    def _move(self, kind: str, level: str) -> None:
        """Change one choice, and with it what cannot stay."""
        if self._settling:
            return
        grid, before = self.assessment.grid, self.row
        self.row = ways.moved(grid, before, kind, level)
        self._settling = True
        for name, moved in ways.levels_of(grid, self.row).items():
            self.dropdowns[name].value = moved
        self._settling = False
        self._show(words.moves(kind, level, ways.also_moved(grid, before, self.row, kind)))

    def _show(self, note: str) -> None:
        found, row = self.assessment, self.row
        self.told["note"].value = note
        self.told["headline"].value = words.headline(found, row)
        self.told["code"].value = words.code(found, row, self._name)
        self.told["picture"].value = words.picture(self._picture.png(row), words.alt(self._picture.alt, found, row))
        self.told["standing"].value = words.standing(self._data, found, row)

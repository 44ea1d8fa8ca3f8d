"""One function per figure, grouped by notebook: tidy data in, Axes out.

A module is imported when one of its functions is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Every figure and the module that draws it, by the notebook that shows it; file names are function names.
# These are names and no imports: figures of two places are drawn in `pair`, which stands above this package.
MODULES: dict[str, dict[str, str]] = {
    "00_start_here": {
        "data_coverage": "charts.overview",
        "stated_and_computed": "charts.overview",
    },
    "01_spending": {
        "spending_levels": "charts.spending",
        "spending_ratio": "charts.ratios",
        "spending_ratio_editions": "charts.editions",
        "spending_windows": "charts.ratios",
        "spending_sum": "charts.sums",
        "spending_trend": "charts.spending",
        "spending_share_gdp": "charts.spending",
        "spending_special_projects": "charts.projects",
    },
    "02_forces": {
        "soldiers_by_source": "charts.soldiers",
        "soldiers_by_definition": "charts.soldiers",
        "artillery_by_source": "charts.artillery",
        "equipment_by_year": "charts.equipment",
    },
    "03_arms_imports": {
        "suppliers_by_period": "charts.suppliers",
        "supplier_shares_by_year": "charts.suppliers",
        "supplier_windows": "charts.windows",
        "transfer_releases": "charts.releases",
        "supplier_concentration": "charts.concentration",
        "turkey_exports": "charts.exports",
        "russia_contracts": "charts.contracts",
        "israel_deliveries": "charts.contracts",
    },
    "04_drones_and_losses": {
        "drones_by_origin": "charts.drones",
        "drone_types": "charts.drones",
        "losses_by_class": "charts.losses",
        "losses_and_holdings": "charts.losses",
    },
    "05_human_cost": {
        "official_tolls": "charts.tolls",
        "toll_estimates": "charts.estimates",
        "displaced_people": "charts.displaced",
        "displaced_in_2020": "charts.displaced",
        "deaths_by_year": "charts.fatalities",
        "incidents_by_month": "charts.incidents",
        "counts_of_people": "charts.people",
    },
    "06_money_gas_and_dates": {
        "lira_rate": "charts.lira",
        "fighters_pay": "charts.lira",
        "gas_exports": "charts.gas",
        "calendar_of_claims": "charts.calendar",
        "territory_shares": "charts.territory",
        "karabakh_censuses": "charts.censuses",
        "armenian_share_by_1832": "charts.censuses",
        "population_of_armenia": "charts.checks",
        "small_counts": "charts.checks",
    },
    "07_claims": {
        "ledger_chart": "charts.ledger",
        "contradictions": "charts.clashes",
    },
    "08_how_sure": {
        "choices_spending_ratio": "charts.curves",
        "choices_spending_six_times": "charts.curves",
        "choices_spending_24bn": "charts.curves",
        "choices_spending_2007": "charts.curves",
        "choices_spending_2013": "charts.curves",
        "choices_spending_rising": "charts.curves",
        "choices_soldiers": "charts.curves",
        "choices_artillery": "charts.curves",
        "choices_israel_60": "charts.curves",
        "choices_drones": "charts.curves",
        "choices_turkey_tenfold": "charts.curves",
        "what_moves": "charts.movers",
        "deflator_breaks": "charts.revisions",
    },
    "09_another_pair": {
        "pair_spending_ratio": "pair.charts",
        "pair_choices": "pair.charts",
        "pair_personnel_ratio": "pair.charts_forces",
        "pair_capability_ratio": "pair.charts_forces",
    },
}
_MODULE_OF = {figure: module for figures in MODULES.values() for figure, module in figures.items()}

__all__ = ["BY_NOTEBOOK", *sorted(_MODULE_OF)]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    """The function of a figure, or `BY_NOTEBOOK`: the functions of each notebook in their order."""
    if name == "BY_NOTEBOOK":
        return {notebook: tuple(map(_function, figures)) for notebook, figures in MODULES.items()}
    if name in _MODULE_OF:
        return _function(name)
    raise AttributeError(f"module 'milbalance.charts' has no attribute {name!r}")


def _function(figure: str) -> Callable[..., Axes]:
    found: Callable[..., Axes] = getattr(import_module(f"milbalance.{_MODULE_OF[figure]}"), figure)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)

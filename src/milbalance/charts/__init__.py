"""One function per figure, grouped by notebook: tidy data in, Axes out."""

from __future__ import annotations

from collections.abc import Callable

from matplotlib.axes import Axes

from milbalance.charts.artillery import artillery_by_source
from milbalance.charts.concentration import supplier_concentration
from milbalance.charts.contracts import israel_deliveries, russia_contracts
from milbalance.charts.drones import drone_types, drones_by_origin
from milbalance.charts.editions import spending_ratio_editions
from milbalance.charts.equipment import equipment_by_year
from milbalance.charts.exports import turkey_exports
from milbalance.charts.losses import losses_and_holdings, losses_by_class
from milbalance.charts.overview import data_coverage, stated_and_computed
from milbalance.charts.projects import spending_special_projects
from milbalance.charts.ratios import spending_ratio, spending_windows
from milbalance.charts.releases import transfer_releases
from milbalance.charts.soldiers import soldiers_by_definition, soldiers_by_source
from milbalance.charts.spending import spending_levels, spending_share_gdp, spending_trend
from milbalance.charts.sums import spending_sum
from milbalance.charts.suppliers import supplier_shares_by_year, suppliers_by_period
from milbalance.charts.windows import supplier_windows

# Every figure, under the notebook that draws it; the file names are the function names.
BY_NOTEBOOK: dict[str, tuple[Callable[..., Axes], ...]] = {
    "00_start_here": (data_coverage, stated_and_computed),
    "01_spending": (
        spending_levels,
        spending_ratio,
        spending_ratio_editions,
        spending_windows,
        spending_sum,
        spending_trend,
        spending_share_gdp,
        spending_special_projects,
    ),
    "02_forces": (soldiers_by_source, soldiers_by_definition, artillery_by_source, equipment_by_year),
    "03_arms_imports": (
        suppliers_by_period,
        supplier_shares_by_year,
        supplier_windows,
        transfer_releases,
        supplier_concentration,
        turkey_exports,
        russia_contracts,
        israel_deliveries,
    ),
    "04_drones_and_losses": (drones_by_origin, drone_types, losses_by_class, losses_and_holdings),
}

__all__ = [
    "BY_NOTEBOOK",
    "artillery_by_source",
    "data_coverage",
    "drone_types",
    "drones_by_origin",
    "equipment_by_year",
    "israel_deliveries",
    "losses_and_holdings",
    "losses_by_class",
    "russia_contracts",
    "soldiers_by_definition",
    "soldiers_by_source",
    "spending_levels",
    "spending_ratio",
    "spending_ratio_editions",
    "spending_share_gdp",
    "spending_special_projects",
    "spending_sum",
    "spending_trend",
    "spending_windows",
    "stated_and_computed",
    "supplier_concentration",
    "supplier_shares_by_year",
    "supplier_windows",
    "suppliers_by_period",
    "transfer_releases",
    "turkey_exports",
]

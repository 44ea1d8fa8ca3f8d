"""One function per figure, grouped by notebook: tidy data in, Axes out."""

from __future__ import annotations

from collections.abc import Callable

from matplotlib.axes import Axes

from milbalance.charts.artillery import artillery_by_source
from milbalance.charts.calendar import calendar_of_claims
from milbalance.charts.censuses import armenian_share_by_1832, karabakh_censuses
from milbalance.charts.checks import population_of_armenia, small_counts
from milbalance.charts.clashes import contradictions
from milbalance.charts.concentration import supplier_concentration
from milbalance.charts.contracts import israel_deliveries, russia_contracts
from milbalance.charts.curves import (
    choices_artillery,
    choices_drones,
    choices_israel_60,
    choices_soldiers,
    choices_spending_24bn,
    choices_spending_2007,
    choices_spending_2013,
    choices_spending_ratio,
    choices_spending_rising,
    choices_spending_six_times,
    choices_turkey_tenfold,
)
from milbalance.charts.displaced import displaced_in_2020, displaced_people
from milbalance.charts.drones import drone_types, drones_by_origin
from milbalance.charts.editions import spending_ratio_editions
from milbalance.charts.equipment import equipment_by_year
from milbalance.charts.estimates import toll_estimates
from milbalance.charts.exports import turkey_exports
from milbalance.charts.fatalities import deaths_by_year
from milbalance.charts.gas import gas_exports
from milbalance.charts.incidents import incidents_by_month
from milbalance.charts.ledger import ledger_chart
from milbalance.charts.lira import fighters_pay, lira_rate
from milbalance.charts.losses import losses_and_holdings, losses_by_class
from milbalance.charts.movers import what_moves
from milbalance.charts.overview import data_coverage, stated_and_computed
from milbalance.charts.pair import pair_capability_ratio, pair_choices, pair_personnel_ratio, pair_spending_ratio
from milbalance.charts.people import counts_of_people
from milbalance.charts.projects import spending_special_projects
from milbalance.charts.ratios import spending_ratio, spending_windows
from milbalance.charts.releases import transfer_releases
from milbalance.charts.revisions import deflator_breaks
from milbalance.charts.soldiers import soldiers_by_definition, soldiers_by_source
from milbalance.charts.spending import spending_levels, spending_share_gdp, spending_trend
from milbalance.charts.sums import spending_sum
from milbalance.charts.suppliers import supplier_shares_by_year, suppliers_by_period
from milbalance.charts.territory import territory_shares
from milbalance.charts.tolls import official_tolls
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
    "05_human_cost": (
        official_tolls,
        toll_estimates,
        displaced_people,
        displaced_in_2020,
        deaths_by_year,
        incidents_by_month,
        counts_of_people,
    ),
    "06_money_gas_and_dates": (
        lira_rate,
        fighters_pay,
        gas_exports,
        calendar_of_claims,
        territory_shares,
        karabakh_censuses,
        armenian_share_by_1832,
        population_of_armenia,
        small_counts,
    ),
    "07_claims": (ledger_chart, contradictions),
    "08_how_sure": (
        choices_spending_ratio,
        choices_spending_six_times,
        choices_spending_24bn,
        choices_spending_2007,
        choices_spending_2013,
        choices_spending_rising,
        choices_soldiers,
        choices_artillery,
        choices_israel_60,
        choices_drones,
        choices_turkey_tenfold,
        what_moves,
        deflator_breaks,
    ),
    "09_another_pair": (pair_spending_ratio, pair_choices, pair_personnel_ratio, pair_capability_ratio),
}

__all__ = [
    "BY_NOTEBOOK",
    "armenian_share_by_1832",
    "artillery_by_source",
    "calendar_of_claims",
    "choices_artillery",
    "choices_drones",
    "choices_israel_60",
    "choices_soldiers",
    "choices_spending_24bn",
    "choices_spending_2007",
    "choices_spending_2013",
    "choices_spending_ratio",
    "choices_spending_rising",
    "choices_spending_six_times",
    "choices_turkey_tenfold",
    "contradictions",
    "counts_of_people",
    "data_coverage",
    "deaths_by_year",
    "deflator_breaks",
    "displaced_in_2020",
    "displaced_people",
    "drone_types",
    "drones_by_origin",
    "equipment_by_year",
    "fighters_pay",
    "gas_exports",
    "incidents_by_month",
    "israel_deliveries",
    "karabakh_censuses",
    "ledger_chart",
    "lira_rate",
    "losses_and_holdings",
    "losses_by_class",
    "official_tolls",
    "pair_capability_ratio",
    "pair_choices",
    "pair_personnel_ratio",
    "pair_spending_ratio",
    "population_of_armenia",
    "russia_contracts",
    "small_counts",
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
    "territory_shares",
    "toll_estimates",
    "transfer_releases",
    "turkey_exports",
    "what_moves",
]


def __dir__() -> list[str]:
    return __all__

"""Claims on the size of forces: soldiers and artillery by source, by definition, with Karabakh's forces or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from milbalance import measures, strength
from milbalance.choices import Choice, grid, only_shown
from milbalance.claims.registry import computes
from milbalance.load import Data
from milbalance.ranges import Span
from milbalance.strength import ALLIES, Reading
from milbalance.transfers import span

_APART = Choice({"Karabakh": "Karabakh's forces apart"})
_KARABAKH = [
    _APART,
    Choice(
        {"Karabakh": "with Karabakh's forces"},
        {"allies": ALLIES},
        "They fought on Armenia's side; sources count them apart or not at all.",
    ),
]
_SCOPES = {
    "active": (("active",), ("active",), "Standing forces: what most tables call soldiers."),
    "active and paramilitary": (
        ("active", "paramilitary"),
        ("active",),
        "Interior troops and border guards are armed and were deployed.",
    ),
    "active and reserve": (("active", "reserve"), ("active", "reserve"), "Reservists were called up."),
}
_FAMILIES = {
    "IISS 2020": ("iiss-mb-2020", "The standard reference of the field."),
    "GlobalFirepower 2020": ("gfp-2020-kronos", "The ranking that newspapers quote most; it names no sources."),
    "AFP, October 2020": ("afp-2020-10", "A news agency's comparison of the first weeks of the war."),
    "CIA Factbook 2020": ("cia-factbook-2020", "A public reference work of a government."),
    "Correlates of War 2020": ("cow-nmc-7.0", "The data set that researchers use."),
}
_COPY = only_shown("it repeats another source")
_OTHER_YEAR = only_shown("another year than that of the war")


def _vary_soldiers(data: Data) -> list[Choice]:
    repeated = data.forces[data.forces["origin"].notna()].set_index("source_id")["origin"].to_dict()
    families = [
        Choice({"source": name}, {"source": source}, why, origin=repeated.get(source, ""))
        for name, (source, why) in _FAMILIES.items()
    ]
    scopes = [
        Choice({"definition": name}, {"items": items, "allied": allied}, why)
        for name, (items, allied, why) in _SCOPES.items()
    ]
    return [*grid(families, scopes, _KARABAKH), *_copies(), *_other_years(data)]


def _copies() -> list[Choice]:
    """Readings that repeat a counted source, as `strength.SOLDIERS` marks them."""
    return [
        Choice(
            {"source": reading.name, "definition": reading.definition, **_APART.levels},
            {"source": reading.source, "items": reading.items, "year": reading.year},
            **_COPY,
        )
        for reading in strength.SOLDIERS
        if reading.role == "copy"
    ]


_YEARLY = ("iiss-mb", "cia-factbook", "cow-nmc", "gfp")  # families that count both sides year by year


def _other_years(data: Data) -> list[Choice]:
    """Active soldiers of both sides by source in the years around the war, as far as a source gives both."""
    rows = data.forces[(data.forces["item"] == "active") & data.forces["year"].between(2012, 2025)]
    rows = rows.join(data.sources.set_index("source_id")[["family", "version"]], on="source_id")
    rows = rows[(rows["year"] != 2020) & rows["family"].isin(_YEARLY)]
    rows = rows[rows["version"] == rows.groupby(["family", "year"])["version"].transform("max")]
    labels = data.sources.set_index("source_id")["label"]
    both = rows.groupby(["source_id", "year"])["place"].agg(set)
    return [
        Choice(
            {"source": f"{labels.loc[source]}, {year}", "definition": "active", **_APART.levels},
            {"source": source, "year": int(year)},
            **_OTHER_YEAR,
        )
        for source, year in both.index[both.map({"AZE", "ARM"}.issubset)]
    ]


@computes("soldiers-double", vary=_vary_soldiers)
def soldiers_ratio(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    source: str = "iiss-mb-2020",
    items: tuple[str, ...] = ("active",),
    year: int = 2020,
    allies: Mapping[str, str] | None = None,
    allied: tuple[str, ...] = ("active",),
) -> Span:
    """Personnel of side a over side b by one source and definition; `allies` adds items of an allied force."""
    reading = Reading("", "", source, year, items, allied)
    sizes = strength.sizes(data.forces, reading, (side_a, side_b), allies or {})
    return sizes[side_a] / sizes[side_b]


_GUNS = ("artillery_excl_mlrs",)
_KINDS = ("self_propelled_artillery", "towed_artillery")
_ALLIED_GUNS = {"out": _GUNS, "in": (*_GUNS, "mlrs")}
_LAUNCHERS_WHY = "Rocket launchers are artillery to some counts and a kind of their own to others."
_MORTARS = Choice(
    {"rocket launchers": "guns, rocket launchers and mortars"},
    {"items": ("artillery_total",)},
    "The total of the standard reference counts mortars of 100 mm and more as artillery.",
)
_LAST_LIST = "The last full list of the standard reference that is held."
# An edition of the Military Balance closes in November of the year before, so the year of its label is not in it.
_SINCE_2014 = (2014, 2020)


def _guns(name: str, source: str, items: tuple[str, ...], year: int, why: str = "", **shown: Any) -> list[Choice]:
    """One list of guns, with rocket launchers in and out."""
    listed = Choice({"source": name}, {"source": source, "year": year}, why, **shown)
    launchers = [
        Choice(
            {"rocket launchers": "guns and rocket launchers"},
            {"items": (*items, "mlrs"), "allied": _ALLIED_GUNS["in"]},
            _LAUNCHERS_WHY,
        ),
        Choice({"rocket launchers": "guns only"}, {"items": items, "allied": _ALLIED_GUNS["out"]}, _LAUNCHERS_WHY),
    ]
    return grid([listed], launchers)


def _vary_artillery(data: Data) -> list[Choice]:
    before = [
        *_guns(
            "GlobalFirepower 2020",
            "gfp-2020-vestnik-kavkaza",
            _GUNS,
            2020,
            "The last count of both before the war.",
        ),
        *_guns("IISS 2014", "iiss-rdmc-v1", _KINDS, 2014, _LAST_LIST),
        Choice({"source": "IISS 2014"}, {"source": "iiss-rdmc-v1", "year": 2014}, _LAST_LIST) & _MORTARS,
        Choice(
            {"source": "Al Jazeera, October 2020", "rocket launchers": "kinds not said"},
            {"source": "aljazeera-2020-10", "items": ("artillery_total",), "allied": _ALLIED_GUNS["in"]},
            "What an international broadcaster printed during the war.",
        ),
    ]
    return [*grid(before, _KARABAKH), *grid(_shown_guns(data), [_APART])]


def _shown_guns(data: Data) -> list[Choice]:
    """Lists of other years and after the war, and the list of 2014 with later deliveries."""
    iiss = measures.select(data.forces, source_id="iiss-rdmc-v1", place="ARM", item=_KINDS[0])
    lists = [
        guns
        for year in sorted(set(iiss["year"]) - {2014})
        for guns in _guns(f"IISS {year}", "iiss-rdmc-v1", _KINDS, int(year), **_OTHER_YEAR)
    ]
    lists += [
        guns
        for year in (2017, 2022, 2024)
        for guns in _guns(f"GlobalFirepower {year}", f"gfp-{year}", _KINDS, year, **_OTHER_YEAR)
    ]
    return [*lists, *_rolled_forward()]


def _rolled_forward() -> list[Choice]:
    """The list of 2014 with what was delivered after it closed, without mortars and with them."""
    closed = Choice(
        {"source": "IISS 2014"},
        {"source": "iiss-rdmc-v1", "year": 2014, "delivered": _SINCE_2014},
        **only_shown("deliveries are known, what was retired is not"),
    )
    with_mortars = {"delivered_classes": (*strength.DELIVERED_GUNS, *strength.DELIVERED_MORTARS)}
    kinds = [
        Choice({"rocket launchers": "guns and rocket launchers"}, {"items": (*_KINDS, "mlrs")}),
        Choice(_MORTARS.levels, {**_MORTARS.how, **with_mortars}),
    ]
    return grid([closed], kinds, [Choice({"rolled forward": f"with deliveries of {span(*_SINCE_2014)}"})])


@computes("artillery-triple", vary=_vary_artillery)
def artillery_ratio(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    source: str = "gfp-2020-vestnik-kavkaza",
    items: tuple[str, ...] = (*_GUNS, "mlrs"),
    year: int = 2020,
    allies: Mapping[str, str] | None = None,
    allied: tuple[str, ...] = _ALLIED_GUNS["in"],
    delivered: tuple[int, int] | None = None,
    delivered_classes: tuple[str, ...] = strength.DELIVERED_GUNS,
) -> Span:
    """Artillery pieces of side a over side b: items of one source added up (guns and rocket launchers).

    `allies` adds items of an allied force from an old list (2008); `delivered` adds what SIPRI's newest release
    has as delivered in those years, with nothing taken off.
    """
    reading = Reading("", "", source, year, items, allied, (2008, 2008))
    sides = (side_a, side_b)
    sizes = strength.sizes(data.forces, reading, sides, allies or {})
    if delivered is not None:
        sizes = {
            side: size + strength.delivered_guns(data.arms_deliveries, side, *delivered, delivered_classes)
            for side, size in sizes.items()
        }
    return sizes[side_a] / sizes[side_b]

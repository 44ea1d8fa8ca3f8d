"""Computations of the claims on human cost: the dead, incidents, and other counts of people."""

from __future__ import annotations

from milbalance import measures, tolls
from milbalance.choices import Choice, grid, only_shown
from milbalance.claims import persons
from milbalance.claims.registry import computes
from milbalance.load import Data
from milbalance.ranges import Span, exactly
from milbalance.tolls import Row, Rows

PRIME_MINISTER = Row(
    "killed-armenia", "rferl-2021-08-24", "killed, the prime minister of Armenia to parliament", "2021-08-24"
)
DEFENCE_MINISTRY = Row(
    "killed-azerbaijan", "wikipedia-2020-war-2022-02", "killed, Defence Ministry of Azerbaijan", "2022-02-13"
)


@computes(
    "killed-armenia", vary=lambda data: persons.counts(data, "killed-armenia"), sources=[PRIME_MINISTER.source]
)
def killed_armenia(data: Data, *, rows: Rows = (PRIME_MINISTER,)) -> Span:
    """The dead of the Armenian side: the last official count of servicemen alone."""
    return tolls.total(data.facts, rows)


@computes(
    "killed-azerbaijan",
    vary=lambda data: persons.counts(data, "killed-azerbaijan"),
    sources=[DEFENCE_MINISTRY.source],
)
def killed_azerbaijan(data: Data, *, rows: Rows = (DEFENCE_MINISTRY,)) -> Span:
    """The dead of the Azerbaijani side: the last count of its Defence Ministry that is held."""
    return tolls.total(data.facts, rows)


_WHY_MISSING = "From one count to the next the missing grew fewer and the dead more."


def _vary_4000(data: Data) -> list[Choice]:
    counts = persons.counts(data, "killed-armenia")
    missing = [
        Choice({"missing": "the dead alone"}),
        Choice({"missing": "with the missing"}, {"missing": True}, _WHY_MISSING),
    ]
    return [
        *grid([count for count in counts if count.counted], missing),
        *(count for count in counts if not count.counted),
        *persons.counts(data, "killed-4000"),
    ]


@computes("killed-4000", vary=_vary_4000, sources=[PRIME_MINISTER.source])
def killed_in_all(data: Data, *, rows: Rows = (PRIME_MINISTER,), missing: bool = False) -> Span:
    """The dead of one side, with or without the missing that the same source gives for the same date.

    Raises MissingError if it gives none.
    """
    beside = tolls.missing_beside(data.facts, rows[0]) if missing else ()
    return tolls.total(data.facts, (*rows, *beside))


GED, OLDER_GED = "ucdp-ged-23.1", "ucdp-ged-19.1"
FIRST_WAR = (1992, 1994)


def _vary_dead(data: Data) -> list[Choice]:
    label = data.sources.set_index("source_id")["label"]
    ends = [
        Choice(
            {"source": "UCDP", "figure": f"{end} estimate"},
            {"estimate": end},
            **only_shown("an end of its range"),
        )
        for end in ("low", "high")
    ]
    older = only_shown(f"an older edition ({label.loc[OLDER_GED]}) that counts more kinds of violence")
    found = persons.by_source(
        data, "dead-first-war", "all, both sides", "A press figure for the dead of the whole war."
    )
    soldiers = tuple(tolls.keys(measures.select(data.facts, topic="dead-first-war", scope="soldiers")))
    return [
        Choice({"source": "UCDP", "figure": "best estimate"}),
        *ends,
        Choice({"source": "UCDP", "figure": "older edition"}, {"source": OLDER_GED}, **older),
        Choice(
            {"source": str(label.loc[soldiers[0].source]), "figure": "soldiers of both sides added"},
            {"rows": soldiers},
            sources=tuple(row.source for row in soldiers),
            **only_shown("soldiers alone, without civilians"),
        ),
        *(choice for choice in found if choice.counted),
    ]


@computes("dead-first-war", vary=_vary_dead)
def dead_in_the_first_war(
    data: Data,
    *,
    rows: Rows = (),
    source: str = GED,
    estimate: str = "best",
    years: tuple[int, int] = FIRST_WAR,
) -> Span:
    """The dead of the first war: the rows named, or documented deaths in both countries, a lower bound."""
    if rows:
        return tolls.total(data.facts, rows)
    documented = measures.window_sum(tolls.deaths(data.fatalities, source, estimate=estimate), *years)
    return tolls.at_least(exactly(documented))


SENT = Row("syrian-fighters", "sohr-2020-11-17", "Syrian fighters sent", "2020-11-17")


def _vary_fighters(data: Data) -> list[Choice]:
    return persons.by_source(data, "syrian-fighters", "fighters sent", "Another count of those sent.")


@computes("syrian-fighters", vary=_vary_fighters, sources=[SENT.source])
def syrian_fighters(data: Data, *, rows: Rows = (SENT,)) -> Span:
    """Syrian fighters sent to the war of 2020: the last count of an observer that is held."""
    return tolls.total(data.facts, rows)


KHOJALY = Row("khojaly-hundreds", "hrw-khojaly", "Azerbaijani civilians killed, Human Rights Watch", "1992-02-26")


def _vary_khojaly(data: Data) -> list[Choice]:
    return persons.by_source(data, "khojaly-hundreds", "civilians", "A published count of the same dead.")


@computes("khojaly-hundreds", vary=_vary_khojaly, sources=[KHOJALY.source])
def killed_at_khojaly(data: Data, *, rows: Rows = (KHOJALY,)) -> Span:
    """Civilians killed at Khojaly: the lowest independent count, which is a lower bound."""
    return tolls.total(data.facts, rows)


LOG = "violations-300"
RUNNING, ENTRIES = "sum of the column Number", "rows of the log"
_LOGGED = "incidents logged from 3 January 2015 up to this day"
_WHY_LOG = {
    RUNNING: "The log counts incidents in this column.",
    ENTRIES: "A row is an entry; six of them stand for more than one incident.",
}
_CUTS = {
    "2020-07-31": "A month before the war, by the last full month.",
    "2020-08-27": "A month before the war, to the day.",
    "2020-09-26": "The last day before the war.",
}


def logged(as_of: str, counting: str = RUNNING) -> Row:
    """The row that holds how many incidents were logged up to a day."""
    return Row(LOG, "crisisgroup-nk-data", f"{_LOGGED}, {counting}", as_of)


A_MONTH_BEFORE = logged("2020-08-27")


def _vary_incidents(data: Data) -> list[Choice]:
    words = {RUNNING: "incidents by running number", ENTRIES: "entries of the log"}
    held = measures.select(data.facts, topic=LOG, unit="incidents")
    cuts = held[held["subject"].isin([f"{_LOGGED}, {counting}" for counting in words])]
    early = sorted(set(cuts["as_of"]) - set(_CUTS))
    apart = only_shown("more than a month before the war")
    return [
        Choice(
            {"counting": words[counting], "up to": tolls.day(cut)},
            {"rows": (logged(cut, counting),)},
            **({"why": f"{_WHY_LOG[counting]} {_CUTS[cut]}"} if cut in _CUTS else apart),
        )
        for counting in (RUNNING, ENTRIES)
        for cut in (*_CUTS, *early)
    ]


@computes(LOG, vary=_vary_incidents, sources=["crisisgroup-nk-data"])
def incidents_before_the_war(data: Data, *, rows: Rows = (A_MONTH_BEFORE,)) -> Span:
    """Incidents that Crisis Group logged from January 2015 up to a day, by running number or by entries."""
    return tolls.total(data.facts, rows)


STATEMENT = Row("peacekeepers", "tass-2020-11-10", "Russian peacekeepers", "2020-11-10")


@computes(
    "peacekeepers",
    vary=lambda data: persons.by_source(data, "peacekeepers", "", "A statement of the side that sent them."),
    sources=[STATEMENT.source],
)
def peacekeepers(data: Data, *, rows: Rows = (STATEMENT,)) -> Span:
    """Russian peacekeepers in the statement that ended the war of 2020."""
    return tolls.total(data.facts, rows)


UNION = "Union of Armenians of Russia"
SIGNED_UP = Row(
    "volunteers", "armenians-of-russia-2020-09-28", f"volunteers on a sign-up list, {UNION}", "2020-09-28"
)


def _vary_volunteers(data: Data) -> list[Choice]:
    listed = []
    rows = measures.select(data.facts, topic="volunteers")
    union = measures.select(rows, source_id=SIGNED_UP.source)["counted_by"].iloc[0]
    told = tolls.keys(rows[rows["counted_by"] == union])
    for choice in persons.by_source(data, "volunteers", "", ""):
        (row,) = choice.how["rows"]
        same = "the same statement of the union, through another outlet"
        reason = same if row in told else "volunteers in Armenia, not the union's"
        about = {} if row == SIGNED_UP else only_shown(reason)
        listed.append(Choice(choice.levels, choice.how, sources=choice.sources, **about))
    return listed


@computes("volunteers", vary=_vary_volunteers, sources=[SIGNED_UP.source])
def volunteers(data: Data, *, rows: Rows = (SIGNED_UP,)) -> Span:
    """People on the sign-up list of the union: its own statement, and no count of those who came."""
    return tolls.total(data.facts, rows)

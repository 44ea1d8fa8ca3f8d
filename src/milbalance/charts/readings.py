"""What the charts of the first article name: editions, rows and days, as choices.yml and article.yml have them.

Defaults of charts and nothing else; they go when figures are data.
"""

from __future__ import annotations

from milbalance.measures.counts import Row

MILEX = "sipri-milex-2021"  # the newest full edition from before the article; data to 2020
TRANSFERS = "sipri-transfers-2026-03"  # the newest release
BEFORE_THE_ARTICLE = "sipri-transfers-2022-03"  # the newest release from before the article
ARMED_DRONES = ("armed drone", "loitering munition")

PRIME_MINISTER = Row(
    "killed-armenia", "rferl-2021-08-24", "killed, the prime minister of Armenia to parliament", "2021-08-24"
)
DEFENCE_MINISTRY = Row(
    "killed-azerbaijan", "wikipedia-2020-war-2022-02", "killed, Defence Ministry of Azerbaijan", "2022-02-13"
)
GED, OLDER_GED = "ucdp-ged-23.1", "ucdp-ged-19.1"
FIRST_WAR = (1992, 1994)  # the years that are added up

FROM_KARABAKH = Row(
    "displaced-91000", "iom-2020-12-11", "displaced from Nagorno-Karabakh to Armenia in 2020", "2020-12-11"
)
NEAR_THE_LINE = Row(
    "displaced-million",
    "acaps-2020-12-21",
    "temporarily displaced in 2020, near the line of contact",
    "2020-12-21",
)
ACAPS_TOTAL = Row("displaced-million", "acaps-2020-12-21", "displaced in 2020", "2020-12-21")
AZERBAIJANIS = "first war, Azerbaijani side"
STILL = "still displaced"  # the scope of people who had not gone back by a later date

START, END, LOG, DEAL = "crisisgroup-explainer-2023", "tass-2020-11-10", "crisisgroup-nk-data", "ec-2022-07-18"
MINES = "mines"  # the scope of casualties that the log itself lists as those of mines
BEFORE = "held before the war"
MONUMENTS = ("tombstones", "cross-stones", "medieval churches")

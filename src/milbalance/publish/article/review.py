"""Each answer as schema.org describes a checked claim (ClaimReview): a by-product for those who read that."""

from __future__ import annotations

import json
from typing import Any

from milbalance.publish.article import told
from milbalance.publish.article.told import Record
from milbalance.publish.cite import OWN
from milbalance.publish.site.render import address, anchor
from milbalance.tables.load import Data

CONTEXT = "https://schema.org"


def claim_review(data: Data, record: Record) -> dict[str, Any]:
    """One statement as a ClaimReview with its Claim. The rating is the verdict in words and has no number."""
    text = data.article
    publisher = {"@type": "Organization", "name": str(text["publisher"])}
    appearance = {"@type": "CreativeWork", "headline": str(text["title"]), "publisher": publisher}
    dated = {"datePublished": str(text["published"])}
    if url := address(text.get("url")):
        appearance["url"] = url
    explained = " ".join(filter(None, [str(record.get("sentence") or ""), told.code(record)]))
    return {
        "@type": "ClaimReview",
        "url": f"index.html#{place(record['claim_id'])}",
        "author": {"@type": "Organization", "name": OWN},
        "claimReviewed": str(record["statement"]),
        "itemReviewed": {
            "@type": "Claim",
            "name": str(record.get("words") or record["statement"]),
            "author": publisher,
            "appearance": appearance | dated,
        }
        | dated,
        "reviewRating": {
            "@type": "Rating",
            "alternateName": told.verdict(record),
            "ratingExplanation": told.because(record),
        },
        "reviewBody": explained,
    }


def text(data: Data, record: Record) -> str:
    """The same as a file of JSON-LD."""
    found = {"@context": CONTEXT} | claim_review(data, record)
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def place(claim_id: str) -> str:
    """Where a statement stands on the page: the id of its element."""
    return f"s-{anchor(claim_id)}"

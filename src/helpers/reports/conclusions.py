"""What a manifest keeps of a rendering, so that a later one can be compared with it."""

import hashlib
import html
import re
from collections.abc import Iterable

import pandas as pd

from helpers import schema

HEADLINES = re.compile(r'<ul class="headlines">(.*?)</ul>', re.DOTALL)
ITEM = re.compile(r"<li\b[^>]*>(.*?)</li>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def said(notebook, as_of: str = "") -> dict[str, list[str] | None]:
    """Read from an executed notebook what it concludes, and about which rows.

    Args:
        notebook: The executed notebook.
        as_of: The day as of which it read the data; empty for today.

    Returns:
        conclusions (its headline sentences), events (ids of the rows that it is about; None if it
        does not say), revisions (keys of the revisions of these rows that were known).
    """
    from helpers.reports.access import data_of, events_named  # loads nbformat

    shown = [data_of(one) for cell in notebook.cells for one in cell.get("outputs", [])]
    events = events_named(notebook)
    known = revisions(as_of)
    about = known[known["event_id"].isin(events or [])]
    return {
        "conclusions": _sentences(data.get("text/html", "") for data in shown),
        "events": events,
        "revisions": [key(row) for row in about.to_dict("records")],
    }


def tables() -> str:
    """Hash all tables as they stand: while it is the same, no report has new rows."""
    package = schema.read_package()
    files = [package.folder / "datapackage.json", *(one.path for one in package.tables.values())]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:20]


def revisions(as_of: str = "") -> pd.DataFrame:
    """Read revisions.csv up to a day (all of it when empty) as text, empty cells as ""."""
    rows = schema.read_text(schema.read_package().tables["revisions"]).fillna("")
    return rows[rows["revised_on"] <= as_of] if as_of else rows


def key(revision: dict) -> str:
    """Name a revision: day, event and field, which together occur once."""
    return f"{revision['revised_on']} {revision['event_id']} {revision['field']}"


def _sentences(pieces: Iterable[str]) -> list[str]:
    lists = (found for piece in pieces for found in HEADLINES.findall(piece))
    items = (item for found in lists for item in ITEM.findall(found))
    return [" ".join(html.unescape(TAG.sub("", item)).split()) for item in items]

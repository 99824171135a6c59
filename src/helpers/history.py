"""The package as it stands, and as it was known on an earlier day."""

import pandas as pd

Texts = dict[str, pd.DataFrame]


def as_known_on(texts: Texts, day: pd.Timestamp) -> Texts:
    """Take back what was coded, read or changed after a day.

    Args:
        texts: Every table as text, by name (`schema.read_text`).
        day: The last day to know of.

    Returns:
        New frames: events coded by that day with later revisions undone, sources read by then, and
        of the other tables the rows that hang on both.
    """
    last = f"{day:%Y-%m-%d}"
    known = dict(texts)
    known["revisions"] = _until(texts["revisions"], "revised_on", last)
    known["sources"] = _until(texts["sources"], "accessed_on", last)
    known["events"] = _until(_undone(texts, last), "coded_on", last)
    return _with_events(known)


def standing(texts: Texts) -> Texts:
    """Leave out withdrawn events and what hangs on them; their revisions stay and tell why.

    Args:
        texts: Every table as text, by name (`schema.read_text`).

    Returns:
        New frames.
    """
    events = texts["events"]
    kept = events[events["withdrawn_on"].isna()].reset_index(drop=True)
    return _with_events(texts | {"events": kept})


def _with_events(known: Texts) -> Texts:
    """Keep of the tables around events and sources the rows that hang on both."""
    known = dict(known)
    for name in ("event_sources", "claims", "agreements"):
        known[name] = _linked(known[name], known, ("event_id", "events"), ("source_id", "sources"))
    known["participants"] = _linked(known["participants"], known, ("event_id", "events"))
    known["people"] = _linked(known["people"], known, ("person_id", "participants"))
    known["episodes"] = _linked(known["episodes"], known, ("episode_id", "events"))
    return known


def _until(frame: pd.DataFrame, column: str, last: str) -> pd.DataFrame:
    return frame[frame[column] <= last].reset_index(drop=True)


def _linked(frame: pd.DataFrame, known: Texts, *links: tuple[str, str]) -> pd.DataFrame:
    for column, table in links:
        frame = frame[frame[column].isin(known[table][column])]
    return frame.reset_index(drop=True)


def _undone(texts: Texts, last: str) -> pd.DataFrame:
    events = texts["events"].set_index("event_id")
    later = texts["revisions"][texts["revisions"]["revised_on"] > last]
    for change in later.sort_values("revised_on", ascending=False).itertuples():
        events.loc[change.event_id, change.field] = change.old_value
    return events.reset_index()[texts["events"].columns.tolist()]

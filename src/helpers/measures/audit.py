"""What is recorded and how well it is sourced."""

import pandas as pd


def corroboration(events: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Count publishers, sides and languages behind each event.

    Args:
        events: Frame of events.
        sources: Frame of `dataset.sources_of`.

    Returns:
        One row an event: event_id, year, category, publishers, pages, languages (numbers),
        sides (such as "AZE + third"), official (bool), both_ways (an Iranian publisher and one of
        Azerbaijan or a third party).
    """
    grouped = sources.groupby("event_id").agg(
        publishers=("owner", "nunique"),
        pages=("source_id", "nunique"),
        languages=("language", "nunique"),
        sides=("side", lambda sides: " + ".join(sorted(set(sides)))),
        official=("official", "any"),
    )
    joined = events[["event_id", "year", "category"]].join(grouped, on="event_id")
    joined["both_ways"] = joined["sides"].str.contains("IRN") & joined["sides"].str.contains(
        r"\+", regex=True
    )
    return joined


def tally(frame: pd.DataFrame, rows: str, columns: str) -> pd.DataFrame:
    """Count rows by two columns.

    Returns:
        A table with one row a value of `rows` and one column a value of `columns`, zeros filled.
    """
    return pd.crosstab(frame[rows], frame[columns]).rename_axis(columns=None)

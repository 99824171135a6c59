"""Where events took place."""

import pandas as pd


def places(events: pd.DataFrame) -> pd.DataFrame:
    """Count events per place and category.

    Args:
        events: Frame of events; those without coordinates are left out.

    Returns:
        One row a (place, category), most frequent first: place, place_country, latitude,
        longitude (degrees, WGS 84), category, n, last_date, last_title, event_ids (tuple).
    """
    placed = events.dropna(subset=["latitude", "longitude"]).sort_values("date_start")
    keys = ["place", "place_country", "latitude", "longitude", "category"]
    counted = placed.groupby(keys, as_index=False, dropna=False).agg(
        n=("event_id", "size"),
        last_date=("date_start", "last"),
        last_title=("title", "last"),
        event_ids=("event_id", tuple),
    )
    return counted.sort_values(["n", *keys], ascending=[False] + [True] * 5, ignore_index=True)

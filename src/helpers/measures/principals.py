"""Who acts most often in a set of events."""

import pandas as pd

CATEGORIES = ("engagement", "cooperation", "agreement", "tension", "context")


def principals(events: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Count the events that each named official took part in, by category.

    Args:
        events: Frame of events.
        people: Frame of `dataset.people_of` for them.

    Returns:
        One row a person, most frequent first: name, country, office (the latest), n, one column a
        category that occurs, first_date, last_date, event_ids (tuple).
    """
    dated = events[["event_id", "date_start", "category"]]
    joined = people.merge(dated, on="event_id", validate="many_to_one").sort_values(
        ["date_start", "event_id"]
    )
    keys = ["person_id", "name", "country"]
    # A person may hold two roles in one event; it counts once.
    once = joined.drop_duplicates([*keys, "event_id"], keep="last")
    counted = once.groupby(keys).agg(
        office=("office", "last"),
        n=("event_id", "size"),
        first_date=("date_start", "min"),
        last_date=("date_start", "max"),
        event_ids=("event_id", tuple),
    )
    present = [name for name in CATEGORIES if (once["category"] == name).any()]
    parts = once.pivot_table(index=keys, columns="category", aggfunc="size", fill_value=0)
    wide = counted.join(parts.reindex(columns=present)).reset_index()
    ordered = wide.sort_values(
        ["n", "last_date", "name"], ascending=[False, False, True], ignore_index=True
    )
    columns = ["name", "country", "office", "n", *present, "first_date", "last_date", "event_ids"]
    return ordered[columns]

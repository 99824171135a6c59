"""One run of linked events: its gravest event, what came next, and the days around it."""

import pandas as pd

from helpers.measures.contacts import contacts
from helpers.measures.counts import FREQUENCIES, period_for, too_coarse

CATEGORIES = ("engagement", "cooperation", "agreement", "tension")


def span_of(events: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first and the last day of events."""
    return events["date_start"].min(), events[["date_start", "date_end"]].max().max()


def period_of(events: pd.DataFrame, enough: float = 0.9) -> str:
    """Choose the finest sensible period in which nearly every event can be placed.

    Args:
        events: Frame of events, not empty.
        enough: Share of events whose date must be exact enough for the period.
    """
    periods = list(FREQUENCIES)
    shortest = periods.index(period_for(*span_of(events)))
    most = (1 - enough) * len(events)
    return next(name for name in periods[shortest:] if len(too_coarse(events, name)) <= most)


def gravest(events: pd.DataFrame) -> pd.DataFrame:
    """Keep the tension events of the highest severity, the first of them first.

    Returns:
        Rows of `events`; none when no event is tension.
    """
    tense = events[events["category"] == "tension"]
    top = tense[(tense["severity"] == tense["severity"].max()).fillna(False)]
    return top.sort_values(["date_start", "event_id"], ignore_index=True)


def first_after(events: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Find the first engagement and the first contact after a day.

    Args:
        events: Frame of bilateral events; those not dated to the day are ignored.
        day: The day; what happened on it is not "after".

    Returns:
        Up to two rows, index `what` (engagement: any act of that category; contact: officials
        of both sides spoke to each other): columns of `events` and days (whole days since).
    """
    later = events[(events["date_precision"] == "day") & (events["date_start"] > day)]
    later = later.sort_values(["date_start", "event_id"])
    first = {
        "engagement": later[later["category"] == "engagement"].head(1),
        "contact": contacts(later).head(1),
    }
    found = pd.concat(first, names=["what"]).droplevel(1)
    return found.assign(days=(found["date_start"] - day).dt.days)


def before_and_after(
    events: pd.DataFrame,
    first: pd.Timestamp,
    last: pd.Timestamp,
    *,
    known: tuple[pd.Timestamp, pd.Timestamp],
    days: int = 90,
) -> pd.DataFrame:
    """Count bilateral events before, during and after a span.

    Args:
        events: Frame of bilateral events.
        first: First day of the span.
        last: Last day of the span.
        known: First and last day of the data; windows are cut there.
        days: Length of the windows before and after.

    Returns:
        One row a window: window (with its days), start, end, days (inside the data), engagement,
        cooperation, agreement, tension, n (numbers of events by date_start, Int64; missing for
        a window outside the data).
    """
    one, length = pd.Timedelta(days=1), pd.Timedelta(days=days)
    windows = {
        "before": (first - length, first - one),
        "during": (first, last),
        "after": (last + one, last + length),
    }
    rows = []
    for name, (start, end) in windows.items():
        start, end = max(start, known[0]), min(end, known[1])
        spanned = max(0, (end - start).days + 1)
        inside = events.loc[events["date_start"].between(start, end), "category"]
        counts = inside.value_counts().reindex(CATEGORIES, fill_value=0)
        counts = counts if spanned else dict.fromkeys(CATEGORIES, pd.NA)
        label = f"{name} ({spanned} day{'' if spanned == 1 else 's'})"
        rows.append({"window": label, "start": start, "end": end, "days": spanned, **counts})
    table = pd.DataFrame(rows, columns=["window", "start", "end", "days", *CATEGORIES])
    table = table.astype(dict.fromkeys(CATEGORIES, "Int64"))
    return table.assign(n=table[list(CATEGORIES)].sum(axis="columns", min_count=1))


def involved(people: pd.DataFrame) -> pd.DataFrame:
    """List who took part in events, the most often recorded first.

    Args:
        people: Frame of `dataset.people_of`.

    Returns:
        One row a person: name, country, offices, roles (tuples in order of appearance), n
        (events), event_ids (tuple).
    """

    def once(values: pd.Series) -> tuple[str, ...]:
        return tuple(dict.fromkeys(values.dropna()))

    table = people.groupby(["name", "country"], as_index=False).agg(
        offices=("office", once),
        roles=("role", once),
        n=("event_id", "nunique"),
        event_ids=("event_id", once),
    )
    return table.sort_values(
        ["n", "country", "name"], ascending=[False, True, True], ignore_index=True
    )


def by_side(sources: pd.DataFrame) -> pd.DataFrame:
    """Count the pages and publishers of each side behind events.

    Args:
        sources: Frame of `dataset.sources_of`.

    Returns:
        One row a side, most pages first: side, pages, publishers (owners), official (pages that
        are official records), languages (tuple), events.
    """
    table = sources.groupby("side", as_index=False).agg(
        pages=("source_id", "nunique"),
        publishers=("owner", "nunique"),
        languages=("language", lambda codes: tuple(sorted(set(codes)))),
        events=("event_id", "nunique"),
    )
    official = sources[sources["official"]].groupby("side")["source_id"].nunique()
    table["official"] = table["side"].map(official).fillna(0).astype(int)
    order = ["side", "pages", "publishers", "official", "languages", "events"]
    return table[order].sort_values(["pages", "side"], ascending=[False, True], ignore_index=True)

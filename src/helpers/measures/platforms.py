"""Sessions of multilateral platforms: who came, what was signed, what was held on the margins."""

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from helpers.measures.contacts import VISITS, contacts

SESSION = "multilateral_meeting"
SIDES = {"IRN": "iran", "AZE": "azerbaijan"}
DAY_EXACT = "day"
UNTYPED = "other act"


def kind_of(events: pd.DataFrame) -> pd.Series:
    """Sort events of a platform into session, document, visit, third-party act and other act."""
    kind = pd.Series(UNTYPED, index=events.index, dtype="string", name="kind")
    kind[events["event_type"].isin(VISITS)] = "visit"
    kind[events["category"] == "agreement"] = "document"
    kind[events["category"] == "context"] = "third-party act"
    kind[events["event_type"] == SESSION] = "session"
    return kind


def sessions(events: pd.DataFrame, people: pd.DataFrame, agreements: pd.DataFrame) -> pd.DataFrame:
    """List the sessions of one or more platforms in order of time.

    A document belongs to a session if it hangs on the session's own event, or on an event of the
    same format that shares its visit_id, or its place and days.

    Args:
        events: Events of the platforms (`dataset.select` with format).
        people: Frame of `dataset.people_of` for them.
        agreements: Frame of `dataset.rows_of(data.agreements, events)`.

    Returns:
        One row a session: event_id, date_start, date_end, date_precision, format, level, place,
        visit_id, title, iran, azerbaijan, others (tuples of "Name (office)", others "Name
        (country)"), documents (tuple of titles), days_since (whole days since the session before of
        the same format; missing for the first and where a date is not exact).
    """
    met = events[events["event_type"] == SESSION].sort_values(["date_start", "event_id"])
    met = met.reset_index(drop=True)
    for side in (*SIDES.values(), "others"):
        met[side] = _delegates(met, people, side)
    met["documents"] = _documents(met, events, agreements)
    met["days_since"] = _days_since(met)
    columns = ["event_id", "date_start", "date_end", "date_precision", "format", "level", "place"]
    columns += ["visit_id", "title", *SIDES.values(), "others", "documents", "days_since"]
    return met[columns]


def _delegates(met: pd.DataFrame, people: pd.DataFrame, side: str) -> list[tuple[str, ...]]:
    sided = people[people["country"].map(SIDES).fillna("others") == side]
    said = sided["country"] if side == "others" else sided["office"]
    named = sided["name"] + " (" + said + ")"
    by_event = named.groupby(sided["event_id"]).agg(tuple).to_dict()
    return [by_event.get(event_id, ()) for event_id in met["event_id"]]


def _documents(
    met: pd.DataFrame, events: pd.DataFrame, agreements: pd.DataFrame
) -> list[tuple[str, ...]]:
    titles = agreements.groupby("event_id")["title"].agg(tuple).to_dict()
    return [
        tuple(
            title
            for event_id in events.loc[_together(events, session), "event_id"]
            for title in titles.get(event_id, ())
        )
        for session in met.itertuples()
    ]


def _together(events: pd.DataFrame, session: object) -> pd.Series:
    """Find the events of a session's format on the same trip, or at its place and days."""
    trip = events["visit_id"].eq(session.visit_id).fillna(False)
    own = events["event_id"] == session.event_id
    same = events["format"] == session.format
    return own | (same & (trip | _there(events, session)))


def _there(events: pd.DataFrame, session: object) -> pd.Series:
    exact = (events["date_precision"] == DAY_EXACT) & (session.date_precision == DAY_EXACT)
    days = events["date_start"].between(session.date_start, session.date_end)
    return (exact & days & events["place"].eq(session.place).fillna(False)).astype(bool)


def _days_since(met: pd.DataFrame) -> pd.Series:
    day = met["date_start"].where(met["date_precision"] == DAY_EXACT)
    return day.groupby(met["format"]).diff().dt.days.astype("Int64")


def attendance(events: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Count the sessions that each official of the two sides attended, by level of the session.

    Args:
        events: Events of the platforms.
        people: Frame of `dataset.people_of` for them.

    Returns:
        One row a (level, country, name), sorted by level, country and number: level, country,
        name, office (the latest), n, first_date, last_date, event_ids (tuple).
    """
    met = events.loc[events["event_type"] == SESSION, ["event_id", "date_start", "level"]]
    both = people[people["country"].isin(SIDES)]
    joined = both.merge(met, on="event_id", validate="many_to_one").sort_values("date_start")
    counted = joined.groupby(["level", "country", "name"], as_index=False).agg(
        office=("office", "last"),
        n=("event_id", "nunique"),
        first_date=("date_start", "min"),
        last_date=("date_start", "max"),
        event_ids=("event_id", lambda ids: tuple(dict.fromkeys(ids))),
    )
    return counted.sort_values(
        ["level", "country", "n", "name"], ascending=[True, True, False, True], ignore_index=True
    )


def on_the_margins(events: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """Mark the bilateral meetings that share a trip, or place and days, with a session.

    A meeting is a contact in person in bilateral format: no visit as a whole, no call.

    Args:
        events: All events of the window.
        sessions: Frame of `sessions`.

    Returns:
        The rows of `events` that are bilateral meetings, plus session (event_id of the first
        session that fits; missing for none).
    """
    met = contacts(events)
    travel = met["event_type"].isin(VISITS) | met["directed"]
    met = met[(met["format"] == "bilateral") & ~travel & (met["event_type"] != "phone_call")]
    session = pd.Series(pd.NA, index=met.index, dtype="string")
    for row in sessions[::-1].itertuples():
        trip = met["visit_id"].eq(row.visit_id).fillna(False).astype(bool)
        session[trip | _there(met, row)] = row.event_id
    return met.assign(session=session).reset_index(drop=True)


def margin_shares(meetings: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Share of bilateral meetings held on the margins, by level of the meeting and in all.

    Args:
        meetings: Frame of `on_the_margins`.
        level: Confidence level of the Wilson intervals.

    Returns:
        One row a level, most meetings first, and a last row "all": level, meetings, on_margins,
        share, low, high (0 to 1), event_ids (tuple, those on the margins). Empty for no meeting.
    """
    whole = meetings.assign(level="all")
    found = pd.concat([meetings, whole]).assign(beside=lambda rows: rows["session"].notna())
    counted = found.groupby("level", as_index=False).agg(
        meetings=("event_id", "size"), on_margins=("beside", "sum")
    )
    beside = found[found["beside"]].groupby("level")["event_id"].agg(tuple).to_dict()
    low, high = proportion_confint(
        counted["on_margins"], counted["meetings"], alpha=1 - level, method="wilson"
    )
    counted["share"] = counted["on_margins"] / counted["meetings"]
    counted = counted.assign(low=low, high=high)
    counted["event_ids"] = [beside.get(name, ()) for name in counted["level"]]
    last = counted["level"] == "all"
    ordered = counted[~last].sort_values(["meetings", "level"], ascending=[False, True])
    return pd.concat([ordered, counted[last]], ignore_index=True)

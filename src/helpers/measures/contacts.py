"""Who met whom, who travels to whom, and how long ago the last contact was."""

import pandas as pd

VISITS = ("state_visit", "foreign_minister_visit", "minister_visit")
EXCHANGES = ("parliamentary_exchange", "military_exchange")
CONTACTS = (
    *VISITS,
    *EXCHANGES,
    "leader_meeting",
    "foreign_minister_meeting",
    "minister_meeting",
    "deputy_level_talks",
    "security_talks",
    "ambassador_meeting",
    "commission_session",
    "expert_talks",
    "multilateral_meeting",
    "phone_call",
)


def contacts(events: pd.DataFrame) -> pd.DataFrame:
    """Keep the events in which officials of both sides spoke to each other, in person or by call.

    Messages, statements and appointments are left out.
    """
    return events[events["event_type"].isin(CONTACTS)]


def gaps_by_level(events: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Days since the last recorded contact at each level.

    Args:
        events: Frame of events.
        as_of: Day to count from; later events are ignored.

    Returns:
        One row a level, longest gap first: level, last_date, event_id, title, days (whole days),
        median_gap (median of the days between consecutive contacts so far, missing for one).
    """
    met = contacts(events)
    met = met[(met["date_start"] <= as_of) & (met["date_precision"] == "day")]
    met = met.sort_values(["date_start", "event_id"])
    last = met.groupby("level").tail(1).set_index("level")
    between = met.groupby("level")["date_start"].agg(lambda dates: dates.diff().dt.days.median())
    gaps = pd.DataFrame(
        {
            "last_date": last["date_start"],
            "event_id": last["event_id"],
            "title": last["title"],
            "days": (as_of - last["date_start"]).dt.days,
            "median_gap": between,
        }
    )
    return gaps.reset_index(names="level").sort_values(
        ["days", "level"], ascending=[False, True], ignore_index=True
    )


def visits_by_year(events: pd.DataFrame) -> pd.DataFrame:
    """Count visits per year, direction and level.

    Directed parliamentary and military exchanges count as visits; the traveller is the actor.

    Returns:
        One row a (year, traveller, host, level) that occurs: those four, n, event_ids (tuple).
    """
    travel = events[
        events["event_type"].isin(VISITS)
        | (events["event_type"].isin(EXCHANGES) & events["directed"])
    ]
    keys = ["year", "actor", "target", "level"]
    grouped = travel.groupby(keys)["event_id"].agg(tuple).rename("event_ids").reset_index()
    grouped["n"] = grouped["event_ids"].map(len)
    named = grouped.rename(columns={"actor": "traveller", "target": "host"})
    return named[["year", "traveller", "host", "level", "n", "event_ids"]]


def travel_by_year(visits: pd.DataFrame) -> pd.DataFrame:
    """Sum visits per year and traveller's country, every year present.

    Args:
        visits: Frame of `visits_by_year`.

    Returns:
        One row a year from the first to the last with a visit; index year, columns AZE and IRN
        (visits by officials of that country to the other).
    """
    yearly = visits.groupby(["year", "traveller"])["n"].sum().unstack(fill_value=0)
    years = range(visits["year"].min(), visits["year"].max() + 1) if len(visits) else []
    return yearly.reindex(index=years, columns=["AZE", "IRN"], fill_value=0).rename_axis(
        index="year", columns=None
    )


def who_met_whom(events: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Count recorded contacts of each pair of one Iranian and one Azerbaijani official.

    Args:
        events: Frame of events.
        people: Frame of `dataset.people_of`: event_id, name, country.

    Returns:
        One row a pair, most frequent first: iranian, azerbaijani, n, first_date, last_date,
        event_ids (tuple).
    """
    met = contacts(events)[["event_id", "date_start"]]
    named = people[["event_id", "name", "country"]].merge(met, on="event_id")
    iranian = named[named["country"] == "IRN"].rename(columns={"name": "iranian"})
    azerbaijani = named[named["country"] == "AZE"].rename(columns={"name": "azerbaijani"})
    pairs = iranian.merge(azerbaijani[["event_id", "azerbaijani"]], on="event_id")
    counted = pairs.groupby(["iranian", "azerbaijani"], as_index=False).agg(
        n=("event_id", "nunique"),
        first_date=("date_start", "min"),
        last_date=("date_start", "max"),
        event_ids=("event_id", lambda ids: tuple(sorted(set(ids)))),
    )
    return counted.sort_values(
        ["n", "last_date", "iranian", "azerbaijani"],
        ascending=[False, False, True, True],
        ignore_index=True,
    )

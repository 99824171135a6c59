"""What is recorded about one official: offices, contacts, counterparts, gaps."""

import pandas as pd

from helpers.measures.contacts import CONTACTS, EXCHANGES, VISITS, gaps_by_level
from helpers.measures.counts import count_by_period

WORDS = (
    "accusation",
    "conciliatory_statement",
    "critical_statement",
    "denial",
    "message",
    "warning",
)


def part_in(events: pd.DataFrame, people: pd.DataFrame, name: str) -> pd.DataFrame:
    """List the events that one person took part in.

    Args:
        events: Frame of events.
        people: Frame of `dataset.people_of`.
        name: Name of the person.

    Returns:
        The person's events in their order, with country (of the person), office, role, and kind:
        contact (officials of both sides spoke to each other, in person or by call), statement
        (words, messages included), context (acts of or towards third parties) or other act.
    """
    own = people.loc[people["name"] == name, ["event_id", "country", "office", "role"]]
    joined = events.merge(own, on="event_id", validate="one_to_one")
    kind = pd.Series("other act", index=joined.index, dtype="string")
    kind = kind.mask(joined["event_type"].isin(WORDS) | (joined["role"] == "speaker"), "statement")
    kind = kind.mask(joined["category"] == "context", "context")
    kind = kind.mask(joined["event_type"].isin(CONTACTS), "contact")
    return joined.assign(kind=kind)


def kind_of_contact(events: pd.DataFrame) -> pd.Series:
    """Name the kind of each contact: visit, call, multilateral meeting, or meeting."""
    visit = events["event_type"].isin(VISITS) | (
        events["event_type"].isin(EXCHANGES) & events["directed"]
    )
    kind = pd.Series("meeting", index=events.index, dtype="string")
    kind = kind.mask(events["event_type"] == "multilateral_meeting", "multilateral meeting")
    kind = kind.mask(events["event_type"] == "phone_call", "call")
    return kind.mask(visit.astype(bool), "visit").rename("contact")


def offices_held(part: pd.DataFrame) -> pd.DataFrame:
    """List the offices in which a person is recorded.

    Args:
        part: Frame of `part_in`.

    Returns:
        One row an office, the earliest first: office, first_date, last_date (of recorded events,
        not of the appointment), events. Events that name no office are left out.
    """
    table = part.groupby("office", as_index=False).agg(
        first_date=("date_start", "min"),
        last_date=("date_start", "max"),
        events=("event_id", "nunique"),
    )
    return table.sort_values(["first_date", "last_date", "office"], ignore_index=True)


def counterparts(met: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Count with whom of another country a person shared recorded contacts.

    Args:
        met: The person's contacts: rows of `part_in`.
        people: Frame of `dataset.people_of` for these events.

    Returns:
        One row a counterpart, most frequent first: name, country, n, first_date, last_date,
        event_ids (tuple).
    """
    own = met[["event_id", "date_start", "country"]].rename(columns={"country": "own"})
    others = people.merge(own, on="event_id", validate="many_to_one")
    others = others[others["country"] != others["own"]]
    table = others.groupby(["name", "country"], as_index=False).agg(
        n=("event_id", "nunique"),
        first_date=("date_start", "min"),
        last_date=("date_start", "max"),
        event_ids=("event_id", lambda ids: tuple(sorted(set(ids)))),
    )
    return table.sort_values(
        ["n", "last_date", "name"], ascending=[False, False, True], ignore_index=True
    )


def gaps_between(met: pd.DataFrame) -> pd.DataFrame:
    """Measure the stretches between the days of recorded contacts, the longest first.

    Args:
        met: Frame of contacts; those not dated to the day are ignored, several of one day are
            one.

    Returns:
        One row a stretch: from_date, from_event, to_date, to_event, days (whole days).
    """
    dated = met[met["date_precision"] == "day"].sort_values(["date_start", "event_id"])
    days = dated.drop_duplicates("date_start").reset_index(drop=True)
    table = pd.DataFrame(
        {
            "from_date": days["date_start"].shift(),
            "from_event": days["event_id"].shift(),
            "to_date": days["date_start"],
            "to_event": days["event_id"],
        }
    ).dropna(subset="from_date")
    table["days"] = (table["to_date"] - table["from_date"]).dt.days
    return table.sort_values(["days", "to_date"], ascending=[False, True], ignore_index=True)


def gaps_by_kind(met: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Days since a person's last contact of each kind; see `gaps_by_level` for the columns.

    Args:
        met: Frame of contacts; several of one kind on one day are one.
        as_of: Day to count from.
    """
    kinds = met.assign(level=kind_of_contact(met))
    return gaps_by_level(kinds.drop_duplicates(["date_start", "level"]), as_of)


def contacts_by_year(met: pd.DataFrame, coverage: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """Count a person's contacts per year and kind, from the first to the last year with one.

    Args:
        met: Frame of contacts.
        coverage: Frame of `coverage_by_month`.
        end: Last day of the data.

    Returns:
        Frame of `count_by_period` with the column contact; without rows when there is none.
    """
    kinds = met.assign(contact=kind_of_contact(met))
    dates = met["date_start"] if len(met) else pd.Series([end])
    first, last = (dates.agg(edge).to_period("Y") for edge in ("min", "max"))
    return count_by_period(
        kinds,
        by="contact",
        period="year",
        start=first.start_time,
        end=min(last.end_time.normalize(), end),
        coverage=coverage,
    )

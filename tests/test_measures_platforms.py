import pandas as pd
import pytest

from helpers import measures

DAY = pd.Timestamp
SESSION = {"event_type": "multilateral_meeting", "format": "eco", "place": "Baku"}


@pytest.fixture
def make(make_events):
    """Build events with a last day and a trip, which `make_events` leaves out."""

    def build(*rows):
        plain = [
            {k: v for k, v in row.items() if k not in ("visit_id", "date_end")} for row in rows
        ]
        frame = make_events(*plain)
        frame["visit_id"] = pd.array([row.get("visit_id") for row in rows], "string")
        ends = [row.get("date_end", row["date_start"]) for row in rows]
        return frame.assign(date_end=pd.to_datetime(ends))

    return build


def people(*rows):
    columns = ["event_id", "name", "country", "office"]
    return pd.DataFrame(rows, columns=columns).astype("string")


def papers(*rows):
    return pd.DataFrame(rows, columns=["event_id", "title"]).astype("string")


def test_sessions_stand_in_order_with_the_days_between_those_of_one_platform(make):
    events = make(
        {**SESSION, "date_start": "2020-03-01"},
        {**SESSION, "date_start": "2020-01-01"},
        {**SESSION, "date_start": "2020-02-01", "format": "oic"},
        {"date_start": "2020-02-02", "event_type": "warning", "format": "eco"},
    )
    held = measures.sessions(events, people(), papers())
    assert held["event_id"].tolist() == ["e2", "e3", "e1"]
    assert held["days_since"].tolist() == [pd.NA, pd.NA, 60]


def test_no_days_are_counted_from_a_session_of_which_only_the_month_is_known(make):
    events = make(
        {**SESSION, "date_start": "2020-01-01", "date_precision": "month"},
        {**SESSION, "date_start": "2020-03-01"},
    )
    assert measures.sessions(events, people(), papers())["days_since"].isna().all()


def test_delegates_stand_under_their_side_and_none_is_invented(make):
    events = make({**SESSION, "date_start": "2020-01-01"})
    there = people(("e1", "A", "IRN", "Minister"), ("e1", "B", "RUS", "Minister"))
    held = measures.sessions(events, there, papers()).iloc[0]
    assert held["iran"] == ("A (Minister)",)
    assert held["azerbaijan"] == ()
    assert held["others"] == ("B (RUS)",)


def test_documents_of_the_session_its_trip_and_its_place_and_day_belong_to_it(make):
    signed = {"event_type": "agreement_signed", "category": "agreement"}
    events = make(
        {**SESSION, "date_start": "2020-01-01", "date_end": "2020-01-02", "visit_id": "V-1"},
        {**SESSION, **signed, "date_start": "2020-01-02"},
        {**SESSION, **signed, "date_start": "2020-01-05", "place": "Rasht", "visit_id": "V-1"},
        {**SESSION, **signed, "date_start": "2020-01-03"},
        {**SESSION, **signed, "date_start": "2020-01-02", "format": "oic"},
    )
    signed = papers(*((f"e{n}", f"Paper {n}") for n in range(1, 6)))
    held = measures.sessions(events, people(), signed)
    assert held["documents"][0] == ("Paper 1", "Paper 2", "Paper 3")


def test_no_session_gives_an_empty_table(make):
    events = make({"date_start": "2020-01-01", "format": "eco", "event_type": "warning"})
    held = measures.sessions(events, people(), papers())
    assert held.empty
    assert "days_since" in held
    assert measures.attendance(events, people()).empty
    assert measures.margin_shares(measures.on_the_margins(events, held)).empty


def test_kinds_tell_sessions_documents_and_third_parties_apart(make_events):
    events = make_events(
        {"event_type": "multilateral_meeting"},
        {"event_type": "agreement_signed", "category": "agreement"},
        {"event_type": "third_party_statement", "category": "context"},
        {"event_type": "state_visit"},
        {"event_type": "warning", "category": "tension"},
    )
    kinds = measures.kind_of(events).tolist()
    assert kinds == ["session", "document", "third-party act", "visit", "other act"]


def test_attendance_counts_sessions_of_an_official_by_level(make):
    events = make(
        {**SESSION, "date_start": "2020-01-01", "level": "foreign_minister"},
        {**SESSION, "date_start": "2021-01-01", "level": "foreign_minister"},
        {**SESSION, "date_start": "2022-01-01", "level": "head_of_state"},
    )
    there = people(
        ("e1", "A", "IRN", "Deputy"), ("e2", "A", "IRN", "Minister"), ("e3", "A", "IRN", "Minister")
    )
    table = measures.attendance(events, there)
    rows = table[["level", "name", "office", "n"]].to_numpy().tolist()
    assert rows == [["foreign_minister", "A", "Minister", 2], ["head_of_state", "A", "Minister", 1]]


def test_meetings_on_the_margins_share_a_trip_or_the_place_and_days(make):
    met = {"event_type": "foreign_minister_meeting"}
    events = make(
        {**SESSION, "date_start": "2020-01-01", "visit_id": "V-1"},
        {**met, "date_start": "2020-01-01", "place": "Baku"},
        {**met, "date_start": "2020-01-09", "place": "Rasht", "visit_id": "V-1"},
        {**met, "date_start": "2020-01-02", "place": "Baku"},
        {**met, "date_start": "2020-01-01"},
        {"event_type": "phone_call", "date_start": "2020-01-01", "place": "Baku"},
        {"event_type": "state_visit", "date_start": "2020-01-01", "place": "Baku"},
    )
    held = measures.sessions(events, people(), papers())
    meetings = measures.on_the_margins(events, held)
    beside = meetings.set_index("event_id")["session"].fillna("").to_dict()
    assert beside == {"e2": "e1", "e3": "e1", "e4": "", "e5": ""}
    whole = measures.margin_shares(meetings).iloc[-1]
    assert (whole["level"], whole["meetings"], whole["on_margins"]) == ("all", 4, 2)
    assert whole["share"] == 0.5
    assert whole["low"] < 0.5 < whole["high"]
    assert whole["event_ids"] == ("e2", "e3")


def test_principals_count_a_person_once_an_event(make_events):
    events = make_events(
        {"date_start": "2020-01-01"}, {"date_start": "2020-02-01", "category": "tension"}
    )
    there = people(
        ("e1", "A", "IRN", "Deputy"),
        ("e2", "A", "IRN", "Minister"),
        ("e2", "A", "IRN", "Envoy"),
        ("e1", "B", "AZE", "Minister"),
    ).assign(person_id=["p1", "p1", "p1", "p2"])
    table = measures.principals(events, there)
    assert table["name"].tolist() == ["A", "B"]
    assert table["n"].tolist() == [2, 1]
    assert table.loc[0, ["engagement", "tension"]].tolist() == [1, 1]
    assert table["event_ids"].tolist() == [("e1", "e2"), ("e1",)]
    assert measures.principals(events, there.head(0)).empty

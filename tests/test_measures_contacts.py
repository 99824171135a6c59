import pandas as pd
import pytest

from helpers import measures

DAY = pd.Timestamp


def test_contacts_keep_talks_and_drop_messages_and_statements(make_events):
    events = make_events(
        {"event_type": "phone_call"},
        {"event_type": "message"},
        {"event_type": "state_visit"},
        {"event_type": "warning"},
        {"event_type": "multilateral_meeting"},
    )
    assert measures.contacts(events)["event_id"].tolist() == ["e1", "e3", "e5"]


def test_gap_runs_from_the_last_contact_of_each_level(make_events):
    events = make_events(
        "2020-01-01",
        "2020-01-11",
        "2020-01-31",
        {"date_start": "2019-02-10", "level": "head_of_state", "event_type": "leader_meeting"},
    )
    gaps = measures.gaps_by_level(events, DAY("2020-02-10"))
    assert gaps["level"].tolist() == ["head_of_state", "minister"]
    assert gaps["days"].tolist() == [365, 10]
    assert gaps["event_id"].tolist() == ["e4", "e3"]
    assert gaps["last_date"].tolist() == [DAY("2019-02-10"), DAY("2020-01-31")]


def test_usual_gap_is_the_median_and_missing_for_one_contact(make_events):
    # Gaps of minister-level contacts: 10, 20 and 90 days.
    events = make_events(
        "2020-01-01",
        "2020-01-11",
        "2020-01-31",
        "2020-04-30",
        {"date_start": "2020-01-01", "level": "ambassador"},
    )
    usual = measures.gaps_by_level(events, DAY("2020-05-01")).set_index("level")["median_gap"]
    assert usual["minister"] == 20
    assert pd.isna(usual["ambassador"])


def test_contacts_after_the_day_asked_for_are_ignored(make_events):
    events = make_events("2020-01-01", "2020-03-01")
    gaps = measures.gaps_by_level(events, DAY("2020-01-31"))
    assert gaps[["event_id", "days"]].to_numpy().tolist() == [["e1", 30]]


def test_contact_of_the_day_itself_is_no_days_ago(make_events):
    assert measures.gaps_by_level(make_events("2020-01-01"), DAY("2020-01-01"))["days"][0] == 0


def test_vague_dates_and_other_events_give_no_gap(make_events):
    events = make_events(
        {"date_start": "2020-02-01", "date_precision": "month"},
        {"date_start": "2020-02-02", "event_type": "message"},
    )
    assert measures.gaps_by_level(events, DAY("2020-03-01")).empty


def test_gaps_do_not_depend_on_the_order_of_rows(make_events):
    events = make_events("2020-01-31", "2020-01-01", "2020-01-11")
    gaps = measures.gaps_by_level(events, DAY("2020-02-10"))
    assert (gaps.loc[0, "days"], gaps.loc[0, "median_gap"]) == (10, 15)


@pytest.fixture
def journeys(make_events):
    to_iran = {"event_type": "state_visit", "directed": True, "level": "head_of_state"}
    to_baku = to_iran | {"actor": "IRN", "target": "AZE"}
    return make_events(
        to_iran | {"date_start": "2014-04-09"},
        to_iran | {"date_start": "2014-11-01"},
        to_baku | {"date_start": "2014-11-12"},
        to_baku | {"date_start": "2016-08-07"},
        {"date_start": "2016-09-01", "event_type": "parliamentary_exchange", "directed": True},
        {"date_start": "2016-09-02", "event_type": "parliamentary_exchange", "directed": False},
        {"date_start": "2016-09-03", "event_type": "phone_call"},
        {"date_start": "2016-09-04", "event_type": "leader_meeting"},
    )


def test_visits_are_counted_by_year_traveller_host_and_level(journeys):
    visits = measures.visits_by_year(journeys)
    assert visits.drop(columns="event_ids").to_numpy().tolist() == [
        [2014, "AZE", "IRN", "head_of_state", 2],
        [2014, "IRN", "AZE", "head_of_state", 1],
        [2016, "AZE", "IRN", "minister", 1],
        [2016, "IRN", "AZE", "head_of_state", 1],
    ]
    assert visits.loc[0, "event_ids"] == ("e1", "e2")


def test_exchange_counts_as_a_visit_only_when_directed(journeys):
    visits = measures.visits_by_year(journeys)
    assert visits["event_ids"].explode().tolist() == ["e1", "e2", "e3", "e5", "e4"]


def test_year_without_a_visit_counts_as_zero(journeys):
    yearly = measures.travel_by_year(measures.visits_by_year(journeys))
    assert yearly.index.tolist() == [2014, 2015, 2016]
    assert yearly["AZE"].tolist() == [2, 0, 1]
    assert yearly["IRN"].tolist() == [1, 0, 1]


def test_country_that_never_travels_has_a_column_of_zeros(journeys):
    yearly = measures.travel_by_year(measures.visits_by_year(journeys.iloc[:2]))
    assert yearly[["AZE", "IRN"]].to_numpy().tolist() == [[2, 0]]


def test_no_visits_give_an_empty_table(make_events):
    assert measures.travel_by_year(measures.visits_by_year(make_events("2020-01-01"))).empty


def people(*rows):
    return pd.DataFrame(rows, columns=["event_id", "name", "country"]).astype("string")


def test_pairs_are_counted_across_the_border_only(make_events):
    events = make_events("2020-01-01", "2020-02-01", "2020-03-01")
    present = people(
        ("e1", "Omid", "IRN"),
        ("e1", "Babak", "IRN"),
        ("e1", "Ayan", "AZE"),
        ("e2", "Omid", "IRN"),
        ("e2", "Ayan", "AZE"),
        ("e3", "Omid", "IRN"),
        ("e3", "Sergey", "RUS"),
    )
    pairs = measures.who_met_whom(events, present)
    assert pairs[["iranian", "azerbaijani", "n"]].to_numpy().tolist() == [
        ["Omid", "Ayan", 2],
        ["Babak", "Ayan", 1],
    ]
    assert pairs.loc[0, "event_ids"] == ("e1", "e2")
    assert pairs.loc[0, "first_date"] == DAY("2020-01-01")
    assert pairs.loc[0, "last_date"] == DAY("2020-02-01")


def test_pair_that_met_last_comes_first_among_equals(make_events):
    events = make_events("2020-01-01", "2020-02-01")
    present = people(
        ("e1", "Arash", "IRN"), ("e1", "Ayan", "AZE"), ("e2", "Omid", "IRN"), ("e2", "Ayan", "AZE")
    )
    assert measures.who_met_whom(events, present)["iranian"].tolist() == ["Omid", "Arash"]


def test_naming_each_other_in_a_message_is_no_contact(make_events):
    events = make_events({"date_start": "2020-01-01", "event_type": "message"})
    present = people(("e1", "Omid", "IRN"), ("e1", "Ayan", "AZE"))
    assert measures.who_met_whom(events, present).empty

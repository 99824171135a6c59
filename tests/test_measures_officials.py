import pandas as pd
import pytest

from helpers import measures

END = pd.Timestamp("2020-12-31")


@pytest.fixture
def events(make_events):
    return make_events(
        "2018-03-01",
        {"date_start": "2018-03-01", "event_type": "minister_meeting"},
        {"date_start": "2020-05-01", "event_type": "minister_visit", "directed": True},
        {"date_start": "2020-06-01", "event_type": "message"},
        {"date_start": "2020-07-01", "event_type": "agreement_signed", "category": "agreement"},
        {"date_start": "2020-08-01", "event_type": "third_party_act", "category": "context"},
        {"date_start": "2020-09-01", "event_type": "reception"},
    )


def seen(*rows):
    columns = ["event_id", "name", "country", "office", "role"]
    return pd.DataFrame(rows, columns=columns).astype("string")


@pytest.fixture
def people():
    own = [(f"e{n}", "Anna", "AZE", "Minister", "guest") for n in range(1, 7)]
    return seen(
        *own,
        ("e7", "Anna", "AZE", "Speaker", "speaker"),
        ("e1", "Omid", "IRN", "Minister", "host"),
        ("e3", "Omid", "IRN", "President", "host"),
        ("e3", "Boris", "RUS", "President", "host"),
        ("e3", "Aydin", "AZE", "Aide", "delegate"),
    )


@pytest.fixture
def part(events, people):
    return measures.part_in(events, people, "Anna")


def test_contacts_are_told_from_words_acts_and_context(part):
    assert part["kind"].tolist() == [
        "contact", "contact", "contact", "statement", "other act", "context", "statement",
    ]  # fmt: skip


def test_unknown_person_has_no_part(events, people):
    assert measures.part_in(events, people, "Nobody").empty


def test_kinds_of_contact(part):
    met = part[part["kind"] == "contact"]
    assert measures.kind_of_contact(met).tolist() == ["call", "meeting", "visit"]


def test_offices_carry_their_first_and_last_recorded_day(part):
    held = measures.offices_held(part)
    assert held["office"].tolist() == ["Minister", "Speaker"]
    assert held["first_date"].dt.year.tolist() == [2018, 2020]
    assert held["events"].tolist() == [6, 1]


def test_counterparts_are_of_other_countries(part, people):
    met = part[part["kind"] == "contact"]
    table = measures.counterparts(met, people[people["event_id"].isin(met["event_id"])])
    assert table[["name", "n"]].to_numpy().tolist() == [["Omid", 2], ["Boris", 1]]
    assert table["event_ids"].iloc[0] == ("e1", "e3")


def test_contacts_of_one_day_leave_no_gap(part):
    gaps = measures.gaps_between(part[part["kind"] == "contact"])
    assert gaps["days"].tolist() == [792]
    assert gaps[["from_event", "to_event"]].iloc[0].tolist() == ["e1", "e3"]


def test_one_contact_has_no_gap(part):
    assert measures.gaps_between(part.head(1)).empty


def test_gap_by_kind_counts_from_the_last_contact_of_each_kind(part):
    gaps = measures.gaps_by_kind(part[part["kind"] == "contact"], END)
    assert gaps.set_index("level")["days"].to_dict() == {
        "call": 1036,
        "meeting": 1036,
        "visit": 244,
    }


def test_years_without_contact_count_as_zero(part, all_covered):
    yearly = measures.contacts_by_year(part[part["kind"] == "contact"], all_covered, END)
    calls = yearly[yearly["contact"] == "call"]
    assert calls["period"].tolist() == ["2018", "2019", "2020"]
    assert calls["n"].tolist() == [1, 0, 0]


def test_no_contact_has_no_years(part, all_covered):
    assert measures.contacts_by_year(part.head(0), all_covered, END).empty

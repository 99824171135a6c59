import pandas as pd
import pytest

from helpers import measures

KNOWN = pd.Timestamp("2020-01-01"), pd.Timestamp("2020-12-31")


def tense(day, severity, **other):
    return {"date_start": day, "category": "tension", "severity": severity, **other}


def spanned(events):
    return events.assign(date_end=events["date_start"])


def test_span_reaches_to_the_last_day_of_the_longest_event(make_events):
    events = make_events("2020-01-05", "2020-01-07")
    ended = events.assign(date_end=pd.to_datetime(["2020-01-20", None]))
    assert measures.span_of(ended) == (pd.Timestamp("2020-01-05"), pd.Timestamp("2020-01-20"))


def test_period_is_as_fine_as_nearly_every_date_allows(make_events):
    days = ["2020-01-05", "2020-01-09"]
    assert measures.period_of(spanned(make_events(*days))) == "day"
    coarse = make_events(*days, {"date_start": "2020-01-01", "date_precision": "month"})
    assert measures.period_of(spanned(coarse)) == "month"
    assert measures.period_of(spanned(coarse), enough=0.5) == "day"


def test_gravest_keeps_ties_in_order_of_time(make_events):
    events = make_events(
        tense("2020-03-01", 4), "2020-02-01", tense("2020-01-01", 4), tense("2020-01-01", 1)
    )
    assert measures.gravest(events)["event_id"].tolist() == ["e3", "e1"]


def test_no_tension_has_no_gravest_event(make_events):
    assert measures.gravest(make_events("2020-01-01")).empty


def test_first_after_counts_whole_days_and_skips_the_day_itself(make_events):
    events = make_events(
        "2020-01-01",
        {"date_start": "2020-01-04", "event_type": "message"},
        {"date_start": "2020-01-02", "date_precision": "month"},
        "2020-01-09",
    )
    after = measures.first_after(events, pd.Timestamp("2020-01-01"))
    assert after["event_id"].to_dict() == {"engagement": "e2", "contact": "e4"}
    assert after["days"].to_dict() == {"engagement": 3, "contact": 8}


def test_nothing_after_is_an_empty_frame(make_events):
    assert measures.first_after(make_events("2020-01-01"), pd.Timestamp("2020-01-01")).empty


def test_windows_before_and_after_touch_the_span_and_stop_at_the_data(make_events):
    events = make_events("2020-06-09", tense("2020-06-10", 2), "2020-06-30", "2020-07-01")
    first, last = pd.Timestamp("2020-06-10"), pd.Timestamp("2020-06-30")
    table = measures.before_and_after(events, first, last, known=KNOWN, days=30)
    assert table["window"].tolist() == ["before (30 days)", "during (21 days)", "after (30 days)"]
    assert table["n"].tolist() == [1, 2, 1]
    assert table["tension"].tolist() == [0, 1, 0]
    short = measures.before_and_after(
        events, first, last, known=(KNOWN[0], pd.Timestamp("2020-07-04")), days=30
    )
    assert short["window"].iloc[2] == "after (4 days)"


def test_window_that_the_data_do_not_reach_is_missing_and_not_zero(make_events):
    last = KNOWN[1]
    table = measures.before_and_after(make_events("2020-12-31"), last, last, known=KNOWN)
    assert table["window"].iloc[2] == "after (0 days)"
    assert table[["tension", "n"]].iloc[2].isna().all()


def test_involved_counts_events_and_keeps_each_office_once():
    people = pd.DataFrame(
        {
            "event_id": ["e1", "e2", "e1"],
            "name": ["A", "A", "B"],
            "country": ["AZE", "AZE", "IRN"],
            "office": ["Minister", "Minister", None],
            "role": ["guest", "host", "speaker"],
        }
    )
    table = measures.involved(people)
    assert table[["name", "n"]].to_numpy().tolist() == [["A", 2], ["B", 1]]
    assert table["offices"].tolist() == [("Minister",), ()]
    assert table["roles"].tolist() == [("guest", "host"), ("speaker",)]


def test_pages_and_owners_are_counted_once_a_side():
    sources = pd.DataFrame(
        {
            "event_id": ["e1", "e2", "e1", "e1"],
            "source_id": ["s1", "s1", "s2", "s3"],
            "owner": ["O", "O", "O", "P"],
            "side": ["AZE", "AZE", "AZE", "IRN"],
            "official": [True, True, False, False],
            "language": ["az", "az", "en", "fa"],
        }
    )
    table = measures.by_side(sources)
    assert table["side"].tolist() == ["AZE", "IRN"]
    assert table.iloc[0, 1:].tolist() == [2, 1, 1, ("az", "en"), 2]


@pytest.mark.parametrize(
    ("claimant", "party"),
    [
        ("Embassy of Iran in Azerbaijan", "IRN"),
        ("Ambassador of Azerbaijan to Iran", "AZE"),
        ("Anna Known, in a report on Iran", "AZE"),
        ("Iranian and Azerbaijani officials", "others"),
        ("Turkish and Azerbaijani officials", "others"),
        ("Deputy governor of East Azerbaijan", "IRN"),
        ("Head of the UN mission in Baku", "others"),
        ("Minister of Israel Third Person", "others"),
        ("Azerbaijan.US", "others"),
        ("Alpha News", "AZE"),
        ("Somebody", "others"),
    ],
)
def test_party_is_read_from_the_name(claimant, party):
    people = pd.DataFrame({"name": ["Anna Known", "Third Person"], "country": ["AZE", "ISR"]})
    claims = pd.DataFrame({"claimant": [claimant], "publisher": ["Alpha News"], "side": ["AZE"]})
    assert measures.party_of(claims, people).tolist() == [party]


def test_accounts_stand_next_to_each_other_event_by_event():
    claims = pd.DataFrame(
        {
            "event_id": ["e2", "e2", "e1", "e2"],
            "party": ["IRN", "AZE", "others", "IRN"],
            "claim": ["no", "yes", "perhaps", "never"],
        }
    )
    table = measures.accounts(claims)
    assert table["event_id"].tolist() == ["e2", "e2", "e1"]
    assert table["AZE"].fillna("").tolist() == ["yes", "", ""]
    assert table["IRN"].fillna("").tolist() == ["no", "never", ""]
    assert table["others"].fillna("").tolist() == ["", "", "perhaps"]


def test_no_claims_give_no_accounts():
    claims = pd.DataFrame({"event_id": [], "party": [], "claim": []}, dtype="string")
    table = measures.accounts(claims)
    assert table.empty
    assert list(table.columns) == ["event_id", "AZE", "IRN", "others"]

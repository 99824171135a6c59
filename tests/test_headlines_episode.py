import pandas as pd
import pytest

from helpers import dataset, headlines
from helpers.errors import ParameterError
from helpers.language import Language

ENGLISH = Language("en")


@pytest.fixture
def data(package_folder, set_coverage):
    set_coverage("1991-01-01", "2021-12-31")
    return dataset.load(package_folder)


def put(data, *ids, **cells):
    """Put events into the episode, with some cells changed."""
    data.events["episode_id"] = data.events["episode_id"].where(
        ~data.events["event_id"].isin(ids), "lorries_2021"
    )
    for column, value in cells.items():
        data.events.loc[data.events["event_id"].isin(ids), column] = value


def told(data, language=ENGLISH):
    sentences = headlines.episode(data, "lorries_2021", language)
    assert len(sentences) <= 5
    assert all(isinstance(sentence, str) for sentence in sentences)
    return " ".join(sentences).replace("\u00a0", " ")


def test_episode_counts_events_days_and_kinds(data):
    data.events["episode_id"] = pd.NA
    put(data, "E-2012-001", "E-2012-002", "E-2014-002")
    text = told(data)
    assert "3 bilateral events are recorded (2 tension and 1 engagement)" in text
    days = (pd.Timestamp("2014-04-09") - data.events["date_start"].min()).days + 1
    assert f"to 9 April 2014 ({days} days)" in text


def test_actors_and_gravest_event_are_named(data):
    data.events["episode_id"] = pd.NA
    put(data, "E-2012-001", "E-2012-002", "E-2014-002")
    text = told(data)
    assert "1 came from the Iranian side (tension)" in text
    assert "1 came from the Azerbaijani side (tension)" in text
    assert "1 was joint" in text
    assert "The highest severity is 4 of 5: Iran recalls its ambassador" in text
    assert ", 21 May 2012 [E-2012-002]" in text


def test_private_persons_are_told_apart_from_their_side(data):
    data.events["episode_id"] = pd.NA
    put(data, "E-2012-001", "E-2012-002")
    data.events.loc[data.events["event_id"] == "E-2012-002", "level"] = "non_state"
    assert "1 came from the Iranian side (tension, 1 by private persons)" in told(data)
    lines = headlines.period(
        data, pd.Timestamp("2012-01-01"), pd.Timestamp("2012-12-31"), [], Language()
    )
    assert "1 from the Iranian side (1 by private persons)" in " ".join(lines)


def test_first_engagement_is_looked_for_beyond_the_episode(data):
    data.events["episode_id"] = pd.NA
    put(data, "E-2012-002")
    days = (pd.Timestamp("2014-04-09") - pd.Timestamp("2012-05-21")).days
    assert f"came {days} days after it" in told(data).replace(",", "")
    assert "[E-2014-00" in told(data)


def test_episode_of_one_event_is_told_in_the_singular(data):
    data.events["episode_id"] = pd.NA
    put(data, "E-2012-002")
    text = told(data)
    assert "1 bilateral event is recorded (1 tension), on 21 May 2012." in text
    assert "2 pages of 2 publishers" in text


def test_episode_of_context_alone_names_no_actor(data):
    data.events["episode_id"] = pd.NA
    put(data, "E-2020-001")
    text = told(data)
    assert text.startswith("Only 1 context event of third parties or towards them")
    assert "no bilateral event is recorded" in text
    assert "No tension event" in text
    assert "acted" not in text


def test_gravest_event_without_a_day_gives_no_count_of_days(data):
    data.events["episode_id"] = pd.NA
    put(data, "E-2012-002", date_precision="month")
    text = told(data)
    assert "in May 2012" in text
    assert "not dated to the day" in text
    assert "days" not in text


def test_nothing_after_the_gravest_event_is_said(data):
    data.events["episode_id"] = pd.NA
    put(data, "E-2012-002", date_start=pd.Timestamp("2021-12-30"))
    assert "No engagement on a later day is recorded." in told(data)


def test_unknown_episode_names_the_nearest(data):
    with pytest.raises(ParameterError, match="Did you mean 'lorries_2021'"):
        headlines.episode(data, "lorry_2021", ENGLISH)


def test_dates_follow_the_language(data):
    data.events["episode_id"] = pd.NA
    put(data, "E-2012-002")
    assert "21. Mai 2012" in told(data, Language("de"))

"""Headline sentences of the report on one theme."""

from collections.abc import Iterator

import pandas as pd

from helpers import dataset, measures
from helpers.dataset import Dataset
from helpers.headlines.cautions import coverage_warnings
from helpers.headlines.words import by_side, cite, counted, joined, recorded, split
from helpers.language import Language

PROPER = ("caspian", "israel", "karabakh")
YEAR = pd.DateOffset(years=1)


def theme_name(name: str) -> str:
    """Write a theme for people: proper names with a capital."""
    return name.capitalize() if name in PROPER else name


def theme(
    data: Dataset, start: pd.Timestamp, end: pd.Timestamp, name: str, language: Language
) -> list[str]:
    """Write the headline sentences of the report on one theme over time.

    Args:
        data: The whole dataset.
        start: First day of the window.
        end: Last day of the window.
        name: The theme.
        language: How to write dates and numbers.

    Returns:
        Plain sentences; each names only recorded events.
    """
    last = min(end, data.end)
    every = dataset.bilateral(dataset.select(data.events, start=start, end=last))
    events = dataset.select(every, theme=name)
    if events.empty:
        return [f"No bilateral event with the theme {theme_name(name)} is recorded in this window."]
    return [
        _volume(every, events, name, language),
        *_trend(data, events, start, last, language),
        *_tension(data, events, start, last, name, language),
        *_agreements(data, events, language),
        f"The latest event: {cite(events.iloc[-1], language)}.",
    ]


def _volume(every: pd.DataFrame, events: pd.DataFrame, name: str, language: Language) -> str:
    sentence = (
        f"{recorded(len(events), 'bilateral event', language)} with the theme "
        f"{theme_name(name)}: "
        f"{split(events['category'], language)}. That is "
        f"{language.percent(len(events) / len(every))} of all recorded bilateral events of the "
        "window."
    )
    years = events["year"].value_counts()
    most = sorted(years.index[years == years.max()])
    if len(years) == 1 or len(most) > 3:
        return sentence
    which = joined([str(year) for year in most])
    if len(most) > 1:
        return f"{sentence} The years with most are {which} ({language.number(years.max())} each)."
    return f"{sentence} The year with most is {which} ({language.number(years.max())})."


def _trend(
    data: Dataset,
    events: pd.DataFrame,
    start: pd.Timestamp,
    last: pd.Timestamp,
    language: Language,
) -> Iterator[str]:
    """Compare the last twelve months of the window with the twelve before."""
    middle, first = last - YEAR, last - 2 * YEAR
    if first + pd.Timedelta(days=1) < start:
        return
    coverage = measures.coverage_by_month(data.events, data.event_sources, data.start, data.end)
    known, day = (data.start, data.end), pd.Timedelta(days=1)
    before = measures.stretch(events, coverage, start=first + day, end=middle, known=known)
    after = measures.stretch(events, coverage, start=middle + day, end=last, known=known)
    compared = measures.contrast(before, after)
    sentence = (
        f"{recorded(len(after.events), 'event', language)} in the last twelve months of the "
        f"window and {language.number(len(before.events))} in the twelve before"
    )
    if compared.empty or pd.isna(compared.at[0, "ratio"]):
        yield f"{sentence}."
        return
    sure = "more than" if compared.at[0, "beyond_chance"] else "no more than"
    yield f"{sentence}: a difference of {sure} chance allows."
    if compared.at[0, "beyond_chance"]:
        yield from coverage_warnings(
            {"the twelve months before": before, "the last twelve": after}, language
        )


def _tension(
    data: Dataset,
    events: pd.DataFrame,
    start: pd.Timestamp,
    last: pd.Timestamp,
    name: str,
    language: Language,
) -> Iterator[str]:
    tense = events[events["category"] == "tension"]
    if tense.empty:
        yield "None of them is a tension event."
        return
    sides = joined(by_side(tense, language))
    yield f"Tension: {counted(len(tense), 'event', language)}, {sides}."
    index = measures.tension_index(dataset.select(data.events, theme=name), start=start, end=last)[
        "index"
    ]
    if index.max() > 0:
        yield (
            f"The theme's tension index was highest on {language.date(index.idxmax())} "
            f"({language.number(index.max(), 1)} points); on {language.date(last)} it stands at "
            f"{language.number(index.iloc[-1], 1)}."
        )


def _agreements(data: Dataset, events: pd.DataFrame, language: Language) -> Iterator[str]:
    agreements = dataset.rows_of(data.agreements, events)
    if len(agreements):
        status = split(agreements["status"].str.replace("_", " "), language)
        yield (
            f"{recorded(len(agreements), 'document', language)} with these events, by latest "
            f"known status: {status}."
        )
    claims = dataset.rows_of(data.claims, events)
    if len(claims):
        yield (
            f"{recorded(len(claims), 'contested claim', language)} about "
            f"{counted(claims['event_id'].nunique(), 'of the events', language, 'of the events')}."
        )

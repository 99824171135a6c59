"""Headline sentences of the report on one official."""

from collections.abc import Iterator

import pandas as pd

from helpers import dataset, measures
from helpers.dataset import Dataset
from helpers.headlines.words import NAMES, cite, counted, joined, recorded
from helpers.language import Language


def person(data: Dataset, name: str, language: Language) -> list[str]:
    """Write the headline sentences of a report on one official.

    Args:
        data: The whole dataset.
        name: Name in `Dataset.people`.
        language: How to write dates and numbers.

    Returns:
        Plain sentences; each names only recorded events.
    """
    people = dataset.people_of(data, data.events)
    part = measures.part_in(data.events, people, name)
    if part.empty:
        return [f"No event is recorded in which {name} took part."]
    met = part[part["kind"] == "contact"]
    return [
        _volume(name, part, met, language),
        *_counterparts(met, people, language),
        *_gaps(met, data.end, language),
        *_besides(part, language),
    ]


def _volume(name: str, part: pd.DataFrame, met: pd.DataFrame, language: Language) -> str:
    country = NAMES.get(part["country"].iloc[0], part["country"].iloc[0])
    if met.empty:
        return f"No contact of {name} ({country}) between officials of the two is recorded."
    kinds = measures.kind_of_contact(met).value_counts()
    parts = joined([counted(n, kind, language) for kind, n in kinds.items()])
    return (
        f"{recorded(len(met), 'contact', language)} in which {name} ({country}) took part, "
        f"{_span(met, language)}: {parts}."
    )


def _span(met: pd.DataFrame, language: Language) -> str:
    ends = met.sort_values("date_start").iloc[[0, -1]]
    first, last = language.dates_of(ends.assign(date_end=ends["date_start"]))
    if first == last:
        return ("on " if ends["date_precision"].iloc[0] == "day" else "in ") + first
    dated = met.loc[met["date_precision"] == "day", "date_start"]
    least = "" if len(dated) == len(met) else "at least "
    return f"{first} to {last}, on {least}{counted(dated.nunique(), 'day', language)}"


def _counterparts(met: pd.DataFrame, people: pd.DataFrame, language: Language) -> Iterator[str]:
    if met.empty:
        return
    others = measures.counterparts(met, people)
    if others.empty:
        yield "No page names an official of another country in these contacts."
        return
    top = others.head(3)[["name", "n"]].itertuples(index=False)
    parts = [f"{name} ({language.number(n)})" for name, n in top]
    total = counted(len(others), "official", language)
    often = "most often " if len(others) > len(parts) else ""
    yield f"{total} of other countries took part in them: {often}{joined(parts)}."


def _gaps(met: pd.DataFrame, end: pd.Timestamp, language: Language) -> Iterator[str]:
    dated = met[met["date_precision"] == "day"].sort_values(["date_start", "event_id"])
    if dated.empty:
        return
    last = dated.iloc[-1]
    which = "last recorded contact" if len(dated) == len(met) else "last contact dated to the day"
    days = (end - last["date_start"]).days
    ago = (
        f"{counted(days, 'day', language)} before the data end"
        if days
        else "on the last day of the data"
    )
    yield f"The {which}: {cite(last, language)}, {ago}."
    gaps = measures.gaps_between(met)
    if len(gaps) < 2:
        return
    longest = gaps.iloc[0]
    yield (
        f"Half of the stretches between two days of contact are "
        f"{counted(int(gaps['days'].median()), 'day', language)} or shorter; the longest is "
        f"{counted(longest['days'], 'day', language)}, "
        f"{language.span(longest['from_date'], longest['to_date'])}."
    )


def _besides(part: pd.DataFrame, language: Language) -> Iterator[str]:
    kinds = part["kind"].value_counts()
    words = {
        "statement": "statement or message",
        "other act": "other act",
        "context": "context event",
    }
    many = {"statement": "statements and messages"}
    parts = [
        counted(kinds[kind], word, language, many.get(kind, ""))
        for kind, word in words.items()
        if kind in kinds
    ]
    if parts:
        yield f"Not counted as contacts: {joined(parts)}."

"""Headline sentences of the dossier of one episode."""

import pandas as pd

from helpers import dataset, measures
from helpers.dataset import Dataset
from helpers.headlines.words import SIDES, cite, counted, joined, recorded, split
from helpers.language import Language


def episode(data: Dataset, episode_id: str, language: Language) -> list[str]:
    """Write what happened in an episode, in at most five sentences.

    Args:
        data: The whole dataset; what came after the episode is looked for in it.
        episode_id: Id in `Dataset.episodes`.
        language: How to write dates and numbers.

    Returns:
        Plain sentences; each names only recorded events.
    """
    events = dataset.episode_of(data, episode_id)
    if events.empty:
        return ["No event is recorded for this episode."]
    own = dataset.bilateral(events)
    worst = measures.gravest(own)
    return [
        _volume(events, own, language),
        *([_actors(own, language)] if len(own) else []),
        _gravest(worst, language),
        *([_reaction(data, worst.iloc[0], language)] if len(worst) else []),
        _sourcing(data, events, language),
    ]


def _volume(events: pd.DataFrame, own: pd.DataFrame, language: Language) -> str:
    context = len(events) - len(own)
    aside = f"{counted(context, 'context event', language)} of third parties or towards them"
    if own.empty:
        return f"Only {aside}, {_span(events, language)}; no bilateral event is recorded."
    kinds = (
        f"{recorded(len(own), 'bilateral event', language)} ({split(own['category'], language)})"
    )
    return f"{joined([kinds, *([aside] if context else [])])}, {_span(events, language)}."


def _span(events: pd.DataFrame, language: Language) -> str:
    first, last = measures.span_of(events)
    ends = events.sort_values("date_start").iloc[[0, -1]]
    if ends["date_precision"].eq("day").all():
        if first == last:
            return f"on {language.date(first)}"
        days = language.number((last - first).days + 1)
        return f"from {language.date(first)} to {language.date(last)} ({days} days)"
    written = language.dates_of(ends).tolist()
    return f"in {written[0]}" if written[0] == written[1] else f"from {written[0]} to {written[1]}"


def _actors(own: pd.DataFrame, language: Language) -> str:
    acts = own[own["directed"]]
    parts = [_acted(side, acts[acts["actor"] == side], language) for side in _by_number(acts)]
    joint = len(own) - len(acts)
    if joint:
        verb = "was" if joint == 1 else "were"
        parts.append(f"{language.number(joint)} {verb} joint or without a single known actor")
    return f"Of the bilateral events, {joined(parts)}."


def _by_number(acts: pd.DataFrame) -> list[str]:
    return acts["actor"].value_counts().index.tolist()


def _acted(side: str, rows: pd.DataFrame, language: Language) -> str:
    n, tense = len(rows), int(rows["category"].eq("tension").sum())
    private = int(rows["level"].eq("non_state").sum())
    if tense == n:
        notes = ["tension" if n == 1 else "all tension"]
    else:
        notes = [f"{language.number(tense)} of them tension"] if tense else []
    notes += [f"{language.number(private)} by private persons"] if private else []
    aside = f" ({', '.join(notes)})" if notes else ""
    return f"{language.number(n)} came from {SIDES[side]}{aside}"


def _gravest(worst: pd.DataFrame, language: Language) -> str:
    if worst.empty:
        return "No tension event between the two is recorded in it."
    first, n = worst.iloc[0], len(worst)
    which = "" if n == 1 else f"{counted(n, 'event', language)}, the first: "
    return f"The highest severity is {first['severity']} of 5: {which}{cite(first, language)}."


def _reaction(data: Dataset, worst: pd.Series, language: Language) -> str:
    if worst["date_precision"] != "day":
        return (
            "It is not dated to the day, so the time to the first engagement after it is unknown."
        )
    after = measures.first_after(dataset.bilateral(data.events), worst["date_start"])
    if after.empty:
        return "No engagement on a later day is recorded."
    first = after.iloc[0]
    sentence = (
        f"The first engagement on a later day came {counted(first['days'], 'day', language)} "
        f"after it: {cite(first, language)}"
    )
    if "contact" not in after.index or after.index[0] == "contact":
        return f"{sentence}."
    contact = after.loc["contact"]
    if contact["event_id"] == first["event_id"]:
        return f"{sentence}, which was also the first contact of officials."
    days = counted(contact["days"], "day", language)
    return f"{sentence}; the first contact of officials after {days}: {cite(contact, language)}."


def _sourcing(data: Dataset, events: pd.DataFrame, language: Language) -> str:
    sources = dataset.sources_of(data, events)
    if sources.empty:
        return "No page is recorded behind them."
    pages = sources.drop_duplicates("source_id")["side"].value_counts()
    words = {"IRN": "Iranian", "AZE": "Azerbaijani", "third": "third-party"}
    sides = joined([f"{language.number(n)} {words.get(side, side)}" for side, n in pages.items()])
    owners = counted(sources["owner"].nunique(), "publisher", language)
    return f"The record rests on {counted(pages.sum(), 'page', language)} of {owners}: {sides}."

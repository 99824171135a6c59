"""Headline sentences of the tracker of multilateral platforms."""

from collections.abc import Iterator

import pandas as pd

from helpers import dataset, measures
from helpers.dataset import Dataset
from helpers.headlines.words import NAMES, cite, counted, joined, recorded, split
from helpers.language import Language

PLATFORMS = {
    "bilateral": "bilateral format",
    "trilateral_aze_irn_rus": "Azerbaijan–Iran–Russia",
    "trilateral_aze_irn_tur": "Azerbaijan–Iran–Türkiye",
    "trilateral_aze_irn_tkm": "Azerbaijan–Iran–Turkmenistan",
    "other_trilateral": "other trilateral formats",
    "three_plus_three": "3+3",
    "caspian_five": "Caspian Five",
    "eco": "ECO",
    "oic": "OIC",
    "nam": "Non-Aligned Movement",
    "un": "United Nations",
    "sco": "SCO",
    "other_multilateral": "other multilateral formats",
}


def platform_names(formats: list[str]) -> str:
    """Name platforms for people: "3+3 and Caspian Five"."""
    return joined([PLATFORMS.get(name, name.replace("_", " ")) for name in formats])


def format(
    data: Dataset, start: pd.Timestamp, end: pd.Timestamp, formats: list[str], language: Language
) -> list[str]:
    """Write the headline sentences of the tracker of platforms.

    Args:
        data: The whole dataset.
        start: First day of the window.
        end: Last day of the window.
        formats: The platforms.
        language: How to write dates and numbers.

    Returns:
        Plain sentences; each names only recorded events.
    """
    last = min(end, data.end)
    every = dataset.select(data.events, format=formats, end=last)
    events = dataset.select(every, start=start)
    held = _sessions(data, every)
    inside = held[held["date_start"] >= start]
    if inside.empty:
        told = [_none(held, formats, language)]
    else:
        told = [
            *_held(inside, last, language),
            *_represented(inside, language),
            _margins(data, inside, last, language),
        ]
    return [*told, *_acts(events, language)]


def _sessions(data: Dataset, events: pd.DataFrame) -> pd.DataFrame:
    people, agreements = dataset.people_of(data, events), dataset.rows_of(data.agreements, events)
    return measures.sessions(events, people, agreements)


def _none(held: pd.DataFrame, formats: list[str], language: Language) -> str:
    sentence = f"No session is recorded in this window ({platform_names(formats)})."
    if held.empty:
        return sentence
    return f"{sentence} The last one before it: {cite(held.iloc[-1], language)}."


def _held(held: pd.DataFrame, end: pd.Timestamp, language: Language) -> Iterator[str]:
    latest = held.iloc[-1]
    ago = counted((end - latest["date_start"]).days, "day", language)
    documents = held["documents"].map(len)
    exact = latest["date_precision"] == "day"
    when = f", {ago} before {language.date(end)}" if exact else ""
    yield (
        f"{recorded(len(held), 'session', language)}. "
        f"The {'latest' if len(held) > 1 else 'only one'}: {cite(latest, language)}{when}."
    )
    yield from _gaps(held["days_since"].dropna(), language)
    if documents.sum():
        yield (
            f"{recorded(documents.sum(), 'document', language)} for "
            f"{language.number((documents > 0).sum())} of the sessions."
        )


def _gaps(days: pd.Series, language: Language) -> Iterator[str]:
    if 0 < len(days) < 3:
        told = [language.number(value) for value in days]
        yield f"Days between one session of a platform and the next: {joined(told)}."
    elif len(days):
        yield (
            "Between one session of a platform and the next lie "
            f"{language.number(days.median())} days in the median, "
            f"{language.number(days.min())} at least and {language.number(days.max())} at most."
        )


def _represented(held: pd.DataFrame, language: Language) -> Iterator[str]:
    levels = split(held["level"].str.replace("_", " "), language)
    yield f"Sessions by highest level: {levels}."
    for side, country in (("iran", "Iran"), ("azerbaijan", "Azerbaijan")):
        unnamed = held.loc[held[side].map(len) == 0, "event_id"]
        if len(unnamed):
            yield (
                f"Who spoke for {country} is not recorded for "
                f"{counted(len(unnamed), 'session', language)}."
            )


def _margins(data: Dataset, held: pd.DataFrame, end: pd.Timestamp, language: Language) -> str:
    first = held["date_start"].min()
    since = dataset.select(data.events, start=first, end=end)
    shares = measures.margin_shares(measures.on_the_margins(since, held))
    if shares.empty:
        return "No bilateral meeting in person is recorded since the first of these sessions."
    every = shares.iloc[-1]
    low, high = language.percent(every["low"]), language.percent(every["high"])
    return (
        f"Of the {counted(every['meetings'], 'bilateral meeting', language)} in person recorded "
        f"since the first of them ({language.date(first)}), "
        f"{language.number(every['on_margins'])} took place on the margins of a session: "
        f"{language.percent(every['share'])} (95 % interval {low} to {high})."
    )


def _acts(events: pd.DataFrame, language: Language) -> Iterator[str]:
    acts = events[~measures.kind_of(events).isin(["session", "document", "visit"])]
    if acts.empty:
        yield "No statement or other act about the platform is recorded in this window."
        return
    actors = acts["actor"].where(acts["directed"], "both sides together").value_counts()
    sides = [f"{language.number(n)} by {NAMES.get(name, name)}" for name, n in actors.items()]
    yield (
        f"Statements and other acts about the platform: {language.number(len(acts))} "
        f"({joined(sides)}). The latest: {cite(acts.iloc[-1], language)}."
    )

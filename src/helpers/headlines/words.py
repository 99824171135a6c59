"""Words that headline sentences share."""

import pandas as pd

from helpers.language import Language

NAMES = {
    "IRN": "Iran",
    "AZE": "Azerbaijan",
    "ARM": "Armenia",
    "GBR": "the United Kingdom",
    "GEO": "Georgia",
    "ISR": "Israel",
    "KAZ": "Kazakhstan",
    "RUS": "Russia",
    "TKM": "Turkmenistan",
    "TUR": "Türkiye",
    "USA": "the United States",
    "UZB": "Uzbekistan",
}


SIDES = {"IRN": "the Iranian side", "AZE": "the Azerbaijani side"}


def counted(n: int, what: str, language: Language, many: str = "") -> str:
    """Write a number with its noun: "1 event", "2 events"."""
    return f"{language.number(n)} {what if n == 1 else many or f'{what}s'}"


def recorded(n: int, what: str, language: Language) -> str:
    """Write that so many things are recorded."""
    return f"{counted(n, what, language)} {'is' if n == 1 else 'are'} recorded"


def split(groups: pd.Series, language: Language) -> str:
    """Write how often each value occurs, most frequent first: "3 tension, 1 engagement"."""
    counts = groups.value_counts()
    return joined([f"{language.number(n)} {name}" for name, n in counts.items()])


def joined(parts: list[str]) -> str:
    """Join parts with commas and a last "and"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def by_side(events: pd.DataFrame, language: Language) -> list[str]:
    """Write how many events came from each side, most first, and how many had no single actor.

    A side is the nationality or territory of those who acted, never an attribution to a
    government; acts of private persons are told apart.
    """
    acts = events[events["directed"]]
    parts = []
    for side, n in acts["actor"].value_counts().items():
        private = int((acts["actor"].eq(side) & acts["level"].eq("non_state")).sum())
        aside = f" ({language.number(private)} by private persons)" if private else ""
        parts.append(f"{language.number(n)} from {SIDES[side]}{aside}")
    joint = len(events) - len(acts)
    return [*parts, *([f"{language.number(joint)} without a single known actor"] if joint else [])]


def cite(event: pd.Series, language: Language) -> str:
    """Name an event by title, date and id."""
    written = language.when(event["date_start"], event["date_start"], event["date_precision"])
    return f"{event['title']}, {written} [{event['event_id']}]"

"""Headline sentences of two periods side by side."""

from collections.abc import Iterator

import pandas as pd

from helpers import measures
from helpers.headlines.cautions import shared_days, warnings
from helpers.headlines.words import joined
from helpers.language import Language
from helpers.measures.stretches import Stretch

GROUPS = {"category": "category", "event_type": "type", "level": "level", "direction": "direction"}
DIRECTIONS = {
    "joint": "both together",
    "IRN → AZE": "Iran towards Azerbaijan",
    "AZE → IRN": "Azerbaijan towards Iran",
}
CLUSTERS = (
    "The tests take events as independent; where one visit or crisis brings several, they are "
    "too sure."
)
NEW = {"event_type": "Types of event", "themes": "Themes", "level": "Levels"}


def compare(
    stretches: dict[str, Stretch], indices: dict[str, pd.DataFrame], language: Language
) -> list[str]:
    """Write the headline sentences of a comparison of two periods.

    Args:
        stretches: `measures.stretch` of the bilateral events, with a column direction
            (`measures.direction_of`), of the first and of the second period, by name.
        indices: `measures.tension_index` of both, by name; empty frames where there is none.
        language: How to write dates and numbers.

    Returns:
        Plain sentences; warnings come first.
    """
    (one, first), (two, second) = stretches.items()
    return [
        *warnings(stretches, language),
        _volume(stretches, language),
        *_differences(first, second, (one, two), language),
        *_news(first, second, (one, two)),
        *_tension(indices, language),
    ]


def _volume(stretches: dict[str, Stretch], language: Language) -> str:
    (one, first), (two, second) = stretches.items()
    told = [
        f"{language.number(len(period.events))} in {name}" for name, period in stretches.items()
    ]
    sentence = f"Recorded bilateral events: {joined(told)}"
    compared = measures.contrast(first, second)
    if compared.empty:
        return f"{sentence}."
    row = compared.iloc[0]
    if pd.isna(row["ratio"]):
        return f"{sentence}. Rates cannot be compared."
    sentence += (
        f", or {language.number(row['first_rate'], 1)} and "
        f"{language.number(row['second_rate'], 1)} a month"
    )
    if not row["first_n"] or shared_days(first, second):
        return f"{sentence}."
    sure = "larger than" if row["beyond_chance"] else "no larger than"
    return (
        f"{sentence}. The rate of {two} is {language.number(row['ratio'], 2)} times that of {one} "
        f"(95 % interval {language.number(row['low'], 2)} to {language.number(row['high'], 2)}): "
        f"a difference {sure} chance allows."
    )


def _differences(
    first: Stretch, second: Stretch, names: tuple[str, str], language: Language
) -> Iterator[str]:
    """Name the groups whose rates differ by more than chance allows, by kind of group."""
    if not (first.covered_days and second.covered_days) or shared_days(first, second):
        return
    quiet = []
    for column in GROUPS:
        compared = measures.contrast(first, second, column)
        sure = compared[compared["beyond_chance"].fillna(False).astype(bool)]
        if sure.empty:
            quiet.append(GROUPS[column])
            continue
        yield (
            f"By {GROUPS[column]}, the rate of {names[1]} differs from that of {names[0]} by more "
            f"than chance allows: it is {'; it is '.join(_changes(sure, names, language))}."
        )
    if quiet:
        yield f"By {joined(quiet)}, no difference is larger than chance allows."
    if len(quiet) < len(GROUPS):
        yield CLUSTERS


def _changes(rows: pd.DataFrame, names: tuple[str, str], language: Language) -> Iterator[str]:
    for way, those in (("higher", rows["ratio"] > 1), ("lower", rows["ratio"] <= 1)):
        told = [
            f"{DIRECTIONS.get(row.group, row.group.replace('_', ' '))} "
            f"({language.number(row.second_n)} events, "
            f"{language.number(row.first_n)} in {names[0]})"
            for row in rows[those].itertuples()
        ]
        if told:
            yield f"{way} for {joined(told)}"


def _news(first: Stretch, second: Stretch, names: tuple[str, str]) -> Iterator[str]:
    if first.events.empty or second.events.empty:
        return
    found = measures.only_in_one(first, second)
    often = found[found["n"] >= 3]
    for period, name in zip(("second", "first"), reversed(names), strict=True):
        parts = []
        for aspect, word in NEW.items():
            rows = often[(often["aspect"] == aspect) & (often["only_in"] == period)]
            values = [f"{row.value.replace('_', ' ')} ({row.n})" for row in rows.itertuples()]
            parts += [f"{word.lower()} {joined(values)}"] if values else []
        if parts:
            yield f"Recorded three times or more in {name} and not at all in the other: " + (
                "; ".join(parts) + "."
            )


def _tension(indices: dict[str, pd.DataFrame], language: Language) -> Iterator[str]:
    known = {name: index for name, index in indices.items() if not index.empty}
    if not known:
        return
    rows = measures.index_summary(known)
    told = [
        f"{row.period} mean {language.number(row.mean, 1)}, peak {language.number(row.peak, 1)} "
        f"on {language.date(row.peak_on)}"
        for row in rows.itertuples()
    ]
    yield f"Tension index (severity points): {'; '.join(told)}."

"""Headline sentences of the report on a period."""

from collections.abc import Iterator

import pandas as pd

from helpers import dataset, measures
from helpers.dataset import Dataset
from helpers.headlines.cautions import coverage_warnings
from helpers.headlines.words import by_side, joined, recorded
from helpers.language import Language


def period(
    data: Dataset, start: pd.Timestamp, end: pd.Timestamp, themes: list[str], language: Language
) -> list[str]:
    """Write the headline sentences of a report on a period.

    Args:
        data: The whole dataset; the period before is needed for comparison.
        start: First day of the period.
        end: Last day of the period.
        themes: Themes that the report is limited to; empty for all.
        language: How to write dates and numbers.

    Returns:
        Plain sentences; each names only recorded events.
    """
    chosen = dataset.bilateral(dataset.select(data.events, theme=themes))
    events = dataset.select(chosen, start=start, end=end)
    if events.empty:
        return ["No bilateral event is recorded for this selection."]
    return [
        *_volume(chosen, events, start, end, data, language),
        *_tension(events, language),
        *_summit(events, language),
        _sourcing(data, events, language),
    ]


def _volume(
    chosen: pd.DataFrame,
    events: pd.DataFrame,
    start: pd.Timestamp,
    end: pd.Timestamp,
    data: Dataset,
    language: Language,
) -> Iterator[str]:
    parts = events["category"].value_counts()
    split = ", ".join(f"{language.number(n)} {name}" for name, n in parts.items())
    sentence = f"{recorded(len(events), 'bilateral event', language)}: {split}."
    last = min(end, data.end)
    days = (last - start).days + 1
    before = start - pd.Timedelta(days=days)
    if before < data.start:
        yield sentence
        return
    coverage = measures.coverage_by_month(data.events, data.event_sources, data.start, data.end)
    known, eve = (data.start, data.end), start - pd.Timedelta(days=1)
    earlier = measures.stretch(chosen, coverage, start=before, end=eve, known=known)
    now = measures.stretch(chosen, coverage, start=start, end=last, known=known)
    compared = measures.contrast(earlier, now).loc[0]
    eve_name = f"the {language.number(days)} days before"
    sentence += f" In {eve_name}, {language.number(len(earlier.events))} were"
    if len(earlier.events) and pd.notna(compared["ratio"]):
        ratio, low, high = (language.number(compared[name], 2) for name in ("ratio", "low", "high"))
        sentence += f"; the rate is now {ratio} times as high (95 % interval {low} to {high})"
    yield f"{sentence}."
    yield from coverage_warnings({eve_name: earlier, "this period": now}, language)


def _tension(events: pd.DataFrame, language: Language) -> Iterator[str]:
    tense = events[events["category"] == "tension"]
    if tense.empty:
        yield "No tension event is recorded."
        return
    gravest = tense[tense["severity"] == tense["severity"].max()]
    first = gravest.sort_values("date_start").iloc[0]
    which = "" if len(gravest) == 1 else f"{language.number(len(gravest))} events, the first: "
    yield (
        f"{recorded(len(tense), 'tension event', language)}: "
        f"{joined(by_side(tense, language))}. The highest severity recorded is "
        f"{first['severity']} of 5: {which}{first['title']}, "
        f"{language.date(first['date_start'])} [{first['event_id']}]."
    )


def _summit(events: pd.DataFrame, language: Language) -> Iterator[str]:
    leaders = events[events["event_type"].isin(["state_visit", "leader_meeting"])]
    ministers = events[
        events["event_type"].isin(["foreign_minister_visit", "foreign_minister_meeting"])
    ]
    calls = events[events["event_type"] == "phone_call"]
    if not leaders.empty:
        last = leaders.iloc[-1]
        yield (
            f"The last recorded meeting or visit of leaders: {last['title']}, "
            f"{language.date(last['date_start'])} [{last['event_id']}]."
        )
    if len(ministers) + len(calls):
        yield (
            f"Foreign ministers' meetings and visits: {language.number(len(ministers))}; "
            f"telephone calls at any level: {language.number(len(calls))}."
        )


def _sourcing(data: Dataset, events: pd.DataFrame, language: Language) -> str:
    backed = measures.corroboration(events, dataset.sources_of(data, events))
    two, both = (backed["publishers"] >= 2).mean(), backed["both_ways"].mean()
    return (
        f"{language.percent(two)} of these events rest on two or more independent publishers, "
        f"{language.percent(both)} on an Iranian one and one of Azerbaijan or a third party."
    )

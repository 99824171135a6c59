"""The headline figures of the dataset, for the command line and for the README."""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from helpers import dataset, measures
from helpers.dataset import Dataset, Reliability
from helpers.errors import DataError

BLOCK = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", flags=re.S)


def figures(data: Dataset, quality: Reliability) -> pd.DataFrame:
    """Compute the headline figures.

    Args:
        data: The whole dataset.
        quality: Its double coding and its checked rows.

    Returns:
        One row a figure: figure (what it is), value (as text).
    """
    bilateral = dataset.bilateral(data.events)
    backed = measures.corroboration(bilateral, dataset.sources_of(data, bilateral))
    recent = bilateral[bilateral["year"] >= 2012]
    exact = recent["date_precision"] == "day"
    named = measures.contacts(bilateral)["event_id"].isin(data.participants["event_id"])
    placed = data.events[data.events["place"].notna()]
    both = data.claims.groupby("event_id")["stance"].transform("nunique") == 2
    rows = [
        ("recorded events", _n(len(data.events))),
        ("of them bilateral (the rest is context)", _n(len(bilateral))),
        ("tension events", _n((bilateral["category"] == "tension").sum())),
        ("period", f"{bilateral['date_start'].min():%Y} to {data.end:%-d %B %Y}"),
        ("pages cited", _n(len(data.sources))),
        ("publishers, by owner", _n(data.sources["owner"].nunique())),
        ("languages of the pages", _n(data.sources["language"].nunique())),
        ("bilateral events with two or more independent owners", _share(backed["publishers"] >= 2)),
        ("bilateral events with an Iranian and another owner", _share(backed["both_ways"])),
        (
            "bilateral events from 2012 on dated to the day",
            _share(exact),
        ),
        ("meetings, visits and calls with named participants", _share(named)),
        ("events with a place that have coordinates", _share(placed["latitude"].notna())),
        ("months with full, thin and no coverage", _months(data)),
        ("estimated total, seen and missed (order of magnitude)", _total(data, bilateral)),
        ("persons", _n(len(data.people))),
        ("contested claims", _n(len(data.claims))),
        ("of them on events with both stances", _n(both.sum())),
        ("signed documents", _n(len(data.agreements))),
        ("episodes", _n(len(data.episodes))),
        *_agreement(quality),
        *_errors(quality),
    ]
    return pd.DataFrame(rows, columns=["figure", "value"])


def write_readme(path: Path, table: pd.DataFrame) -> None:
    """Replace the block of figures in a Markdown file, between its two comment lines.

    Raises:
        DataError: The file has no such block.
    """
    text = path.read_text(encoding="utf-8")
    if not BLOCK.search(text):
        raise DataError(f"{path.name} has no lines '<!-- figures -->' and '<!-- /figures -->'.")
    path.write_text(BLOCK.sub(rf"\g<1>{markdown(table)}\g<2>", text), encoding="utf-8")


def markdown(table: pd.DataFrame) -> str:
    """Write the figures as a Markdown table."""
    rows = "".join(f"| {row.figure} | {row.value} |\n" for row in table.itertuples())
    return f"| figure | value |\n| --- | ---: |\n{rows}"


def _agreement(quality: Reliability) -> Iterator[tuple[str, str]]:
    """Tell how far the coders agree in their last round."""
    last = quality.coder_a["round"].max()
    coders = (coder[coder["round"] == last] for coder in (quality.coder_a, quality.coder_b))
    for row in measures.agreement(*coders).itertuples():
        name = row.field.replace("_", " ")
        yield (
            f"coder agreement on {name} (alpha, {row.events} events)",
            f"{row.alpha:.2f} ({row.low:.2f} to {row.high:.2f})",
        )


def _errors(quality: Reliability) -> Iterator[tuple[str, str]]:
    """Tell how many randomly drawn rows were wrong when they were checked."""
    for row in measures.error_rates(quality.accuracy).itertuples():
        limits = f"{100 * row.low:.0f} to {100 * row.high:.0f} %"
        yield (
            f"checked rows found wrong: {row.part}",
            f"{row.wrong} of {row.checked} ({limits})",
        )


def _months(data: Dataset) -> str:
    grades = measures.coverage_by_month(data.events, data.event_sources, data.start, data.end)
    counted = grades["coverage"].value_counts()
    return ", ".join(_n(counted.get(level, 0)) for level in ("full", "thin", "none"))


def _total(data: Dataset, bilateral: pd.DataFrame) -> str:
    """Estimate all bilateral events with the span of the models that fit nearly as well."""
    lists = measures.capture_lists(bilateral, dataset.sources_of(data, bilateral))
    estimate = measures.loglinear(lists).iloc[0]
    near = [estimate[name] for name in ("total", "near_low", "near_high")]
    return "{} ({} to {})".format(*(_n(round(value, -1)) for value in near))


def _n(number: float) -> str:
    return f"{number:,.0f}"


def _share(flags: pd.Series) -> str:
    return f"{100 * flags.mean():.0f} %"

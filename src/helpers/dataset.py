"""Load the curated tables, filter events, and trace them back to people and sources."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd
import shapely

from helpers import history, paths, schema, store
from helpers.errors import DataError, ParameterError, suggest

CONTEXT = "context_"
RELIABILITY = "reliability_"
CONTEXT_COLUMNS = ["subject", "period", "series", "value", "unit", "coverage", "source"]
TYPE_COLUMNS = ["category", "cameo_code", "goldstein"]
QUAD_CLASSES = {
    "verbal cooperation": range(1, 6),
    "material cooperation": range(6, 10),
    "verbal conflict": range(10, 15),
    "material conflict": range(15, 21),
}

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

Choice = str | Iterable[str] | None


@dataclass(frozen=True)
class Dataset:
    """The package in memory: one typed frame a table, and the period that was searched.

    `events` also carries what is derived and never stored: category, cameo_code, goldstein
    (both of the event's type), quad_class and year.
    """

    events: pd.DataFrame
    event_types: pd.DataFrame
    sources: pd.DataFrame
    event_sources: pd.DataFrame
    claims: pd.DataFrame
    people: pd.DataFrame
    participants: pd.DataFrame
    agreements: pd.DataFrame
    episodes: pd.DataFrame
    revisions: pd.DataFrame
    version: str
    start: pd.Timestamp
    end: pd.Timestamp


@dataclass(frozen=True)
class Reliability:
    """How well the data are coded: two coders' rows, what was settled, and rows checked.

    Columns are those of data/reliability/*.csv; `coder_a` and `coder_b` hold every round of coding,
    `accuracy` one row a checked event.
    """

    coder_a: pd.DataFrame
    coder_b: pd.DataFrame
    settled: pd.DataFrame
    accuracy: pd.DataFrame


def load(folder: Path | str | None = None, *, as_of: str | pd.Timestamp | None = None) -> Dataset:
    """Load the data package into typed, checked, sorted frames.

    Args:
        folder: Where datapackage.json and the tables are; the project's data folder by default.
        as_of: Load the package as it was known on this day: later rows left out, later revisions
            undone.

    Returns:
        The dataset. Dates are datetime64, counts Int64, list columns tuples of strings.

    Raises:
        DataError: A table is missing, has wrong columns, a value of the wrong type, a key that
            occurs twice, or an event type that event_types.csv lacks.
        ParameterError: as_of is no date.
    """
    package = schema.read_package(Path(folder) if folder else None)
    store.recover(package.folder)
    day = as_date("as_of", as_of)
    beside = (CONTEXT, RELIABILITY)
    tables = {n: table for n, table in package.tables.items() if not n.startswith(beside)}
    texts = {name: schema.read_text(table) for name, table in tables.items()}
    texts = history.standing(texts if day is None else history.as_known_on(texts, day))
    frames = {name: schema.typed(tables[name], text) for name, text in texts.items()}
    frames["events"] = _derive(frames["events"], frames["event_types"])
    for name, table in tables.items():
        _check_key(frames[name], table)
        frames[name] = frames[name].sort_values(list(table.sort), ignore_index=True)
    return Dataset(**frames, version=package.version, start=package.start, end=package.end)


def load_context(folder: Path | str | None = None) -> pd.DataFrame:
    """Load the series of other makers that stand beside the curated events.

    Args:
        folder: Where datapackage.json and the tables are; the project's data folder by default.

    Returns:
        One row a (subject, series, period): subject (name of the file, such as "icews_yearly"),
        period (label), series, value (Float64; missing where coverage is none), unit, coverage
        (full, partial, none), source.

    Raises:
        DataError: The package has no context table, or one is missing, has wrong columns, a value
            of the wrong type, or a key that occurs twice.
    """
    frames = _beside(folder, CONTEXT)
    joined = pd.concat(frames, names=["subject"]).reset_index("subject")
    ordered = joined.astype({"subject": "string"}).sort_values(
        ["subject", "series", "period"], ignore_index=True
    )
    return ordered[CONTEXT_COLUMNS]


def load_reliability(folder: Path | str | None = None) -> Reliability:
    """Load the double coding and the check of random rows.

    Args:
        folder: Where datapackage.json and the tables are; the project's data folder by default.

    Returns:
        The frames, typed, sorted by event (and round).

    Raises:
        DataError: As `load_context`.
    """
    return Reliability(**_beside(folder, RELIABILITY))


def _beside(folder: Path | str | None, prefix: str) -> dict[str, pd.DataFrame]:
    """Read the tables whose names begin with a prefix, under the rest of their names."""
    package = schema.read_package(Path(folder) if folder else None)
    tables = {n: table for n, table in package.tables.items() if n.startswith(prefix)}
    if not tables:
        raise DataError(f"datapackage.json names no table '{prefix}...': add its resource.")
    frames = {name: schema.read_table(table) for name, table in tables.items()}
    for name, table in tables.items():
        _check_key(frames[name], table)
    return {name.removeprefix(prefix): frame for name, frame in frames.items()}


def _check_key(frame: pd.DataFrame, table: schema.Table) -> None:
    twice = frame.duplicated(list(table.key))
    if twice.any():
        row = twice.idxmax()
        key = ", ".join(frame.loc[row, list(table.key)].astype(str))
        raise DataError(
            f"{table.path.name} row {row + 2}: key {key} occurs twice. "
            "Each row needs a key of its own."
        )


def _derive(events: pd.DataFrame, event_types: pd.DataFrame) -> pd.DataFrame:
    unknown = ~events["event_type"].isin(event_types["event_type"])
    if unknown.any():
        row = unknown.idxmax()
        value = events.at[row, "event_type"]
        hint = suggest(value, event_types["event_type"])
        raise DataError(
            f"events.csv row {row + 2} ({events.at[row, 'event_id']}): "
            f"event_type '{value}' is not in event_types.csv. {hint}"
        )
    types = event_types[["event_type", *TYPE_COLUMNS]]
    joined = events.merge(types, on="event_type", how="left", validate="many_to_one")
    root = pd.to_numeric(joined["cameo_code"].str[:2])
    joined["quad_class"] = root.map(
        {code: name for name, codes in QUAD_CLASSES.items() for code in codes}
    ).astype("string")
    joined["year"] = joined["date_start"].dt.year
    return joined


def select(
    events: pd.DataFrame,
    *,
    start: str | pd.Timestamp | None = None,
    end: str | pd.Timestamp | None = None,
    category: Choice = None,
    theme: Choice = None,
    format: Choice = None,
    level: Choice = None,
    actor: Choice = None,
) -> pd.DataFrame:
    """Filter events by one or more conditions, all of which must hold.

    An argument that is left out, or an empty list, keeps everything.

    Args:
        events: Frame of `Dataset.events`.
        start: First day to keep, by date_start (ISO date).
        end: Last day to keep, by date_start (ISO date, included).
        category: One or several of engagement, cooperation, agreement, tension, context.
        theme: One or several themes; an event with any of them is kept.
        format: One or several formats.
        level: One or several levels.
        actor: ISO alpha-3 of who acted, in directed events only.

    Returns:
        The rows that match, with the same columns and a new index from 0.

    Raises:
        ParameterError: A value that no list of the codebook holds, or start after end.
    """
    keep = pd.Series(True, index=events.index)
    first, last = as_date("start", start), as_date("end", end)
    if first is not None and last is not None and first > last:
        raise ParameterError(f"start {first.date()} is after end {last.date()}: swap them.")
    if first is not None:
        keep &= events["date_start"] >= first
    if last is not None:
        keep &= events["date_start"] <= last
    closed = {
        "category": ("event_types", "category", category),
        "format": ("events", "format", format),
        "level": ("events", "level", level),
    }
    for column, (table, field, choice) in closed.items():
        if choice:
            keep &= events[column].isin(_choices(column, choice, _allowed(table, field)))
    if theme:
        wanted = set(_choices("theme", theme, _allowed("events", "themes")))
        keep &= events["themes"].map(lambda themes: not wanted.isdisjoint(themes))
    if actor:
        actors = sorted({"AZE", "IRN", *events["actor"]})
        keep &= events["directed"] & events["actor"].isin(_choices("actor", actor, actors))
    return events[keep].reset_index(drop=True)


def as_date(name: str, value: object) -> pd.Timestamp | None:
    """Read an ISO date, or pass None through.

    Raises:
        ParameterError: The value is no date of the form YYYY-MM-DD.
    """
    if value is None or isinstance(value, pd.Timestamp):
        return value
    try:
        return pd.Timestamp(datetime.strptime(ISO_DATE.fullmatch(str(value))[0], "%Y-%m-%d"))
    except (TypeError, ValueError):
        raise ParameterError(f"{name} '{value}' is no date: write YYYY-MM-DD.") from None


def _allowed(table: str, field: str) -> tuple[str, ...]:
    return schema.read_package().allowed(table, field)


def _choices(name: str, choice: Choice, allowed: Iterable[str]) -> list[str]:
    chosen = [choice] if isinstance(choice, str) else list(choice)
    for value in chosen:
        if value not in allowed:
            raise ParameterError(f"{name} '{value}' is unknown. {suggest(value, allowed)}")
    return chosen


def load_outlines() -> pd.DataFrame:
    """Load the country outlines for maps and for the check of places (Natural Earth, WGS 84).

    Returns:
        One row a country: iso3, name, geometry (shapely, degrees).
    """
    features = json.loads(paths.outlines().read_text(encoding="utf-8"))["features"]
    frame = pd.DataFrame([feature["properties"] for feature in features])
    frame["geometry"] = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    return frame


def bilateral(events: pd.DataFrame) -> pd.DataFrame:
    """Drop context rows: what is left is what the two did, alone or together."""
    return events[events["category"] != "context"].reset_index(drop=True)


def episode_of(data: Dataset, episode_id: str) -> pd.DataFrame:
    """List the events of one episode, context included, in order of time.

    Raises:
        ParameterError: The episode is none of episodes.csv.
    """
    known = data.episodes["episode_id"].tolist()
    if episode_id not in known:
        raise ParameterError(f"episode '{episode_id}' is unknown. {suggest(episode_id, known)}")
    own = data.events[data.events["episode_id"].eq(episode_id).fillna(False)]
    return own.sort_values(["date_start", "event_id"], ignore_index=True)


def sources_of(data: Dataset, events: pd.DataFrame) -> pd.DataFrame:
    """List the publications behind events.

    Returns:
        One row an (event, source), in the order of `events`: event_id, account, supports and
        every column of sources.csv.
    """
    linked = data.event_sources[data.event_sources["event_id"].isin(events["event_id"])]
    return _in_order(
        linked.merge(data.sources, on="source_id", how="left", validate="many_to_one"), events
    )


def people_of(data: Dataset, events: pd.DataFrame) -> pd.DataFrame:
    """List the persons who took part in events.

    Returns:
        One row an (event, person), in the order of `events`: event_id, person_id, office, role,
        name, country.
    """
    linked = data.participants[data.participants["event_id"].isin(events["event_id"])]
    named = linked.merge(
        data.people[["person_id", "name", "country"]],
        on="person_id",
        how="left",
        validate="many_to_one",
    )
    return _in_order(named, events)


def claims_of(data: Dataset, events: pd.DataFrame) -> pd.DataFrame:
    """List the contested statements of fact about events, each with its source.

    Returns:
        One row a claim, in the order of `events`: the columns of claims.csv, url, publisher, side.
    """
    claims = rows_of(data.claims, events)
    pages = data.sources[["source_id", "url", "publisher", "side"]]
    return claims.merge(pages, on="source_id", how="left", validate="many_to_one")


def rows_of(table: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """List the rows of claims, agreements or revisions that belong to events, in their order."""
    return _in_order(table[table["event_id"].isin(events["event_id"])], events)


def _in_order(rows: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    place = pd.Series(range(len(events)), index=events["event_id"])
    return rows.sort_values(
        "event_id", key=lambda ids: ids.map(place), kind="stable", ignore_index=True
    )

"""Check the whole data package and list every problem with file, row, value and cure."""

import dataclasses
import itertools
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import frictionless
import pandas as pd
import shapely

from helpers import dataset, schema, store
from helpers.errors import DataError, suggest

BORDER_TOLERANCE = 0.12  # degrees, about 13 km: outlines are simplified, coasts above all
VISIT = re.compile(r"V-\d{4}-(?!v-\d{4}-|\d{4}-)[a-z0-9]+(-[a-z0-9]+)*")
VISIT_DAYS = 14
DUPLICATE_DAYS = 2
SAME = ("event_type", "actor", "target", "directed")
BOTH = {"AZE", "IRN"}
FORMS = {
    "date": "write YYYY-MM-DD",
    "integer": "write a whole number",
    "boolean": "write true or false",
}


@dataclasses.dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with the data: where it is, what it is, and how to mend it."""

    file: str
    row: int
    key: str
    message: str

    def __str__(self) -> str:
        """Write the problem as one line."""
        where = f" row {self.row}" if self.row else ""
        key = f" ({self.key})" if self.key else ""
        return f"{self.file}{where}{key}: {self.message}"


@dataclasses.dataclass(frozen=True)
class Tables:
    """What the checks look at: the codebook and every table as text, as it stands in the files."""

    package: schema.Package
    frames: dict[str, pd.DataFrame]
    known: dict[str, dict[int, dict]] = dataclasses.field(default_factory=dict)

    def rows(self, table: str) -> Iterable[tuple[int, dict]]:
        """Return (index, row) pairs of a table; missing cells are None."""
        if table not in self.known:
            frame = self.frames[table]
            whole = frame.astype(object).where(frame.notna(), None)
            self.known[table] = whole.to_dict("index")
        return self.known[table].items()

    def problem(self, table: str, row: int, message: str) -> Problem:
        """Build a problem of one row (0-based index of the frame)."""
        spec = self.package.tables[table]
        key = " ".join(self.frames[table].loc[row, list(spec.key)].fillna("").astype(str))
        return Problem(spec.path.name, row + 2, key, message)


def check_package(folder: Path | None = None) -> list[Problem]:
    """Check the package in a folder against the codebook and the integrity rules.

    Args:
        folder: Where datapackage.json is; the project's data folder by default.

    Returns:
        Every problem found, by file and row; empty when the package is sound.
    """
    package = schema.read_package(folder)
    store.recover(package.folder)
    frames, problems = {}, []
    for name, table in package.tables.items():
        try:
            frames[name] = schema.read_text(table)
        except DataError as error:
            problems.append(Problem(table.path.name, 0, "", str(error)))
    if problems:
        return problems
    whole = Tables(package, dict(frames))
    broken = {*check_schema(whole), *check_references(whole)}
    # The other checks may rely on required cells, types and forms.
    named = {table.path.name: name for name, table in package.tables.items()}
    for problem in broken:
        name = named[problem.file]
        frames[name] = frames[name].drop(index=problem.row - 2, errors="ignore")
    tables = Tables(package, frames)
    found = itertools.chain.from_iterable(check(tables) for check in CHECKS)
    return sorted(broken.union(found))


def check_schema(tables: Tables) -> Iterator[Problem]:
    """Run the Frictionless schema: types, required cells, patterns, ranges, primary keys."""
    descriptor = json.loads((tables.package.folder / "datapackage.json").read_text("utf-8"))
    for resource in descriptor["resources"]:
        # Frictionless reads the other table anew for each reference: see check_references.
        resource["schema"].pop("foreignKeys", None)
    package = frictionless.Package.from_descriptor(descriptor, basepath=str(tables.package.folder))
    report = package.validate()
    for task in report.tasks:
        for error in task.errors:
            yield _from_frictionless(tables, task.name, error)
    for error in report.errors:
        yield Problem("datapackage.json", 0, "", error.message)


def _from_frictionless(tables: Tables, name: str, error: frictionless.Error) -> Problem:
    row = getattr(error, "row_number", None)
    if row is None:
        return Problem(tables.package.tables[name].path.name, 0, "", error.message)
    return tables.problem(name, row - 2, _with_cure(tables, name, error))


def _with_cure(tables: Tables, name: str, error: frictionless.Error) -> str:
    column = getattr(error, "field_name", None)
    if error.type == "primary-key" or "unique" in error.note:
        return "its key occurs twice: give each row a key of its own."
    if column is None:
        return error.note
    field = tables.package.tables[name].field(column)
    if not error.cell:
        return f"{column} is empty: fill it in."
    value = f"{column} '{error.cell}'"
    if field.allowed:
        return f"{value} is not allowed. {suggest(error.cell, field.allowed)}"
    if error.type == "type-error":
        return f"{value} is no {field.type}: {FORMS.get(field.type, 'mend it')}."
    return f"{value} is not right ({error.note}): {field.description}."


def check_references(tables: Tables) -> Iterator[Problem]:
    """Check that every key of another table exists there, as the codebook's foreign keys say."""
    for name, table in tables.package.tables.items():
        for column, (other, key) in table.references.items():
            values = tables.frames[name][column]
            lost = values.notna() & ~values.isin(tables.frames[other][key])
            for row in values.index[lost]:
                file = tables.package.tables[other].path.name
                yield tables.problem(
                    name,
                    row,
                    f"{column} '{values[row]}' is not in {file}: add the row or mend the key.",
                )


def check_text(tables: Tables) -> Iterator[Problem]:
    """Look for carriage returns, stray blanks and line breaks that make files differ in silence."""
    for name, table in tables.package.tables.items():
        raw = table.path.read_bytes()
        if b"\r" in raw:
            yield Problem(table.path.name, 0, "", "has CR line ends: save it with LF.")
        if raw and not raw.endswith(b"\n"):
            yield Problem(table.path.name, 0, "", "does not end with a line end: add one.")
        for column in table.columns:
            values = tables.frames[name][column]
            stray = values.str.contains(r"^\s|\s$|\s\s|[\n\t]", regex=True, na=False)
            for row in stray.index[stray]:
                yield tables.problem(
                    name, row, f"{column} has a stray blank or line break: remove it."
                )


def check_order(tables: Tables) -> Iterator[Problem]:
    """Check that every file is sorted as the codebook says."""
    for name, table in tables.package.tables.items():
        keys = tables.frames[name][list(table.sort)].fillna("")
        ordered = keys.sort_values(list(table.sort), kind="stable")
        moved = keys.index[keys.index != ordered.index]
        if len(moved):
            yield tables.problem(
                name, moved[0], f"is out of order: sort by {', '.join(table.sort)}."
            )


def check_lists(tables: Tables) -> Iterator[Problem]:
    """Check the parts of list cells against their closed lists."""
    for name, table in tables.package.tables.items():
        for field in table.fields:
            if field.is_list:
                yield from _check_list(tables, name, field)


def _check_list(tables: Tables, name: str, field: schema.Field) -> Iterator[Problem]:
    for row, joined in tables.frames[name][field.name].dropna().items():
        parts = joined.split(";")
        if len(parts) != len(set(parts)):
            yield tables.problem(name, row, f"{field.name} '{joined}' repeats a value.")
        for part in set(parts).difference(field.allowed):
            hint = suggest(part, field.allowed)
            yield tables.problem(name, row, f"{field.name} '{part}' is not allowed. {hint}")


def check_event_types(tables: Tables) -> Iterator[Problem]:
    """Check each event against its type: known, direction, severity."""
    types = {kind["event_type"]: kind for _, kind in tables.rows("event_types")}
    for row, event in tables.rows("events"):
        if event["event_type"] not in types:
            hint = suggest(event["event_type"], types)
            yield tables.problem(
                "events",
                row,
                f"event_type '{event['event_type']}' is not in event_types.csv. {hint}",
            )
            continue
        kind = types[event["event_type"]]
        for message in _against_type(event, kind):
            yield tables.problem("events", row, message)


def check_examples(tables: Tables) -> Iterator[Problem]:
    """Check that the example of each event type is an event of that type."""
    kinds = {event["event_id"]: event["event_type"] for _, event in tables.rows("events")}
    for row, kind in tables.rows("event_types"):
        example = kind["example_event_id"]
        if example and kinds.get(example) != kind["event_type"]:
            yield tables.problem(
                "event_types",
                row,
                f"example_event_id '{example}' is no event of this type: name another.",
            )


def check_coding(tables: Tables) -> Iterator[Problem]:
    """Check each double-coded row against its type: category, direction, severity."""
    types = {kind["event_type"]: kind for _, kind in tables.rows("event_types")}
    for name in ("reliability_coder_a", "reliability_coder_b"):
        for row, coded in tables.rows(name):
            kind = types[coded["event_type"]]
            if coded["category"] != kind["category"]:
                yield tables.problem(
                    name, row, f"category '{coded['category']}' is not that of its type."
                )
            for message in _against_type(coded, kind):
                yield tables.problem(name, row, message)


def _against_type(event: dict, kind: dict) -> Iterator[str]:
    pair = {event["actor"], event["target"]}
    if kind["category"] != "context" and pair != BOTH:
        yield f"actor and target are {event['actor']}, {event['target']}: want AZE and IRN."
    if kind["category"] == "context" and pair == BOTH:
        yield "is context between AZE and IRN: code it as what it is, or name the third party."
    if kind["direction"] == "joint" and event["directed"] != "false":
        yield f"'{event['event_type']}' is a joint act: directed must be false."
    if kind["direction"] == "directed" and event["directed"] != "true":
        yield f"'{event['event_type']}' is done by one to the other: directed must be true."
    if event["directed"] == "false" and event["actor"] > event["target"]:
        yield "is joint: name actor and target in alphabetical order."
    if (kind["category"] == "tension") != (event["severity"] is not None):
        yield "severity belongs to every tension event and to no other."


def check_dates(tables: Tables) -> Iterator[Problem]:
    """Check that dates run forwards, lie in the covered period and fit their precision."""
    first, last = (f"{day.date()}" for day in (tables.package.start, tables.package.end))
    for row, event in tables.rows("events"):
        start, end = event["date_start"], event["date_end"]
        if end < start:
            yield tables.problem("events", row, f"date_end {end} is before date_start {start}.")
        if not first <= start <= last:
            yield tables.problem(
                "events", row, f"date_start {start} is outside the period {first} to {last}."
            )
        exact = {"month": start[8:] == "01", "year": start[5:] == "01-01"}
        if not exact.get(event["date_precision"], True):
            yield tables.problem(
                "events",
                row,
                f"date_start {start} with precision {event['date_precision']}: "
                "write the first day of the period.",
            )


def check_sources(tables: Tables) -> Iterator[Problem]:
    """Check that each event has a source for its date and its act, and that none is unused."""
    links = tables.frames["event_sources"]
    supported = links.groupby("event_id")["supports"].agg(";".join)
    for row, event_id in tables.frames["events"]["event_id"].items():
        parts = set(str(supported.get(event_id, "")).split(";"))
        for part in ("date", "act"):
            if part not in parts:
                yield tables.problem(
                    "events",
                    row,
                    f"no source supports its {part}: cite one in event_sources.csv.",
                )
    for table, column, users in (
        ("sources", "source_id", ("event_sources", "claims", "agreements", "revisions")),
        ("people", "person_id", ("participants",)),
        ("episodes", "episode_id", ("events",)),
    ):
        used = set().union(*(tables.frames[user][column].dropna() for user in users))
        values = tables.frames[table][column]
        for row in values.index[~values.isin(used)]:
            yield tables.problem(table, row, "is used by no row: link it or remove it.")


def check_publication(tables: Tables) -> Iterator[Problem]:
    """Check that no page is cited for an event that it was published well before."""
    sources = tables.frames["sources"].set_index("source_id")["published_on"]
    events = tables.frames["events"].set_index("event_id")[["date_start", "date_precision"]]
    joined = (
        tables.frames["event_sources"].join(events, on="event_id").join(sources, on="source_id")
    )
    early = pd.to_datetime(joined["published_on"], errors="coerce") < pd.to_datetime(
        joined["date_start"], errors="coerce"
    ) - pd.Timedelta(days=1)
    for row in joined.index[early]:
        yield tables.problem(
            "event_sources",
            row,
            f"source published on {joined.at[row, 'published_on']}, before the event of "
            f"{joined.at[row, 'date_start']}: mend the date or drop the source.",
        )


def check_confidence(tables: Tables) -> Iterator[Problem]:
    """Check that confidence agrees with the number of independent owners and official records."""
    linked = tables.frames["event_sources"].merge(tables.frames["sources"], on="source_id")
    owners = linked.groupby("event_id")["owner"].nunique()
    official = set(linked.loc[linked["official"] == "true", "event_id"])
    for row, event in tables.rows("events"):
        backed = owners.get(event["event_id"], 0) >= 2 or event["event_id"] in official
        if event["confidence"] == "high" and not backed:
            yield tables.problem(
                "events",
                row,
                "confidence is high with one publisher and no official record: "
                "cite a second or write medium.",
            )
        if event["confidence"] == "medium" and backed and event["note"] is None:
            yield tables.problem(
                "events",
                row,
                "confidence is medium with two independent publishers or an official record: "
                "write high, or say in note what is in doubt.",
            )


def check_visits(tables: Tables) -> Iterator[Problem]:
    """Check that a visit id has one form and joins events of one visit."""
    first: dict[str, dict] = {}
    rows = [(row, event) for row, event in tables.rows("events") if event["visit_id"]]
    for row, event in sorted(rows, key=lambda pair: pair[1]["date_start"] or ""):
        visit = event["visit_id"]
        if not VISIT.fullmatch(visit):
            yield tables.problem(
                "events",
                row,
                f"visit_id '{visit}' is not of the form V-{(event['date_start'] or '')[:4]}-name: "
                "give all events of one visit one id.",
            )
            continue
        if event["date_precision"] != "day" or event["withdrawn_on"] or not event["date_start"]:
            continue
        start = first.setdefault(visit, event)
        days = pd.Timestamp(event["date_start"]) - pd.Timestamp(start["date_start"])
        if days > pd.Timedelta(days=VISIT_DAYS):
            yield tables.problem(
                "events",
                row,
                f"visit_id '{visit}' also stands with {start['event_id']}, "
                f"{days.days} days before: two visits need two ids.",
            )


def check_places(tables: Tables) -> Iterator[Problem]:
    """Check that coordinates come in pairs and lie in (or within 13 km of) the named country."""
    shapes = dataset.load_outlines().set_index("iso3")["geometry"]
    for row, event in tables.rows("events"):
        country, spot = event["place_country"], (event["longitude"], event["latitude"])
        if spot == (None, None):
            continue
        if None in (event["place"], *spot):
            yield tables.problem("events", row, "place, latitude and longitude go together.")
        elif country and country not in shapes:
            yield tables.problem("events", row, f"place_country '{country}' is no known country.")
        elif country and shapes[country].distance(shapely.Point(*spot)) > BORDER_TOLERANCE:
            yield tables.problem(
                "events",
                row,
                f"coordinates {spot[1]}, {spot[0]} of {event['place']} lie outside {country}: "
                "mend the coordinates or place_country.",
            )


def check_duplicates(tables: Tables) -> Iterator[Problem]:
    """Find rows of the same type, direction and principals within two days of each other.

    A pair that was looked at and is two events says so in either note: "Distinct from E-...".
    """
    principals = tables.frames["participants"].groupby("event_id")["person_id"].agg(frozenset)
    rows = [
        event | {"row": row, "principals": principals.get(event["event_id"])}
        for row, event in tables.rows("events")
        if event["date_precision"] == "day" and not event["withdrawn_on"]
    ]
    rows.sort(key=lambda event: (*map(event.get, SAME), event["date_start"]))
    for _, group in itertools.groupby(rows, key=lambda event: [*map(event.get, SAME)]):
        alike = list(group)
        for place, one in enumerate(alike):
            near = itertools.takewhile(lambda other, one=one: _near(one, other), alike[place + 1 :])
            for other in filter(lambda other, one=one: _same_act(one, other), near):
                yield tables.problem(
                    "events",
                    one["row"],
                    f"looks like {other['event_id']} (same type, sides and principals, "
                    f"{one['date_start']} and {other['date_start']}): merge them, or write "
                    f"'Distinct from {other['event_id']}.' in note.",
                )


def _near(one: dict, other: dict) -> bool:
    days = [date.fromisoformat(event["date_start"]) for event in (one, other)]
    return (days[1] - days[0]).days <= DUPLICATE_DAYS


def _same_act(one: dict, other: dict) -> bool:
    told_apart = any(
        re.search(rf"Distinct from {there['event_id']}\b", str(here["note"]))
        for here, there in ((one, other), (other, one))
    )
    if told_apart:
        return False
    if one["title"].casefold() == other["title"].casefold():
        return True
    return bool(one["principals"]) and one["principals"] == other["principals"]


CHECKS = (
    check_text,
    check_order,
    check_lists,
    check_event_types,
    check_examples,
    check_coding,
    check_dates,
    check_sources,
    check_publication,
    check_confidence,
    check_visits,
    check_places,
    check_duplicates,
)

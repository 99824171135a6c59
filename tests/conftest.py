"""Fixtures: a small valid data package of invented rows, ways to break it, and literal events."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

PROJECT = Path(__file__).resolve().parent.parent

EVENTS = [
    {
        "event_id": "E-2012-001",
        "date_start": "2012-03-14",
        "date_end": "2012-03-14",
        "date_precision": "day",
        "event_type": "arrest",
        "actor": "AZE",
        "target": "IRN",
        "directed": "true",
        "level": "agency",
        "format": "bilateral",
        "themes": "espionage;detention",
        "place": "Baku",
        "place_country": "AZE",
        "latitude": "40.4093",
        "longitude": "49.8671",
        "title": "Azerbaijan arrests alleged agents of Iran",
        "summary": "Security officials announced arrests.",
        "severity": "3",
        "confidence": "medium",
        "coded_on": "2026-01-05",
    },
    {
        "event_id": "E-2012-002",
        "date_start": "2012-05-21",
        "date_end": "2012-05-21",
        "date_precision": "day",
        "event_type": "ambassador_recall",
        "actor": "IRN",
        "target": "AZE",
        "directed": "true",
        "level": "ambassador",
        "format": "bilateral",
        "themes": "protocol;religion",
        "title": "Iran recalls its ambassador for consultations",
        "summary": "The ambassador left for consultations.",
        "severity": "4",
        "confidence": "high",
        "coded_on": "2026-01-05",
    },
    {
        "event_id": "E-2014-001",
        "date_start": "2014-04-09",
        "date_end": "2014-04-10",
        "date_precision": "day",
        "event_type": "state_visit",
        "actor": "AZE",
        "target": "IRN",
        "directed": "true",
        "level": "head_of_state",
        "format": "bilateral",
        "themes": "energy;transport",
        "place": "Tehran",
        "place_country": "IRN",
        "latitude": "35.6892",
        "longitude": "51.389",
        "title": "The president of Azerbaijan visits Iran",
        "summary": "The president of Azerbaijan made an official visit.",
        "visit_id": "V-2014-tehran",
        "confidence": "high",
        "coded_on": "2026-01-05",
    },
    {
        "event_id": "E-2014-002",
        "date_start": "2014-04-09",
        "date_end": "2014-04-09",
        "date_precision": "day",
        "event_type": "leader_meeting",
        "actor": "AZE",
        "target": "IRN",
        "directed": "false",
        "level": "head_of_state",
        "format": "bilateral",
        "themes": "energy",
        "place": "Tehran",
        "place_country": "IRN",
        "latitude": "35.6892",
        "longitude": "51.389",
        "title": "The presidents meet in Tehran",
        "summary": "The presidents spoke of energy.",
        "visit_id": "V-2014-tehran",
        "confidence": "high",
        "coded_on": "2026-01-05",
    },
    {
        "event_id": "E-2016-001",
        "date_start": "2016-08-01",
        "date_end": "2016-08-31",
        "date_precision": "month",
        "event_type": "agreement_signed",
        "actor": "AZE",
        "target": "IRN",
        "directed": "false",
        "level": "minister",
        "format": "bilateral",
        "themes": "transport",
        "title": "The two sign a document on a railway",
        "summary": "Ministers signed a document in August 2016.",
        "confidence": "medium",
        "coded_on": "2026-01-05",
    },
    {
        "event_id": "E-2020-001",
        "date_start": "2020-11-10",
        "date_end": "2020-11-10",
        "date_precision": "day",
        "event_type": "third_party_act",
        "actor": "RUS",
        "target": "AZE",
        "directed": "true",
        "level": "head_of_state",
        "format": "other_multilateral",
        "themes": "karabakh",
        "title": "A third party brokers a ceasefire",
        "summary": "Officials of both named it in the relation.",
        "confidence": "medium",
        "coded_on": "2026-01-05",
    },
    {
        "event_id": "E-2021-001",
        "date_start": "2021-09-12",
        "date_end": "2021-09-12",
        "date_precision": "day",
        "event_type": "transit_restriction",
        "actor": "AZE",
        "target": "IRN",
        "directed": "true",
        "level": "agency",
        "format": "bilateral",
        "themes": "border;transport",
        "title": "Azerbaijan charges a toll on lorries from Iran",
        "summary": "Police began to check lorries.",
        "severity": "3",
        "episode_id": "lorries_2021",
        "confidence": "medium",
        "coded_on": "2026-01-05",
    },
]


def _source(number: int, owner: str, side: str, published: str, **other: str) -> dict[str, str]:
    return {
        "source_id": f"S-0000{number}",
        "url": f"https://example.org/page-{number}",
        "publisher": f"{owner} Online",
        "owner": owner,
        "side": side,
        "official": "false",
        "language": "en",
        "title_translated": f"Page {number}",
        "published_on": published,
        "accessed_on": "2026-01-05",
        **other,
    }


def _link(event: str, source: int, supports: str = "date;act") -> dict[str, str]:
    return {
        "event_id": event,
        "source_id": f"S-0000{source}",
        "account": "reports",
        "supports": supports,
    }


def _coded(number: int, **other: str) -> dict[str, str]:
    """Code an event as a second coder would: as it is, but for what differs."""
    event = EVENTS[number]
    same = ("event_id", "event_type", "level", "actor", "target", "directed", "confidence")
    kinds = {"arrest": "tension", "state_visit": "engagement", "agreement_signed": "agreement"}
    values = {name: event[name] for name in same} | {"severity": event.get("severity", "")}
    return {"round": "1", "category": kinds[event["event_type"]], **values, **other}


ROWS: dict[str, list[dict[str, str]]] = {
    "events": EVENTS,
    "sources": [
        _source(1, "Alpha", "AZE", "2012-03-14"),
        _source(2, "Beta", "IRN", "2012-05-22", language="fa"),
        _source(3, "Gamma", "third", "2012-05-22"),
        _source(4, "Presidency", "AZE", "2014-04-09", official="true", language="az"),
        _source(5, "Beta", "IRN", "2016-09-01"),
        _source(6, "Gamma", "third", ""),
        _source(7, "Alpha", "AZE", "2021-09-13"),
    ],
    "event_sources": [
        _link("E-2012-001", 1),
        _link("E-2012-002", 2),
        _link("E-2012-002", 3, "act;participants"),
        _link("E-2014-001", 4),
        _link("E-2014-002", 4),
        _link("E-2016-001", 5),
        _link("E-2020-001", 6),
        _link("E-2021-001", 7),
    ],
    "claims": [
        {
            "claim_id": "C-0001",
            "event_id": "E-2012-001",
            "claim": "The persons arrested were agents",
            "claimant": "A ministry",
            "stance": "asserts",
            "source_id": "S-00001",
            "stated_on": "2012-03-14",
        }
    ],
    "people": [
        {"person_id": "P-0001", "name": "Ayan Example", "country": "AZE"},
        {"person_id": "P-0002", "name": "Omid Example", "country": "IRN"},
    ],
    "participants": [
        {
            "event_id": "E-2014-001",
            "person_id": "P-0001",
            "office": "President of Azerbaijan",
            "role": "guest",
        },
        {
            "event_id": "E-2014-002",
            "person_id": "P-0001",
            "office": "President of Azerbaijan",
            "role": "guest",
        },
        {
            "event_id": "E-2014-002",
            "person_id": "P-0002",
            "office": "President of Iran",
            "role": "host",
        },
    ],
    "agreements": [
        {
            "agreement_id": "A-0001",
            "event_id": "E-2016-001",
            "title": "Document on a railway",
            "field": "transport",
            "signed_on": "2016-08-05",
            "status": "signed",
            "status_as_of": "2016-09-01",
            "source_id": "S-00005",
        }
    ],
    "episodes": [
        {
            "episode_id": "lorries_2021",
            "name": "Lorries of 2021",
            "date_start": "2021-08-01",
            "date_end": "2021-10-31",
            "summary": "A quarrel over lorries.",
        }
    ],
    "revisions": [
        {
            "revised_on": "2026-01-06",
            "event_id": "E-2012-001",
            "field": "severity",
            "old_value": "2",
            "new_value": "3",
            "reason": "An arrest is a coercive measure.",
            "source_id": "S-00001",
        }
    ],
    "reliability_coder_a": [_coded(0), _coded(2), _coded(4)],
    "reliability_coder_b": [_coded(0, severity="2"), _coded(2), _coded(4, level="agency")],
    "reliability_settled": [
        {
            "round": "1",
            "event_id": "E-2012-001",
            "field": "severity",
            "settled": "3",
            "rule": "An arrest is a coercive measure.",
        }
    ],
    "reliability_accuracy": [
        {
            "event_id": "E-2014-001",
            "checked_on": "2026-01-06",
            "evidence": "other_page",
            "url": "https://example.org/other",
            **dict.fromkeys(("date", "actors", "act"), "right"),
            "figures": "unknown",
        }
    ],
}


def _resource(folder: Path, table: str) -> tuple[Path, list[str]]:
    """Find a table's file and columns."""
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    resource = next(entry for entry in descriptor["resources"] if entry["name"] == table)
    return folder / resource["path"], [field["name"] for field in resource["schema"]["fields"]]


def _write(folder: Path, table: str, rows: list[dict[str, str]]) -> None:
    path, columns = _resource(folder, table)
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _read(folder: Path, table: str) -> list[dict[str, str]]:
    with _resource(folder, table)[0].open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(autouse=True)
def in_project(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every test from the project's folder, whatever the shell says."""
    monkeypatch.delenv("RELATIONS_ROOT", raising=False)
    monkeypatch.chdir(PROJECT)


def _forget_examples(path: Path) -> None:
    """Empty the examples of event types: the seven events are none of them."""
    kinds = pd.read_csv(path, dtype=str, keep_default_na=False).assign(example_event_id="")
    kinds.to_csv(path, index=False, lineterminator="\n")


@pytest.fixture
def package_folder(tmp_path: Path) -> Path:
    """A sound data package of seven events; `tmp_path` is then a project's root."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("datapackage.json", "event_types.csv"):
        shutil.copy(PROJECT / "data" / name, folder / name)
    _forget_examples(folder / "event_types.csv")
    for table, rows in ROWS.items():
        _write(folder, table, rows)
    shutil.copytree(PROJECT / "data" / "context", folder / "context", dirs_exist_ok=True)
    return folder


@pytest.fixture
def set_coverage(package_folder: Path) -> Callable[[str, str], None]:
    """Change the covered period in datapackage.json; call it before anything reads the file."""

    def change(start: str, end: str) -> None:
        path = package_folder / "datapackage.json"
        descriptor = json.loads(path.read_text(encoding="utf-8"))
        descriptor["relations:coverage"] |= {"start": start, "end": end}
        path.write_text(json.dumps(descriptor), encoding="utf-8")

    return change


@pytest.fixture
def set_cells(package_folder: Path) -> Callable[..., None]:
    """Overwrite cells of the row with a 0-based number: set_cells("events", 0, severity="9")."""

    def change(table: str, row: int, **cells: str) -> None:
        rows = _read(package_folder, table)
        assert set(cells) <= set(rows[row]), f"{table} has no column {set(cells) - set(rows[row])}"
        rows[row] |= cells
        _write(package_folder, table, rows)

    return change


@pytest.fixture
def insert_row(package_folder: Path) -> Callable[..., None]:
    """Put a copy of a row, with some cells changed, before the row with a 0-based number."""

    def insert(table: str, before: int, copy_of: int, **cells: str) -> None:
        rows = _read(package_folder, table)
        rows.insert(before, rows[copy_of] | cells)
        _write(package_folder, table, rows)

    return insert


@pytest.fixture
def drop_row(package_folder: Path) -> Callable[[str, int], None]:
    """Remove the row with a 0-based number from a table."""

    def drop(table: str, row: int) -> None:
        rows = _read(package_folder, table)
        del rows[row]
        _write(package_folder, table, rows)

    return drop


TYPES = {
    "event_id": "string",
    "date_start": "datetime64[s]",
    "date_precision": "string",
    "event_type": "string",
    "actor": "string",
    "target": "string",
    "directed": "boolean",
    "level": "string",
    "format": "string",
    "themes": "object",
    "place": "string",
    "place_country": "string",
    "latitude": "Float64",
    "longitude": "Float64",
    "title": "string",
    "severity": "Int64",
    "category": "string",
    "goldstein": "Float64",
}
USUAL = {
    "date_precision": "day",
    "event_type": "phone_call",
    "actor": "AZE",
    "target": "IRN",
    "directed": False,
    "level": "minister",
    "format": "bilateral",
    "themes": ("trade",),
    "category": "engagement",
}


@pytest.fixture(scope="session")
def make_events() -> Callable[..., pd.DataFrame]:
    """Build events with the types that `dataset.load` gives, from rows that name what matters.

    Each row is a day or a dict; ids are e1, e2, ... in the order given.
    """

    def build(*rows: str | dict) -> pd.DataFrame:
        filled = []
        for number, row in enumerate(rows, start=1):
            given = {"date_start": row} if isinstance(row, str) else row
            filled.append({"event_id": f"e{number}", "title": f"Event {number}", **USUAL, **given})
        frame = pd.DataFrame(filled, columns=list(TYPES)).astype(TYPES)
        frame["year"] = frame["date_start"].dt.year
        return frame

    return build


@pytest.fixture(scope="session")
def all_covered() -> pd.DataFrame:
    """Full coverage of every month from 1991 to 2030."""
    months = pd.period_range("1991-01", "2030-12", freq="M", name="month")
    return pd.DataFrame({"coverage": pd.array(["full"] * len(months), "string")}, index=months)

"""What a report depends on, as hashes: the same identity gives the same bytes."""

import hashlib
import json
from functools import cache
from pathlib import Path

import pandas as pd

from helpers import history, paths, schema
from helpers.reports.jobs import Job

BESIDE = ("context_", "reliability_")
ROW = "hash of the row"
APART = ("site", "schedule", "curation")  # code that no report runs


def inputs_of(job: Job) -> dict[str, str]:
    """Hash what a report is made from.

    Returns:
        Hashes by input: parameters, template, code (of helpers), lock (of the packages), rows (of
        the tables that the report can depend on).
    """
    return {
        "parameters": _hash(job.filled.model_dump_json().encode()),
        "template": _hash((paths.templates() / f"{job.template}.ipynb").read_bytes()),
        "code": _code(),
        "lock": _lock(),
        "rows": _rows(job.filled.horizon(), job.filled.as_of),
    }


def identity_of(inputs: dict[str, str], formats: tuple[str, ...]) -> str:
    """Give inputs and formats one name."""
    return _hash(json.dumps([inputs, formats]).encode())


def _hash(*parts: bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part)
    return whole.hexdigest()[:20]


def _lock() -> str:
    path = paths.root() / "requirements.lock"
    return _hash(path.read_bytes()) if path.is_file() else "none"


@cache
def _code() -> str:
    folder = Path(__file__).resolve().parents[1]
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix not in (".pyc", "") and path.relative_to(folder).parts[0] not in APART
    )
    named = ((str(path.relative_to(folder)).encode(), path.read_bytes()) for path in files)
    return _hash(*(part for pair in named for part in pair))


@cache
def _tables() -> history.Texts:
    tables = schema.read_package().tables
    kept = {name: table for name, table in tables.items() if not name.startswith(BESIDE)}
    return {name: _marked(schema.read_text(table)) for name, table in kept.items()}


def _marked(frame: pd.DataFrame) -> pd.DataFrame:
    """Add a hash of each row, which stays with it when others are left out."""
    return frame.assign(**{ROW: pd.util.hash_pandas_object(frame, index=False)})


@cache
def _rows(horizon, as_of: str) -> str:
    """Hash the rows up to a horizon: events that begin by then, and what hangs on them."""
    texts = _tables()
    if as_of:
        plain = {name: frame.drop(columns=ROW) for name, frame in texts.items()}
        known = history.as_known_on(plain, pd.Timestamp(as_of))
        texts = {name: _marked(frame) for name, frame in known.items()}
    if horizon is not None:
        events = texts["events"]
        kept = events[events["date_start"] <= horizon.isoformat()].reset_index(drop=True)
        texts = history.standing(texts | {"events": kept})
        texts = texts | {
            "sources": _within(texts, "sources", "source_id", "event_sources"),
            "revisions": _within(texts, "revisions", "event_id", "events"),
        }
    package = schema.read_package()
    about = f"{package.version} {package.start} {package.end}"
    return _hash(about.encode(), *(texts[name][ROW].to_numpy().tobytes() for name in sorted(texts)))


def _within(texts: history.Texts, table: str, column: str, other: str) -> pd.DataFrame:
    """Keep the rows of a table whose key another table holds."""
    return texts[table][texts[table][column].isin(texts[other][column])]

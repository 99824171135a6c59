"""How long `relations validate` takes on 2,000 events, against reading the same tables.

Writes benchmarks/results/validate.json. The package is the shipped one, its events repeated with
new ids and dates shifted by whole years until there are 2,000.
"""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path

import pandas as pd

from helpers import dataset, paths, schema
from helpers.validate import check_package

EVENTS, ROUNDS = 2000, 5
RELATIONS = Path(sys.executable).with_name("relations")
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
RESULT = Path(__file__).parent / "results" / "validate.json"


def enlarge(folder: Path) -> None:
    """Repeat events and the rows that hang on them until there are 2,000."""
    shutil.copytree(paths.data(), folder, dirs_exist_ok=True)
    package = schema.read_package(folder)
    frames = {name: schema.read_text(table) for name, table in package.tables.items()}
    events = frames["events"]
    extra = events.head(EVENTS - len(events))
    new = extra["event_id"].str.replace(r"-0*(\d+)$", r"-9\1", regex=True)
    ids = dict(zip(extra["event_id"], new, strict=True))
    for name in ("events", "event_sources", "participants"):
        more = frames[name][frames[name]["event_id"].isin(ids)].copy()
        more["event_id"] = more["event_id"].map(ids)
        if name == "events":
            more["title"] = "Copy: " + more["title"].str[:100]
            more["note"] = "Distinct from " + extra["event_id"].to_numpy() + "."
        table = package.tables[name]
        whole = pd.concat([frames[name], more]).sort_values(list(table.sort))
        whole.to_csv(table.path, index=False, lineterminator="\n")


def seconds(work) -> float:
    """Median time of some rounds."""
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        enlarge(folder)
        check, read = seconds(lambda: check_package(folder)), seconds(lambda: dataset.load(folder))
        command = seconds(
            lambda: subprocess.run([RELATIONS, "validate", "--data", folder], **QUIET)
        )
    result = {
        "events": EVENTS,
        "command_seconds": round(command, 2),
        "validate_seconds": round(check, 2),
        "load_seconds": round(read, 2),
        "ratio": round(check / read, 1),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "pandas": metadata.version("pandas"),
        "frictionless": metadata.version("frictionless"),
    }
    RESULT.write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()

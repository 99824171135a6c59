"""Remember which inputs a report failed with, so that it is not tried at every tick."""

import datetime as dt
import json
from pathlib import Path

from helpers.reports.identity import identity_of, inputs_of
from helpers.reports.jobs import Job

FAILED = "failed"


def note(outcome, folder: Path) -> None:
    """Write down that a cell failed, or forget that one did.

    Other failures (a full disk, a missing browser, a killed process) are worth another try.
    """
    job = outcome.job
    kept = folder / FAILED / job.file("ipynb")
    if outcome.state != "failed":
        for path in kept.parent.glob(f"{job.stem}.*"):
            path.unlink()
    elif kept.is_file():
        known = {
            "identity": identity_of(inputs_of(job), job.formats),
            "failed_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "message": outcome.message,
        }
        text = json.dumps(known, ensure_ascii=False, indent=1)
        kept.with_suffix(".json").write_text(f"{text}\n", encoding="utf-8")


def failed_at(job: Job, folder: Path) -> str | None:
    """Return when a report failed with the inputs that it has now, if it did."""
    try:
        known = json.loads((folder / FAILED / job.file("json")).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    same = known.get("identity") == identity_of(inputs_of(job), job.formats)
    return known.get("failed_at") if same else None

"""Which reports a run should render: those whose schedule fell due, or whose inputs changed."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from helpers.reports.batch import is_current, manifest_of
from helpers.reports.jobs import Job


def due(jobs: Iterable[Job], folder: Path, now: dt.datetime | None = None) -> list[Job]:
    """Pick the jobs whose files are missing or out of date, or whose schedule has come.

    Args:
        jobs: The jobs of the catalogue.
        folder: Where the reports are.
        now: The moment; now by default.
    """
    now = now or dt.datetime.now(dt.UTC)
    return [job for job in jobs if _fell_due(job, folder, now) or not is_current(job, folder)]


def _fell_due(job: Job, folder: Path, now: dt.datetime) -> bool:
    """Tell whether the schedule named a time since the report was last rendered."""
    rendered = manifest_of(folder / job.file("json")).get("rendered_at")
    if job.schedule is None or rendered is None:
        return False
    return job.schedule.before(now) > dt.datetime.fromisoformat(rendered)

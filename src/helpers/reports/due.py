"""Which reports a run should render: those whose schedule fell due, or whose inputs changed."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from helpers.reports.batch import is_current, manifest_of
from helpers.reports.failures import failed_at
from helpers.reports.jobs import Job


def due(jobs: Iterable[Job], folder: Path, now: dt.datetime | None = None) -> list[Job]:
    """Pick the jobs whose files are missing or out of date, or whose schedule has come.

    A report that failed is tried again when its inputs change or its schedule comes, not before.

    Args:
        jobs: The jobs of the catalogue.
        folder: Where the reports are.
        now: The moment; now by default.
    """
    now = now or dt.datetime.now(dt.UTC)
    return [job for job in jobs if _is_due(job, folder, now)]


def _is_due(job: Job, folder: Path, now: dt.datetime) -> bool:
    failed = failed_at(job, folder)
    if failed:
        return _fell_due(job, failed, now)
    rendered = manifest_of(folder / job.file("json")).get("rendered_at")
    return _fell_due(job, rendered, now) or not is_current(job, folder)


def _fell_due(job: Job, since: str | None, now: dt.datetime) -> bool:
    """Tell whether the schedule named a time since the report was last tried."""
    if job.schedule is None or since is None:
        return False
    return job.schedule.before(now) > dt.datetime.fromisoformat(since)

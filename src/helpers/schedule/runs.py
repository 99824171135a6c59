"""The next times at which reports of the catalogue fall due."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from helpers import paths, reports
from helpers.reports.batch import manifest_of


@dataclass(frozen=True)
class Run:
    """One time at which a report falls due, in the report's own time zone."""

    at: dt.datetime
    job: reports.Job
    rendered: dt.datetime | None
    due: bool

    def cells(self) -> tuple[str, ...]:
        """Say own time, UTC, id, title, last rendering, due or not."""
        return (
            f"{self.at:%Y-%m-%d %H:%M} {self.job.schedule.timezone}",
            f"{self.at.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC",
            self.job.id,
            self.job.filled.title,
            f"rendered {self.rendered:%Y-%m-%d %H:%M} UTC" if self.rendered else "never rendered",
            "due now" if self.due else "not due",
        )


def upcoming(
    count: int = 10, folder: Path | None = None, now: dt.datetime | None = None
) -> list[Run]:
    """List the next runs of all scheduled reports in order of time, then of id.

    Args:
        count: How many.
        folder: Where the reports are; reports/rendered by default.
        now: The moment from which on; now by default.

    Raises:
        ParameterError: The catalogue is wrong.
    """
    folder, now = folder or paths.rendered(), now or dt.datetime.now(dt.UTC)
    jobs = [job for job in reports.jobs_of() if job.schedule]
    due = {job.id for job in reports.due(jobs, folder, now)}
    last = _last_renderings(folder)
    runs = [
        Run(at, job, last.get(job.id), job.id in due)
        for job in jobs
        for at in job.schedule.after(now, count)
    ]
    return sorted(runs, key=lambda run: (run.at.astimezone(dt.UTC), run.job.id))[:count]


def lines(runs: list[Run]) -> list[str]:
    """Write runs one a line, in columns."""
    rows = [run.cells() for run in runs]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _last_renderings(folder: Path) -> dict[str, dt.datetime]:
    """Return the time (UTC) of each report's newest manifest, whatever its window was."""
    return dict(sorted(_renderings(folder), key=lambda pair: pair[1]))


def _renderings(folder: Path) -> Iterable[tuple[str, dt.datetime]]:
    for path in folder.glob("*.json"):
        manifest = manifest_of(path)
        if "rendered_at" in manifest:
            yield manifest["report"], dt.datetime.fromisoformat(manifest["rendered_at"])

"""A GitHub workflow that renders what is due and publishes the site."""

import datetime as dt
from importlib import resources
from pathlib import Path

from helpers import catalogue, paths
from helpers.catalogue import Schedule
from helpers.schedule import files
from helpers.schedule.files import Change

NAME = "reports.yml"
MONTHLY, DAILY = "17 3 2 * *", "17 3 * * *"  # UTC, off the hour, when GitHub is less busy
LOOK_AHEAD = 15  # runs of each schedule that a tick must serve


def install(folder: Path | None = None, *, dry: bool = False) -> Change:
    """Write the workflow; it ticks monthly if that serves every schedule, else daily.

    A tick there sets up a whole machine, so it comes no more often than that: a report that falls
    due more than once a day is rendered once.

    Args:
        folder: Where to write; the project's folder of workflows by default.
        dry: Write nothing, only tell.

    Raises:
        RelationsError: The catalogue is wrong, a file of that name is not ours, or the folder
            cannot be written.
    """
    schedules = [entry.schedule for entry in catalogue.read() if entry.schedule]
    text = resources.files(__package__).joinpath(NAME).read_text("utf-8")
    text = text.replace(MONTHLY, tick(schedules))
    then = (
        "start it: commit and push the file; in the repository's settings, under Pages, "
        "choose 'GitHub Actions' as the source",
        files.undo("github", folder),
    )
    return Change(files.write(folder or workflows(), {NAME: text}, dry=dry), then)


def remove(folder: Path | None = None, *, dry: bool = False) -> Change:
    """Remove the workflow.

    Raises:
        RelationsError: A file of that name is not ours, or cannot be removed.
    """
    gone = files.remove(folder or workflows(), (NAME,), dry=dry, keep=folder or paths.root())
    return Change(gone, ("stop what runs: commit and push",) if gone else ())


def tick(schedules: list[Schedule], now: dt.datetime | None = None) -> str:
    """Choose the cron line (UTC): monthly if each run comes within a day before it, else daily."""
    now, monthly = now or dt.datetime.now(dt.UTC), Schedule(cron=MONTHLY)
    runs = [at for schedule in schedules for at in schedule.after(now, LOOK_AHEAD)]
    served = all(monthly.after(at)[0] - at < dt.timedelta(days=1) for at in runs)
    return MONTHLY if served else DAILY


def workflows() -> Path:
    """Return the project's folder of workflows."""
    return paths.root() / ".github" / "workflows"

"""How fresh the data are, and which reports no longer fit them."""

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from helpers import parameters, reports, schema
from helpers.reports import conclusions
from helpers.reports.identity import inputs_of
from helpers.site.manifests import Manifest

DATA_CHANGED = "the data have changed since it was made"
PROGRAM = {"template": "its template", "code": "the program", "lock": "the list of libraries"}


@dataclass(frozen=True)
class Freshness:
    """The data as they stand today."""

    version: str
    end: dt.date
    events: int
    coded_on: dt.date
    today: dt.date

    @property
    def days(self) -> int:
        """Return the days since the last day that the data cover."""
        return (self.today - self.end).days


def freshness(today: dt.date) -> Freshness:
    """Tell the version, last day, number of standing events and newest row of the data.

    Raises:
        DataError: The data package cannot be read.
    """
    package = schema.read_package()
    events = schema.read_text(package.tables["events"])
    standing = events[events["withdrawn_on"].isna()]
    newest = dt.date.fromisoformat(standing["coded_on"].max())
    return Freshness(package.version, package.end.date(), len(standing), newest, today)


class Present:
    """The present data and templates, against which reports are held."""

    def __init__(self, manifests: Iterable[Manifest]) -> None:
        """Find the reports whose rows changed.

        The rows up to a day tell the rows up to every earlier day. So, of reports from the same
        tables, once one has changed, all that reach as far have: a few looks find the first.
        """
        self._tables = conclusions.tables()
        self._program: dict[str, dict[str, str]] = {}
        groups = defaultdict(list)
        for manifest in manifests:
            if manifest.filled and manifest.data.tables != self._tables:
                groups[_origin(manifest)].append(manifest)
        self._changed: set[str] = set()
        for group in groups.values():
            ordered = sorted(group, key=lambda one: one.filled.horizon() or dt.date.max)
            first = bisect_left(ordered, True, key=_rows_differ)
            self._changed |= {manifest.stem for manifest in ordered[first:]}

    def problem_of(self, manifest: Manifest, folder: Path) -> str:
        """Tell in words why a report is out of date; an empty text if it is not."""
        missing = [name for name in manifest.files if not (folder / name).is_file()]
        if missing:
            return f"{', '.join(missing)} is missing"
        if manifest.filled is None:
            return "its parameters no longer fit the templates or the data"
        if manifest.stem in self._changed:
            return DATA_CHANGED
        now = self._program_of(manifest.template)
        changed = [told for name, told in PROGRAM.items() if manifest.inputs.get(name) != now[name]]
        return f"{' and '.join(changed)} changed since, the data did not" if changed else ""

    def _program_of(self, template: str) -> dict[str, str]:
        if template not in self._program:
            usual = reports.Job(template, parameters.check(template, {}))
            self._program[template] = inputs_of(usual)
        return self._program[template]


def _origin(manifest: Manifest) -> tuple[object, ...]:
    """Name the tables, the day and the code that a report's rows were hashed from."""
    return manifest.data.tables, manifest.filled.as_of, manifest.inputs.get("code")


def _rows_differ(manifest: Manifest) -> bool:
    job = reports.Job(manifest.report, manifest.filled)
    return inputs_of(job)["rows"] != manifest.inputs.get("rows")


def waiting(manifests: Iterable[Manifest], now: dt.datetime) -> list[str]:
    """Name the reports of the catalogue that were never rendered here, or whose time has come.

    Raises:
        ParameterError: The catalogue is wrong.
    """
    made = {manifest.stem: manifest.rendered_at for manifest in manifests}
    told = []
    for job in reports.jobs_of():
        name = job.filled.title or job.id
        if job.stem not in made:
            told.append(f"{name} ({job.stem}): not rendered yet")
        elif job.schedule and job.schedule.before(now) > made[job.stem]:
            told.append(f"{name} ({job.stem}): its time came {job.schedule.before(now):%Y-%m-%d}")
    return told

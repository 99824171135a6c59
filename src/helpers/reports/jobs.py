"""Jobs: a report to render, with its checked parameters and the names of its files."""

import datetime as dt
from dataclasses import dataclass

from helpers import catalogue, parameters
from helpers.errors import ParameterError, suggest

FORMATS = ("html", "site", "ipynb", "pdf", "xlsx")
SUFFIXES = {"site": "site.html"}  # of a small page that needs the assets beside it
USUAL = ("html", "ipynb")


@dataclass(frozen=True)
class Job:
    """One report to render: its template, checked parameters, file name and formats."""

    id: str
    filled: parameters.Report
    formats: tuple[str, ...] = USUAL
    schedule: catalogue.Schedule | None = None
    failures: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        """Return the name of the template."""
        return self.filled.template

    @property
    def stem(self) -> str:
        """Return the name of the report's files, without suffix; no two reports share one."""
        if self.id == self.template:
            return self.filled.name()
        return "_".join([self.id, *self.filled.marks()])

    def reaches(self, day: dt.date) -> bool:
        """Tell whether the report is about a day or later ones."""
        end = getattr(self.filled, "end", None)
        return end is None or end >= day

    def file(self, kind: str) -> str:
        """Return the name of one of its files, by format."""
        return f"{self.stem}.{SUFFIXES.get(kind, kind)}"


def job_of(template: str, values: dict[str, object], *, formats: tuple[str, ...] = USUAL) -> Job:
    """Make the job of a report that was asked for by hand.

    Raises:
        ParameterError: A parameter or a format is wrong.
    """
    return Job(template, parameters.check(template, values), check_formats(formats))


def jobs_of(
    ids: tuple[str, ...] = (), *, as_of: str = "", formats: tuple[str, ...] = ()
) -> list[Job]:
    """Make the jobs of the catalogue.

    Args:
        ids: Reports to take; all when empty.
        as_of: Read the data as known on this day, whatever the catalogue says.
        formats: Formats to write, whatever the catalogue says.

    Raises:
        ParameterError: The catalogue is wrong, or an id or a format is unknown.
    """
    entries = {entry.id: entry for entry in catalogue.read()}
    for wanted in ids:
        if wanted not in entries:
            raise ParameterError(f"report '{wanted}' is unknown. {suggest(wanted, entries)}")
    jobs = []
    for entry in entries.values():
        if ids and entry.id not in ids:
            continue
        values = {"title": entry.title} | entry.parameters | ({"as_of": as_of} if as_of else {})
        filled = parameters.check(entry.template, values)
        written = check_formats(formats or entry.formats)
        jobs.append(Job(entry.id, filled, written, entry.schedule, entry.failures))
    return jobs


def check_formats(formats: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse unknown formats; the notebook is always kept.

    Raises:
        ParameterError: A format that is not written here.
    """
    for name in formats:
        if name not in FORMATS:
            raise ParameterError(f"format '{name}' is unknown. {suggest(name, FORMATS)}")
    return tuple(name for name in FORMATS if name in {*formats, "ipynb"})

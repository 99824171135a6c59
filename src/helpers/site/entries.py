"""One entry of the front page a report: window, state, files, conclusions, what changed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from urllib.parse import quote

from helpers.reports.changes import paired
from helpers.site.manifests import Changes, Conclusions, Manifest
from helpers.site.state import PROGRAM, Present

FORMATS = {
    "site.html": "small page",
    "html": "page",
    "pdf": "PDF",
    "xlsx": "workbook",
    "ipynb": "notebook",
}
INPUTS = {"rows": "the data", "parameters": "its parameters", **PROGRAM}


@dataclass(frozen=True)
class Link:
    """A file of a report."""

    href: str
    name: str
    bytes: int


@dataclass(frozen=True)
class Issue:
    """What a report says that an earlier one did not; `title` is set for an earlier window."""

    since: dt.datetime
    changes: Changes
    title: str = ""

    @property
    def summary(self) -> str:
        """Count what changed, in words."""
        said, rows = self.changes.conclusions, self.changes.rows
        counts = [
            _counted("conclusion", moved=said.moved, new=said.new, gone=said.gone) if said else "",
            _counted("row", added=rows.added, gone=rows.gone, revised=rows.revised) if rows else "",
        ]
        return "; ".join(filter(None, counts)) or "no conclusion, and none of its rows"

    @property
    def causes(self) -> str:
        """Name the inputs that differ, in words."""
        return ", ".join(INPUTS.get(name, name) for name in self.changes.inputs)


@dataclass(frozen=True)
class Entry:
    """A report as the front page shows it."""

    manifest: Manifest
    start: dt.date | None
    end: dt.date
    problem: str
    links: tuple[Link, ...]
    issue: Issue | None

    @property
    def days(self) -> str:
        """Say which days it is about."""
        return (
            f"{told(self.start)} to {told(self.end)}" if self.start else f"up to {told(self.end)}"
        )

    @property
    def page(self) -> str:
        """Return the file that its title leads to."""
        return self.links[0].href

    @property
    def own(self) -> str:
        """Say the parameters that differ from empty ones, other than days, title and language."""
        plain = {k: v for k, v in self.manifest.parameters.items() if v and k not in UNTOLD}
        return "; ".join(f"{name.replace('_', ' ')}: {_text(v)}" for name, v in plain.items())

    @property
    def text(self) -> str:
        """Return what a search looks at: title, kind, name, parameters."""
        manifest = self.manifest
        values = " ".join(_text(value) for value in manifest.parameters.values() if value)
        return f"{manifest.title} {manifest.template} {manifest.stem} {values} {self.own}"


UNTOLD = ("start", "end", "title", "language")


def entries_of(manifests: Iterable[Manifest], folder: Path) -> list[Entry]:
    """Describe reports, the newest window first, then by kind and name.

    Raises:
        DataError: The data package cannot be read.
    """
    every = {one.stem: (one, *_window(one)) for one in manifests}
    present = Present(one for one, _, _ in every.values())
    entries = [
        Entry(
            manifest=one,
            start=start,
            end=end,
            problem=present.problem_of(one, folder),
            links=_links(one, folder),
            issue=_issue(one, end, every.values()),
        )
        for one, start, end in every.values()
    ]
    return sorted(entries, key=lambda entry: (-entry.end.toordinal(), _order(entry)))


def _order(entry: Entry) -> tuple[str, int, str]:
    start = entry.start.toordinal() if entry.start else 0
    return entry.manifest.template, -start, entry.manifest.stem


def _window(manifest: Manifest) -> tuple[dt.date | None, dt.date]:
    """Return the days that a report is about; up to the end of its data if it names none."""
    filled = manifest.filled
    if hasattr(filled, "days"):
        days = [day for pair in filled.days() for day in pair]
        return min(days), max(days)
    named = [manifest.parameters.get(name) for name in ("start", "end")]
    try:
        return tuple(dt.date.fromisoformat(day) for day in named)
    except (TypeError, ValueError):
        return None, manifest.data.end


def _links(manifest: Manifest, folder: Path) -> tuple[Link, ...]:
    files = {name.removeprefix(f"{manifest.stem}."): folder / name for name in manifest.files}
    kinds = [kind for kind in FORMATS if kind in files]
    return tuple(Link(quote(files[k].name), FORMATS[k], _size(files[k])) for k in kinds)


def _size(path: Path) -> int:
    """Return the bytes of a file, 0 if it is missing."""
    return path.stat().st_size if path.is_file() else 0


def _issue(manifest: Manifest, end: dt.date, every: Iterable[tuple]) -> Issue | None:
    """Compare with the rendering before, or else with the issue of an earlier window."""
    if manifest.before and manifest.changes:
        return Issue(manifest.before.rendered_at, manifest.changes)
    earlier = [(there, one) for one, _, there in every if there < end and _series(one, manifest)]
    if not earlier or manifest.report == manifest.template:
        return None
    _, last = max(earlier, key=lambda pair: pair[0])
    if last.conclusions is None or manifest.conclusions is None:
        return None
    said = Conclusions.model_validate(paired(last.conclusions, manifest.conclusions))
    return Issue(last.rendered_at, Changes(conclusions=said), last.title)


def _series(one: Manifest, other: Manifest) -> bool:
    """Tell whether two reports are issues of one report of the catalogue."""
    told = [
        (m.report, m.template, m.parameters.get("language"), m.parameters.get("as_of"))
        for m in (one, other)
    ]
    return told[0] == told[1]


def told(day: dt.date) -> str:
    """Write a day, such as "8 December 2025"."""
    return f"{day.day} {day:%B %Y}"


def _counted(noun: str, **lists: list) -> str:
    """Say "2 conclusions moved, 1 gone", leaving out what there is none of."""
    counts = {verb: len(some) for verb, some in lists.items() if some}
    nouns = chain([f" {noun}{'s' * (count != 1)}" for count in [*counts.values()][:1]], repeat(""))
    return ", ".join(
        f"{n}{name} {verb}" for (verb, n), name in zip(counts.items(), nouns, strict=False)
    )


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

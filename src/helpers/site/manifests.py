"""The manifests of a folder of reports, read and checked; a broken one is named, not followed."""

import datetime as dt
import json
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from helpers import parameters
from helpers.errors import ParameterError
from helpers.reports.tell import STATUS

FileName = Annotated[str, Field(pattern=r"^[^/\\:]+\.(html|ipynb|pdf|xlsx)$")]


class Part(BaseModel):
    """A part of a manifest; what this page does not need is left out."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Data(Part):
    """The data that a report was made from."""

    version: str
    end: dt.date
    tables: str = ""


class Moved(Part):
    """A conclusion, as it was and as it is."""

    was: str
    now: str


class Conclusions(Part):
    """How the conclusions of two renderings differ."""

    moved: list[Moved]
    new: list[str]
    gone: list[str]


class Revision(Part):
    """A changed value of a row."""

    revised_on: str
    field: str
    old_value: str
    new_value: str
    reason: str


class Row(Part):
    """A row that came, went or was revised."""

    event_id: str
    date: str
    title: str
    revisions: list[Revision] = []


class Rows(Part):
    """How the rows of two renderings differ."""

    added: list[Row]
    gone: list[Row]
    revised: list[Row]


class Changes(Part):
    """What changed since the rendering before; None where one of the two did not keep it."""

    conclusions: Conclusions | None = None
    rows: Rows | None = None
    inputs: list[str] = []


class Before(Part):
    """The rendering that was replaced."""

    rendered_at: AwareDatetime
    data: Data


class Manifest(Part):
    """What a report says of itself in STEM.json."""

    stem: str
    report: str
    template: str
    title: str
    parameters: dict[str, object]
    identity: str
    inputs: dict[str, str]
    data: Data
    files: Annotated[dict[FileName, str], Field(min_length=1)]
    rendered_at: AwareDatetime
    conclusions: list[str] | None = None
    events: list[str] | None = None
    before: Before | None = None
    changes: Changes | None = None

    @cached_property
    def filled(self) -> parameters.Report | None:
        """Return its parameters, checked against the present templates and data.

        A named window stays the days that it was; None if they are no longer allowed.
        """
        values = {k: v for k, v in self.parameters.items() if k != "window"}
        try:
            return parameters.check(self.template, values)
        except ParameterError:
            return None


def read(folder: Path) -> tuple[list[Manifest], list[str]]:
    """Read every manifest of a folder.

    Returns:
        The manifests in order of their names, and the names of files that are none, with why.
    """
    found, broken = [], []
    for path in sorted(folder.glob("*.json")):
        if path.name == STATUS:
            continue
        try:
            found.append(_read(path))
        except (OSError, ValueError) as error:
            broken.append(f"{path.name} ({_why(error)})")
    return found, broken


def _read(path: Path) -> Manifest:
    told = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(told, dict):
        raise ValueError("it holds no fields")
    return Manifest.model_validate(told | {"stem": path.stem})


def _why(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    if isinstance(error, json.JSONDecodeError):
        return f"no JSON: {error}"
    return getattr(error, "strerror", None) or str(error)

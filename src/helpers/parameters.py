"""One typed contract of report parameters: notebook, command line, catalogue, schedule, schema."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

import pandas as pd
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from helpers import schema, windows
from helpers.errors import ParameterError, suggest

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
COVERAGE_AHEAD = dt.timedelta(days=200)  # coverage of a month looks half a year ahead


def _iso(value: object) -> object:
    if isinstance(value, str) and not ISO_DATE.fullmatch(value):
        raise ValueError("write YYYY-MM-DD")
    return value


def _iso_or_empty(value: object) -> object:
    if value in ("", None):
        return ""
    text = value.isoformat() if isinstance(value, dt.date) else _iso(value)
    dt.date.fromisoformat(str(text))
    return text


def _split(value: object) -> object:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


Day = Annotated[dt.date, BeforeValidator(_iso)]
DayOrEmpty = Annotated[str, BeforeValidator(_iso_or_empty)]
Names = Annotated[list[str], BeforeValidator(_split)]
Language = Literal["en", "ru", "az", "fa", "tr", "de"]


def last_full_year() -> int:
    """Return the last calendar year that the data cover to its end."""
    end = schema.read_package().end
    return end.year if (end.month, end.day) == (12, 31) else end.year - 1


class Report(BaseModel):
    """What every report takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    template: ClassVar[str]

    title: str = Field(default="", max_length=200, description="title; empty: written for you")
    language: Language = Field(default="en", description="language of dates and numbers")
    as_of: DayOrEmpty = Field(default="", description="data as known on this day; empty: today")

    def cross_check(self) -> Iterator[str]:
        """Tell what is wrong with the values together, and against the data."""
        yield from ()

    def subject(self) -> list[str]:
        """Name what the report is about, for its file name."""
        return []

    def horizon(self) -> dt.date | None:
        """Return the last day of which an event can change the report; None: any event can."""
        return None

    def marks(self) -> list[str]:
        """Tell in a few words what the report is about and how it differs from the usual."""
        return [
            *self.subject(),
            *([self.language] if self.language != "en" else []),
            *([f"as-of-{self.as_of}"] if self.as_of else []),
        ]

    def name(self) -> str:
        """Name the files of the report, so that two reports never share a name."""
        told_apart = [hashlib.sha256(self.title.encode()).hexdigest()[:8]] if self.title else []
        return "_".join([self.template, *self.marks(), *told_apart])


class Windowed(Report):
    """A report on a window of time."""

    window: str = Field(
        default="",
        description="instead of start and end: last_month, last_12_months, 2025Q4, 2025, ...",
    )
    start: Day = Field(default=None, description="first day, YYYY-MM-DD")
    end: Day = Field(default=None, description="last day, YYYY-MM-DD")

    @model_validator(mode="before")
    @classmethod
    def _resolve(cls, values: dict) -> dict:
        """Fill in the days of a window, or of the last full year when nothing is given."""
        values = {name: value for name, value in values.items() if value is not None}
        window = values.get("window", "")
        if window:
            values = {k: v for k, v in values.items() if k not in ("start", "end") or v != ""}
            first, last = (day.date() for day in windows.resolve(window, *_covered(values)))
        else:
            year = last_full_year()
            first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        values.setdefault("start", first)
        values.setdefault("end", last)
        if window and (str(values["start"]), str(values["end"])) != (str(first), str(last)):
            raise ValueError(f"window '{window}' is {first} to {last}: drop it, or start and end")
        return values

    def cross_check(self) -> Iterator[str]:
        """Refuse reversed days and days that the data do not reach."""
        yield from outside("start", self.start, "end", self.end)

    def subject(self) -> list[str]:
        """Name the days."""
        return [f"{self.start}", f"{self.end}"]

    def horizon(self) -> dt.date:
        """Return the last day that the coverage of the last month looks at."""
        return self.end + COVERAGE_AHEAD


def _covered(values: dict) -> tuple[pd.Timestamp, pd.Timestamp]:
    package = schema.read_package()
    known = values.get("as_of") or package.end
    return package.start, min(package.end, pd.Timestamp(known))


def outside(first: str, start: dt.date, last: str, end: dt.date) -> Iterator[str]:
    """Tell what is wrong with a first and a last day."""
    package = schema.read_package()
    known = package.start.date(), package.end.date()
    if start > end:
        yield f"{first} {start} is after {last} {end}: swap them."
    elif end < known[0] or start > known[1]:
        yield f"{start} to {end} is outside the data, which cover {known[0]} to {known[1]}."


def not_listed(name: str, values: list[str], table: str, column: str) -> Iterator[str]:
    """Tell which values a closed list of the codebook does not hold."""
    allowed = schema.read_package().allowed(table, column)
    for value in values:
        if value not in allowed:
            yield f"{name} '{value}' is unknown. {suggest(value, allowed)}"


class Period(Windowed):
    """Parameters of the report on a period."""

    template = "period"

    themes: Names = Field(default=[], description="keep events with any of these; empty: all")

    def cross_check(self) -> Iterator[str]:
        """Refuse unknown themes too."""
        yield from super().cross_check()
        yield from not_listed("theme", self.themes, "events", "themes")

    def subject(self) -> list[str]:
        """Name days and themes."""
        return [*super().subject(), *sorted(self.themes)]


MODELS: dict[str, type[Report]] = {model.template: model for model in (Period,)}


def check(template: str, values: dict[str, object]) -> Report:
    """Check parameter values of a template and give them their types.

    Args:
        template: Name of the template, such as "period".
        values: Parameter values by name, as typed on a command line or set in a notebook.

    Returns:
        The filled-in model of the template; windows are resolved to days.

    Raises:
        ParameterError: An unknown template or name, a missing, mistyped or reversed value; the
            message lists every problem with its cure.
    """
    if template not in MODELS:
        raise ParameterError(f"template '{template}' is unknown. {suggest(template, MODELS)}")
    model = MODELS[template]
    try:
        filled = model(**values)
        problems = list(filled.cross_check())
    except ValidationError as error:
        problems = [_explain(model, item) for item in error.errors()]
    if problems:
        raise ParameterError("\n".join(problems))
    return filled


def json_schema() -> dict[str, dict]:
    """Return the JSON Schema of every template's parameters, by template."""
    return {name: model.model_json_schema() for name, model in MODELS.items()}


def _explain(model: type[Report], item: dict) -> str:
    said = item["msg"].removeprefix("Value error, ")
    if not item["loc"]:
        return f"{said}."
    name = str(item["loc"][0])
    if item["type"] == "extra_forbidden":
        return f"parameter '{name}' is unknown. {suggest(name, model.model_fields)}"
    if item["type"] == "missing":
        return f"parameter '{name}' is missing: {model.model_fields[name].description}."
    if item["type"] == "literal_error":
        return f"{name} '{item['input']}' is not allowed: choose {item['ctx']['expected']}."
    return f"{name} '{item['input']}' is wrong ({said})."

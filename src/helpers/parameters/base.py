"""What the parameter models of the templates share."""

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
    model_validator,
)

from helpers import schema, windows
from helpers.errors import suggest

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

    usual: ClassVar[str] = windows.LAST_YEAR

    window: str = Field(
        default="",
        description="instead of start and end: last_month, last_12_months, 2025Q4, 2025, ...",
    )
    start: Day = Field(default=None, description="first day, YYYY-MM-DD")
    end: Day = Field(default=None, description="last day, YYYY-MM-DD")

    @model_validator(mode="before")
    @classmethod
    def _resolve(cls, values: dict) -> dict:
        """Fill in the days of the window, or of the usual one when nothing is given."""
        values = {name: value for name, value in values.items() if value is not None}
        window = values["window"] = str(values.get("window", ""))
        if window or (values.get("start"), values.get("end")) == ("", ""):
            values = {k: v for k, v in values.items() if k not in ("start", "end") or v != ""}
        first, last = days_of(window or cls.usual, values.get("as_of"))
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


def days_of(window: str, as_of: object = "") -> tuple[dt.date, dt.date]:
    """Resolve a window against the data, or against what of them was known on a day."""
    package = schema.read_package()
    known = min(package.end, pd.Timestamp(str(as_of))) if as_of else package.end
    first, last = windows.resolve(window, package.start, known)
    return first.date(), last.date()


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

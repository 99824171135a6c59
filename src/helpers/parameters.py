"""One typed contract of report parameters, used by the command line and by the notebooks."""

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from helpers import schema
from helpers.errors import ParameterError, suggest

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _iso(value: object) -> object:
    if isinstance(value, str) and not ISO_DATE.fullmatch(value):
        raise ValueError("write YYYY-MM-DD")
    return value


def _split(value: object) -> object:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


Day = Annotated[dt.date, BeforeValidator(_iso)]
Names = Annotated[list[str], BeforeValidator(_split)]
Language = Literal["en", "ru", "az", "fa", "tr", "de"]


def last_full_year() -> int:
    """Return the last calendar year that the data cover to its end."""
    end = schema.read_package().end
    return end.year if (end.month, end.day) == (12, 31) else end.year - 1


class Period(BaseModel):
    """Parameters of the report on a period."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    start: Day = Field(
        default_factory=lambda: dt.date(last_full_year(), 1, 1),
        description="first day, YYYY-MM-DD",
    )
    end: Day = Field(
        default_factory=lambda: dt.date(last_full_year(), 12, 31),
        description="last day, YYYY-MM-DD",
    )
    themes: Names = Field(default=[], description="keep events with any of these; empty: all")
    title: str = Field(default="", max_length=200, description="title; empty: written for you")
    language: Language = Field(default="en", description="language of dates and numbers")

    def cross_check(self) -> list[str]:
        """List what is wrong with the values together, and against the data's coverage."""
        package = schema.read_package()
        first, last = package.start.date(), package.end.date()
        problems = []
        if self.start > self.end:
            problems.append(f"start {self.start} is after end {self.end}: swap them.")
        elif self.end < first or self.start > last:
            problems.append(
                f"{self.start} to {self.end} is outside the data, which cover {first} to {last}."
            )
        themes = package.allowed("events", "themes")
        problems += [
            f"theme '{theme}' is unknown. {suggest(theme, themes)}"
            for theme in self.themes
            if theme not in themes
        ]
        return problems


MODELS: dict[str, type[BaseModel]] = {"period": Period}


def check(template: str, values: dict[str, object]) -> BaseModel:
    """Check parameter values of a template and give them their types.

    Args:
        template: Name of the template, such as "period".
        values: Parameter values by name, as typed on a command line or set in a notebook.

    Returns:
        The filled-in model of the template.

    Raises:
        ParameterError: An unknown template or name, a missing, mistyped or reversed value; the
            message lists every problem with its cure.
    """
    if template not in MODELS:
        raise ParameterError(f"template '{template}' is unknown. {suggest(template, MODELS)}")
    model = MODELS[template]
    try:
        filled = model(**values)
        problems = filled.cross_check()
    except ValidationError as error:
        problems = [_explain(model, item) for item in error.errors()]
    if problems:
        raise ParameterError("\n".join(problems))
    return filled


def _explain(model: type[BaseModel], item: dict) -> str:
    name = str(item["loc"][0])
    if item["type"] == "extra_forbidden":
        return f"parameter '{name}' is unknown. {suggest(name, model.model_fields)}"
    if item["type"] == "missing":
        return f"parameter '{name}' is missing: {model.model_fields[name].description}."
    if item["type"] == "literal_error":
        return f"{name} '{item['input']}' is not allowed: choose {item['ctx']['expected']}."
    return f"{name} '{item['input']}' is wrong ({item['msg'].removeprefix('Value error, ')})."

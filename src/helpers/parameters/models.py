"""The parameters of each template, one model a template."""

import csv
from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from helpers import schema, windows
from helpers.errors import suggest
from helpers.parameters.base import Names, Report, Windowed, days_of, not_listed, outside


def _rows(table: str) -> list[dict[str, str]]:
    path = schema.read_package().tables[table].path
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _episode(value: str) -> str:
    known = [row["episode_id"] for row in _rows("episodes")]
    if value not in known:
        raise ValueError(f"is no episode of episodes.csv. {suggest(value, known)}".rstrip("."))
    return value


def _person(value: str) -> str:
    """Find a person by id, name or variant; return the name."""
    names = {}
    for row in _rows("people"):
        spelled = [row["person_id"], row["name"], *filter(None, row["name_variants"].split(";"))]
        names |= {name.casefold(): row["name"] for name in spelled}
    if value.casefold() not in names:
        near = suggest(value, sorted(set(names.values()))).split(", ")
        more = ", ..." if len(near) > 8 else ""
        raise ValueError(f"is no person of people.csv. {', '.join(near[:8])}{more}".rstrip("."))
    return names[value.casefold()]


Episode_ = Annotated[str, AfterValidator(_episode)]
Person_ = Annotated[str, AfterValidator(_person)]


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


class Episode(Report):
    """Parameters of the dossier of one episode."""

    template = "episode"

    episode: Episode_ = Field(default="embassy_attack_2023", description="id in episodes.csv")

    def subject(self) -> list[str]:
        """Name the episode."""
        return [self.episode.replace("_", "-")]


class Person(Report):
    """Parameters of the report on all recorded contacts of one official."""

    template = "person"

    person: Person_ = Field(default="Abbas Araghchi", description="name or id in people.csv")

    def subject(self) -> list[str]:
        """Name the person."""
        return [self.person.casefold().replace(" ", "-")]


class Format(Windowed):
    """Parameters of the tracker of 3+3 and other platforms."""

    template = "format"
    usual: ClassVar[str] = windows.WHOLE

    platforms: Names = Field(
        default=["three_plus_three"], min_length=1, description="formats of events.csv to follow"
    )

    def cross_check(self) -> Iterator[str]:
        """Refuse unknown platforms too."""
        yield from super().cross_check()
        yield from not_listed("platform", self.platforms, "events", "format")

    def subject(self) -> list[str]:
        """Name the platforms and the days."""
        return [*(name.replace("_", "-") for name in self.platforms), *super().subject()]


class Theme(Windowed):
    """Parameters of the report on one theme."""

    template = "theme"
    usual: ClassVar[str] = windows.WHOLE

    theme: str = Field(default="corridor", description="the theme")

    def cross_check(self) -> Iterator[str]:
        """Refuse an unknown theme too."""
        yield from super().cross_check()
        yield from not_listed("theme", [self.theme], "events", "themes")

    def subject(self) -> list[str]:
        """Name the theme and the days."""
        return [self.theme, *super().subject()]


class Compare(Report):
    """Parameters of two periods side by side."""

    template = "compare"

    first: str = Field(default="2024", description="2024, 2025Q1, ... or 2024-01-01/2024-06-30")
    second: str = Field(default="2025", description="the period to compare it with")
    themes: Names = Field(default=[], description="keep events with any of these; empty: all")

    def days(self) -> list[tuple]:
        """Return the first and last day of both periods."""
        return [days_of(window, self.as_of) for window in (self.first, self.second)]

    def cross_check(self) -> Iterator[str]:
        """Refuse equal periods, periods that the data do not reach, and unknown themes."""
        if self.days()[0] == self.days()[1]:
            yield f"first '{self.first}' and second '{self.second}' are the same: name another."
        for name, (start, end) in zip(("first", "second"), self.days(), strict=True):
            yield from outside(f"{name}: start", start, "end", end)
        yield from not_listed("theme", self.themes, "events", "themes")

    def subject(self) -> list[str]:
        """Name both periods and the themes."""
        days = ["_".join(map(str, pair)) for pair in self.days()]
        return [f"{days[0]}_with_{days[1]}", *sorted(self.themes)]

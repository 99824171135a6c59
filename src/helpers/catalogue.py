"""The catalogue of named reports, reports/catalogue.yml."""

import datetime as dt
import itertools
import zoneinfo
from typing import Annotated

import yaml
from cronsim import CronSim, CronSimError
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from helpers import parameters, paths
from helpers.errors import ParameterError, suggest


class Schedule(BaseModel):
    """When a report is due: a cron line in a time zone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cron: str
    timezone: str = "UTC"

    @field_validator("cron")
    @classmethod
    def _cron(cls, value: str) -> str:
        wanted = "write five cron fields, such as '0 6 1 * *'"
        if len(value.split()) != 5:
            raise ValueError(wanted)
        try:
            CronSim(value, dt.datetime.min)
        except CronSimError as error:
            raise ValueError(f"{error}: {wanted}") from None
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        zones = zoneinfo.available_timezones()
        if value not in zones:
            raise ValueError(f"is no time zone. {suggest(value, sorted(zones))[:200]}")
        return value

    def before(self, moment: dt.datetime) -> dt.datetime:
        """Return the last time at which the report fell due, up to a moment."""
        return next(self._line(moment + dt.timedelta(seconds=1), reverse=True))

    def after(self, moment: dt.datetime, count: int = 1) -> list[dt.datetime]:
        """Return the next times at which it falls due."""
        return list(itertools.islice(self._line(moment), count))

    def _line(self, moment: dt.datetime, reverse: bool = False) -> CronSim:
        return CronSim(self.cron, moment.astimezone(zoneinfo.ZoneInfo(self.timezone)), reverse)


class Entry(BaseModel):
    """One named report: template, title, parameters that differ from the defaults, schedule."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    template: str
    title: str
    parameters: dict[str, object] = {}
    schedule: Schedule | None = None
    formats: tuple[str, ...] = ("html", "ipynb")
    failures: tuple[str, ...] = ()


def read() -> list[Entry]:
    """Read the catalogue and check each entry against the contract of its template.

    Raises:
        ParameterError: The file is no YAML, or an entry lacks a field, repeats an id, or has a
            wrong value or parameter.
    """
    path = paths.catalogue()
    try:
        rows = yaml.safe_load(path.read_text("utf-8"))["reports"]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise ParameterError(f"{path.name}: no list of 'reports' can be read: {error}") from None
    entries = [_entry(path.name, row) for row in rows]
    ids = [entry.id for entry in entries]
    for entry in entries:
        if ids.count(entry.id) > 1:
            raise ParameterError(f"{path.name}: id '{entry.id}' occurs twice: rename one.")
    return entries


def _entry(file: str, row: dict) -> Entry:
    named = f"{file}: report '{row.get('id', row)}'" if isinstance(row, dict) else file
    try:
        entry = Entry.model_validate(row)
    except ValidationError as error:
        said = "; ".join(_explain(item) for item in error.errors())
        raise ParameterError(f"{named}: {said}.") from None
    try:
        parameters.check(entry.template, entry.parameters)
    except ParameterError as error:
        raise ParameterError(f"{named}: {error}") from None
    return entry


def _explain(item: dict) -> str:
    where = ".".join(map(str, item["loc"]))
    if item["type"] == "missing":
        return f"'{where}' is missing: add it"
    if item["type"] == "extra_forbidden":
        return f"'{where}' is unknown. {suggest(where, Entry.model_fields).rstrip('.')}"
    return f"{where} '{item['input']}': {item['msg'].removeprefix('Value error, ')}"

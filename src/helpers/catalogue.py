"""The catalogue of named reports, reports/catalogue.yml."""

from dataclasses import dataclass

import yaml

from helpers import parameters, paths
from helpers.errors import ParameterError


@dataclass(frozen=True)
class Entry:
    """One named report: its template and the parameters that differ from the defaults."""

    id: str
    template: str
    title: str
    parameters: dict[str, object]


def read() -> list[Entry]:
    """Read the catalogue and check each entry against the contract of its template.

    Raises:
        ParameterError: An entry lacks a field, repeats an id, or has a wrong parameter.
    """
    path = paths.catalogue()
    entries = [_entry(path.name, row) for row in yaml.safe_load(path.read_text("utf-8"))["reports"]]
    ids = [entry.id for entry in entries]
    for entry in entries:
        if ids.count(entry.id) > 1:
            raise ParameterError(f"{path.name}: id '{entry.id}' occurs twice: rename one.")
    return entries


def _entry(file: str, row: dict) -> Entry:
    try:
        entry = Entry(row["id"], row["template"], row["title"], row.get("parameters", {}))
    except KeyError as missing:
        raise ParameterError(f"{file}: a report lacks {missing}: add it. It has {row}.") from None
    try:
        parameters.check(entry.template, entry.parameters)
    except ParameterError as error:
        raise ParameterError(f"{file}: report '{entry.id}': {error}") from None
    return entry

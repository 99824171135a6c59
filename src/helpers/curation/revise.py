"""Change or withdraw a published row, and keep what it said before."""

import datetime as dt
from pathlib import Path

from helpers import schema, store
from helpers.curation import tables
from helpers.errors import DataError, suggest

FIXED = ("event_id", "coded_on")


def revise(
    event_id: str,
    changes: dict[str, str],
    *,
    reason: str,
    source_id: str = "",
    on: dt.date | None = None,
    folder: Path | None = None,
) -> dict[str, str]:
    """Change values of a published event together and record each in revisions.csv.

    Args:
        event_id: The event.
        changes: New values by column of events.csv, as the file would have them; empty for
            unknown.
        reason: Why they are changed.
        source_id: The source that settled it.
        on: Day of the change; today by default.
        folder: The package's folder; the project's data folder by default.

    Returns:
        The values before, by column.

    Raises:
        DataError: Unknown or withdrawn event, unknown field, nothing would change, no reason, a
            second change of the same value on one day, or the package would not be sound. Nothing
            is written then.
    """
    package = schema.read_package(folder)
    columns = [name for name in package.tables["events"].columns if name not in FIXED]
    for field in changes:
        if field not in columns:
            raise DataError(f"field '{field}' cannot be revised. {suggest(field, columns)}")
    if not reason.strip():
        raise DataError("a revision needs a reason: say why the value changes.")
    with store.locked(package.folder):
        rows = tables.read(package)
        row = next((row for row in rows["events"] if row["event_id"] == event_id), None)
        if row is None:
            ids = [known["event_id"] for known in rows["events"]]
            near = [known for known in ids if known[:6] == event_id[:6]] or ids[-1:]
            raise DataError(f"event_id '{event_id}' is unknown. {suggest(event_id, near)}")
        if row["withdrawn_on"] and changes != {"withdrawn_on": ""}:
            raise DataError(
                f"{event_id} was withdrawn on {row['withdrawn_on']}: "
                "reinstate it first with --set withdrawn_on= if that was wrong."
            )
        old = {field: row[field] for field in changes}
        day = (on or dt.date.today()).isoformat()
        for field, value in changes.items():
            new = " ".join(value.split())
            if old[field] == new:
                raise DataError(f"{event_id}: {field} is '{new}' already: nothing to change.")
            tables.change(rows, row, field, new, day=day, reason=reason, source_id=source_id)
        tables.write(package, rows)
    return old


def withdraw(
    event_id: str,
    *,
    reason: str,
    source_id: str = "",
    on: dt.date | None = None,
    folder: Path | None = None,
) -> None:
    """Withdraw a published event: it leaves every count, its row and its revision stay.

    Args:
        event_id: The event.
        reason: Why it proved to be no event, such as a second row of another one.
        source_id: The source that settled it.
        on: Day of the withdrawal; today by default.
        folder: The package's folder; the project's data folder by default.

    Raises:
        DataError: As `revise`, and for an event that was withdrawn before.
    """
    day = on or dt.date.today()
    changes = {"withdrawn_on": day.isoformat()}
    revise(event_id, changes, reason=reason, source_id=source_id, on=day, folder=folder)

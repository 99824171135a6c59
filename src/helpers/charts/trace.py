"""Saying which events a notebook is about, for the formats that carry their rows."""

import pandas as pd

MIME = "application/vnd.relations.events+json"


class Traced:
    """The ids of events, as an output that a page does not show."""

    def __init__(self, ids: list[str]) -> None:
        """Keep the ids."""
        self.ids = ids

    def __repr__(self) -> str:
        """Tell how many there are."""
        return f"{len(self.ids)} events behind this report"

    def _repr_mimebundle_(self, **how: object) -> dict[str, object]:
        return {MIME: self.ids}


def traced(events: pd.DataFrame) -> Traced:
    """Name the events that a notebook is about, as the value of its last cell.

    The workbook of a report holds the rows of these events; a page shows nothing of it.

    Args:
        events: Frame with the column event_id, one row an event.
    """
    return Traced(events["event_id"].astype(str).tolist())

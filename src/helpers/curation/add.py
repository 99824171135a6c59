"""Merge drafted events into the tables: ids, people, sources, look-alikes."""

import datetime as dt
import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from helpers import schema, store
from helpers.curation import tables
from helpers.curation.drafts import Draft, Source, read_drafts
from helpers.curation.tables import Rows, as_text
from helpers.errors import DataError
from helpers.validate import DUPLICATE_DAYS

NEAR_NAME = 0.88
PLAIN = [
    *("date_precision", "event_type", "actor", "target", "directed", "level", "format", "themes"),
    *("place", "place_country", "latitude", "longitude", "title", "summary", "fatalities"),
    *("injuries", "severity", "confidence", "note"),
]


@dataclass(frozen=True)
class Question:
    """Something that a person should decide: the text, and how a draft would answer it."""

    text: str
    cure: str


Ask = Callable[[Question], bool]


def refuse(question: Question) -> bool:
    """Answer no to every question: for runs without a person."""
    return False


def add(path: Path, *, ask: Ask = refuse, on: dt.date | None = None, folder: Path | None = None):
    """Merge a draft file into the package; all tables are written, or none.

    Args:
        path: The draft file.
        ask: Called for each doubt (a look-alike event, a name close to a known one); True goes on.
        on: Day of coding and of access; today by default.
        folder: The package's folder; the project's data folder by default.

    Returns:
        The ids of the new events, in the order of the drafts.

    Raises:
        DataError: A draft is wrong, a doubt was not accepted, or the package would not be sound.
    """
    package = schema.read_package(folder)
    with store.locked(package.folder):
        rows = tables.read(package)
        kinds = [row["event_type"] for row in rows["event_types"]]
        drafts = read_drafts(path, package, kinds)
        merge = _Merge(rows, ask, (on or dt.date.today()).isoformat())
        added = [merge.event(draft) for draft in drafts if draft.event_id is None]
        for draft in drafts:
            if draft.event_id is not None:
                merge.more(draft)
        merge.settle()
        tables.write(package, rows)
    return added


class _Merge:
    """One merge: the rows so far, and the ids that drafts were given."""

    def __init__(self, rows: Rows, ask: Ask, today: str) -> None:
        self.rows, self.ask, self.today = rows, ask, today
        self.ids: dict[str, str] = {}
        self.distinct: list[tuple[str, str]] = []

    def event(self, draft: Draft) -> str:
        """Add one new event with all that hangs on it."""
        self._look_alikes(draft)
        event_id = tables.next_id(self.rows["events"], "event_id", f"E-{draft.date_start.year}-", 3)
        self.ids[draft.key] = event_id
        values = {column: as_text(getattr(draft, column)) for column in PLAIN}
        values |= self._place(draft)
        self.rows["events"].append(
            values
            | {
                "event_id": event_id,
                "date_start": as_text(draft.date_start),
                "date_end": as_text(draft.date_end or draft.date_start),
                "visit_id": _visit(draft),
                "episode_id": draft.episode or "",
                "coded_on": self.today,
            }
        )
        self.distinct += [(event_id, other) for other in draft.distinct_from]
        self._hang(draft, event_id)
        return event_id

    def more(self, draft: Draft) -> None:
        """Add what hangs on a published event; a second owner raises its confidence."""
        if draft.event_id not in {row["event_id"] for row in self.rows["events"]}:
            raise DataError(f"event_id '{draft.event_id}' is not in events.csv: mend the draft.")
        self._hang(draft, draft.event_id)
        row = self._row(draft.event_id)
        backed = self._confidence(draft.event_id)
        if row["confidence"] == "medium" and backed == "high" and not row["note"]:
            why = "A second independent publisher or an official record tells of it."
            tables.change(self.rows, row, "confidence", backed, day=self.today, reason=why)

    def settle(self) -> None:
        """Write the notes that tell look-alikes apart and fill in confidence where left out."""
        for event_id, other in self.distinct:
            row = self._row(event_id)
            row["note"] = f"{row['note']} Distinct from {self.ids.get(other, other)}.".strip()
        for row in self.rows["events"]:
            row["confidence"] = row["confidence"] or self._confidence(row["event_id"])

    def _row(self, event_id: str) -> dict[str, str]:
        return next(row for row in self.rows["events"] if row["event_id"] == event_id)

    def _hang(self, draft: Draft, event_id: str) -> None:
        ids = {source.url: self._source(source) for source in draft.sources}
        linked = {
            row["source_id"] for row in self.rows["event_sources"] if row["event_id"] == event_id
        }
        for source in draft.sources:
            if ids[source.url] not in linked:
                self.rows["event_sources"].append(
                    {
                        "event_id": event_id,
                        "source_id": ids[source.url],
                        "account": source.account,
                        "supports": as_text(source.supports),
                    }
                )
        for person in draft.participants:
            self.rows["participants"].append(
                {
                    "event_id": event_id,
                    "person_id": self._person(person, draft.name),
                    "office": as_text(person.office),
                    "role": person.role,
                }
            )
        self._documents(draft, event_id, ids)

    def _documents(self, draft: Draft, event_id: str, ids: dict[str, str]) -> None:
        for table, prefix, parts in (
            ("claims", "C-", draft.claims),
            ("agreements", "A-", draft.agreements),
        ):
            key = f"{table[:-1]}_id"
            for part in parts:
                if part.source_url not in ids:
                    raise DataError(
                        f"{draft.name}: {table} cite {part.source_url}, which is not among its "
                        "sources: add it there."
                    )
                values = {name: as_text(value) for name, value in part if name != "source_url"}
                self.rows[table].append(
                    values
                    | {
                        key: tables.next_id(self.rows[table], key, prefix, 4),
                        "event_id": event_id,
                        "source_id": ids[part.source_url],
                    }
                )

    def _source(self, source: Source) -> str:
        known = self.rows["sources"]
        same = next((row for row in known if row["url"] == source.url), None)
        if same:
            return same["source_id"]
        sibling = next((row for row in known if row["publisher"] == source.publisher), {})
        official = source.official
        if official is None:
            official = sibling.get("official") == "true"
        source_id = tables.next_id(known, "source_id", "S-", 5)
        known.append(
            {
                "source_id": source_id,
                "url": source.url,
                "publisher": as_text(source.publisher),
                "owner": as_text(source.owner or sibling.get("owner") or source.publisher),
                "side": source.side,
                "official": as_text(official),
                "language": source.language,
                "title_translated": as_text(source.title),
                "published_on": as_text(source.published_on),
                "accessed_on": self.today,
            }
        )
        return source_id

    def _person(self, person, draft: str) -> str:
        people = [row for row in self.rows["people"] if row["country"] == person.country]
        for row in people:
            if person.name in (row["name"], *row["name_variants"].split(";")):
                return row["person_id"]
        near = difflib.get_close_matches(
            person.name, [row["name"] for row in people], n=1, cutoff=NEAR_NAME
        )
        if near and not person.new:
            question = Question(
                f"{draft}: '{person.name}' is close to '{near[0]}' of people.csv. Another person?",
                "Write the known name, or add `new: true` to the participant.",
            )
            if not self.ask(question):
                raise DataError(f"{question.text} {question.cure}")
        person_id = tables.next_id(self.rows["people"], "person_id", "P-", 4)
        self.rows["people"].append(
            {
                "person_id": person_id,
                "name": as_text(person.name),
                "name_variants": "",
                "country": person.country,
            }
        )
        return person_id

    def _place(self, draft: Draft) -> dict[str, str]:
        if draft.latitude is not None or not draft.place:
            return {}
        for row in self.rows["events"]:
            same = (row["place"], row["place_country"]) == (draft.place, draft.place_country)
            if same and row["latitude"]:
                return {"latitude": row["latitude"], "longitude": row["longitude"]}
        return {}

    def _look_alikes(self, draft: Draft) -> None:
        for row in self.rows["events"]:
            if row["event_id"] in draft.distinct_from or row["event_type"] != draft.event_type:
                continue
            if any(self.ids.get(other) == row["event_id"] for other in draft.distinct_from):
                continue
            if not self._alike(draft, row):
                continue
            question = Question(
                f"{draft.key}: looks like {row['event_id']} ({row['date_start']}, "
                f"{row['title']}). Is it another event?",
                f"If it is the same, give its sources under `event_id: {row['event_id']}`; "
                f"if not, write `distinct_from: [{row['event_id']}]`.",
            )
            if not self.ask(question):
                raise DataError(f"{question.text} {question.cure}")
            draft.distinct_from.append(row["event_id"])

    def _alike(self, draft: Draft, row: dict[str, str]) -> bool:
        if (row["actor"], row["target"]) != (draft.actor, draft.target):
            return False
        days = (dt.date.fromisoformat(row["date_start"]) - draft.date_start).days
        if abs(days) > DUPLICATE_DAYS:
            return False
        if row["title"].casefold() == draft.title.casefold():
            return True
        names = {person["person_id"]: person["name"] for person in self.rows["people"]}
        known = {
            names[part["person_id"]]
            for part in self.rows["participants"]
            if part["event_id"] == row["event_id"]
        }
        return bool(known) and known == {person.name for person in draft.participants}

    def _confidence(self, event_id: str) -> str:
        linked = {
            row["source_id"] for row in self.rows["event_sources"] if row["event_id"] == event_id
        }
        pages = [row for row in self.rows["sources"] if row["source_id"] in linked]
        owners = {row["owner"] for row in pages}
        official = any(row["official"] == "true" for row in pages)
        return "high" if len(owners) > 1 or official else "medium"


def _visit(draft: Draft) -> str:
    if not draft.visit:
        return ""
    slug = re.sub(r"[^a-z0-9]+", "-", draft.visit.casefold()).strip("-")
    return f"V-{draft.date_start.year}-{re.sub(rf'^(v-)?{draft.date_start.year}-', '', slug)}"

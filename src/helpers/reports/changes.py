"""What changed since the rendering that a new one replaces: conclusions, rows, inputs."""

import difflib
import json
import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from helpers import schema
from helpers.reports import conclusions

ALIKE = 0.6  # share of words, numbers aside, from which two sentences count as one that moved
KEPT = ("identity", "rendered_at", "data", "conclusions", "events")
REVISION = ("revised_on", "field", "old_value", "new_value", "reason", "source_id")
NUMBER = re.compile(r"\d+(?:[.,\u066b\u066c]\d+)*")


class Earlier(BaseModel):
    """What is read of the manifest of an earlier rendering."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    identity: str
    rendered_at: str
    data: dict
    inputs: dict[str, str]
    conclusions: list[str] | None = None
    events: list[str] | None = None
    revisions: list[str] = []
    before: dict | None = None
    changes: dict | None = None


def completed(manifest: str, replaced: Path) -> str:
    """Add to a manifest what it replaces ("before") and what changed ("changes").

    A rendering from the same inputs is the same issue: it keeps what the one before it says.

    Args:
        manifest: The new manifest, as JSON.
        replaced: Path of the manifest that it is going to replace.

    Returns:
        The manifest, as JSON; as it was given if there is none before that can be read.
    """
    try:
        old = Earlier.model_validate_json(replaced.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return manifest
    new = json.loads(manifest)
    if old.inputs == new["inputs"]:
        kept = {"before": old.before, "changes": old.changes}
        new |= {name: value for name, value in kept.items() if value is not None}
    else:
        new |= {"before": old.model_dump(include=set(KEPT)), "changes": between(old, new)}
    return json.dumps(new, ensure_ascii=False, indent=1) + "\n"


def between(old: Earlier, new: dict) -> dict:
    """Compare two renderings of one report.

    Args:
        old: The earlier manifest.
        new: The later one.

    Returns:
        conclusions (as `paired` gives them), rows (as `rows_between` gives them), inputs (names of
        those that differ). What one of the two did not keep is None.
    """
    both = old.conclusions is not None and new["conclusions"] is not None
    traced = old.events is not None and new["events"] is not None
    differ = [name for name, value in new["inputs"].items() if old.inputs.get(name) != value]
    return {
        "conclusions": paired(old.conclusions, new["conclusions"]) if both else None,
        "rows": rows_between(old, new) if traced else None,
        "inputs": differ,
    }


def paired(old: list[str], new: list[str]) -> dict[str, list]:
    """Pair sentences that say the same of other numbers.

    Returns:
        moved ({"was", "now"} each), new and gone sentences, each in the order of the reports.
    """
    gone = [sentence for sentence in old if sentence not in new]
    fresh = [sentence for sentence in new if sentence not in old]
    pairs = [(_alike(was, now), was, now) for was in gone for now in fresh]
    partner: dict[str, str] = {}
    for share, was, now in sorted(pairs, key=lambda pair: -pair[0]):
        if share >= ALIKE and now not in partner and was not in partner.values():
            partner[now] = was
    return {
        "moved": [{"was": partner[now], "now": now} for now in fresh if now in partner],
        "new": [now for now in fresh if now not in partner],
        "gone": [was for was in gone if was not in partner.values()],
    }


def _alike(was: str, now: str) -> float:
    """Tell how alike two sentences are, word by word, whatever their numbers."""
    words = [NUMBER.sub("#", text).split() for text in (was, now)]
    return difflib.SequenceMatcher(None, *words, autojunk=False).ratio()


def rows_between(old: Earlier, new: dict) -> dict[str, list[dict]]:
    """Tell which rows came, went or were revised since an earlier rendering, and why.

    Returns:
        added, gone and revised: one dict a row with event_id, date, title and the revisions since
        (revised_on, field, old_value, new_value, reason, source_id). A withdrawn row is gone, with
        the revision that withdrew it.
    """
    before, after = dict.fromkeys(old.events), dict.fromkeys(new["events"])
    texts = schema.read_text(schema.read_package().tables["events"]).fillna("")
    events = texts.set_index("event_id")[["date_start", "title"]].to_dict("index")
    news = _news(old, new)

    def told(event_id: str) -> dict:
        row = events.get(event_id, {"date_start": "", "title": ""})
        about = {"event_id": event_id, "date": row["date_start"], "title": row["title"]}
        return about | {"revisions": news.get(event_id, [])}

    return {
        "added": [told(event) for event in after if event not in before],
        "gone": [told(event) for event in before if event not in after],
        "revised": [told(event) for event in after if event in before and event in news],
    }


def _news(old: Earlier, new: dict) -> dict[str, list[dict]]:
    """Collect by event the revisions that the earlier rendering did not know."""
    news: dict[str, list[dict]] = {}
    for row in conclusions.revisions(new["parameters"]["as_of"]).to_dict("records"):
        event = row["event_id"]
        # Of a row that was not in it, the earlier rendering kept no revisions: days must do.
        candidate = event in old.events or row["revised_on"] >= old.rendered_at[:10]
        if candidate and conclusions.key(row) not in old.revisions:
            news.setdefault(event, []).append({name: row[name] for name in REVISION})
    return news

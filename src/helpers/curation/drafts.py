"""Draft files: one YAML block an event, read and checked before anything is touched."""

import datetime as dt
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from helpers import schema
from helpers.errors import DataError, suggest

NEW_DRAFT = """\
# One block an event. Delete what you do not need; `relations add FILE` checks everything first.
- key: 2025-12-08-araghchi-aliyev            # your own name for the block
  date_start: 2025-12-08
  date_end: 2025-12-08                        # leave out for one day
  date_precision: day                         # day, month, year
  event_type: foreign_minister_meeting        # a key of event_types.csv
  actor: AZE                                  # joint acts: alphabetical, directed: false
  target: IRN
  directed: false
  level: head_of_state
  format: bilateral
  themes: [transport]
  place: Baku
  place_country: AZE
  title: What happened, at most 120 characters, in your own words
  summary: One to three neutral sentences in your own words.
  severity:                                   # 1 to 5, tension only
  visit: araghchi-baku                        # shared by the rows of one visit
  episode:                                    # a key of episodes.csv
  note:
  distinct_from: []                           # ids or keys that only look alike
  participants:
    - {name: Abbas Araghchi, country: IRN, office: Minister of Foreign Affairs, role: guest}
  sources:                                    # at least one must support the date, one the act
    - url: https://example.org/page
      publisher: Who published it
      owner:                                  # whose reporting it is, if not the publisher's
      side: AZE                               # IRN, AZE, third
      language: en
      title: Title of the page in English
      published_on: 2025-12-08
      account: reports                        # reports, asserts, denies
      supports: [date, act, participants]
  claims:
    - {claim: What is contested, claimant: Who, stance: asserts, source_url: https://example.org/page}
  agreements: []      # of title, field, signed_on, status, status_as_of, source_url

# More sources for an event that is published already:
# - event_id: E-2025-121
#   sources: [...]
"""


class Part(BaseModel):
    """A part of a draft; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Source(Part):
    """A page that was read."""

    url: str = Field(pattern=r"^https?://\S+$")
    publisher: str = Field(min_length=1)
    owner: str | None = None
    side: str
    official: bool | None = None
    language: str = Field(pattern="^[a-z]{2}$")
    title: str = Field(min_length=1)
    published_on: dt.date | None = None
    account: str = "reports"
    supports: list[str]
    evidence: str | None = Field(default=None, exclude=True)  # the editor's own, not published


class Participant(Part):
    """A person in an event."""

    name: str = Field(min_length=1)
    country: str = Field(pattern="^[A-Z]{3}$")
    office: str = Field(min_length=1)
    role: str
    new: bool = False


class Claim(Part):
    """A contested statement of fact."""

    claim: str
    claimant: str
    stance: str
    source_url: str
    stated_on: dt.date | None = None


class Agreement(Part):
    """A signed document."""

    title: str
    field: str
    signed_on: dt.date
    status: str
    status_as_of: dt.date
    source_url: str


class Draft(Part):
    """One block: a new event, or (with event_id) more sources and claims for a published one."""

    key: str | None = None
    event_id: str | None = None
    date_start: dt.date | None = None
    date_end: dt.date | None = None
    date_precision: str = "day"
    event_type: str | None = None
    actor: str | None = None
    target: str | None = None
    directed: bool | None = None
    level: str | None = None
    format: str = "bilateral"
    themes: list[str] = []
    place: str | None = None
    place_country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    title: str | None = Field(default=None, max_length=120)
    summary: str | None = None
    fatalities: int | None = None
    injuries: int | None = None
    severity: int | None = None
    visit: str | None = None
    episode: str | None = None
    confidence: str | None = None
    note: str | None = None
    distinct_from: list[str] = []
    participants: list[Participant] = []
    sources: list[Source] = Field(min_length=1)
    claims: list[Claim] = []
    agreements: list[Agreement] = []

    @model_validator(mode="after")
    def _complete(self) -> "Draft":
        if self.event_id is None:
            wanted = ("key", "date_start", "event_type", "actor", "target", "directed", "level")
            missing = [
                name for name in (*wanted, "themes", "title", "summary") if _bare(self, name)
            ]
            if missing:
                raise ValueError(f"lacks {', '.join(missing)}")
        return self

    @property
    def name(self) -> str:
        """Return the key or, for more sources, the event's id."""
        return self.key or self.event_id


def _bare(draft: Draft, name: str) -> bool:
    return getattr(draft, name) in (None, "", [])


def read_drafts(path: Path, package: schema.Package, event_types: list[str]) -> list[Draft]:
    """Read a draft file and check every block against the codebook.

    Args:
        path: The YAML file.
        package: The codebook.
        event_types: Keys of event_types.csv.

    Returns:
        The blocks, in file order.

    Raises:
        DataError: The file is unreadable or a block is wrong; all problems are listed.
    """
    try:
        blocks = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except FileNotFoundError:
        raise DataError(f"{path} is missing: name a draft file.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name} is no readable YAML: {error}") from None
    if not isinstance(blocks, list):
        raise DataError(f"{path.name} holds no list of blocks: start each with '- '.")
    drafts, problems = [], []
    for number, block in enumerate(blocks, 1):
        where = f"{path.name} block {number}"
        try:
            draft = Draft.model_validate(block)
        except ValidationError as error:
            problems += [f"{where} ({_key(block)}): {_explain(item)}" for item in error.errors()]
            continue
        drafts.append(draft)
        problems += [
            f"{where} ({draft.name}): {found}" for found in _closed(draft, package, event_types)
        ]
    names = [draft.name for draft in drafts if draft.event_id is None]
    problems += [f"{path.name}: key '{name}' occurs twice." for name in _twice(names)]
    if problems:
        raise DataError("\n".join(problems))
    return drafts


def _key(block: object) -> object:
    return block.get("key", block.get("event_id")) if isinstance(block, dict) else block


def _twice(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def _explain(item: dict) -> str:
    field = ".".join(str(part) for part in item["loc"])
    if item["type"] == "extra_forbidden":
        hint = suggest(item["loc"][-1], Draft.model_fields) if len(item["loc"]) == 1 else ""
        return f"field '{field}' is unknown. {hint}".strip()
    message = item["msg"].removeprefix("Value error, ")
    return f"{field} {item['input']!r}: {message}" if field else message


def _closed(draft: Draft, package: schema.Package, event_types: list[str]) -> list[str]:
    if draft.event_id is None:
        rows = [
            ("event_type", [draft.event_type], event_types),
            *(
                (column, [getattr(draft, column)], package.allowed("events", column))
                for column in ("date_precision", "level", "format", "confidence")
            ),
            ("themes", draft.themes, package.allowed("events", "themes")),
        ]
    else:
        rows = []
    for source in draft.sources:
        rows.append(("side", [source.side], package.allowed("sources", "side")))
        rows.append(("account", [source.account], package.allowed("event_sources", "account")))
        rows.append(("supports", source.supports, package.allowed("event_sources", "supports")))
    for person in draft.participants:
        rows.append(("role", [person.role], package.allowed("participants", "role")))
    for claim in draft.claims:
        rows.append(("stance", [claim.stance], package.allowed("claims", "stance")))
    for agreement in draft.agreements:
        rows.append(("status", [agreement.status], package.allowed("agreements", "status")))
    return [
        f"{column} '{value}' is not allowed. {suggest(value, allowed)}"
        for column, values, allowed in rows
        for value in values
        if value is not None and value not in allowed
    ]

"""Adding and revising: everything is checked first, and nothing is ever half written."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from drafts import SOURCE

from helpers import curation, dataset, store
from helpers.curation import drafts
from helpers.errors import DataError
from helpers.validate import check_package

RELATIONS = Path(sys.executable).with_name("relations")
BLOCK = {
    "key": "new-call",
    "date_start": "2019-03-01",
    "event_type": "phone_call",
    "actor": "AZE",
    "target": "IRN",
    "directed": False,
    "level": "foreign_minister",
    "themes": ["health"],
    "title": "Foreign ministers speak about the closed border",
    "summary": "They spoke by telephone.",
    "participants": [
        {"name": "Somebody New", "country": "AZE", "office": "Foreign Minister", "role": "caller"}
    ],
    "sources": [
        SOURCE | {"published_on": "2019-03-01", "supports": ["date", "act", "participants"]}
    ],
}


@pytest.fixture
def draft(tmp_path):
    """Write blocks to a draft file."""

    def write(*blocks: dict) -> Path:
        path = tmp_path / "draft.yaml"
        path.write_text(yaml.safe_dump(list(blocks), allow_unicode=True))
        return path

    return write


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}


def test_an_event_is_added_with_ids_people_sources_and_confidence(package_folder, draft):
    before = dataset.load(package_folder)
    (event_id,) = curation.add(draft(BLOCK), folder=package_folder)
    after = dataset.load(package_folder)
    assert event_id == "E-2019-001"
    event = after.events.set_index("event_id").loc[event_id]
    assert event["confidence"] == "medium"
    assert event["themes"] == ("health",)
    assert event["date_end"] == event["date_start"]
    assert len(after.sources) == len(before.sources) + 1
    assert "Somebody New" in set(after.people["name"])
    assert check_package(package_folder) == []


def test_known_people_and_pages_are_reused(package_folder, draft):
    before = dataset.load(package_folder)
    person, page = before.people.iloc[0], before.sources.iloc[0]
    block = BLOCK | {
        "participants": [
            {"name": person["name"], "country": person["country"], "office": "X", "role": "caller"}
        ],
        "sources": [BLOCK["sources"][0] | {"url": page["url"]}],
        "date_start": f"{before.events['date_start'].min():%Y-%m-%d}",
    }
    curation.add(draft(block), folder=package_folder)
    after = dataset.load(package_folder)
    assert len(after.people) == len(before.people)
    assert len(after.sources) == len(before.sources)


def test_two_owners_make_high_confidence(package_folder, draft):
    other = BLOCK["sources"][0] | {"url": "https://example.com/b", "publisher": "Other Paper"}
    block = BLOCK | {"sources": [*BLOCK["sources"], other]}
    (event_id,) = curation.add(draft(block), folder=package_folder)
    events = dataset.load(package_folder).events.set_index("event_id")
    assert events.at[event_id, "confidence"] == "high"


def test_more_sources_hang_on_a_published_event(package_folder, draft):
    event_id = dataset.load(package_folder).events["event_id"].iloc[0]
    page = BLOCK["sources"][0] | {"published_on": None}
    assert (
        curation.add(draft({"event_id": event_id, "sources": [page]}), folder=package_folder) == []
    )
    data = dataset.load(package_folder)
    assert page["url"] in set(dataset.sources_of(data, data.events.head(1))["url"])


@pytest.mark.parametrize("visit", ["mottaki-baku", "2020-mottaki-baku", "V-2020-mottaki-baku"])
def test_a_visit_has_one_id_however_a_draft_writes_it(package_folder, draft, visit):
    year = BLOCK["date_start"][:4]
    (event_id,) = curation.add(
        draft(BLOCK | {"visit": visit.replace("2020", year)}), folder=package_folder
    )
    events = dataset.load(package_folder).events.set_index("event_id")
    assert events.at[event_id, "visit_id"] == f"V-{year}-mottaki-baku"


@pytest.mark.parametrize(("note", "expected"), [("", "high"), ("Day of the report.", "medium")])
def test_a_second_owner_raises_confidence_unless_a_note_holds_a_doubt(
    package_folder, draft, note, expected
):
    (event_id,) = curation.add(
        draft(BLOCK | {"note": note, "confidence": "medium"}), folder=package_folder
    )
    other = BLOCK["sources"][0] | {"url": "https://example.com/b", "publisher": "Other Paper"}
    curation.add(draft({"event_id": event_id, "sources": [other]}), folder=package_folder)
    data = dataset.load(package_folder)
    assert data.events.set_index("event_id").at[event_id, "confidence"] == expected
    changes = data.revisions[data.revisions["event_id"] == event_id]
    assert changes["new_value"].tolist() == ([] if expected == "medium" else ["high"])


@pytest.mark.parametrize(
    ("change", "cure"),
    [
        ({"event_type": "phone_cal"}, "Did you mean 'phone_call'?"),
        ({"level": "foreign_ministre"}, "Did you mean 'foreign_minister'?"),
        ({"themes": ["helth"]}, "Did you mean 'health'?"),
        ({"titel": "x"}, "field 'titel' is unknown. Did you mean 'title'?"),
        ({"title": "x" * 121}, "at most 120 characters"),
        ({"date_start": "2020-13-01"}, "date_start '2020-13-01'"),
        ({"summary": None}, "lacks summary"),
        ({"sources": []}, "sources"),
    ],
)
def test_a_wrong_draft_is_refused_with_the_cure(package_folder, draft, change, cure):
    before = state(package_folder)
    with pytest.raises(DataError, match=r"draft\.yaml block 1") as caught:
        curation.add(draft(BLOCK | change), folder=package_folder)
    assert cure in str(caught.value)
    assert state(package_folder) == before


def test_every_problem_of_a_draft_file_is_listed(package_folder, draft):
    path = draft(BLOCK | {"level": "x"}, BLOCK | {"key": "b", "format": "y"}, BLOCK)
    with pytest.raises(DataError) as caught:
        curation.add(path, folder=package_folder)
    assert "block 1 (new-call): level 'x'" in str(caught.value)
    assert "block 2 (b): format 'y'" in str(caught.value)
    assert "key 'new-call' occurs twice" in str(caught.value)


def test_an_unsound_result_is_refused_and_nothing_is_written(package_folder, draft):
    before = state(package_folder)
    page = BLOCK["sources"][0] | {"supports": ["act"]}
    with pytest.raises(DataError, match="no source supports its date"):
        curation.add(draft(BLOCK | {"sources": [page]}), folder=package_folder)
    assert state(package_folder) == before


def test_a_look_alike_is_refused_until_it_is_told_apart(package_folder, draft):
    curation.add(draft(BLOCK), folder=package_folder)
    again = BLOCK | {"key": "again", "date_start": "2019-03-02"}
    with pytest.raises(DataError, match=r"again: looks like E-2019-001") as caught:
        curation.add(draft(again), folder=package_folder)
    assert "distinct_from: [E-2019-001]" in str(caught.value)
    curation.add(draft(again | {"distinct_from": ["E-2019-001"]}), folder=package_folder)
    events = dataset.load(package_folder).events.set_index("event_id")
    assert events.at["E-2019-002", "note"] == "Distinct from E-2019-001."


def test_a_person_can_accept_a_look_alike(package_folder, draft):
    curation.add(draft(BLOCK), folder=package_folder)
    asked = []
    again = BLOCK | {"key": "again", "date_start": "2019-03-02"}
    curation.add(
        draft(again), folder=package_folder, ask=lambda question: asked.append(question) or True
    )
    assert len(asked) == 1
    assert "Is it another event?" in asked[0].text


def test_a_name_close_to_a_known_one_is_refused(package_folder, draft):
    known = dataset.load(package_folder).people.iloc[0]
    person = {"name": known["name"] + "s", "country": known["country"], "office": "X"}
    block = BLOCK | {"participants": [person | {"role": "caller"}]}
    with pytest.raises(DataError, match="is close to"):
        curation.add(draft(block), folder=package_folder)
    block["participants"][0]["new"] = True
    curation.add(draft(block), folder=package_folder)


def test_the_template_of_a_draft_is_a_right_draft():
    (block,) = yaml.safe_load(drafts.NEW_DRAFT)
    assert drafts.Draft.model_validate(block).key == block["key"]


def test_command_prints_the_template_and_merges_a_draft(package_folder, draft):
    new = subprocess.run([RELATIONS, "add", "--new"], capture_output=True, text=True, check=True)
    assert new.stdout == drafts.NEW_DRAFT
    done = subprocess.run(
        [RELATIONS, "add", draft(BLOCK), "--data", package_folder],
        capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.stdout == "1 events added: E-2019-001\n"


def test_a_revision_changes_the_row_and_keeps_the_old_value(package_folder):
    event = dataset.load(package_folder).events.iloc[0]
    old = curation.revise(
        event["event_id"], {"title": "A better title"}, reason="clearer", folder=package_folder
    )
    assert old == {"title": event["title"]}
    data = dataset.load(package_folder)
    assert data.events.at[0, "title"] == "A better title"
    change = data.revisions.iloc[-1]
    assert (change["old_value"], change["new_value"]) == (event["title"], "A better title")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("E-1900-001", "title", "x"), "is unknown"),
        ((None, "titel", "x"), "Did you mean 'title'?"),
        ((None, "event_id", "E-2019-009"), "cannot be revised"),
        ((None, "level", "nonsense"), "nothing was written"),
    ],
)
def test_a_wrong_revision_is_refused(package_folder, args, message):
    before = state(package_folder)
    event_id = args[0] or dataset.load(package_folder).events["event_id"].iloc[0]
    with pytest.raises(DataError, match=message):
        curation.revise(event_id, {args[1]: args[2]}, reason="test", folder=package_folder)
    assert state(package_folder) == before


def test_a_revision_without_change_or_reason_is_refused(package_folder):
    event = dataset.load(package_folder).events.iloc[0]
    with pytest.raises(DataError, match="nothing to change"):
        curation.revise(
            event["event_id"], {"title": event["title"]}, reason="x", folder=package_folder
        )
    with pytest.raises(DataError, match="needs a reason"):
        curation.revise(event["event_id"], {"title": "new"}, reason=" ", folder=package_folder)


def test_an_earlier_day_shows_the_package_as_it_was(package_folder, draft):
    import datetime as dt

    before = dataset.load(package_folder)
    first = before.events["coded_on"].max() + dt.timedelta(days=10)
    curation.add(draft(BLOCK), folder=package_folder, on=first.date())
    curation.revise(
        before.events["event_id"].iloc[0],
        {"title": "New title"}, reason="clearer",
        folder=package_folder, on=first.date() + dt.timedelta(days=1),
    )  # fmt: skip
    then = dataset.load(package_folder, as_of=first)
    assert len(then.events) == len(before.events) + 1
    assert "New title" not in set(then.events["title"])
    assert len(then.revisions) == len(before.revisions)
    earlier = dataset.load(package_folder, as_of=first - dt.timedelta(days=1))
    assert earlier.events["event_id"].tolist() == before.events["event_id"].tolist()
    assert len(earlier.sources) == len(before.sources)
    assert "Somebody New" not in set(earlier.people["name"])
    assert "New title" in set(dataset.load(package_folder).events["title"])


def test_a_withdrawn_event_leaves_counts_and_is_still_known_to_have_been(package_folder):
    import datetime as dt

    before = dataset.load(package_folder)
    gone, day = "E-2014-002", dt.date(2026, 2, 1)
    how = {"reason": "Told twice.", "on": day, "folder": package_folder}
    curation.withdraw(gone, **how)
    now = dataset.load(package_folder)
    assert set(before.events["event_id"]) - set(now.events["event_id"]) == {gone}
    for table in ("event_sources", "participants"):
        assert gone in set(getattr(before, table)["event_id"])
        assert gone not in set(getattr(now, table)["event_id"])
    assert "Omid Example" not in set(now.people["name"])
    assert now.revisions.iloc[-1]["reason"] == "Told twice."
    then = dataset.load(package_folder, as_of=str(day - dt.timedelta(days=1)))
    assert gone in set(then.events["event_id"])
    with pytest.raises(DataError, match="withdrawn on 2026-02-01"):
        curation.withdraw(gone, **how)
    curation.revise(gone, {"withdrawn_on": ""}, reason="It was another.", folder=package_folder)
    assert gone in set(dataset.load(package_folder).events["event_id"])


WRITER = """
import itertools, sys
from pathlib import Path
from helpers import store
folder = Path(sys.argv[1])
for number in itertools.count():
    with store.locked(folder):
        store.replace(folder, {f"{name}.csv": f"{number}\\n" * 2000 for name in "abcdef"})
"""


def test_killed_at_any_moment_the_files_are_all_old_or_all_new(tmp_path):
    chance = random.Random(7)
    folder = tmp_path / "tables"
    folder.mkdir()
    unfinished = 0
    for _ in range(25):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, folder])
        while not (folder / "f.csv").exists():
            time.sleep(0.01)
        time.sleep(chance.uniform(0.15, 0.35))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        unfinished += (folder / store.PENDING).exists()
        store.recover(folder)
        texts = {path.read_text() for path in folder.glob("*.csv")}
        assert len(texts) == 1
        assert len(texts.pop().splitlines()) == 2000
    assert unfinished, "no kill hit a change half moved: the test shows nothing"
    assert not (folder / store.PENDING).exists()


def test_a_change_that_was_made_is_finished_by_the_next_reader(package_folder):
    pending = package_folder / store.PENDING
    pending.mkdir()
    text = (package_folder / "people.csv").read_text()
    (pending / "people.csv").write_text(text.replace("IRN", "IRQ"))
    assert "IRQ" in set(dataset.load(package_folder).people["country"])
    assert not pending.exists()


@pytest.mark.slow
def test_add_killed_in_a_loop_leaves_the_old_or_the_new_tables(package_folder, draft):
    chance = random.Random(11)
    old = state(package_folder)
    path = draft(BLOCK)
    seen = set()
    for _ in range(30):
        run = subprocess.Popen(
            [RELATIONS, "add", path, "--data", package_folder],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(chance.uniform(0.5, 4))
        run.send_signal(signal.SIGKILL)
        run.wait()
        store.recover(package_folder)
        assert check_package(package_folder) == []
        new = "new-call" in (package_folder / "sources.csv").read_text()
        seen.add(new)
        if not new:
            assert state(package_folder) == old
        else:
            assert dataset.load(package_folder).events["event_id"].eq("E-2019-001").any()
            for name, content in old.items():
                (package_folder / name).write_bytes(content)
    assert seen == {True, False}


def test_values_that_belong_together_are_revised_together(package_folder):
    data = dataset.load(package_folder)
    arrest = data.events[data.events["event_type"] == "arrest"].iloc[0]
    changes = {"event_type": "shooting", "directed": "false", "actor": "AZE", "target": "IRN"}
    changes = {name: value for name, value in changes.items() if str(arrest[name]) != value}
    done = subprocess.run(
        [RELATIONS, "revise", arrest["event_id"], "--reason", "mended", "--data", package_folder]
        + [part for name, value in changes.items() for part in ("--set", f"{name}={value}")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert len(done.stdout.splitlines()) == len(changes)
    revised = dataset.load(package_folder).events.set_index("event_id").loc[arrest["event_id"]]
    assert (revised["event_type"], bool(revised["directed"])) == ("shooting", False)

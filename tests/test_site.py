"""The front page of the reports: what it lists, what moved and why, its feed, its search."""

import datetime as dt
import json
import re
import shutil
import subprocess
import sys
import uuid
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from browsing import browser, page  # noqa: F401 - fixtures
from drafts import SOURCE
from test_accessibility import violations

from helpers import reports, site
from helpers.errors import ReportError
from helpers.reports.changes import completed, paired
from helpers.site import entries, manifests, marks
from helpers.site.feed import FEED_ID, feed_of

ROOT = Path(__file__).resolve().parents[1]
RELATIONS = Path(sys.executable).with_name("relations")
ATOM = {"a": "http://www.w3.org/2005/Atom"}
GOOD = "good_2025-12-01_2025-12-31"
CATALOGUE = """
reports:
  - {id: good, template: period, title: "Good & <new>", parameters: {window: 2025-12}}
  - {id: early, template: period, title: Early, parameters: {window: "2001", language: fa}}
"""
CALL = {
    "key": "call",
    "date_start": "2025-12-27",
    "event_type": "phone_call",
    "actor": "AZE",
    "target": "IRN",
    "directed": False,
    "level": "minister",
    "themes": ["health"],
    "title": "Ministers of health speak by telephone",
    "summary": "They spoke by telephone.",
    "sources": [SOURCE | {"published_on": "2025-12-27", "supports": ["date", "act"]}],
}


def relations(*args: object) -> subprocess.CompletedProcess:
    call = [RELATIONS, *map(str, args)]
    return subprocess.run(call, capture_output=True, text=True, check=False, timeout=240)


@pytest.fixture(scope="module")
def reissued(tmp_path_factory) -> Path:
    """A project rendered, then changed by a row added, withdrawn and revised; rendered again."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data", root / "data")
    shutil.copytree(ROOT / "reports" / "templates", root / "reports" / "templates")
    (root / "reports" / "catalogue.yml").write_text(CATALOGUE)
    (root / "draft.yaml").write_text(yaml.safe_dump([CALL]))
    steps = [
        ("render", "--all"),
        ("revise", "E-2025-121", "--set", "event_type=phone_call", "--reason", "It was by <phone>"),
        ("withdraw", "E-2025-127", "--reason", "A second row of another event."),
        ("add", root / "draft.yaml"),
        ("site",),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RELATIONS_ROOT", str(root))
        for step in steps:
            done = relations(*step)
            assert done.returncode == 0, done.stderr
        shutil.copytree(root / "reports" / "rendered", root / "before")
        assert relations("render", "--due").stdout.split() == [GOOD]
        assert relations("site").returncode == 0
    return root


@pytest.fixture
def project(reissued, tmp_path, monkeypatch) -> Path:
    """A copy of the reissued project to change at will."""
    root = tmp_path / "project"
    shutil.copytree(reissued, root)
    monkeypatch.setenv("RELATIONS_ROOT", str(root))
    return root


def text_of(folder: Path) -> str:
    return (folder / site.INDEX).read_text("utf-8")


def manifest(folder: Path, stem: str = GOOD) -> dict:
    return json.loads((folder / f"{stem}.json").read_text("utf-8"))


def test_a_changed_row_puts_its_reports_out_of_date_and_no_other(reissued):
    before = text_of(reissued / "before")
    assert "<b>1 of 2 reports is out of date</b>, 1 of them because the data have" in before
    assert before.count("the data have changed since it was made") == 1
    after = text_of(reissued / "reports" / "rendered")
    assert "Every report fits the present data." in after


def test_a_manifest_keeps_conclusions_rows_and_what_it_replaced(reissued):
    old, new = manifest(reissued / "before"), manifest(reissued / "reports" / "rendered")
    assert "before" not in old
    assert len(old["conclusions"]) >= 3
    assert new["before"]["conclusions"] == old["conclusions"]
    assert new["before"]["events"] == old["events"]
    assert new["before"]["identity"] == old["identity"] != new["identity"]
    assert new["before"]["data"]["end"] == old["data"]["end"]
    rows = new["changes"]["rows"]
    (added,) = rows["added"]
    assert (added["title"], added["revisions"]) == (CALL["title"], [])
    (gone,) = rows["gone"]
    assert gone["event_id"] == "E-2025-127"
    assert gone["revisions"][0]["reason"] == "A second row of another event."
    (revised,) = rows["revised"]
    assert revised["event_id"] == "E-2025-121"
    (revision,) = revised["revisions"]
    assert revision["field"] == "event_type"
    assert revision["old_value"] == "foreign_minister_meeting"
    assert revision["new_value"] == "phone_call"


def test_moved_conclusions_are_marked_on_the_page_and_told_with_their_rows(reissued):
    folder = reissued / "reports" / "rendered"
    text = text_of(folder)
    (calls,) = (
        [re.search(r"telephone calls at any level: (\d+)", said)[1] for said in pair.values()]
        for pair in manifest(folder)["changes"]["conclusions"]["moved"]
        if "telephone calls" in pair["now"]
    )
    assert int(calls[1]) == int(calls[0]) + 2
    assert f"telephone calls at any level: <del>{calls[0]}</del>." in text
    assert f"telephone calls at any level: <ins>{calls[1]}</ins>." in text
    assert "Rows added (1)" in text
    assert CALL["title"] in text
    assert "event type: foreign_minister_meeting → phone_call" in text
    assert "Reason: It was by &lt;phone&gt;" in text
    assert "Withdrawn on" in text
    assert "Good &amp; &lt;new&gt;" in text
    assert "<new>" not in text


def test_rendering_again_from_the_same_inputs_keeps_what_changed(project):
    folder = project / "reports" / "rendered"
    old = manifest(folder)
    assert relations("render", "good", "--force").returncode == 0
    new = manifest(folder)
    assert (new["before"], new["changes"]) == (old["before"], old["changes"])
    assert new["identity"] == old["identity"]


def test_page_lists_newest_first_with_files_sizes_and_language(reissued):
    text = text_of(reissued / "reports" / "rendered")
    assert text.index('id="good_') < text.index('id="early_')
    assert f'href="{GOOD}.html"' in text
    assert f'href="{GOOD}.ipynb"' in text
    assert '<bdi lang="fa">' in text
    assert "up to <b>18 March 2026</b>" in text
    assert "http://" not in text.replace(ATOM["a"], "")
    assert "https://" not in text


def test_feed_is_valid_and_ids_hold_to_name_and_identity(reissued):
    feed = ElementTree.parse(reissued / "reports" / "rendered" / site.FEED).getroot()
    assert feed.find("a:id", ATOM).text == FEED_ID.urn
    assert feed.find("a:author/a:name", ATOM).text
    told = feed.findall("a:entry", ATOM)
    ids = [entry.find("a:id", ATOM).text for entry in told]
    assert len(set(ids)) == 2
    assert all(uuid.UUID(one) for one in ids)
    times = [dt.datetime.fromisoformat(one.find("a:updated", ATOM).text) for one in told]
    assert times == sorted(times, reverse=True)
    assert dt.datetime.fromisoformat(feed.find("a:updated", ATOM).text) == times[0]
    assert all(moment.tzinfo for moment in times)
    newest = told[0]
    assert newest.find("a:title", ATOM).text.startswith("Good & <new> (1 December 2025 to ")
    assert newest.find("a:link", ATOM).get("href") == f"{GOOD}.html"
    assert "conclusions moved" in newest.find("a:summary", ATOM).text
    assert "1 row added" not in newest.find("a:summary", ATOM).text.partition(";")[0]
    old = ElementTree.parse(reissued / "before" / site.FEED).getroot()
    before = {one.find("a:id", ATOM).text for one in old.findall("a:entry", ATOM)}
    assert len(before & set(ids)) == 1, "the report that stayed keeps its id, the other gets one"


def test_characters_that_xml_cannot_hold_are_dropped_from_the_feed(project):
    found, _ = manifests.read(project / "reports" / "rendered")
    odd = [one.model_copy(update={"title": "A\x0bB"}) for one in found]
    feed = feed_of(entries.entries_of(odd, project), "feed.xml")
    titles = ElementTree.fromstring(feed).findall("a:entry/a:title", ATOM)
    assert all(title.text.startswith("AB (") for title in titles)


def test_broken_manifests_are_left_out_and_named(project):
    folder = project / "reports" / "rendered"
    (folder / "cut.json").write_text('{"report": ')
    (folder / "list.json").write_text("[1]")
    odd = manifest(folder) | {"files": {"../../elsewhere.html": "x"}}
    (folder / "odd.json").write_text(json.dumps(odd))
    done = relations("site")
    assert done.returncode == 0, done.stderr
    lines = done.stderr.strip().splitlines()
    assert [line.split(": ")[2].split(" ")[0] for line in lines] == [
        "cut.json",
        "list.json",
        "odd.json",
    ]
    text = text_of(folder)
    assert "cut.json (no JSON" in text
    assert "elsewhere" not in text.replace("odd.json (files.../../elsewhere.html", "")


def test_a_missing_file_and_an_undone_report_are_said(project):
    folder = project / "reports" / "rendered"
    (folder / f"{GOOD}.ipynb").unlink()
    more = CATALOGUE + "  - {id: later, template: period, title: Later, parameters: {window: 2024}}"
    (project / "reports" / "catalogue.yml").write_text(
        more.replace("window: 2024", "window: '2024'")
    )
    assert relations("site").returncode == 0
    text = text_of(folder)
    assert f"{GOOD}.ipynb is missing" in text
    assert "Later (later_2024-01-01_2024-12-31): not rendered yet" in text


def test_a_folder_without_reports_is_named_in_one_line(tmp_path):
    done = relations("site", "--folder", tmp_path)
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert f"{tmp_path} holds no reports" in line
    assert "relations render --all" in line
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_leaves_the_old_page_and_nothing_else(project):
    folder = project / "reports" / "rendered"
    kept = text_of(folder)
    (folder / site.FEED).unlink()
    (folder / site.FEED).mkdir()
    with pytest.raises(ReportError, match="cannot write to"):
        site.build(folder)
    assert text_of(folder) == kept
    assert [path.name for path in folder.glob(".*.new")] == []


def test_an_issue_of_an_earlier_window_is_compared_by_its_conclusions(project):
    folder = project / "reports" / "rendered"
    later = manifest(folder)
    count = later["conclusions"][0].split()[0]
    earlier = later | {
        "title": "The month before",
        "parameters": later["parameters"] | {"start": "2025-11-01", "end": "2025-11-30"},
        "conclusions": [later["conclusions"][0].replace(count, "99", 1)],
    }
    (folder / "good_2025-11-01_2025-11-30.json").write_text(json.dumps(earlier))
    later = {name: value for name, value in later.items() if name not in ("before", "changes")}
    (folder / f"{GOOD}.json").write_text(json.dumps(later))
    found, _ = manifests.read(folder)
    issues = {entry.manifest.stem: entry.issue for entry in entries.entries_of(found, folder)}
    issue = issues[GOOD]
    assert issue.title == "The month before"
    assert [pair.was[:2] for pair in issue.changes.conclusions.moved] == ["99"]
    assert issue.changes.rows is None


def test_after_a_change_a_few_looks_tell_which_of_many_windows_it_reached(project):
    folder = project / "many"
    folder.mkdir()
    old = manifest(project / "before")
    for year in range(2000, 2026):
        days = {"start": f"{year}-01-01", "end": f"{year}-12-31", "window": ""}
        told = old | {"parameters": old["parameters"] | days}
        told["inputs"] = old["inputs"] | {"rows": rows_up_to(year, project)}
        for name in told["files"]:
            (folder / name).touch()
        (folder / f"year_{year}.json").write_text(json.dumps(told))
    found, broken = manifests.read(folder)
    listed = entries.entries_of(found, folder)
    assert broken == []
    changed = {one.manifest.stem for one in listed if "data have changed" in one.problem}
    assert changed == {"year_2025"}


def rows_up_to(year: int, project: Path) -> str:
    """Hash the rows of a year's report: as they are, or as nothing is in the year of the change."""
    from helpers.reports import job_of
    from helpers.reports.identity import inputs_of

    job = job_of("period", {"start": f"{year}-01-01", "end": f"{year}-12-31"})
    return inputs_of(job)["rows"] if year < 2025 else "other"


def test_sentences_pair_by_likeness_whatever_their_numbers():
    old = ["12 events are recorded.", "No tension event is recorded.", "It is the same."]
    new = ["1,400 events are recorded.", "It is the same.", "A new thing altogether was found."]
    told = paired(old, new)
    assert told["moved"] == [{"was": old[0], "now": new[0]}]
    assert told["new"] == [new[2]]
    assert told["gone"] == [old[1]]


def test_numbers_are_marked_whole_and_markup_is_escaped():
    was, now = marks.marked("1.38 <b> of 12", "1.83 <b> of 12")
    assert str(was) == "<del>1.38</del> &lt;b&gt; of 12"
    assert str(now) == "<ins>1.83</ins> &lt;b&gt; of 12"


def test_an_unreadable_earlier_manifest_stops_no_rendering(tmp_path):
    new = json.dumps({"identity": "b", "inputs": {}})
    for text in ("", "[1]", '{"identity": 3}', '{"identity": "a", "events": 5}'):
        (tmp_path / "old.json").write_text(text)
        assert completed(new, tmp_path / "old.json") == new
    assert completed(new, tmp_path / "none.json") == new


@pytest.mark.browser
def test_search_filters_while_typing_and_by_keyboard(page, reissued):  # noqa: F811
    page.goto((reissued / "reports" / "rendered" / site.INDEX).as_uri())
    shown = page.locator(".report:visible")
    assert shown.count() == 2
    page.get_by_role("searchbox").focus()
    page.keyboard.type("EÁRLY 2001")
    assert shown.count() == 1
    assert page.locator("#found").inner_text() == "1 of 2 reports shown."
    page.keyboard.type(" nothing")
    assert "No report fits" in page.locator("#found").inner_text()
    page.keyboard.press("Escape")
    assert shown.count() == 2
    page.keyboard.press("Tab")
    page.keyboard.type("period")
    assert shown.count() == 2
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Good & <new>"
    assert page.troubles == []
    assert page.refused == []


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 360)])
def test_page_passes_axe(page, project, scheme, width):  # noqa: F811
    folder = project / "reports" / "rendered"
    (folder / "cut.json").write_text("{")
    (folder / f"{GOOD}.ipynb").unlink()
    site.build(folder)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((folder / site.INDEX).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert violations(page) == []


@pytest.mark.browser
def test_page_prints_unfolded_on_a4(page, reissued):  # noqa: F811
    page.goto((reissued / "reports" / "rendered" / site.INDEX).as_uri())
    width, height = 595, 842  # points
    printed = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert boxes
    assert all(abs(float(w) - width) < 2 and abs(float(h) - height) < 2 for w, h in boxes)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0


@pytest.mark.browser
def test_page_fits_a_phone_and_shows_all_without_javascript(browser, reissued):  # noqa: F811
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    tab = context.new_page()
    tab.goto((reissued / "reports" / "rendered" / site.INDEX).as_uri())
    assert tab.locator(".report:visible").count() == 2
    assert tab.locator("#search").is_hidden()
    context.close()
    context = browser.new_context(viewport={"width": 360, "height": 640})
    tab = context.new_page()
    tab.goto((reissued / "reports" / "rendered" / site.INDEX).as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert tab.evaluate(over) <= 0
    context.close()


def test_small_pages_share_the_assets_that_the_site_writes(tmp_path):
    values = {"start": "2025-12-01", "end": "2025-12-31"}
    job = reports.job_of("period", values, formats=("site",))
    small = reports.render(job, tmp_path)
    assert small.name.endswith(".site.html")
    assert small.stat().st_size < 600_000
    index, _ = site.build(tmp_path)
    wanted = set(re.findall(r'(?:src|href)="(assets/[^"]+)"', small.read_text("utf-8")))
    assert wanted
    assert [name for name in wanted if not (tmp_path / name).is_file()] == []
    assert f'href="{small.name}"' in index.read_text("utf-8")
    assert list(tmp_path.rglob("*.new")) == []

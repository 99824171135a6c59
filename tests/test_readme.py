"""The README says what is true."""

import json
import re
from pathlib import Path

import pytest

from helpers import audit, dataset
from helpers.errors import DataError

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_figures_are_those_of_the_data():
    stated = audit.BLOCK.search(README).group(0)
    computed = audit.markdown(audit.figures(dataset.load(), dataset.load_reliability()))
    assert computed in stated, "run `relations audit --readme`"


def test_figures_are_written_between_their_marks(tmp_path):
    path = tmp_path / "README.md"
    path.write_text("before\n<!-- figures -->\nold\n<!-- /figures -->\nafter\n")
    table = audit.figures(dataset.load(), dataset.load_reliability()).head(1)
    audit.write_readme(path, table)
    text = path.read_text()
    assert "old" not in text
    assert text.startswith("before\n<!-- figures -->\n| figure | value |\n")
    assert text.endswith("<!-- /figures -->\nafter\n")


def test_a_readme_without_marks_is_refused(tmp_path):
    path = tmp_path / "README.md"
    path.write_text("nothing")
    with pytest.raises(DataError, match="no lines"):
        audit.write_readme(path, audit.figures(dataset.load(), dataset.load_reliability()))


def test_every_make_target_and_relative_link_of_the_readme_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.M))
    assert set(re.findall(r"`make ([a-z-]+)`", README)) <= targets
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_built_with_table_names_every_dependency():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    table = README.split("## Built with")[1]
    assert [name for name in wanted if name not in table] == []


def test_codebook_names_only_events_that_exist():
    named = set(re.findall(r"E-\d{4}-\d{3}", (ROOT / "data" / "CODEBOOK.md").read_text("utf-8")))
    known = set(dataset.load().events["event_id"])
    assert len(named) > 10
    assert named - known == {"E-2021-018", "E-2020-047"}, "rows merged before release"


def test_speeds_are_those_of_the_benchmark():
    told = json.loads((ROOT / "benchmarks" / "results" / "render.json").read_text("utf-8"))
    ratios = told["ratios"]
    loop = [int(ratios[f"commands / batch_{way}"]) for way in ("1_worker", "2_workers")]
    floor = [ratios[f"batch_{way} / floor"] for way in ("1_worker", "2_workers")]
    flat = " ".join(README.split())
    assert f"take 1/{loop[0]} of the time" in flat
    assert f"1/{loop[1]} with two ({floor[0]:.1f} and {floor[1]:.1f} times" in flat
    assert f"at most {told['peak_memory_mb']} MB in all" in flat
    assert f"takes {ratios['report_1 / commands_1']:.1f} of it" in flat

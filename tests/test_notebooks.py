"""Notebooks: their form, their charts, and that a changed number is caught."""

import re
import shutil
import subprocess
import sys

import nbclient
import pytest

from notebooks import (
    MARK,
    NOTEBOOKS,
    PLOTLY,
    ROOT,
    TEMPLATES,
    charts,
    code_cells,
    differences,
    plain,
    read,
)

ALL = NOTEBOOKS + TEMPLATES
LONGEST_CELL = 12
NOT_IN_NOTEBOOKS = re.compile(r"\bdef \w|\bclass \w|https?://|#[0-9A-Fa-f]{6}\b|\.csv\b|open\(")


def by_name(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


@by_name(ALL)
def test_at_least_three_cells_are_compared_and_hold_outputs(path):
    compared = [cell for cell in code_cells(read(path)) if MARK in cell.source]
    assert len(compared) >= 3
    assert all(cell.execution_count and cell.outputs for cell in compared)


@by_name(ALL)
def test_cells_are_short_and_hold_no_logic_paths_or_colours(path):
    for cell in code_cells(read(path)):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        assert len(lines) <= LONGEST_CELL, cell.source
        assert not NOT_IN_NOTEBOOKS.search(cell.source), cell.source


@by_name(ALL)
def test_one_cell_holds_the_parameters(path):
    tagged = [cell for cell in read(path).cells if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1


@by_name(NOTEBOOKS)
def test_notebook_opens_with_a_title_and_an_answer(path):
    first = read(path).cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    assert len(first.source) > 200


@by_name(ALL)
def test_charts_show_the_data_that_they_showed(path):
    stored = read(path)
    fresh = read(path)
    nbclient.NotebookClient(
        fresh, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    assert list(differences(charts(stored), charts(fresh))) == []
    assert charts(stored)


def test_a_changed_series_is_seen_in_a_chart():
    stored = charts(read(NOTEBOOKS[1]))
    changed = charts(read(NOTEBOOKS[1]))
    changed[0]["series"][0]["y"][-1] += 1
    assert len(list(differences(stored, changed))) == 1


def test_every_chart_names_its_unit_and_the_end_of_the_data():
    for path in ALL:
        for cell in code_cells(read(path)):
            for output in cell.outputs:
                layout = output.get("data", {}).get(PLOTLY, {}).get("layout")
                if layout:
                    assert re.search(r"data to \d+ \w+ \d{4}", layout["title"]["subtitle"]["text"])


def test_typed_arrays_are_decoded():
    assert plain({"bdata": "AQID", "dtype": "i1"}) == [1, 2, 3]


def test_a_changed_number_in_a_stored_output_fails(tmp_path):
    copy = tmp_path / "changed.ipynb"
    shutil.copy(ROOT / "notebooks" / "04_engagement_and_tension.ipynb", copy)
    text = copy.read_text(encoding="utf-8")
    number = re.search(r"(\d+) bilateral events from", text).group(1)
    copy.write_text(
        text.replace(f"{number} bilateral events from", f"{int(number) + 1} bilateral events from"),
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval-lax", "--nbval-current-env", "-q", copy],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 1
    assert "1 failed" in done.stdout
    assert number in done.stdout

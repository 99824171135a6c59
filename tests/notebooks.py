"""Shared by the notebook tests: where notebooks are, and how charts are compared."""

import base64
import math
from collections.abc import Iterator
from pathlib import Path

import nbformat
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
TEMPLATES = sorted((ROOT / "reports" / "templates").glob("*.ipynb"))
PLOTLY = "application/vnd.plotly.v1+json"
MARK = "# NBVAL_CHECK_OUTPUT"
COMPARED = ("type", "name", "x", "y", "z", "x0", "dx", "error_x", "error_y", "orientation")


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def charts(notebook: nbformat.NotebookNode) -> list[dict]:
    """Return what the charts of a notebook show: series, axes and units."""
    return [
        summary(output["data"][PLOTLY])
        for cell in code_cells(notebook)
        for output in cell.outputs
        if PLOTLY in output.get("data", {})
    ]


def summary(figure: dict) -> dict:
    layout = figure["layout"]
    return {
        "title": layout["title"]["text"],
        "x": layout["xaxis"]["title"]["text"],
        "y": layout["yaxis"]["title"]["text"],
        "series": [
            {key: plain(trace[key]) for key in COMPARED if key in trace} for trace in figure["data"]
        ],
    }


def plain(value: object) -> object:
    """Decode plotly's typed arrays into lists."""
    if isinstance(value, dict) and "bdata" in value:
        decoded = np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"])
        shape = [int(part) for part in str(value.get("shape", decoded.size)).split(",")]
        return decoded.reshape(shape).tolist()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def differences(old: object, new: object, where: str = "") -> Iterator[str]:
    """Name each place in which two charts differ, numbers within a tolerance."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(set(old) | set(new)):
            yield from differences(old.get(key), new.get(key), f"{where}.{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for place, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from differences(one, other, f"{where}[{place}]")
    elif isinstance(old, int | float) and isinstance(new, int | float):
        both_missing = math.isnan(old) and math.isnan(new)
        if not both_missing and not math.isclose(old, new, rel_tol=1e-6, abs_tol=1e-9):
            yield f"{where}: {old} became {new}"
    elif old != new:
        yield f"{where}: {str(old)[:80]} became {str(new)[:80]}"

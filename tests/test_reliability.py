"""The double coding and the check that ship with the data: drawn as told, settled to the last."""

import subprocess
import sys
from pathlib import Path

import pytest

from helpers import dataset

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def quality():
    return dataset.load_reliability()


def test_the_samples_are_those_that_the_script_draws(quality):
    script = [sys.executable, ROOT / "data" / "reliability" / "draw.py"]
    said = subprocess.run(script, capture_output=True, text=True, check=True).stdout
    coded, checked = (line.partition(":")[2].split() for line in said.splitlines())
    assert len(coded) == len(checked) == 120
    assert sorted(quality.coder_a["event_id"]) == sorted(quality.coder_b["event_id"])
    assert sorted(quality.coder_a["event_id"]) == coded
    assert sorted(quality.accuracy["event_id"]) == checked


def test_every_disagreement_is_settled_and_nothing_else(quality):
    both = quality.coder_a.merge(quality.coder_b, on=["round", "event_id"], suffixes=("_a", "_b"))
    columns = {
        "event_type": ["event_type"],
        "level": ["level"],
        "direction": ["actor", "target", "directed"],
    }
    differ = {
        (event, field)
        for field, names in columns.items()
        for event in both.loc[
            sum((both[f"{name}_a"] != both[f"{name}_b"]).astype(int) for name in names) > 0,
            "event_id",
        ]
    }
    graded = both.dropna(subset=["severity_a", "severity_b"])
    apart = graded[graded["severity_a"] != graded["severity_b"]]["event_id"]
    differ |= {(event, "severity") for event in apart}
    assert differ
    assert differ == set(quality.settled[["event_id", "field"]].itertuples(index=False, name=None))

"""The console command, run as its users run it."""

import subprocess
import sys
from pathlib import Path

import pytest

RELATIONS = Path(sys.executable).with_name("relations")


def run(*args: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        [RELATIONS, *map(str, args)], capture_output=True, text=True, timeout=120, check=False
    )


def test_validate_says_that_the_shipped_data_are_sound():
    done = run("validate")
    assert (done.returncode, done.stdout) == (0, "The data package is sound.\n")


def test_validate_lists_every_problem_and_exits_1(package_folder):
    events = package_folder / "events.csv"
    lines = events.read_text().splitlines()
    lines[1] = lines[1].replace("bilateral", "bilaterl")
    lines[2] = lines[2].replace("AZE", "AZR", 1)
    events.write_text("\n".join(lines) + "\n")
    done = run("validate", "--data", package_folder)
    assert done.returncode == 1
    assert "events.csv row 2" in done.stdout
    assert "Did you mean 'bilateral'?" in done.stdout
    assert "events.csv row 3" in done.stdout


def test_reports_lists_templates_with_parameters_and_defaults():
    done = run("reports")
    assert done.returncode == 0
    for option in ("--start", "--end", "--themes", "--title", "--language"):
        assert option in done.stdout
    assert "default: en" in done.stdout


@pytest.mark.parametrize(
    ("args", "cure"),
    [
        (["perod"], "Did you mean 'period'?"),
        (["period", "--strat", "2025-01-01"], "'--start'"),
        (["period", "--window", "last_mont"], "Did you mean 'last_month'?"),
        (["period", "--start", "2025-02-30"], "2025-02-30"),
        (["period", "--start", "2025/01/01"], "write YYYY-MM-DD"),
        (["period", "--start", "2025-12-31", "--end", "2025-01-01"], "swap them"),
        (["period", "--themes", "izrael"], "Did you mean 'israel'?"),
        (["period", "--language", "fr"], "'en', 'ru'"),
        (["period", "--start", "2030-01-01", "--end", "2030-12-31"], "outside the data"),
    ],
)
def test_a_wrong_parameter_is_refused_before_a_kernel_starts(args, cure, tmp_path):
    folder = tmp_path / "rendered"
    done = run("report", *args, *(["--folder", folder] if "period" in args else []))
    assert done.returncode == 2
    assert cure in done.stderr
    assert done.stdout == ""
    assert not folder.exists()


def test_an_unknown_command_names_the_nearest():
    done = run("validat")
    assert done.returncode == 2
    assert "Did you mean 'validate'?" in done.stderr

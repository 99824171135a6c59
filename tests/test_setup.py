"""Setting up on a bad machine ends in one clear message, or repairs itself."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def clone(tmp_path) -> Path:
    """The files that setting up reads, without an environment."""
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "src", tmp_path / "src")
    return tmp_path


def make(clone: Path, *args: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["make", "-C", clone, *args], capture_output=True, text=True, check=False, timeout=600
    )


def test_no_python_is_said_with_the_cure(clone):
    done = make(clone, "report", "PYTHON=python9.99")
    assert done.returncode != 0
    assert "no 'python9.99' found. Install Python 3.11 or newer" in done.stdout
    assert not (clone / ".venv").exists()


def test_an_old_python_is_said_with_the_cure(clone):
    old = clone / "old-python"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo "Python 3.8.1" && exit 0\nexit 1\n')
    old.chmod(0o755)
    done = make(clone, "test", f"PYTHON={old}")
    assert done.returncode != 0
    assert "is Python 3.8.1; Python 3.11 or newer is needed" in done.stdout


def test_a_full_disk_is_said_before_anything_is_installed(clone):
    done = make(clone, "report", "NEEDED_MB=999999999")
    assert done.returncode != 0
    assert "999999999 MB are needed. Free some space" in done.stdout
    assert not (clone / ".venv").exists()


def test_help_lists_every_command():
    done = make(ROOT, "help")
    for command in ("report", "test", "lab", "validate", "bench"):
        assert f"make {command} " in done.stdout


@pytest.mark.slow
def test_a_broken_or_outdated_environment_repairs_itself(clone):
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "bin" / "python").symlink_to("/nonexistent/python")
    (clone / ".venv" / ".installed").touch()
    assert make(clone, "setup").returncode == 0
    pip = [clone / ".venv" / "bin" / "python", "-m", "pip"]
    subprocess.run([*pip, "uninstall", "-q", "-y", "tqdm"], check=True)
    (clone / "requirements.lock").touch()
    assert make(clone, "setup").returncode == 0
    subprocess.run([*pip, "show", "-q", "tqdm"], check=True)
    assert "Installing" not in make(clone, "setup").stderr
